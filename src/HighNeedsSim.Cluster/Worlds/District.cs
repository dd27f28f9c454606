using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using Orleans.Concurrency;
using Orleans.Placement;

namespace HighNeedsSim.Cluster;

/// <summary>A district of a world: takes requests through assessment and asks its cohorts. Key: world/district.</summary>
[Alias("IDistrict"), GrainInterfaceType("district")]
public interface IDistrict : IGrainWithStringKey
{
    /// <summary>A month of the district and its cohorts, up to the applications for places.</summary>
    /// <param name="number">Number of the call to this district, from 0.</param>
    /// <param name="month">The month.</param>
    /// <param name="outcomes">For each applicant of the last reply, the provider that admitted or −1.</param>
    [Alias("Play")]
    Task<DistrictReply> Play(int number, Month month, [Immutable] short[] outcomes);

    /// <summary>The world has ended.</summary>
    [Alias("Release"), OneWay]
    Task Release();
}

/// <inheritdoc cref="IDistrict"/>
[GrainType("district"), PreferLocalPlacement]
internal sealed class DistrictGrain(SiloWorlds worlds) : WorldPart<DistrictState>(worlds), IDistrict
{
    private static readonly Task<CohortReply?> NoReply = Task.FromResult<CohortReply?>(null);

    private (ICohort Grain, int Calls)[] _cohorts = [];

    public async Task<DistrictReply> Play(int number, Month month, [Immutable] short[] outcomes)
    {
        var orders = Take(number, district => district.Open(month, outcomes));
        if (_cohorts.Length == 0)
        {
            _cohorts = [.. orders.Select((_, b) => (GrainFactory.GetGrain<ICohort>($"{this.GetPrimaryKeyString()}/{b}"), 0))];
        }

        var replies = await Task.WhenAll(orders.Select((order, b) => order is null ? NoReply : Ask(b, month, order)));
        return Model(district => district.Close(month, replies));
    }

    private async Task<CohortReply?> Ask(int birthYear, Month month, CohortOrders orders) =>
        await _cohorts[birthYear].Grain.Play(_cohorts[birthYear].Calls++, month, orders);

    public new async Task Release()
    {
        foreach (var (cohort, calls) in _cohorts)
        {
            if (calls > 0)
            {
                await cohort.Release();
            }
        }

        await base.Release();
    }

    protected override DistrictState Open(WorldContext world, ReadOnlySpan<int> position) => new(world, position[0]);
}
