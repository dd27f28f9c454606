using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace HighNeedsSim.Server.Tests.Metrics;

/// <summary>A real Prometheus on this machine, with the repository's rules, that scrapes one server every two seconds.</summary>
internal sealed class Prometheus : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("highneedssim-prometheus-");
    private readonly HttpClient _client;
    private readonly Process _process;

    private Prometheus(Uri target)
    {
        var port = FreePort();
        _client = new() { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(1) };
        var rules = RepositoryRoot.Of("grafana", "prometheus", "rules.yml");
        File.WriteAllText(Path.Combine(_folder.FullName, "prometheus.yml"), $"""
            global: {"{"} scrape_interval: 2s, scrape_timeout: 2s, evaluation_interval: 2s {"}"}
            rule_files: ['{rules}']
            scrape_configs:
              - job_name: highneedssim
                static_configs: [{"{"} targets: ['{target.Authority}'] {"}"}]
            """);
        _process = Process.Start(new ProcessStartInfo("prometheus")
        {
            ArgumentList =
            {
                $"--config.file={_folder.FullName}/prometheus.yml",
                $"--storage.tsdb.path={_folder.FullName}/data",
                $"--web.listen-address=127.0.0.1:{port}",
                "--log.level=error",
            },
        })!;
    }

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<Prometheus> Start(Uri target)
    {
        var prometheus = new Prometheus(target);
        for (var look = 0; look < 240; look++)
        {
            try
            {
                using var answer = await prometheus._client.GetAsync(new Uri("/-/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return prometheus;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(250);
        }

        await prometheus.DisposeAsync();
        throw new TimeoutException("Prometheus did not answer within a minute.");
    }

    /// <summary>What a query answers now.</summary>
    /// <returns>How many series; an error's text where it is no query.</returns>
    public async Task<(int Series, string? Error)> Query(string query)
    {
        using var answer = await _client.GetAsync(new Uri("/api/v1/query?query=" + Uri.EscapeDataString(query), UriKind.Relative));
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return json.GetProperty("status").GetString() == "success"
            ? (json.GetProperty("data").GetProperty("result").GetArrayLength(), null)
            : (0, json.GetProperty("error").GetString());
    }

    /// <summary>Runs promtool and gives what it said.</summary>
    public static string Tool(params string[] arguments)
    {
        using var tool = Process.Start(new ProcessStartInfo("promtool", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = tool.StandardError.ReadToEndAsync();
        var said = tool.StandardOutput.ReadToEnd();
        tool.WaitForExit();
        Assert.True(tool.ExitCode == 0, said + error.GetAwaiter().GetResult());
        return said;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
