using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using Orleans.Concurrency;
using Orleans.Placement;

namespace HighNeedsSim.Cluster;

/// <summary>A cohort of a world: the plan-holders of a district born in one academic year. Key: world/district/birth year.</summary>
[Alias("ICohort"), GrainInterfaceType("cohort")]
public interface ICohort : IGrainWithStringKey
{
    /// <summary>Grow up, be reviewed, leave, ask for places.</summary>
    /// <param name="number">Number of the call to this cohort, from 0.</param>
    /// <param name="month">The month.</param>
    /// <param name="orders">From the district.</param>
    [Alias("Play")]
    Task<CohortReply> Play(int number, Month month, CohortOrders orders);

    /// <summary>What it remembers, as bytes.</summary>
    /// <param name="number">Number of the call to this cohort.</param>
    [Alias("Save")]
    [return: Immutable]
    Task<byte[]> Save(int number);

    /// <summary>The world has ended.</summary>
    [Alias("Release"), OneWay]
    Task Release();
}

/// <inheritdoc cref="ICohort"/>
[GrainType("cohort"), PreferLocalPlacement]
internal sealed class CohortGrain(SiloWorlds worlds) : WorldPart<CohortState>(worlds), ICohort
{
    public Task<CohortReply> Play(int number, Month month, CohortOrders orders) =>
        Task.FromResult(Take(number, cohort => cohort.Play(month, orders)));

    public Task<byte[]> Save(int number) => Task.FromResult(Take(number, cohort => cohort.Save()));

    protected override CohortState Open(WorldContext world, ReadOnlySpan<int> position) => new(world, position[0], position[1]);

    protected override void Restore(CohortState state, WorldCheckpoint from, WorldTables tables, ReadOnlySpan<int> position)
    {
        // A cohort that had not been asked before the world was saved is as it was on the eve of the first month.
        if (from.Cohort(tables, position[0], position[1]) is { Length: > 0 } saved)
        {
            state.Restore(saved);
        }
    }
}
