namespace HighNeedsSim.Cluster;

/// <summary>A signature as the store remembers it. What may be signed, by whom and in what order is not the store's to know.</summary>
/// <param name="Digest">Of the result that was signed for.</param>
/// <param name="Role">In what role.</param>
/// <param name="Name">By whom.</param>
/// <param name="Signed">When.</param>
/// <param name="Note">What was looked at, and what limits were found.</param>
public sealed record StoredSignature(string Digest, string Role, string Name, DateTimeOffset Signed, string Note);

/// <summary>A finished run that plays what another one played.</summary>
/// <param name="Run">Its id.</param>
/// <param name="ModelVersion">The model that played it.</param>
/// <param name="Finished">When it had finished.</param>
/// <param name="Digest">Of every number that it found.</param>
public sealed record RepeatedRun(string Run, string ModelVersion, DateTimeOffset Finished, string Digest);

/// <summary>Who has signed for runs, kept beside them: signatures are only ever added to, and go when the run goes.</summary>
public sealed class RunSignatures
{
    private readonly RunStore _store;

    internal RunSignatures(RunStore store) => _store = store;

    /// <summary>Those of a run, in the order of signing.</summary>
    public Task<List<StoredSignature>> Of(string run) => _store.Do(db => db.Query(
        "SELECT digest, role, name, signed, note FROM signatures WHERE run = @run ORDER BY number",
        row => new StoredSignature(row.GetString(0), row.GetString(1), row.GetString(2), RunStore.Read(row.GetString(3)), row.GetString(4)),
        ("@run", run)));

    /// <summary>Adds one, unless somebody else has signed since the others were read.</summary>
    /// <param name="run">The run.</param>
    /// <param name="before">How many there were.</param>
    /// <param name="signature">The next one.</param>
    /// <returns>Whether it was added.</returns>
    public Task<bool> Add(string run, int before, StoredSignature signature) => _store.Do(db => db.Execute(
        """
        INSERT INTO signatures (run, number, digest, role, name, signed, note)
        VALUES (@run, @number, @digest, @role, @name, @signed, @note)
        ON CONFLICT DO NOTHING
        """,
        ("@run", run),
        ("@number", before + 1),
        ("@digest", signature.Digest),
        ("@role", signature.Role),
        ("@name", signature.Name),
        ("@signed", RunStore.Written(signature.Signed)),
        ("@note", signature.Note)) > 0);

    /// <summary>Other finished runs of the same scenario files, seed, futures and variants, the newest first.</summary>
    public async Task<IReadOnlyList<RepeatedRun>> RepeatsOf(string run)
    {
        var all = await _store.List();
        return all.FirstOrDefault(r => r.Run == run) is not { } one ? [] :
        [
            .. all.Where(r => r.Run != run && r.Package == one.Package && r.Spec.Seed == one.Spec.Seed && r.Spec.Replicates == one.Spec.Replicates
                    && r.Spec.Variants.SequenceEqual(one.Spec.Variants))
                .SelectMany(r => r is { State: RunState.Finished, Digest: { } digest, Finished: { } finished } ? (RepeatedRun[])[new(r.Run, r.ModelVersion, finished, digest)] : []),
        ];
    }
}
