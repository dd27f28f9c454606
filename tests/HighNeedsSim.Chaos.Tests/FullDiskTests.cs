using System.Diagnostics;
using System.Net;

namespace HighNeedsSim.Chaos.Tests;

/// <summary>The single process over its own file, on a disk that is really full.</summary>
[Tier("Cluster")]
public sealed class FullDiskTests
{
    [SmallDiskFact]
    public async Task A_run_whose_disk_fills_up_waits_and_ends_as_it_would_have_when_there_is_room()
    {
        using var disk = new SmallDisk(megabytes: 24);
        var (small, spec) = (ChaosCluster.Spec(8, worlds: 1), ChaosCluster.Spec(7, worlds: 20));
        using var server = await LoneServer.Start(disk.Folder, disk.Within);

        var before = await server.Begin("before", small);
        await ChaosCluster.Until(async () => await server.State(before) == "finished");
        var run = await server.Begin("run", spec);
        await ChaosCluster.Until(async () => await server.Done(run) > 0);
        disk.Fill();
        await ChaosCluster.Until(() => Task.FromResult(server.Process.Said.Contains("The disk is full", StringComparison.Ordinal)));

        Assert.Equal("running", await server.State(run));
        foreach (var page in new[] { "/", $"/runs/{before}" })
        {
            Assert.Equal((page, 200), (page, await server.Look(page)));
        }

        // A disk without room for a result may hold a row more: in a journal that has begun anew, or where something was deleted.
        // So the first may be accepted, and then it is kept, as the end shows; what is refused is told in words, also where there was room for the
        // run and none for its line in the audit trail.
        var accepted = new List<string>();
        var refusal = (Status: 0, Said: "");
        await ChaosCluster.Until(async () =>
        {
            using var answer = await server.Ask($"squeezed-in-{accepted.Count}", small);
            if (answer.StatusCode == HttpStatusCode.Accepted)
            {
                accepted.Add(await LoneServer.RunOf(answer));
                return false;
            }

            refusal = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
            return true;
        });
        var copied = await server.Post($"/api/v1/scenarios/{ChaosCluster.Package.ScenarioId}/copies", new { id = "no-room", title = "No room" });
        foreach (var (status, said) in new[] { refusal, copied })
        {
            Assert.Equal(507, status);
            Assert.Contains("/problems#disk-full", said, StringComparison.Ordinal);
        }

        // Neither is anything lost with the process, which starts where it cannot write.
        server.Process.Kill();
        await server.Process.Ended;
        using var again = await LoneServer.Start(disk.Folder, disk.Within);
        Assert.Equal(ChaosCluster.Undisturbed(small), await again.Digest(before));
        Assert.Equal("running", await again.State(run));

        disk.Empty();
        var roomAgain = Stopwatch.StartNew();
        await ChaosCluster.Until(async () =>
        {
            using var after = await again.Ask("after", small);
            return after.StatusCode == HttpStatusCode.Accepted;
        });
        Assert.InRange(roomAgain.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        foreach (var (kept, asked) in accepted.Select(kept => (kept, small)).Append((run, spec)))
        {
            await ChaosCluster.Until(async () => await again.State(kept) is not ("queued" or "running"));
            Assert.Equal((kept, "finished"), (kept, await again.Ending(kept)));
            Assert.Equal(ChaosCluster.Undisturbed(asked), await again.Digest(kept));
        }
    }

    [SmallDiskFact]
    public async Task A_disk_that_nobody_may_write_is_named_when_the_server_starts_and_nothing_on_it_is_lost()
    {
        using var disk = new SmallDisk(megabytes: 24);
        var small = ChaosCluster.Spec(8, worlds: 1);
        using (var server = await LoneServer.Start(disk.Folder, disk.Within))
        {
            var run = await server.Begin("before", small);
            await ChaosCluster.Until(async () => await server.State(run) == "finished");
        }

        disk.Freeze();
        using var refused = ServerProcess.StartWithin(
            disk.Within, ServerProcess.Program, new Dictionary<string, string>(), "--urls", "http://127.0.0.1:0", "--data", disk.Folder);
        await refused.Ended.WaitAsync(ChaosCluster.Limit);

        Assert.Equal((1, 1), (refused.ExitCode, refused.Said.Trim().Split('\n').Length));
        Assert.Contains("cannot be written", refused.Said, StringComparison.Ordinal);
    }

    [SmallDiskFact(forPostgres: true)]
    public async Task A_run_waits_for_a_PostgreSQL_whose_disk_is_full_as_well()
    {
        using var disk = new SmallDisk(megabytes: 160);
        await using var postgres = await LocalPostgres.Start();
        await postgres.Move(disk.Folder, disk.Within);
        var (small, spec) = (ChaosCluster.Spec(8, worlds: 1), ChaosCluster.Spec(7, worlds: 8));
        var data = Directory.CreateTempSubdirectory("hns-full-");
        using (var server = await LoneServer.OverPostgres(data.FullName, await postgres.NewDatabase()))
        {
            var run = await server.Begin("run", spec);
            await ChaosCluster.Until(async () => await server.Done(run) > 0);
            disk.Fill();
            await ChaosCluster.Until(() => Task.FromResult(
                server.Process.Said.Contains("waits for the store to keep it", StringComparison.Ordinal)
                || server.Process.Said.Contains("could not be saved", StringComparison.Ordinal)));

            // Tables that cannot grow refuse what is new (507); a journal that cannot grow stops PostgreSQL as a whole (503).
            var refused = 0;
            var accepted = new List<string>();
            await ChaosCluster.Until(async () =>
            {
                using var answer = await server.Ask($"squeezed-in-{accepted.Count}", small);
                if (answer.StatusCode == HttpStatusCode.Accepted)
                {
                    accepted.Add(await LoneServer.RunOf(answer));
                    return false;
                }

                refused = (int)answer.StatusCode;
                return true;
            });
            Assert.Contains(refused, new[] { 503, 507 });

            disk.Empty();
            if (!postgres.IsUp)
            {
                await postgres.Up();
            }

            foreach (var (kept, asked) in accepted.Select(kept => (kept, small)).Append((run, spec)))
            {
                await ChaosCluster.Until(async () => await server.State(kept) is not ("queued" or "running"));
                Assert.Equal((kept, "finished"), (kept, await server.Ending(kept)));
                Assert.Equal(ChaosCluster.Undisturbed(asked), await server.Digest(kept));
            }
        }

        data.Delete(recursive: true);
    }
}
