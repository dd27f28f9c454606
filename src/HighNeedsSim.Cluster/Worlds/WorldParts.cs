using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cluster;

/// <summary>The grains of one attempt at a world, with the calls to each of them numbered.</summary>
internal sealed class WorldParts
{
    private readonly (IDistrict Grain, int Calls)[] _districts;
    private readonly (ISchool Grain, int Calls)[] _schools;
    private readonly IAuthority _authority;
    private readonly WorldTables _tables;
    private readonly WorldCheckpoint? _from;
    private int _authorityCalls;

    public WorldParts(IGrainFactory grains, WorldPlay play)
    {
        var tables = play.Context.Tables;
        (_tables, _from) = (tables, play.From);
        _districts = [.. Enumerable.Range(0, tables.Districts).Select(d => (grains.GetGrain<IDistrict>($"{play.Key}/{d}"), 0))];
        _schools = [.. Enumerable.Range(0, tables.Providers).Select(p => (grains.GetGrain<ISchool>($"{play.Key}/{p}"), 0))];
        _authority = grains.GetGrain<IAuthority>(play.Key);
    }

    /// <summary>Plays the months before census day of all districts, one call a month.</summary>
    public async Task WarmUp()
    {
        for (var d = 0; d < _districts.Length; d++)
        {
            while (await _districts[d].Grain.WarmUp(_districts[d].Calls++))
            {
            }
        }
    }

    public Task<DistrictReply> District(int district, Month month, short[] outcomes) =>
        _districts[district].Grain.Play(_districts[district].Calls++, month, outcomes);

    public Task<byte[]> Admit(int school, Month month, ReadOnlyMemory<SeatChange> changes, ReadOnlyMemory<SeatRequest> requests) =>
        _schools[school].Grain.Admit(_schools[school].Calls++, month, changes, requests);

    public Task<ProviderClaim> Close(int school, Month month, ReadOnlyMemory<SeatChange> changes) =>
        _schools[school].Grain.Close(_schools[school].Calls++, month, changes);

    /// <summary>What all of them remember, in the order of a checkpoint.</summary>
    public async Task<byte[][]> Save()
    {
        // A cohort that this attempt has not asked yet is as it was when the world was saved before.
        byte[] Known(int d, byte[] states, int n) => states.Length > 0 || n == 0 || _from is null ? states : _from.Cohort(_tables, d, n - 1);

        var districts = await Task.WhenAll(Enumerable.Range(0, _districts.Length).Select(d => _districts[d].Grain.Save(_districts[d].Calls++)));
        var schools = await Task.WhenAll(Enumerable.Range(0, _schools.Length).Select(p => _schools[p].Grain.Save(_schools[p].Calls++)));
        return [.. districts.SelectMany((states, d) => states.Select((state, n) => Known(d, state, n))), .. schools, await _authority.Save(_authorityCalls++)];
    }

    public Task Post(Month month, AuthorityMonth input) => _authority.Post(_authorityCalls++, month, input);

    public Task<WorldResult> Result() => _authority.Result(_authorityCalls++);

    /// <summary>Tells every grain that was ever called that the world has ended. Those that were lost go by themselves.</summary>
    public async Task Release()
    {
        foreach (var (district, calls) in _districts)
        {
            await (calls > 0 ? district.Release() : Task.CompletedTask);
        }

        foreach (var (school, calls) in _schools)
        {
            await (calls > 0 ? school.Release() : Task.CompletedTask);
        }

        await (_authorityCalls > 0 ? _authority.Release() : Task.CompletedTask);
    }
}
