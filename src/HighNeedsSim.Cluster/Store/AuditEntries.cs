namespace HighNeedsSim.Cluster;

/// <summary>Something that somebody changed, or tried to.</summary>
/// <param name="Time">When.</param>
/// <param name="User">Who, by the name that the identity provider gives.</param>
/// <param name="Action">The method and the route.</param>
/// <param name="Subject">What it was about: the run's or scenario's id.</param>
/// <param name="Reason">Why, in the words of whoever did it; null where nobody is asked.</param>
/// <param name="Status">The answer's status.</param>
public sealed record AuditEntry(DateTimeOffset Time, string User, string Action, string? Subject, string? Reason, int Status);

/// <summary>Who changed what, kept beside the runs so that there is one trail however many processes answer: only ever added to.</summary>
public sealed class AuditEntries
{
    private readonly RunStore _store;

    internal AuditEntries(RunStore store) => _store = store;

    /// <summary>Keeps one.</summary>
    public Task Add(AuditEntry entry)
    {
        // Made before the database is asked, which may be twice: an entry stands there once.
        var id = Guid.CreateVersion7(entry.Time).ToString("N");
        return _store.Do(db => db.Execute(
            """
            INSERT INTO audit (time, id, name, action, subject, reason, status) VALUES (@time, @id, @name, @action, @subject, @reason, @status)
            ON CONFLICT DO NOTHING
            """,
            ("@time", RunStore.Written(entry.Time)),
            ("@id", id),
            ("@name", entry.User),
            ("@action", entry.Action),
            ("@subject", entry.Subject),
            ("@reason", entry.Reason),
            ("@status", entry.Status)));
    }

    /// <summary>The newest, the newest first.</summary>
    /// <param name="most">No more than so many.</param>
    public Task<List<AuditEntry>> Newest(int most) => _store.Do(db => db.Query(
        "SELECT time, name, action, subject, reason, status FROM audit ORDER BY time DESC, id DESC LIMIT @most",
        row => new AuditEntry(
            RunStore.Read(row.GetString(0)), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3),
            row.IsDBNull(4) ? null : row.GetString(4), row.GetInt32(5)),
        ("@most", most)));
}
