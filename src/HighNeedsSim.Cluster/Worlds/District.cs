using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using Orleans.Concurrency;
using Orleans.Placement;

namespace HighNeedsSim.Cluster;

/// <summary>A district of a world: takes requests through assessment and asks its cohorts. Key: world/district.</summary>
[Alias("IDistrict"), GrainInterfaceType("district")]
public interface IDistrict : IGrainWithStringKey
{
    /// <summary>
    /// A month of those before census day, in which the district only fills its pipeline: one call each, because all of them together
    /// would keep a thread for longer than a turn should.
    /// </summary>
    /// <param name="number">Number of the call to this district, from 0.</param>
    /// <returns>Whether there was such a month left.</returns>
    [Alias("WarmUp")]
    Task<bool> WarmUp(int number);

    /// <summary>A month of the district and its cohorts, up to the applications for places.</summary>
    /// <param name="number">Number of the call to this district, from 0.</param>
    /// <param name="month">The month.</param>
    /// <param name="outcomes">For each applicant of the last reply, the provider that admitted or −1.</param>
    [Alias("Play")]
    Task<DistrictReply> Play(int number, Month month, [Immutable] short[] outcomes);

    /// <summary>What the district and then each of its cohorts remember, as bytes; none of cohorts that nobody has asked yet.</summary>
    /// <param name="number">Number of the call to this district.</param>
    [Alias("Save")]
    Task<SavedStates> Save(int number);

    /// <summary>The world has ended.</summary>
    [Alias("Release"), OneWay]
    Task Release();
}

/// <inheritdoc cref="IDistrict"/>
[GrainType("district"), PreferLocalPlacement]
internal sealed class DistrictGrain(SiloWorlds worlds) : WorldPart<DistrictState>(worlds), IDistrict
{
    private static readonly Task<SavedStates> NeverAsked = Task.FromResult(new SavedStates([.. Enumerable.Repeat(Array.Empty<byte>(), CohortsGrain.Years)]));

    private (ICohorts Grain, int Calls)[] _cohorts = [];
    private int _birthYears;

    public Task<bool> WarmUp(int number) => Task.FromResult(Take(number, district => district.WarmUp()));

    public async Task<DistrictReply> Play(int number, Month month, [Immutable] short[] outcomes)
    {
        var orders = Take(number, district => district.Open(month, outcomes));
        Know(orders.Length);
        var replies = new CohortReply?[orders.Length];
        await Task.WhenAll(orders.Chunk(CohortsGrain.Years).Select((some, g) => Array.TrueForAll(some, order => order is null) ? Task.CompletedTask : Ask(g, some)));
        return Model(district => district.Close(month, replies));

        async Task Ask(int g, CohortOrders?[] some) =>
            (await _cohorts[g].Grain.Play(_cohorts[g].Calls++, month, some)).ByBirthYear.CopyTo(replies, g * CohortsGrain.Years);
    }

    public async Task<SavedStates> Save(int number)
    {
        var own = Take(number, district => district.Save());
        var cohorts = await Task.WhenAll(_cohorts.Select((_, g) =>
            _cohorts[g].Calls > 0 ? _cohorts[g].Grain.Save(_cohorts[g].Calls++) : NeverAsked));
        return new([own, .. cohorts.SelectMany(saved => saved.States).Take(_birthYears)]);
    }

    private void Know(int birthYears)
    {
        if (_cohorts.Length == 0)
        {
            _birthYears = birthYears;
            _cohorts =
            [
                .. Enumerable.Range(0, birthYears).Where(b => b % CohortsGrain.Years == 0)
                    .Select(b => (GrainFactory.GetGrain<ICohorts>($"{this.GetPrimaryKeyString()}/{b}"), 0)),
            ];
        }
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

    protected override void Restore(DistrictState state, WorldCheckpoint from, WorldTables tables, ReadOnlySpan<int> position) =>
        state.Restore(from.District(tables, position[0]));
}
