using Orleans;

namespace HighNeedsSim.Model.Results;

/// <summary>What one world found: one variant, a batch of replicates.</summary>
/// <param name="Variant">The variant's id.</param>
/// <param name="First">The first replicate of the batch, 0-based.</param>
/// <param name="Count">How many replicates.</param>
/// <param name="Values">
/// One whole number per replicate, year and measure: index (replicate − First) × <see cref="ResultLayout.Length"/> +
/// <see cref="ResultLayout.At"/>.
/// </param>
[GenerateSerializer, Immutable, Alias("WorldResult")]
public sealed record WorldResult(
    string Variant,
    int First,
    int Count,
    long[] Values);
