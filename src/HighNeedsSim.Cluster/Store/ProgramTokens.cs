using System.Data.Common;

namespace HighNeedsSim.Cluster;

/// <summary>What is kept of a token for a program: enough to know it again, and not what it is.</summary>
/// <param name="Id">Its public part, in lists and in the audit trail.</param>
/// <param name="Name">What it is for, in the words of whoever issued it.</param>
/// <param name="Role">What it may do.</param>
/// <param name="By">Who issued it.</param>
/// <param name="Issued">When.</param>
/// <param name="Ends">When it stops being good by itself.</param>
/// <param name="Hash">SHA-256 of the token. It has 256 random bits, so nothing slower is needed to keep it from being guessed.</param>
/// <param name="Revoked">When it was taken back; null while it is good.</param>
public sealed record ProgramToken(
    string Id, string Name, string Role, string By, DateTimeOffset Issued, DateTimeOffset Ends, string Hash, DateTimeOffset? Revoked = null);

/// <summary>
/// Tokens for programs, kept beside the runs: one issued by one process is good at all that share the database, and one taken back is good at none
/// of them from that moment on.
/// </summary>
public sealed class ProgramTokens
{
    private const string Select = "SELECT id, name, role, issued_by, issued, ends, hash, revoked FROM tokens";

    private readonly RunStore _store;

    internal ProgramTokens(RunStore store) => _store = store;

    /// <summary>All that were ever issued, the newest first.</summary>
    public Task<List<ProgramToken>> List() => _store.Do(db => db.Query($"{Select} ORDER BY issued DESC, id", Read));

    /// <summary>A token by its public part; null when there is none.</summary>
    public Task<ProgramToken?> Find(string id) => _store.Do(db => db.Query($"{Select} WHERE id = @id", Read, ("@id", id)).SingleOrDefault());

    /// <summary>Keeps a new one.</summary>
    public Task Add(ProgramToken token) => _store.Do(db => db.Execute(
        """
        INSERT INTO tokens (id, name, role, issued_by, issued, ends, hash)
        VALUES (@id, @name, @role, @by, @issued, @ends, @hash)
        """,
        ("@id", token.Id),
        ("@name", token.Name),
        ("@role", token.Role),
        ("@by", token.By),
        ("@issued", RunStore.Written(token.Issued)),
        ("@ends", RunStore.Written(token.Ends)),
        ("@hash", token.Hash)));

    /// <summary>Takes one back.</summary>
    /// <returns>Whether there was one that had not been taken back before.</returns>
    public Task<bool> Revoke(string id, DateTimeOffset now) => _store.Do(db => db.Execute(
        "UPDATE tokens SET revoked = @now WHERE id = @id AND revoked IS NULL",
        ("@id", id),
        ("@now", RunStore.Written(now))) > 0);

    private static ProgramToken Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), RunStore.Read(row.GetString(4)), RunStore.Read(row.GetString(5)), row.GetString(6),
        row.IsDBNull(7) ? null : RunStore.Read(row.GetString(7)));
}
