using System.Globalization;

namespace HighNeedsSim.Cluster;

/// <summary>Which world: one variant and one batch of replicates of a run.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Variant">The variant's id.</param>
/// <param name="First">The first replicate of the batch.</param>
/// <param name="Count">How many replicates.</param>
internal readonly record struct WorldKey(string Run, string Variant, int First, int Count)
{
    private const char Separator = '~';

    /// <summary>Reads a grain's key.</summary>
    /// <exception cref="FormatException">It is no world's key.</exception>
    public static WorldKey Parse(string key) =>
        key.Split(Separator) is [var run, var variant, var batch] && batch.Split('+') is [var first, var count]
            ? new(run, variant, int.Parse(first, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture))
            : throw new FormatException($"'{key}' is not a world: run~variant~first+count.");

    /// <summary>The grain's key: <c>run~variant~first+count</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Run}{Separator}{Variant}{Separator}{First}+{Count}");
}
