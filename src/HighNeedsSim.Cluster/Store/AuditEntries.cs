using System.Data.Common;

namespace HighNeedsSim.Cluster;

/// <summary>Something that somebody changed, or tried to.</summary>
/// <param name="Time">When.</param>
/// <param name="User">Who, by the name that the identity provider gives.</param>
/// <param name="Action">The method and the route.</param>
/// <param name="Subject">What it was about: the run's or scenario's id.</param>
/// <param name="Reason">Why, in the words of whoever did it; null where nobody is asked.</param>
/// <param name="Status">The answer's status.</param>
public sealed record AuditEntry(DateTimeOffset Time, string User, string Action, string? Subject, string? Reason, int Status);

/// <summary>
/// Who changed what, kept beside the runs so that there is one trail however many processes answer. It is only ever added to, until whoever looks after the
/// store takes old entries out (<see cref="StoreCare.Remove"/>), which is an entry itself.
/// </summary>
public sealed class AuditEntries
{
    /// <summary>The longest reason that is kept, in characters.</summary>
    public const int LongestReason = 2_000;

    /// <summary>The action of entries that tell what was taken out of the store. They stay for good.</summary>
    internal const string Retention = "hns retain";

    /// <summary>The status of what was done.</summary>
    internal const int Done = 200;

    private const string OfAge =
        "FROM audit WHERE time < @before AND action <> @retention AND (subject IS NULL OR subject NOT IN (SELECT run FROM runs))";

    private readonly RunStore _store;

    internal AuditEntries(RunStore store) => _store = store;

    /// <summary>Keeps one.</summary>
    public Task Add(AuditEntry entry)
    {
        var id = NewId(entry.Time);
        return _store.Do(db => Add(db, id, entry));
    }

    /// <summary>The newest, the newest first.</summary>
    /// <param name="most">No more than so many.</param>
    public Task<List<AuditEntry>> Newest(int most) => _store.Do(db => db.Query(
        "SELECT time, name, action, subject, reason, status FROM audit ORDER BY time DESC, id DESC LIMIT @most",
        row => new AuditEntry(
            RunStore.Read(row.GetString(0)), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3),
            row.IsDBNull(4) ? null : row.GetString(4), row.GetInt32(5)),
        ("@most", most)));

    /// <summary>An id for an entry, made before the database is asked, which may be twice: the entry stands there once.</summary>
    internal static string NewId(DateTimeOffset time) => Guid.CreateVersion7(time).ToString("N");

    /// <summary>Keeps one, among other changes.</summary>
    internal static int Add(DbConnection db, string id, AuditEntry entry) => db.Execute(
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
        ("@status", entry.Status));

    /// <summary>How many entries may go by their age. What was done to a run stays as long as the run, and what was taken out stays for good.</summary>
    internal static int CountBefore(DbConnection db, DateTimeOffset before) =>
        db.Query("SELECT count(*) " + OfAge, row => row.GetInt32(0), Age(before)).Single();

    /// <summary>Takes those out.</summary>
    internal static void RemoveBefore(DbConnection db, DateTimeOffset before) => db.Execute("DELETE " + OfAge, Age(before));

    private static (string, object?)[] Age(DateTimeOffset before) => [("@before", RunStore.Written(before)), ("@retention", Retention)];
}
