using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace HighNeedsSim.Chaos.Tests;

/// <summary>The single process over its own file, on a disk that is really full.</summary>
[Tier("Cluster")]
public sealed class FullDiskTests
{
    [SmallDiskFact]
    public async Task A_run_whose_disk_fills_up_waits_and_ends_as_it_would_have_when_there_is_room()
    {
        using var disk = new SmallDisk();
        var spec = ChaosCluster.Spec(7, worlds: 40);
        using var server = ServerProcess.StartWithin(
            disk.Within, ServerProcess.Program, new Dictionary<string, string>(),
            "--urls", "http://127.0.0.1:0", "--data", disk.Folder, "--batch", $"{ChaosCluster.Batch}");
        using var client = new HttpClient { BaseAddress = await server.Ready.WaitAsync(ChaosCluster.Limit), Timeout = TimeSpan.FromMinutes(1) };

        var before = await Begin(client, "before", ChaosCluster.Spec(8, worlds: 1));
        await ChaosCluster.Until(async () => await State(client, before) == "finished");
        var run = await Begin(client, "run", spec);
        await ChaosCluster.Until(async () => (await Run(client, run)).GetProperty("progress").GetProperty("percent").GetDouble() > 0);
        disk.Fill(server.Id);
        await ChaosCluster.Until(() => Task.FromResult(server.Said.Contains("The disk is full", StringComparison.Ordinal)));

        Assert.Equal("running", await State(client, run));
        Assert.Equal(ChaosCluster.Undisturbed(ChaosCluster.Spec(8, worlds: 1)), await Digest(client, before));

        disk.Empty(server.Id);
        await ChaosCluster.Until(async () => await State(client, run) is not "running");
        Assert.Equal("finished", await State(client, run));
        Assert.Equal(ChaosCluster.Undisturbed(spec), await Digest(client, run));
    }

    private static async Task<string> Begin(HttpClient client, string key, Model.Results.RunSpec spec)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/runs")
        {
            Content = JsonContent.Create(new { scenario = "kent-small", replicates = spec.Replicates, seed = spec.Seed, variants = spec.Variants }),
            Headers = { { "Idempotency-Key", key } },
        };
        using var answer = await client.SendAsync(request);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("run").GetString()!;
    }

    private static Task<JsonElement> Run(HttpClient client, string run) => client.GetFromJsonAsync<JsonElement>($"/api/v1/runs/{run}");

    private static async Task<string> State(HttpClient client, string run) => (await Run(client, run)).GetProperty("state").GetString()!;

    private static async Task<string> Digest(HttpClient client, string run) =>
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/runs/{run}/results.json")).GetProperty("digest").GetString()!;

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
