using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HighNeedsSim.Server.Hosting;
using Microsoft.Data.Sqlite;

namespace HighNeedsSim.Server.Tests.Security;

/// <summary>A change whose line cannot be written into the audit trail.</summary>
[Tier("Fact")]
public sealed class AuditLineTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("highneedssim-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Is_answered_as_a_failure_in_words_and_not_with_an_answer_that_breaks_off()
    {
        var app = Site.Build(["http://127.0.0.1:0"], Folders.Scenarios(AppContext.BaseDirectory)!, _data.FullName, new ServerOptions(Batch: 16));
        await app.StartAsync();
        try
        {
            using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };
            Execute("ALTER TABLE audit RENAME TO somewhere_else");

            using var program = await Start(client);
            using var person = await client.PostAsync(new Uri("/", UriKind.Relative), new FormUrlEncodedContent([]));

            Assert.Equal(HttpStatusCode.InternalServerError, program.StatusCode);
            Assert.Equal(500, JsonDocument.Parse(await program.Content.ReadAsStringAsync()).RootElement.GetProperty("status").GetInt32());
            Assert.Equal(HttpStatusCode.InternalServerError, person.StatusCode);
            Assert.EndsWith("</html>", (await person.Content.ReadAsStringAsync()).TrimEnd(), StringComparison.Ordinal);

            // The run was kept: asked for again with the same key, it is the one.
            Execute("ALTER TABLE somewhere_else RENAME TO audit");
            using var again = await Start(client);
            Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
            var runs = await client.GetFromJsonAsync<JsonElement>("/api/v1/runs");
            Assert.Equal(1, runs.GetProperty("runs").GetArrayLength());
        }
        finally
        {
            await app.StopAsync();
        }
    }

    private static async Task<HttpResponseMessage> Start(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/runs")
        {
            Content = JsonContent.Create(new { scenario = RunningServer.Small, replicates = 8, seed = 1, variants = new[] { "unmitigated" } }),
            Headers = { { "Idempotency-Key", "one" } },
        };
        return await client.SendAsync(request);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_data.FullName, "highneedssim.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statement is ours.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
