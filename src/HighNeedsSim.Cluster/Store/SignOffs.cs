namespace HighNeedsSim.Cluster;

/// <summary>Somebody's word that a scenario's figures are those of the authority.</summary>
/// <param name="Scenario">The scenario's id.</param>
/// <param name="Hash">Of its files then: a change of any of them needs a new word.</param>
/// <param name="User">Who.</param>
/// <param name="CheckedAgainst">What it was held against.</param>
/// <param name="Time">When.</param>
public sealed record SignOff(string Scenario, string Hash, string User, string CheckedAgainst, DateTimeOffset Time);

/// <summary>Sign-offs of scenarios, kept beside the runs so that every process that shares the database knows them: only ever added to.</summary>
public sealed class SignOffs
{
    private readonly RunStore _store;

    internal SignOffs(RunStore store) => _store = store;

    /// <summary>Keeps one.</summary>
    public Task Add(SignOff signOff) => _store.Do(db => db.Execute(
        """
        INSERT INTO sign_offs (scenario, signed, name, hash, checked_against) VALUES (@scenario, @signed, @name, @hash, @against)
        ON CONFLICT DO NOTHING
        """,
        ("@scenario", signOff.Scenario),
        ("@signed", RunStore.Written(signOff.Time)),
        ("@name", signOff.User),
        ("@hash", signOff.Hash),
        ("@against", signOff.CheckedAgainst)));

    /// <summary>Those of a scenario, the newest first.</summary>
    public Task<List<SignOff>> Of(string scenario) => _store.Do(db => db.Query(
        "SELECT hash, name, checked_against, signed FROM sign_offs WHERE scenario = @scenario ORDER BY signed DESC, name",
        row => new SignOff(scenario, row.GetString(0), row.GetString(1), row.GetString(2), RunStore.Read(row.GetString(3))),
        ("@scenario", scenario)));
}
