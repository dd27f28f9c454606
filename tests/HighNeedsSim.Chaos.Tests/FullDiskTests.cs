using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace HighNeedsSim.Chaos.Tests;

/// <summary>The single process over its own file, on a disk that is really full.</summary>
[Tier("Cluster")]
public sealed class FullDiskTests
{
    [SmallDiskFact]
    public async Task A_run_whose_disk_fills_up_waits_and_ends_as_it_would_have_when_there_is_room()
    {
        using var disk = new SmallDisk();
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
        // So the first may be accepted, and then it is kept, as the end shows; what is refused is told in words.
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
            Assert.Equal((kept, "finished"), (kept, await again.State(kept)));
            Assert.Equal(ChaosCluster.Undisturbed(asked), await again.Digest(kept));
        }
    }

    /// <summary>A file system of a few megabytes in memory, which only one process sees and those that join it, and which goes with them.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hns-disk-");
        private readonly Process _holder;

        /// <summary>Makes it.</summary>
        /// <exception cref="InvalidOperationException">This machine gives nobody one.</exception>
        public SmallDisk()
        {
            try
            {
                _holder = Process.Start(new ProcessStartInfo(
                    "unshare",
                    ["--user", "--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs -o size=24m none \"$0\" && echo mounted && exec sleep infinity", Folder])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                })!;
            }
            catch (System.ComponentModel.Win32Exception missing)
            {
                _folder.Delete();
                throw new InvalidOperationException("There is no 'unshare' (util-linux) on this machine.", missing);
            }

            if (_holder.StandardOutput.ReadLine() != "mounted")
            {
                Dispose();
                throw new InvalidOperationException("This machine lets nobody mount a small disk of their own (user namespaces).");
            }
        }

        public string Folder => _folder.FullName;

        /// <summary>The words before a program that join the one that sees the disk, and then become the program.</summary>
        public IReadOnlyList<string> Within =>
        [
            "nsenter", "--target", _holder.Id.ToString(CultureInfo.InvariantCulture), "--user", "--mount", "--preserve-credentials",
            "sh", "-c", "cd \"$0\" && exec \"$@\"", RepositoryRoot.Folder,
        ];

        private string Ballast => $"/proc/{_holder.Id}/root{Folder}/ballast";

        /// <summary>Takes up every byte that is left.</summary>
        public void Fill()
        {
            using var ballast = File.Create(Ballast, bufferSize: 1);
            try
            {
                while (true)
                {
                    ballast.Write(new byte[4096]);
                }
            }
            catch (IOException)
            {
                // No space left on device.
            }
        }

        public void Empty() => File.Delete(Ballast);

        public void Dispose()
        {
            _holder.Kill();
            _holder.WaitForExit();
            _holder.Dispose();
            _folder.Delete();
        }
    }

    /// <summary>A fact about a disk of its own: skipped where this machine gives nobody one.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SmallDiskFactAttribute : FactAttribute
    {
        public SmallDiskFactAttribute()
        {
            try
            {
                using var disk = new SmallDisk();
            }
            catch (InvalidOperationException none)
            {
                Skip = none.Message;
            }
        }
    }
}
