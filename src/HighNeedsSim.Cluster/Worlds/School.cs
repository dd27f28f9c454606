using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using Orleans.Concurrency;
using Orleans.Placement;

namespace HighNeedsSim.Cluster;

/// <summary>A provider of a world and its places. Key: world/provider.</summary>
[Alias("ISchool"), GrainInterfaceType("school")]
public interface ISchool : IGrainWithStringKey
{
    /// <summary>Admits those it has places for, a round of applications at a time.</summary>
    /// <param name="number">Number of the call to this school, from 0.</param>
    /// <param name="month">The month.</param>
    /// <param name="changes">Changes of its roll since the last call.</param>
    /// <param name="requests">The applications.</param>
    /// <returns>For each application 1 for yes and 0 for no.</returns>
    [Alias("Admit")]
    [return: Immutable]
    Task<byte[]> Admit(int number, Month month, [Immutable] ReadOnlyMemory<SeatChange> changes, [Immutable] ReadOnlyMemory<SeatRequest> requests);

    /// <summary>Ends the month and claims for it.</summary>
    /// <param name="number">Number of the call to this school.</param>
    /// <param name="month">The month.</param>
    /// <param name="changes">Changes of its roll since the last call.</param>
    [Alias("Close")]
    Task<ProviderClaim> Close(int number, Month month, [Immutable] ReadOnlyMemory<SeatChange> changes);

    /// <summary>What it remembers, as bytes.</summary>
    /// <param name="number">Number of the call to this school.</param>
    [Alias("Save")]
    [return: Immutable]
    Task<byte[]> Save(int number);

    /// <summary>The world has ended.</summary>
    [Alias("Release"), OneWay]
    Task Release();
}

/// <inheritdoc cref="ISchool"/>
[GrainType("school"), PreferLocalPlacement]
internal sealed class SchoolGrain(SiloWorlds worlds) : WorldPart<ProviderState>(worlds), ISchool
{
    public Task<byte[]> Admit(int number, Month month, ReadOnlyMemory<SeatChange> changes, ReadOnlyMemory<SeatRequest> requests) =>
        Task.FromResult(Take(number, school => school.Admit(month, changes.Span, requests.Span)));

    public Task<ProviderClaim> Close(int number, Month month, ReadOnlyMemory<SeatChange> changes) =>
        Task.FromResult(Take(number, school => school.Close(month, changes.Span)));

    public Task<byte[]> Save(int number) => Task.FromResult(Take(number, school => school.Save()));

    protected override ProviderState Open(WorldContext world, ReadOnlySpan<int> position) => new(world, position[0]);

    protected override void Restore(ProviderState state, WorldCheckpoint from, WorldTables tables, ReadOnlySpan<int> position) =>
        state.Restore(from.Provider(tables, position[0]));
}
