using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using Orleans.Concurrency;
using Orleans.Placement;

namespace HighNeedsSim.Cluster;

/// <summary>The authority of a world: pays, closes the years, keeps the reserve. Key: world.</summary>
[Alias("IAuthority"), GrainInterfaceType("authority")]
public interface IAuthority : IGrainWithStringKey
{
    /// <summary>Pays for a month; in March it closes the year.</summary>
    /// <param name="number">Number of the call to this authority, from 0.</param>
    /// <param name="month">The month.</param>
    /// <param name="input">What districts counted and schools claimed.</param>
    [Alias("Post")]
    Task Post(int number, Month month, AuthorityMonth input);

    /// <summary>What the world found, after its last month.</summary>
    /// <param name="number">Number of the call to this authority.</param>
    [Alias("Result")]
    Task<WorldResult> Result(int number);

    /// <summary>What it remembers, as bytes.</summary>
    /// <param name="number">Number of the call to this authority.</param>
    [Alias("Save")]
    [return: Immutable]
    Task<byte[]> Save(int number);

    /// <summary>The world has ended.</summary>
    [Alias("Release"), OneWay]
    Task Release();
}

/// <inheritdoc cref="IAuthority"/>
[GrainType("authority"), PreferLocalPlacement]
internal sealed class AuthorityGrain(SiloWorlds worlds) : WorldPart<AuthorityState>(worlds), IAuthority
{
    public Task Post(int number, Month month, AuthorityMonth input)
    {
        Take(number, authority =>
        {
            authority.Post(month, input);
            return true;
        });
        return Task.CompletedTask;
    }

    public Task<WorldResult> Result(int number) => Task.FromResult(Take(number, authority => authority.Result()));

    public Task<byte[]> Save(int number) => Task.FromResult(Take(number, authority => authority.Save()));

    protected override AuthorityState Open(WorldContext world, ReadOnlySpan<int> position) => new(world);

    protected override void Restore(AuthorityState state, WorldCheckpoint from, WorldTables tables, ReadOnlySpan<int> position) =>
        state.Restore(from.Authority);
}
