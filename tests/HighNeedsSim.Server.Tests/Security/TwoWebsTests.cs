using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HighNeedsSim.Cluster;
using HighNeedsSim.Server.Hosting;
using Microsoft.AspNetCore.Builder;

namespace HighNeedsSim.Server.Tests.Security;

/// <summary>Two web processes of one council, over one PostgreSQL and one data folder: whatever somebody did at one of them is known at the other, and after both have been started again.</summary>
[Tier("Cluster")]
public sealed class TwoWebsTests : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("highneedssim-");
    private LocalPostgres _postgres = null!;
    private string _database = "";
    private Web _one = null!;
    private Web _other = null!;

    public async Task InitializeAsync()
    {
        _postgres = await LocalPostgres.Start();
        _database = await _postgres.NewDatabase();
        await Start();
    }

    public async Task DisposeAsync()
    {
        await Stop();
        await _postgres.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task What_was_done_at_one_is_known_at_both_and_after_a_restart()
    {
        // A scenario made at one is there at the other, is changed there, and signed off at the first.
        using (var made = await _one.Client.PostAsJsonAsync(At($"scenarios/{RunningServer.Small}/copies"), new { id = "of-two-webs", title = "Of two webs" }))
        {
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        }

        using var read = await _other.Client.GetAsync(At("scenarios/of-two-webs"));
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        using (var request = new HttpRequestMessage(HttpMethod.Post, At("scenarios/of-two-webs/sign-offs")) { Content = JsonContent.Create(new { checkedAgainst = "SEN2 of January" }) })
        {
            request.Headers.IfMatch.Add(read.Headers.ETag!);
            using var signed = await _one.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.NoContent, signed.StatusCode);
        }

        await Holds(_other);
        await Holds(_one);

        await Stop();
        await Start();

        await Holds(_other);
        await Holds(_one);
    }

    private static async Task Holds(Web web)
    {
        var signOffs = (await web.Client.GetFromJsonAsync<JsonElement>(At("scenarios/of-two-webs/sign-offs"))).GetProperty("signOffs");
        Assert.Equal("SEN2 of January", Assert.Single(signOffs.EnumerateArray()).GetProperty("checkedAgainst").GetString());
        Assert.Contains("SEN2 of January", await web.Client.GetStringAsync(new Uri("/scenarios/of-two-webs/baseline", UriKind.Relative)), StringComparison.Ordinal);

        var entries = (await web.Client.GetFromJsonAsync<JsonElement>(At("audit"))).GetProperty("entries").EnumerateArray()
            .Select(entry => (entry.GetProperty("action").GetString(), entry.GetProperty("subject").GetString(), entry.GetProperty("reason").GetString(), entry.GetProperty("status").GetInt32()));
        Assert.Equal(
            [
                ("POST /api/v1/scenarios/{scenario}/sign-offs", "of-two-webs", "SEN2 of January", 204),
                ("POST /api/v1/scenarios/{scenario}/copies", "of-two-webs", $"copy of {RunningServer.Small}", 201),
            ],
            entries);
    }

    private static Uri At(string path) => new($"/api/v1/{path}", UriKind.Relative);

    private async Task Start()
    {
        _one = await Web.Start(_database, _data.FullName, ServerRole.All);
        _other = await Web.Start(_database, _data.FullName, ServerRole.Web);
    }

    private async Task Stop()
    {
        await _other.Stop();
        await _one.Stop();
    }

    private sealed record Web(WebApplication App, HttpClient Client)
    {
        public static async Task<Web> Start(string database, string data, ServerRole role)
        {
            var app = Site.Build(
                ["http://127.0.0.1:0"], Folders.Scenarios(AppContext.BaseDirectory)!, data,
                new ServerOptions(Role: role, Database: database, Member: new SiloPlace("two-webs", IPAddress.Loopback, 0, 0), Batch: 16), new(Watched: false));
            await app.StartAsync();
            return new(app, new() { BaseAddress = new(app.Urls.Single()), Timeout = TimeSpan.FromMinutes(2) });
        }

        public async Task Stop()
        {
            Client.Dispose();
            await App.StopAsync();
        }
    }
}
