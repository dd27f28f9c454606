using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using Orleans.Concurrency;
using Orleans.Placement;

namespace HighNeedsSim.Cluster;

/// <summary>
/// The schools and other providers of a district, or those that serve all districts, each with its places. Key: world/district; those
/// that serve all follow the last district.
/// </summary>
/// <remarks>
/// They share a grain because a school alone decides a round in less time than its message takes (docs/decisions/0027). Each still
/// decides for itself: what one admits is nothing to the others.
/// </remarks>
[Alias("ISchools"), GrainInterfaceType("schools")]
public interface ISchools : IGrainWithStringKey
{
    /// <summary>Each school that is asked admits those it has places for, of one round of applications.</summary>
    /// <param name="number">Number of the call to these schools, from 0.</param>
    /// <param name="month">The month.</param>
    /// <param name="asked">Those with applications in this round.</param>
    [Alias("Admit")]
    Task<SchoolAnswers> Admit(int number, Month month, [Immutable] SchoolRound[] asked);

    /// <summary>Ends the month; every school claims for it.</summary>
    /// <param name="number">Number of the call to these schools.</param>
    /// <param name="month">The month.</param>
    /// <param name="changes">Of every school: changes of its roll since it was asked last.</param>
    [Alias("Close")]
    Task<SchoolClaims> Close(int number, Month month, [Immutable] ReadOnlyMemory<SeatChange>[] changes);

    /// <summary>What each of them remembers, as bytes.</summary>
    /// <param name="number">Number of the call to these schools.</param>
    [Alias("Save")]
    Task<SavedStates> Save(int number);

    /// <summary>The world has ended.</summary>
    [Alias("Release"), OneWay]
    Task Release();
}

/// <summary>What a school is asked in a round.</summary>
/// <param name="School">Its position among the schools of its grain.</param>
/// <param name="Changes">Changes of its roll since it was asked last.</param>
/// <param name="Requests">Applications of this round.</param>
[GenerateSerializer, Immutable, Alias("SchoolRound")]
public readonly record struct SchoolRound(
    [property: Id(0)] int School,
    [property: Id(1)] ReadOnlyMemory<SeatChange> Changes,
    [property: Id(2)] ReadOnlyMemory<SeatRequest> Requests);

/// <summary>What schools decided in a round.</summary>
/// <param name="Admitted">Of every school asked, in the order asked: for each application 1 for yes and 0 for no.</param>
[GenerateSerializer, Immutable, Alias("SchoolAnswers")]
public sealed record SchoolAnswers([property: Id(0)] byte[][] Admitted);

/// <summary>What schools claim for a month.</summary>
/// <param name="Claims">Of every school of the grain, in order.</param>
[GenerateSerializer, Immutable, Alias("SchoolClaims")]
public sealed record SchoolClaims([property: Id(0)] ProviderClaim[] Claims);

/// <inheritdoc cref="ISchools"/>
[GrainType("schools"), PreferLocalPlacement]
internal sealed class SchoolsGrain(SiloWorlds worlds) : WorldPart<ProviderState[]>(worlds), ISchools
{
    /// <summary>Positions of the providers of each grain, by district; those that serve all districts come last.</summary>
    public static int[][] Of(WorldTables tables)
    {
        var providers = tables.Scenario.Providers;
        return
        [
            .. Enumerable.Range(0, tables.Districts + 1).Select(d => Enumerable.Range(0, providers.Count).Where(p => DistrictOf(p) == d).ToArray()),
        ];

        int DistrictOf(int provider) => providers[provider].District is var own and >= 0 ? own : tables.Districts;
    }

    public Task<SchoolAnswers> Admit(int number, Month month, SchoolRound[] asked) => Task.FromResult(Take(number, schools =>
        new SchoolAnswers(Array.ConvertAll(asked, ask => schools[ask.School].Admit(month, ask.Changes.Span, ask.Requests.Span)))));

    public Task<SchoolClaims> Close(int number, Month month, ReadOnlyMemory<SeatChange>[] changes) => Task.FromResult(Take(number, schools =>
        new SchoolClaims([.. schools.Select((school, s) => school.Close(month, changes[s].Span))])));

    public Task<SavedStates> Save(int number) => Task.FromResult(Take(number, schools => new SavedStates(Array.ConvertAll(schools, school => school.Save()))));

    protected override ProviderState[] Open(WorldContext world, ReadOnlySpan<int> position) =>
        Array.ConvertAll(Of(world.Tables)[position[0]], provider => new ProviderState(world, provider));

    protected override void Restore(ProviderState[] state, WorldCheckpoint from, WorldTables tables, ReadOnlySpan<int> position)
    {
        foreach (var (school, provider) in state.Zip(Of(tables)[position[0]]))
        {
            school.Restore(from.Provider(tables, provider));
        }
    }
}
