using Orleans;

namespace HighNeedsSim.Model.Results;

/// <summary>What a run plays out, apart from the scenario itself: together they fix every number of its result.</summary>
/// <param name="Seed">Any 64-bit number; the same seed gives the same futures.</param>
/// <param name="Replicates">How many futures, 1 to 100,000.</param>
/// <param name="Variants">Ids of the variants to play out, in the scenario's order; the baseline is among them.</param>
[GenerateSerializer, Immutable, Alias("RunSpec")]
public sealed record RunSpec(
    ulong Seed,
    int Replicates,
    IReadOnlyList<string> Variants);
