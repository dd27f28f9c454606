using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Cluster;

/// <summary>Looks after a run store: whether all in it is whole, what may go, and a copy to keep elsewhere.</summary>
public sealed class StoreCare : IDisposable
{
    private readonly RunStore _store;

    /// <summary>Opens the store.</summary>
    /// <exception cref="InvalidOperationException">A newer version of the program made it.</exception>
    /// <exception cref="StoreUnavailableException">There is no such database, or it does not let us in.</exception>
    public StoreCare(RunStoreOptions options) => _store = new(options, TimeProvider.System);

    /// <summary>What to call it in messages.</summary>
    public string Name => _store.Name;

    /// <summary>Reads everything and compares it with the hashes and digests it was stored with.</summary>
    /// <returns>How much was looked at, and what is wrong: nothing, in a sound store.</returns>
    public async Task<StoreFindings> Check()
    {
        var wrong = new List<string>();
        async Task Look(string what, Func<Task> read)
        {
            try
            {
                await read();
            }
            catch (Exception problem) when (problem is InvalidOperationException or InvalidDataException or ArgumentException)
            {
                wrong.Add(what + problem.Message);
            }
        }

        var (packages, runs) = (new List<string>(), new List<StoredRun>());
        await Look("", async () => wrong.AddRange(await _store.Damage()));
        await Look("", async () => packages = await _store.Packages());
        await Look("", async () => runs = await _store.List());
        foreach (var hash in packages)
        {
            await Look($"scenario package {hash}: ", async () => ScenarioPackage.FromBytes(await _store.Package(hash)));
        }

        var reader = new RunReader(_store, StoredPackage.Open);
        foreach (var run in runs)
        {
            // The digest of a finished run covers every number of it; the worlds of any other have their own hashes.
            await Look($"run {run.Run}: ", () => run.State == RunState.Finished ? reader.Read(run.Run, default) : _store.Results(run.Run));
        }

        return new(packages.Count, runs.Count, wrong);
    }

    /// <summary>Runs that ended before a moment, with all that they found.</summary>
    /// <param name="before">Those that ended earlier go.</param>
    /// <returns>Their ids.</returns>
    public async Task<IReadOnlyList<string>> Old(DateTimeOffset before) =>
        [.. (await _store.List()).Where(r => r.State.IsFinal() && r.Finished < before).Select(r => r.Run)];

    /// <summary>
    /// How many entries of the audit trail are from before a moment and may go. What was done to a run stays as long as the run is kept, and what was taken out
    /// of the store stays for good.
    /// </summary>
    /// <param name="before">Those from earlier go.</param>
    public Task<int> OldEntries(DateTimeOffset before) => _store.EntriesBefore(before);

    /// <summary>Takes runs and entries of the audit trail out for good, with the scenario packages that no other run plays, and writes into the trail what went.</summary>
    public Task Remove(Removal removal) => _store.Remove(removal);

    /// <summary>Writes a copy of a SQLite database as it is at this moment, while others may go on using it.</summary>
    /// <param name="file">A file that is not there yet.</param>
    /// <exception cref="InvalidOperationException">The store is PostgreSQL's, which has programs of its own for that.</exception>
    public Task Copy(string file) => _store.Copy(file);

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();
}

/// <summary>What is to be taken out of a store for good, and by whom.</summary>
/// <param name="Runs">Ids of runs that have ended; others are left alone.</param>
/// <param name="EntriesBefore">Entries of the audit trail from before it go; null to keep all.</param>
/// <param name="By">Who takes it out.</param>
/// <param name="Why">Why; null where nothing was said.</param>
/// <param name="Time">When.</param>
public sealed record Removal(IReadOnlyList<string> Runs, DateTimeOffset? EntriesBefore, string By, string? Why, DateTimeOffset Time);

/// <summary>What a look at a run store found.</summary>
/// <param name="Packages">How many scenario packages were read.</param>
/// <param name="Runs">How many runs were read.</param>
/// <param name="Wrong">What is not as it was stored.</param>
public sealed record StoreFindings(int Packages, int Runs, IReadOnlyList<string> Wrong);
