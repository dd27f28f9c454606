using System.Globalization;
using HighNeedsSim.Model.Results;

namespace HighNeedsSim.Cluster;

/// <inheritdoc cref="IRunDirectory"/>
[GrainType("run-directory")]
internal sealed class RunDirectoryGrain(RunStore store, OpenPackage open, WorldOptions options, TimeProvider time) : Grain, IRunDirectory
{
    private const int MostReplicates = 100_000;

    public Task<RunTicket> Create(string clientKey, string scenarioId, byte[] package, RunSpec spec) =>
        CreateFor(clientKey, scenarioId, package, spec, RunLabel.None);

    public async Task<RunTicket> CreateFor(string clientKey, string scenarioId, byte[] package, RunSpec spec, RunLabel label)
    {
        Check(label.Tag);
        var hash = RunStore.HashOf(package);
        var run = await store.FindByClientKey(clientKey) ?? await Remember(clientKey, scenarioId, package, hash, spec, label);
        if (run.Package != hash || run.Spec.Seed != spec.Seed || run.Spec.Replicates != spec.Replicates || !run.Spec.Variants.SequenceEqual(spec.Variants))
        {
            throw new ArgumentException($"The key '{clientKey}' belongs to run '{run.Run}', which plays something else. Make a new key for a new run.", nameof(clientKey));
        }

        await GrainFactory.GetGrain<IRun>(run.Run).EnsureRunning();
        return new(run.Run);
    }

    public Task Tag(string run, string? tag)
    {
        Check(tag);
        return store.Tag(run, tag);
    }

    public async Task<IReadOnlyList<RunListing>> List() =>
        [.. (await store.List()).Select(r => new RunListing(r.Run, r.ScenarioId, r.State, r.Spec.Replicates, r.Created, r.Owner, r.Tag))];

    private static void Check(string? tag)
    {
        if (RunLabel.FaultOf(tag) is { } fault)
        {
            throw new ArgumentException($"A tag {fault}.", nameof(tag));
        }
    }

    private async Task<StoredRun> Remember(string clientKey, string scenarioId, byte[] package, string hash, RunSpec spec, RunLabel label)
    {
        // Reading a scenario takes longer than a grain's turn should.
        var scenario = (await Task.Run(() => open(package))).Scenario;
        if (scenario.Id != scenarioId)
        {
            throw new ArgumentException($"The package holds scenario '{scenario.Id}', not '{scenarioId}'.", nameof(scenarioId));
        }

        if (spec.Replicates is < 1 or > MostReplicates)
        {
            throw new ArgumentException($"{spec.Replicates} replicates are not possible: 1 to {MostReplicates}.", nameof(spec));
        }

        var known = scenario.Variants.Select(v => v.Id).ToList();
        if (spec.Variants.Count == 0 || spec.Variants.Distinct(StringComparer.Ordinal).Count() < spec.Variants.Count || spec.Variants.Except(known, StringComparer.Ordinal).Any())
        {
            throw new ArgumentException(
                $"The variants '{string.Join(", ", spec.Variants)}' are not possible: name some of {string.Join(", ", known)}, each once.", nameof(spec));
        }

        var now = time.GetUtcNow();
        var run = string.Create(
            CultureInfo.InvariantCulture, $"{scenarioId}-{now:yyyyMMdd-HHmmss}-{RunStore.HashOf(System.Text.Encoding.UTF8.GetBytes(clientKey))[..6]}");
        var batchSize = options.BatchSize ?? WorldPlan.BatchSize(scenario, spec, Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        return await store.Create(
            new(run, clientKey, scenarioId, hash, spec, scenario.Timetable.Months, batchSize, ModelVersion.Current, now, Owner: label.Owner, Tag: label.Tag), package);
    }
}
