using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cluster;

/// <summary>How a run is cut into worlds. No cut can change a result.</summary>
internal static class WorldPlan
{
    /// <summary>The most replicates in a world: more would make some of its grains' turns longer than 25 ms.</summary>
    private const int MostReplicates = 256;

    /// <summary>The most plan-holders in a world on census day, over all its replicates: what is kept of them takes about 200 MB by its end.</summary>
    private const int MostHolders = 1_500_000;

    /// <summary>Where a scenario is so large that a world would hold fewer replicates than this, it may hold more children instead.</summary>
    private const int FewReplicates = 8;

    /// <summary>The most plan-holders of such a world: all of England eight times, some 500 MB.</summary>
    private const int MostHoldersOfFew = 5_400_000;

    /// <summary>A run has at least so many worlds for each processor, if it has the replicates, so that they end at about the same time.</summary>
    private const int WorldsPerProcessor = 4;

    /// <summary>Of the memory that a process may use, the worlds that it plays at the same time take a half at most.</summary>
    private const int ShareOfMemory = 2;

    /// <summary>What a plan-holder takes while memory is short: its fields, those who join later, what is sent, saved and found of them.</summary>
    private const int BytesOfHolder = 300;

    /// <summary>Replicates in a world.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="spec">What is played out.</param>
    /// <param name="processors">How many worlds can be played at the same time.</param>
    /// <param name="memory">How much memory the process may use, in bytes: worlds are smaller where it is little.</param>
    public static int BatchSize(Scenario scenario, RunSpec spec, int processors, long memory)
    {
        var plans = Math.Max(1, scenario.OpeningStock.Total);
        var room = (int)Math.Clamp(memory / ShareOfMemory / Math.Max(2, processors) / BytesOfHolder / plans, 1, MostReplicates);
        var few = Math.Clamp(MostHoldersOfFew / plans, 1, FewReplicates);
        var most = Math.Clamp(MostHolders / plans, few, MostReplicates);
        var even = Math.Max(1, spec.Replicates * spec.Variants.Count / (WorldsPerProcessor * processors));
        var batches = Ceiling(spec.Replicates, Math.Min(room, Math.Min(most, even)));
        return Ceiling(spec.Replicates, batches);
    }

    /// <summary>The worlds in the order in which they are handed out: all variants of the first replicates first.</summary>
    public static IEnumerable<WorldKey> Worlds(string run, RunSpec spec, int batchSize)
    {
        for (var first = 0; first < spec.Replicates; first += batchSize)
        {
            foreach (var variant in spec.Variants)
            {
                yield return new(run, variant, first, Math.Min(batchSize, spec.Replicates - first));
            }
        }
    }

    private static int Ceiling(int number, int divisor) => (number + divisor - 1) / divisor;
}
