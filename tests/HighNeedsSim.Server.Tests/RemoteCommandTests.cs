using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HighNeedsSim.Server.Tests;

/// <summary>The command line, asked to let a running server do the work: the built program against the real server.</summary>
[Tier("Files"), Collection(nameof(RunningServer))]
public class RemoteCommandTests(RunningServer server)
{
    private string Address => server.Client.BaseAddress!.ToString().TrimEnd('/');

    [Fact]
    public async Task A_run_on_a_server_prints_and_keeps_what_the_server_found()
    {
        var folder = Directory.CreateTempSubdirectory("hns-");
        var found = await Hns("run", "scenarios/kent-small", "--replicates", "8", "--seed", "3", "--json", "--out", folder.FullName, "--server", Address);

        Assert.Equal((0, ""), (found.Code, found.Code == 0 ? "" : found.Error));
        var document = JsonDocument.Parse(found.Out).RootElement;
        Assert.Equal("hn.run/1", document.GetProperty("schema").GetString());
        Assert.Equal(found.Out, await File.ReadAllTextAsync(Path.Combine(folder.FullName, "run.json")));

        // It is the folder that a run here would have left: made again from it alone, every file is the same.
        var again = await Hns("reproduce", folder.FullName, "--engine", "loop", "--quiet");
        Assert.Equal((0, ""), (again.Code, again.Code == 0 ? "" : again.Out + again.Error));

        var full = await Hns("run", "scenarios/kent-small", "--replicates", "8", "--out", folder.FullName, "--server", Address);
        Assert.Equal(2, full.Code);
        Assert.Contains("is not empty", full.Error, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Runs_of_a_server_are_listed_shown_stopped_and_reported()
    {
        var run = (await server.Finished())["/runs/".Length..];
        var list = await Hns("runs", "list", "--server", Address);
        var show = await Hns("runs", "show", run, "--json", "--server", Address);
        var stop = await Hns("runs", "stop", run, "--server", Address);
        var folder = Directory.CreateTempSubdirectory("hns-");
        var report = await Hns("report", run, "--out", folder.FullName, "--server", Address);

        Assert.Contains(run, list.Out, StringComparison.Ordinal);
        Assert.Equal("finished", JsonDocument.Parse(show.Out).RootElement.GetProperty("run").GetProperty("state").GetString());
        Assert.Contains("finished", stop.Out, StringComparison.Ordinal);
        Assert.Equal(0, report.Code);
        Assert.Contains(folder.EnumerateFiles(), file => file.Name == "paper.docx");
        // What the command line writes from a folder is what the server packs: the same functions, pictures included.
        await using (var manifest = File.OpenRead(Path.Combine(folder.FullName, "report-manifest.json")))
        {
            var files = (await JsonDocument.ParseAsync(manifest)).RootElement.GetProperty("files").EnumerateArray().ToDictionary(file => file.GetProperty("path").GetString()!, file => file.GetProperty("sha256").GetString());
            string[] pictures = [.. files.Keys.Where(file => file.EndsWith(".png", StringComparison.Ordinal))];
            Assert.Equal(files.Keys.Count(file => file.EndsWith(".svg", StringComparison.Ordinal)), pictures.Length);
            Assert.All(files, file => Assert.Equal(file.Value, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder.FullName, file.Key))))));
        }

        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("hn.explain/1", "explain", "kent-small", "--from", "2024-25")]
    [InlineData("hn.sensitivity/1", "sensitivity", "scenarios/kent-small", "--variant", "planned")]
    [InlineData("hn.seek/1", "seek", "kent-small", "--target", "deficit below 21m by 2027-28", "--replicates", "4", "--least", "cost")]
    public async Task A_question_is_answered_by_a_server_as_it_is_here(string schema, params string[] words)
    {
        var there = await Hns([.. words, "--json", "--server", Address]);
        string[] here = [.. words];
        here[1] = "scenarios/kent-small";
        var same = await Hns([.. here, "--json"]);
        var screen = await Hns([.. words, "--server", Address]);

        Assert.Equal((0, ""), (there.Code, there.Error));
        var (far, near) = (JsonDocument.Parse(there.Out).RootElement, JsonDocument.Parse(same.Out).RootElement);
        Assert.Equal(schema, far.GetProperty("schema").GetString());
        // A target is said in other words by the page's form; the numbers are the same.
        foreach (var part in near.EnumerateObject().Where(part => part.Name is not ("target" or "sentences")))
        {
            Assert.True(JsonElement.DeepEquals(part.Value, far.GetProperty(part.Name)), $"{part.Name} differs.");
        }

        Assert.Equal(0, screen.Code);
        Assert.DoesNotContain("{", screen.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "whole number", "run", "kent-small", "--replicates", "many")]
    [InlineData(4, "no scenario 'kent-none'", "run", "kent-none")]
    [InlineData(4, "no run 'none'", "runs", "show", "none")]
    [InlineData(2, "Select a target from the list", "seek", "kent-small", "--target", "riches")]
    [InlineData(2, "--write belongs to a scenario here", "seek", "kent-small", "--target", "in-year balance by 2027-28", "--write", "somewhere")]
    public async Task What_a_server_cannot_do_is_told_with_its_exit_code(int code, string says, params string[] words)
    {
        var told = await Hns([.. words, "--server", Address]);

        Assert.Equal(code, told.Code);
        Assert.Contains(says, told.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9", "nothing answers")]
    [InlineData("not-an-address", "is no address")]
    public async Task A_server_that_is_not_there_is_told_of_at_once(string address, string says)
    {
        var told = await Hns("runs", "list", "--server", address);

        Assert.NotEqual(0, told.Code);
        Assert.Contains(says, told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_of_another_kind_or_version_is_told_of()
    {
        await using var other = await Stub(app => app.MapGet("/api/v1/openapi.json", () => new { info = new { title = "Something else", version = "v7" } }));
        var told = await Hns("runs", "list", "--server", other.Urls.Single());

        Assert.Equal(1, told.Code);
        Assert.Contains("is not a HighNeedsSim that speaks version 1", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_breaks_is_taken_up_where_it_broke_and_a_run_is_started_once()
    {
        var (keys, seen) = (new List<string>(), new List<string>());
        const string Run = """{"run":"r1","scenario":"s","state":"STATE","replicates":8,"created":"2026-11-24T12:00:00+00:00","progress":{"percent":50,"replicatesDone":4,"elapsedSeconds":1,"leftSeconds":1},"failure":null}""";
        await using var broken = await Stub(app =>
        {
            app.MapGet("/api/v1/openapi.json", () => new { info = new { title = "HighNeedsSim", version = "v1" } });
            app.MapPost("/api/v1/runs", (HttpContext context) =>
            {
                keys.Add(context.Request.Headers["Idempotency-Key"].ToString());
                if (keys.Count == 1)
                {
                    context.Abort();
                }

                return Results.Text(Run.Replace("STATE", "running", StringComparison.Ordinal), "application/json");
            });
            app.MapGet("/api/v1/runs/r1", () => Results.Text(Run.Replace("STATE", "finished", StringComparison.Ordinal), "application/json"));
            app.MapGet("/api/v1/runs/r1/results.txt", () => "what was found\n");
            app.MapGet("/api/v1/runs/r1/events", async (HttpContext context) =>
            {
                seen.Add(context.Request.Headers["Last-Event-ID"].ToString());
                context.Response.ContentType = "text/event-stream";
                var state = seen.Count == 1 ? "running" : "finished";
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"event: progress\nid: {seen.Count + 6}\ndata: {Run.Replace("STATE", state, StringComparison.Ordinal)}\n\n"));
                await context.Response.Body.FlushAsync();
            });
        });
        var told = await Hns("run", "s", "--server", broken.Urls.Single());

        Assert.Equal((0, "what was found\n"), (told.Code, told.Out));
        Assert.Equal(2, keys.Count);
        Assert.Single(keys.Distinct());
        Assert.Equal(["", "7"], seen);
    }

    [Fact]
    public async Task A_token_is_not_sent_where_it_could_be_read_on_the_way()
    {
        var told = await Hns("runs", "list", "--server", "http://highneedssim.example", "--token-file", "anything");

        Assert.Equal(2, told.Code);
        Assert.Contains("use https", told.Error, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> Stub(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }

    private static async Task<(int Code, string Out, string Error)> Hns(params string[] words)
    {
        // Built beside this project, in the same configuration.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = RepositoryRoot.Of("src", "HighNeedsSim.Cli", "bin", configuration, "net10.0", "hns.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. words])
        {
            WorkingDirectory = RepositoryRoot.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(4));
        return (process.ExitCode, await output, await error);
    }
}
