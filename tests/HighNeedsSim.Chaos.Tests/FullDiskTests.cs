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
        using var disk = new SmallDisk();
        var (small, spec) = (ChaosCluster.Spec(8, worlds: 1), ChaosCluster.Spec(7, worlds: 20));
        using var server = await LoneServer.Start(disk.Folder, disk.Within);

        var before = await server.Begin("before", small);
        await ChaosCluster.Until(async () => await server.State(before) == "finished");
        var run = await server.Begin("run", spec);
        await ChaosCluster.Until(async () => await server.Done(run) > 0);
        disk.Fill(server.Process.Id);
        await ChaosCluster.Until(() => Task.FromResult(server.Process.Said.Contains("The disk is full", StringComparison.Ordinal)));

        Assert.Equal("running", await server.State(run));
        foreach (var page in new[] { "/", $"/runs/{before}" })
        {
            Assert.Equal((page, 200), (page, await server.Look(page)));
        }

        // What is new is refused in words, not with a stack trace.
        var scenario = ChaosCluster.Package.ScenarioId;
        foreach (var (path, body) in new (string, object)[] { ("runs", new { scenario, replicates = 3, seed = 9 }), ($"scenarios/{scenario}/copies", new { id = "no-room", title = "No room" }) })
        {
            var (status, said) = await server.Post($"/api/v1/{path}", body);
            Assert.Equal((path, 507), (path, status));
            Assert.Contains("/problems#disk-full", said, StringComparison.Ordinal);
        }

        Assert.Equal(ChaosCluster.Undisturbed(small), await server.Digest(before));

        disk.Empty(server.Process.Id);
        var roomAgain = Stopwatch.StartNew();
        await ChaosCluster.Until(async () =>
        {
            using var accepted = await server.Ask("after", small);
            return accepted.StatusCode == HttpStatusCode.Accepted;
        });
        Assert.InRange(roomAgain.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        await ChaosCluster.Until(async () => await server.State(run) is not "running");
        Assert.Equal("finished", await server.State(run));
        Assert.Equal(ChaosCluster.Undisturbed(spec), await server.Digest(run));
    }

    /// <summary>A file system of a few megabytes in memory, which only one process and its children see, and which goes with them.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hns-disk-");

        public string Folder => _folder.FullName;

        /// <summary>The words before a program that mount the file system and then become the program.</summary>
        public IReadOnlyList<string> Within => [.. Mounting(Folder, "exec \"$@\"")];

        public static IEnumerable<string> Mounting(string folder, string then) =>
            ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", $"mount -t tmpfs -o size=24m none \"$0\" && {then}", folder];

        /// <summary>Takes up every byte that is left.</summary>
        public void Fill(int process)
        {
            using var ballast = File.Create(Ballast(process), bufferSize: 1);
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

        public void Empty(int process) => File.Delete(Ballast(process));

        public void Dispose() => _folder.Delete();

        private string Ballast(int process) => $"/proc/{process}/root{Folder}/ballast";
    }

    /// <summary>A fact about a disk of its own: skipped where this machine gives nobody one.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SmallDiskFactAttribute : FactAttribute
    {
        public SmallDiskFactAttribute()
        {
            using var disk = new SmallDisk();
            string[] words = [.. SmallDisk.Mounting(disk.Folder, "true")];
            try
            {
                using var trial = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true })!;
                trial.WaitForExit();
                Skip = trial.ExitCode == 0 ? null : "This machine lets nobody mount a small disk of their own (user namespaces).";
            }
            catch (System.ComponentModel.Win32Exception)
            {
                Skip = "There is no 'unshare' (util-linux) on this machine.";
            }
        }
    }
}
