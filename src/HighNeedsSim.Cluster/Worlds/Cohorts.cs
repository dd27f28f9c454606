using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using Orleans.Concurrency;
using Orleans.Placement;

namespace HighNeedsSim.Cluster;

/// <summary>
/// Cohorts of a world: the plan-holders of a district born in four academic years on end, each year a cohort of its own. Key:
/// world/district/first of the birth years.
/// </summary>
/// <remarks>They share a grain so that a month of them is well worth its message (docs/decisions/0027).</remarks>
[Alias("ICohorts"), GrainInterfaceType("cohorts")]
public interface ICohorts : IGrainWithStringKey
{
    /// <summary>Grow up, be reviewed, leave, ask for places.</summary>
    /// <param name="number">Number of the call to these cohorts, from 0.</param>
    /// <param name="month">The month.</param>
    /// <param name="orders">From the district, by birth year; null for a cohort that holds no plans this month.</param>
    [Alias("Play")]
    Task<CohortReplies> Play(int number, Month month, [Immutable] CohortOrders?[] orders);

    /// <summary>What each cohort remembers, as bytes; none of those that nobody has asked yet.</summary>
    /// <param name="number">Number of the call to these cohorts.</param>
    [Alias("Save")]
    Task<SavedStates> Save(int number);

    /// <summary>The world has ended.</summary>
    [Alias("Release"), OneWay]
    Task Release();
}

/// <summary>What cohorts tell their district at the end of their month.</summary>
/// <param name="ByBirthYear">In the order of the orders; null where there was none.</param>
[GenerateSerializer, Immutable, Alias("CohortReplies")]
public sealed record CohortReplies([property: Id(0)] CohortReply?[] ByBirthYear);

/// <summary>What some parts of a world remember. It says of itself that it does not change: of an answer that only says so beside it, Orleans makes copies, a hundred megabytes for a world of Kent.</summary>
/// <param name="States">As bytes, in the order of the parts.</param>
[GenerateSerializer, Immutable, Alias("SavedStates")]
public sealed record SavedStates([property: Id(0)] byte[][] States);

/// <inheritdoc cref="ICohorts"/>
[GrainType("cohorts"), PreferLocalPlacement]
internal sealed class CohortsGrain(SiloWorlds worlds) : WorldPart<CohortsGrain.Neighbours>(worlds), ICohorts
{
    /// <summary>Birth years of a grain.</summary>
    public const int Years = 4;

    public Task<CohortReplies> Play(int number, Month month, CohortOrders?[] orders) => Task.FromResult(Take(number, cohorts =>
        new CohortReplies([.. orders.Select((order, b) => order is null ? null : cohorts.Asked(b).Play(month, order))])));

    public Task<SavedStates> Save(int number) => Task.FromResult(Take(number, cohorts => new SavedStates(cohorts.Save())));

    protected override Neighbours Open(WorldContext world, ReadOnlySpan<int> position) => new(world, position[0], position[1]);

    protected override void Restore(Neighbours state, WorldCheckpoint from, WorldTables tables, ReadOnlySpan<int> position) => state.From = from;

    /// <summary>Cohorts that come to be when they are asked first: many hold no plans for years, or ever.</summary>
    internal sealed class Neighbours(WorldContext world, int district, int first)
    {
        private readonly CohortState?[] _cohorts = new CohortState?[Years];

        /// <summary>Where the world was saved, if it was.</summary>
        public WorldCheckpoint? From { get; set; }

        /// <summary>A cohort, by birth year from the first.</summary>
        public CohortState Asked(int birthYear) => _cohorts[birthYear] ??= Begin(first + birthYear);

        /// <summary>What each remembers.</summary>
        public byte[][] Save() => Array.ConvertAll(_cohorts, cohort => cohort?.Save() ?? []);

        private CohortState Begin(int birthYear)
        {
            var cohort = new CohortState(world, district, birthYear);
            // A cohort that had not been asked before the world was saved is as it was on the eve of the first month.
            if (From?.Cohort(world.Tables, district, birthYear) is { Length: > 0 } saved)
            {
                cohort.Restore(saved);
            }

            return cohort;
        }
    }
}
