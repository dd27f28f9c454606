using HighNeedsSim.Model.Placements;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cluster;

/// <summary>The grains of one attempt at a world, with the calls to each of them numbered.</summary>
internal sealed class WorldParts
{
    /// <summary>
    /// So many districts are asked at a time: while one works through its requests, the cohorts of another play. More would only make a
    /// silo's queue longer, and with it the wait of whoever asks for something short.
    /// </summary>
    private const int DistrictsAtOnce = 2;

    private readonly (IDistrict Grain, int Calls)[] _districts;
    private readonly (ISchools Grain, int Calls)[] _schools;
    private readonly int[][] _providersOf;
    private readonly (int Grain, int School)[] _schoolOf;
    private readonly List<SchoolRound>[] _asked;
    private readonly DistrictReply[] _replies;
    private readonly IAuthority _authority;
    private readonly WorldTables _tables;
    private readonly WorldCheckpoint? _from;
    private int _authorityCalls;

    public WorldParts(IGrainFactory grains, WorldPlay play)
    {
        var tables = play.Context.Tables;
        (_tables, _from) = (tables, play.From);
        _districts = [.. Enumerable.Range(0, tables.Districts).Select(d => (grains.GetGrain<IDistrict>($"{play.Key}/{d}"), 0))];
        _replies = new DistrictReply[tables.Districts];
        _providersOf = SchoolsGrain.Of(tables);
        _schools = [.. _providersOf.Select((_, g) => (grains.GetGrain<ISchools>($"{play.Key}/{g}"), 0))];
        _asked = [.. _providersOf.Select(_ => new List<SchoolRound>())];
        _schoolOf = new (int, int)[tables.Providers];
        foreach (var (g, providers) in _providersOf.Index())
        {
            foreach (var (s, provider) in providers.Index())
            {
                _schoolOf[provider] = (g, s);
            }
        }

        _authority = grains.GetGrain<IAuthority>(play.Key);
    }

    /// <summary>Plays the months before census day of all districts, one call a month.</summary>
    public Task WarmUp() => EachDistrict(async d =>
    {
        while (await _districts[d].Grain.WarmUp(_districts[d].Calls++))
        {
        }
    });

    /// <summary>A month of every district and its cohorts.</summary>
    /// <param name="month">The month.</param>
    /// <param name="outcomes">For each district what became of last month's applicants.</param>
    /// <returns>In the order of the districts; the same array each month.</returns>
    public async Task<DistrictReply[]> Districts(Month month, short[][] outcomes)
    {
        await EachDistrict(async d => _replies[d] = await _districts[d].Grain.Play(_districts[d].Calls++, month, outcomes[d]));
        return _replies;
    }

    /// <summary>A round of applications: all schools that are asked decide before any answer is taken in.</summary>
    public async Task Admit(Month month, Admissions admissions)
    {
        foreach (var asked in _asked)
        {
            asked.Clear();
        }

        foreach (var provider in admissions.Asked)
        {
            var (g, school) = _schoolOf[provider];
            _asked[g].Add(new(school, admissions.ChangesFor(provider), admissions.RequestsFor(provider)));
        }

        var answers = await Task.WhenAll(_asked.Index().Where(asked => asked.Item.Count > 0).Select(async asked =>
            (Grain: asked.Index, (await _schools[asked.Index].Grain.Admit(_schools[asked.Index].Calls++, month, [.. asked.Item])).Admitted)));
        foreach (var (g, admitted) in answers)
        {
            foreach (var (n, asked) in _asked[g].Index())
            {
                admissions.Answer(_providersOf[g][asked.School], admitted[n]);
            }
        }
    }

    /// <summary>Every school claims for the month.</summary>
    /// <returns>In the order of the providers.</returns>
    public async Task<ProviderClaim[]> Close(Month month, Admissions admissions)
    {
        var claims = await Task.WhenAll(_providersOf.Select((providers, g) => providers.Length == 0
            ? Task.FromResult(new SchoolClaims([]))
            : _schools[g].Grain.Close(_schools[g].Calls++, month, Array.ConvertAll(providers, admissions.ChangesFor))));
        return Array.ConvertAll(_schoolOf, of => claims[of.Grain].Claims[of.School]);
    }

    /// <summary>What all of them remember, in the order of a checkpoint.</summary>
    public async Task<byte[][]> Save()
    {
        // A cohort that this attempt has not asked yet is as it was when the world was saved before.
        byte[] Known(int d, byte[] states, int n) => states.Length > 0 || n == 0 || _from is null ? states : _from.Cohort(_tables, d, n - 1);

        var districts = await Task.WhenAll(Enumerable.Range(0, _districts.Length).Select(d => _districts[d].Grain.Save(_districts[d].Calls++)));
        var schools = await Task.WhenAll(_providersOf.Select((providers, g) => providers.Length == 0
            ? Task.FromResult(new SavedStates([]))
            : _schools[g].Grain.Save(_schools[g].Calls++)));
        return [.. districts.SelectMany((saved, d) => saved.States.Select((state, n) => Known(d, state, n))), .. _schoolOf.Select(of => schools[of.Grain].States[of.School]), await _authority.Save(_authorityCalls++)];
    }

    public Task Post(Month month, AuthorityMonth input) => _authority.Post(_authorityCalls++, month, input);

    public Task<WorldResult> Result() => _authority.Result(_authorityCalls++);

    // Lanes, not threads: all of it runs on the world's own scheduler, one step at a time.
    private Task EachDistrict(Func<int, Task> play)
    {
        var next = 0;
        return Task.WhenAll(Enumerable.Range(0, DistrictsAtOnce).Select(async _ =>
        {
            while (next < _districts.Length)
            {
                await play(next++);
            }
        }));
    }

    /// <summary>Tells every grain that was ever called that the world has ended. Those that were lost go by themselves.</summary>
    public Task Release() => Task.WhenAll(
    [
        .. _districts.Where(d => d.Calls > 0).Select(d => d.Grain.Release()),
        .. _schools.Where(s => s.Calls > 0).Select(s => s.Grain.Release()),
        _authorityCalls > 0 ? _authority.Release() : Task.CompletedTask,
    ]);
}
