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
    private (ICohort Grain, int Calls)[] _cohorts = [];

    // Cohorts are asked one after another: a world is one thread of control, and there are more worlds than processors. So
    // whatever else a silo has to do waits for a turn or two, not for hundreds of cohorts.
    public async Task<DistrictReply> Play(int number, Month month, [Immutable] short[] outcomes)
    {
        var orders = Take(number, district => district.Open(month, outcomes));
        if (_cohorts.Length == 0)
        {
            _cohorts = [.. orders.Select((_, b) => (GrainFactory.GetGrain<ICohort>($"{this.GetPrimaryKeyString()}/{b}"), 0))];
        }

        var replies = new CohortReply?[orders.Length];
        for (var b = 0; b < orders.Length; b++)
        {
            if (orders[b] is { } order)
            {
                replies[b] = await _cohorts[b].Grain.Play(_cohorts[b].Calls++, month, order);
            }
        }

        return Model(district => district.Close(month, replies));
    }

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
