using System.Diagnostics;
using System.Globalization;
using HighNeedsSim.Cluster;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Chaos.Tests;

/// <summary>What came of a run during which something happened.</summary>
/// <param name="Fault">What happened.</param>
/// <param name="AtMonth">After how many months, of all that were to be played.</param>
/// <param name="Wrong">In what it is not like an undisturbed run: same digest, every world once, nothing left over.</param>
/// <param name="Times">How long it took until the silo's worlds were elsewhere; null where none was lost, or several things happened.</param>
internal sealed record Round(Fault Fault, double AtMonth, IReadOnlyList<string> Wrong, RecoveryTimes? Times)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsIdentical => Wrong.Count == 0;

    /// <summary>Plays one: a run begins, at a month that the seed chooses the fault happens, and the run is left to itself.</summary>
    public static async Task<Round> Play(ChaosCluster cluster, Fault fault, int seed)
    {
        if (fault == Fault.KillAlone)
        {
            return await PlayAlone(seed);
        }

        if (fault == Fault.RollSilos)
        {
            return await PlayRolling(cluster, seed);
        }

        var random = new SeededChoice(seed);
        // Where a silo's worlds are timed, all are played at once and the others have a place for them; else some wait for their turn.
        var spec = ChaosCluster.Spec((ulong)seed, worlds: fault is Fault.KillSilo or Fault.KillLeader or Fault.PauseSilo ? 2 : 4);
        using var busy = fault == Fault.BusyProcessors ? new BusyProcessors() : null;
        var undisturbed = Task.Run(() => ChaosCluster.Undisturbed(spec));
        var run = "";
        await ChaosCluster.Until(async () => (run = await cluster.Client.BeginAsync($"round-{seed}-{fault}", ChaosCluster.Package, spec)).Length > 0);

        // Anywhere between the first months and the last worlds.
        var at = 0.95 * random.Share();
        var done = 0.0;
        await ChaosCluster.Until(async () =>
        {
            var status = await cluster.Client.Grains.GetGrain<IRun>(run).Status();
            done = status.Progress.MonthsDone;
            return status.State.IsFinal() || done >= at * status.Progress.MonthsTotal;
        });
        var times = await Strike(cluster, run, fault, random);
        await Ended(cluster, run);
        if (fault == Fault.FlakyDatabase)
        {
            await cluster.Rows("DROP FUNCTION IF EXISTS flaky CASCADE");
        }

        return new(fault, done, await Wrongs(cluster, run, spec, await undisturbed), times);
    }

    /// <summary>A new version of the same model is put in place: every silo is replaced in turn, and a run goes on all the while, one after another.</summary>
    private static async Task<Round> PlayRolling(ChaosCluster cluster, int seed)
    {
        var wrong = new List<string>();
        var rolling = Roll(cluster, new SeededChoice(seed).Below(cluster.Count));
        var runs = 0;
        do
        {
            var spec = ChaosCluster.Spec((ulong)seed, worlds: 4 + runs);
            var run = "";
            await ChaosCluster.Until(async () => (run = await cluster.Client.BeginAsync($"roll-{seed}-{runs}", ChaosCluster.Package, spec)).Length > 0);
            await Ended(cluster, run);
            wrong.AddRange(await Wrongs(cluster, run, spec, ChaosCluster.Undisturbed(spec)));
            runs++;
        }
        while (!rolling.IsCompleted);

        await rolling;
        return new(Fault.RollSilos, 0, wrong, null);
    }

    private static async Task Roll(ChaosCluster cluster, int first)
    {
        for (var n = 0; n < cluster.Count; n++)
        {
            var next = (first + n) % cluster.Count;
            var old = cluster.Process(next);
            old.Terminate();
            await ChaosCluster.Until(() => Task.FromResult(cluster.Process(next) != old));
            await cluster.Whole();
        }
    }

    // The run ends by itself, and that is read from the database alone.
    private static Task Ended(ChaosCluster cluster, string run) =>
        ChaosCluster.Until(async () => (await cluster.Rows($"SELECT state FROM runs WHERE run = '{run}'"))[0][0] is >= (long)RunState.Finished);

    /// <summary>In what a run that has ended is not like an undisturbed one.</summary>
    private static async Task<IReadOnlyList<string>> Wrongs(ChaosCluster cluster, string run, RunSpec spec, string undisturbed)
    {
        if ((await cluster.Rows($"SELECT failure FROM runs WHERE run = '{run}'"))[0][0] is string failure)
        {
            return [$"it failed: {failure}"];
        }

        RunOutcome? outcome = null;
        await ChaosCluster.Until(async () => (outcome = await cluster.Client.ReadAsync(run, default)) is not null);
        var worlds = await LocalPostgres.Count(cluster.Database, $"SELECT count(*) FROM worlds WHERE run = '{run}'");
        var left = await LocalPostgres.Count(cluster.Database, $"SELECT count(*) FROM attempts WHERE run = '{run}'");
        var expected = spec.Variants.Count * spec.Replicates / ChaosCluster.Batch;
        return
        [
            .. outcome!.Result.Digest == undisturbed ? [] : new[] { $"the digest is {outcome.Result.Digest} and not {undisturbed}" },
            .. worlds == expected ? [] : new[] { $"{worlds} worlds are stored and not {expected}" },
            .. left == 0 ? [] : new[] { $"{left} attempts are left over" },
        ];
    }

    private static async Task<Round> PlayAlone(int seed)
    {
        var at = 0.95 * new SeededChoice(seed).Share();
        var spec = ChaosCluster.Spec((ulong)seed, worlds: 4);
        var undisturbed = Task.Run(() => ChaosCluster.Undisturbed(spec));
        var data = Directory.CreateTempSubdirectory("hns-alone-");
        try
        {
            string run;
            var done = 0.0;
            using (var server = await LoneServer.Start(data.FullName))
            {
                run = await server.Begin("run", spec);
                await ChaosCluster.Until(async () => (done = await server.Done(run)) >= at);
                server.Process.Kill();
            }

            using var again = await LoneServer.Start(data.FullName);
            await ChaosCluster.Until(async () => await again.State(run) is not ("queued" or "running"));
            var found = await again.State(run) == "finished" ? await again.Digest(run) : await again.State(run);
            var months = done * spec.Replicates * spec.Variants.Count * ScenarioReader.Read(ChaosCluster.Package).Scenario!.Timetable.Months;
            return new(Fault.KillAlone, months, found == await undisturbed ? [] : [$"the digest is {found} and not {await undisturbed}"], null);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    /// <summary>Of a hundred changes of a row, ten fail as when two hinder each other, and three take two seconds.</summary>
    private const string Flaky =
        """
        CREATE OR REPLACE FUNCTION flaky() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE chance double precision := random();
        BEGIN
            IF chance < 0.10 THEN RAISE EXCEPTION 'broken on purpose' USING ERRCODE = 'serialization_failure'; END IF;
            IF chance < 0.13 THEN PERFORM pg_sleep(2); END IF;
            RETURN NEW;
        END $$;
        CREATE OR REPLACE TRIGGER flaky BEFORE INSERT OR UPDATE ON attempts FOR EACH ROW EXECUTE FUNCTION flaky();
        CREATE OR REPLACE TRIGGER flaky BEFORE INSERT OR UPDATE ON worlds FOR EACH ROW EXECUTE FUNCTION flaky();
        CREATE OR REPLACE TRIGGER flaky BEFORE INSERT OR UPDATE ON runs FOR EACH ROW EXECUTE FUNCTION flaky();
        """;

    private static async Task<RecoveryTimes?> Strike(ChaosCluster cluster, string run, Fault fault, SeededChoice random)
    {
        var silo = fault switch
        {
            Fault.KillLeader => await cluster.Leader(run),
            // One without worlds would teach nothing about how long they take to go on elsewhere.
            Fault.KillSilo or Fault.StopSilo or Fault.PauseSilo => await Playing(cluster, run) is { Count: > 0 } playing ? playing[random.Below(playing.Count)] : random.Below(cluster.Count),
            _ => random.Below(cluster.Count),
        };
        var other = (silo + 1) % cluster.Count;
        switch (fault)
        {
            case Fault.KillSilo or Fault.KillLeader:
                return await Timed(cluster, run, silo, cluster.Process(silo).Kill);
            case Fault.StopSilo:
                return await Timed(cluster, run, silo, cluster.Process(silo).Terminate);
            case Fault.KillTwo:
                cluster.Process(silo).Kill();
                await Task.Delay(TimeSpan.FromSeconds(2 * random.Share()));
                cluster.Process(other).Kill();
                return null;
            case Fault.KillAll:
                for (var n = 0; n < cluster.Count; n++)
                {
                    cluster.Process(n).Kill();
                }

                return null;
            case Fault.PauseSilo:
                var paused = cluster.Process(silo);
                var time = await Timed(cluster, run, silo, paused.Pause);
                await Task.Delay(TimeSpan.FromSeconds(3 * random.Share()));
                paused.Resume();
                return time;
            case Fault.KillDatabase:
                await cluster.Postgres.Kill();
                await Task.Delay(TimeSpan.FromSeconds(3 * random.Share()));
                await cluster.Postgres.Up();
                return null;
            case Fault.StopDatabase:
                await cluster.Postgres.Kill();
                await Task.Delay(TimeSpan.FromMinutes(1));
                await cluster.Postgres.Up();
                return null;
            case Fault.FlakyDatabase:
                await cluster.Rows(Flaky);
                return null;
            case Fault.BusyProcessors:
                return null;
            case Fault.CutNetwork:
                await cluster.Cut(silo, other, TimeSpan.FromSeconds(8 * random.Share()));
                return null;
            default:
                await cluster.Rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
                return null;
        }
    }

    /// <summary>The silos that play something of a run.</summary>
    private static async Task<List<int>> Playing(ChaosCluster cluster, string run)
    {
        var playing = new List<int>();
        for (var silo = 0; silo < cluster.Count; silo++)
        {
            if ((await Attempts(cluster, $"a.run = '{run}' AND a.silo LIKE '{cluster.Address(silo)}%'")).Count > 0)
            {
                playing.Add(silo);
            }
        }

        return playing;
    }

    /// <summary>Strikes a silo, and waits until whatever it did for a run is done elsewhere: every world that it played, and the lead.</summary>
    /// <returns>Null where it did nothing.</returns>
    private static async Task<RecoveryTimes?> Timed(ChaosCluster cluster, string run, int silo, Action strike)
    {
        var led = (await Led(cluster, run)) is (var by, var times, false) && by.StartsWith(cluster.Address(silo), StringComparison.Ordinal) ? times : (long?)null;
        var lost = await Attempts(cluster, $"a.run = '{run}' AND a.silo LIKE '{cluster.Address(silo)}%'");
        var alive = (await cluster.Rows($"SELECT address FROM silos WHERE address LIKE '{cluster.Address(silo)}%' AND status = 3 ORDER BY started DESC LIMIT 1"))
            .Select(row => (string)row[0]).SingleOrDefault();
        var watch = Stopwatch.StartNew();
        strike();
        // One that had just been given up by mistake is nobody's loss any more.
        if (alive is null || (lost.Count == 0 && led is null))
        {
            return null;
        }

        TimeSpan? givenUp = null;
        await ChaosCluster.Until(async () =>
        {
            if (givenUp is null && (await cluster.Rows($"SELECT 1 FROM silos WHERE address = '{alive}' AND status <> 3")).Count > 0)
            {
                givenUp = watch.Elapsed;
            }

            var now = await Attempts(cluster, $"a.run = '{run}'");
            return lost.All(world => !now.TryGetValue(world.Key, out var fence) || fence > world.Value)
                && (led is null || await Led(cluster, run) is (_, var leads, var over) && (over || leads > led));
        });
        return new(givenUp ?? watch.Elapsed, watch.Elapsed);
    }

    /// <summary>Which silo leads a run, the how manieth lead it is, and whether the run is over.</summary>
    private static async Task<(string By, long Times, bool Over)> Led(ChaosCluster cluster, string run)
    {
        var row = (await cluster.Rows($"SELECT leader, lead, state FROM runs WHERE run = '{run}'"))[0];
        return (row[0] as string ?? "", (long)row[1], (long)row[2] >= (long)RunState.Finished);
    }

    /// <summary>The newest attempts at worlds that have not been played, by world.</summary>
    private static async Task<Dictionary<string, long>> Attempts(ChaosCluster cluster, string where) =>
        (await cluster.Rows(
            $"""
            SELECT a.variant || '~' || a.first, a.fence FROM attempts a
            LEFT JOIN worlds w ON w.run = a.run AND w.variant = a.variant AND w.first = a.first WHERE w.run IS NULL AND {where}
            """)).ToDictionary(row => (string)row[0], row => (long)row[1]);
}

/// <summary>How long it took, from the fault on.</summary>
/// <param name="GivenUp">Until the list of silos said that the silo is gone.</param>
/// <param name="Elsewhere">Until the last of the worlds that it played had begun elsewhere, or had ended, and somebody else led the run if it did.</param>
internal sealed record RecoveryTimes(TimeSpan GivenUp, TimeSpan Elsewhere);

/// <summary>Choices that a seed fixes, so that a round can be played again.</summary>
internal sealed class SeededChoice(int seed)
{
    private ulong _state = unchecked(((ulong)seed * 0x9E3779B97F4A7C15) + 0xD1B54A32D192ED03);

    /// <summary>A number from 0 up to 1.</summary>
    public double Share() => (Next() >> 11) / (double)(1UL << 53);

    /// <summary>A whole number below a limit.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    // SplitMix64: https://prng.di.unimi.it/splitmix64.c
    private ulong Next()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _state.ToString(CultureInfo.InvariantCulture);
}
