using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Scenarios;
using HighNeedsSim.Server.Security;

namespace HighNeedsSim.Server.Tests;

/// <summary>
/// A scenario that an authority counted in its own records of children, on the server: whatever can be read of it and of its run is asked for, and no small count of the census is
/// in any of it, nor the hash of a table that holds one.
/// </summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public class SuppressedTests(RunningServer server)
{
    // Most of kent-small's placement types count fewer than that.
    private const int Threshold = 40;

    [Fact]
    public async Task No_page_file_or_answer_shows_a_small_count_of_the_census()
    {
        var id = $"own-{Guid.NewGuid():N}"[..20];
        var package = await Upload(id);
        using var started = await server.Send(id, ("Form.Replicates", "8"));
        var run = started.Headers.Location!.ToString();
        await server.Client.GetStringAsync(new Uri($"{run}/events", UriKind.Relative));
        var stock = ScenarioReader.Read(package).Scenario!.OpeningStock.ByPlacement;
        var small = PlacementTypes.All.Where(type => stock[(int)type] is > 0 and < Threshold).ToDictionary(type => type.Label(), type => stock[(int)type].ToString(CultureInfo.InvariantCulture));
        Assert.True(small.Count >= 3);

        var (answers, told) = (0, 0);
        foreach (var address in Addresses(id, run))
        {
            using var answer = await server.Client.GetAsync(address);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                continue;
            }

            answers++;
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            foreach (var (name, text) in Texts(address.ToString(), bytes, answer.Content.Headers.ContentType?.MediaType))
            {
                // The hash of a table of children is in nothing that goes out.
                Assert.DoesNotContain(package.Files, file => HighNeedsSim.Scenarios.Sen2.CountsOfChildren.AreIn(file.Path) && text.Contains(file.Sha256, StringComparison.Ordinal));
                told += CensusCells(text, small.Keys).Count(cell => Hidden(name, cell, small));
            }
        }

        Assert.True(answers > 40, $"Only {answers} addresses answered.");
        Assert.True(told > 10, $"Only {told} counts of the census were found, all of them hidden.");
        foreach (var path in (string[])[$"/scenarios/{id}/files.zip", $"/api/v1/scenarios/{id}/files.zip"])
        {
            using var refused = await server.Client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }

        var document = JsonDocument.Parse(await server.Client.GetStringAsync(new Uri($"{run}/run.json", UriKind.Relative))).RootElement;
        Assert.Contains(document.GetProperty("data").EnumerateArray(), file => file.GetProperty("sha256").ValueKind == JsonValueKind.Null);
    }

    private static bool Hidden(string where, (string Row, string Cell) cell, Dictionary<string, string> small)
    {
        Assert.False(cell.Cell == small[cell.Row], $"{where}: {cell.Row} shows {cell.Cell}.");
        return cell.Cell is "[c]" or "c";
    }

    // In tables: rows of a small type, cells under a head that speaks of the census; in data files the same by comma.
    private static IEnumerable<(string Row, string Cell)> CensusCells(string text, IReadOnlyCollection<string> labels)
    {
        if (!text.Contains("<table", StringComparison.Ordinal))
        {
            string[][] lines = [.. text.Split('\n').Select(line => line.TrimEnd('\r').TrimStart('\uFEFF').Split(','))];
            return from line in lines
                   where line.Length > 1 && labels.Contains(line[0])
                   let at = Array.IndexOf(lines[0], "january_2023")
                   where at > 0 && at < line.Length
                   select (line[0], line[at]);
        }

        return from table in new AngleSharp.Html.Parser.HtmlParser().ParseDocument(text).QuerySelectorAll("table")
               let headRows = table.QuerySelectorAll("thead tr")
               where headRows.Length > 0
               let heads = headRows[^1].Children.Select(head => head.TextContent.Trim()).ToArray()
               from row in table.QuerySelectorAll("tbody tr")
               let cells = row.Children.Select(cell => cell.TextContent.Trim()).ToArray()
               where labels.Contains(cells[0])
               from at in Enumerable.Range(1, cells.Length - 1)
               where at < heads.Length && (heads[at] is "January 2023" or "Plans" || heads[at].Contains("counted", StringComparison.Ordinal))
               select (cells[0], cells[at]);
    }

    private static IEnumerable<(string Name, string Text)> Texts(string address, byte[] bytes, string? type)
    {
        if (type != "application/zip" && type?.StartsWith("application/vnd.openxmlformats", StringComparison.Ordinal) != true)
        {
            yield return (address, System.Text.Encoding.UTF8.GetString(bytes));
            yield break;
        }

        using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
        foreach (var entry in zip.Entries)
        {
            using var content = new MemoryStream();
            using (var packed = entry.Open())
            {
                packed.CopyTo(content);
            }

            foreach (var (name, text) in Path.GetExtension(entry.FullName) is ".docx" or ".xlsx"
                ? Texts($"{address}/{entry.FullName}", content.ToArray(), "application/zip")
                : [($"{address}/{entry.FullName}", System.Text.Encoding.UTF8.GetString(content.ToArray()))])
            {
                yield return (name, text);
            }
        }
    }

    // Everything in the table of access that is read of a scenario or a run.
    private static IEnumerable<Uri> Addresses(string scenario, string run)
    {
        foreach (var rule in Access.Rules.Where(rule => rule.Method == "GET" && rule.Need == Need.Read && !rule.Route.EndsWith("events", StringComparison.Ordinal)))
        {
            var path = rule.Route.Replace("{file?}", "", StringComparison.Ordinal)
                .Replace("{id}", rule.Route.StartsWith("runs/", StringComparison.Ordinal) ? run.Split('/')[^1] : scenario, StringComparison.Ordinal)
                .Replace("{run}", run.Split('/')[^1], StringComparison.Ordinal).Replace("{scenario}", scenario, StringComparison.Ordinal)
                .Replace("{section}", "placements", StringComparison.Ordinal).Replace("{code}", "M1", StringComparison.Ordinal);
            if (!path.Contains('{', StringComparison.Ordinal))
            {
                yield return new Uri("/" + path.TrimEnd('/'), UriKind.Relative);
            }
        }
    }

    private async Task<ScenarioPackage> Upload(string id)
    {
        var folder = RepositoryRoot.Of("scenarios", RunningServer.Small);
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            {
                await using var content = await zip.CreateEntry($"{id}/{Path.GetRelativePath(folder, file)}").OpenAsync();
                var text = await File.ReadAllTextAsync(file);
                await using var writer = new StreamWriter(content);
                await writer.WriteAsync(file.EndsWith("scenario.yaml", StringComparison.Ordinal)
                    ? text.Replace($"id: {RunningServer.Small}", $"id: {id}", StringComparison.Ordinal)
                        .Replace("schema: 1", FormattableString.Invariant($"schema: 1\nsuppress-below: {Threshold}"), StringComparison.Ordinal)
                    : text);
            }
        }

        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri($"/api/v1/scenarios/{id}", UriKind.Relative)) { Content = new ByteArrayContent(stream.ToArray()) };
        request.Content.Headers.ContentType = new("application/zip");
        request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        using var made = await server.Client.SendAsync(request);
        Assert.Equal((HttpStatusCode.NoContent, ""), (made.StatusCode, await made.Content.ReadAsStringAsync()));
        return ((Runs.ScenarioShelf)server.Services.GetService(typeof(Runs.ScenarioShelf))!).Open(id)!.Package!;
    }
}
