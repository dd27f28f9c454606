using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Reports.Sections;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Server.Tests;

/// <summary>Any figure on a page or in a paper can be traced: from run.json and the scenario's files alone it is made again.</summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public class CellTests(RunningServer server)
{
    private const int Picked = 50;

    [Fact]
    public async Task Fifty_cells_picked_anywhere_come_again_from_what_the_run_says_of_itself()
    {
        var run = await server.Finished();
        List<(string Where, string Text)> shown = [];
        foreach (var path in new[] { run, $"{run}/paper" })
        {
            var page = await server.Page(path);
            shown.AddRange(from table in page.QuerySelectorAll("main table")
                           let name = table.QuerySelector("caption")!.TextContent.Trim()
                           from row in table.QuerySelectorAll("tbody tr").Select((row, at) => (row, at))
                           from cell in row.row.QuerySelectorAll("td").Select((cell, at) => (cell, at))
                           let text = cell.cell.TextContent.Trim()
                           where text.Any(char.IsAsciiDigit)
                           select ($"{path}|{name}|{row.at}|{cell.at}", text));
        }

        Assert.True(shown.Count > 1_000, $"Only {shown.Count} cells were found.");
        var again = (await MadeAgain(run)).ToHashSet();

        // Truly at random: what fails names its cell, and every cell must hold.
        var picked = RandomNumberGenerator.GetItems<(string Where, string Text)>(shown.ToArray(), Picked);
        Assert.All(picked, cell => Assert.Contains(cell, again));
    }

    // Nothing of the server's but two files: what run.json says of the run, and the scenario's own files.
    private async Task<IEnumerable<(string Where, string Text)>> MadeAgain(string run)
    {
        var document = (await JsonDocument.ParseAsync(await server.Client.GetStreamAsync(new Uri($"{run}/run.json", UriKind.Relative)))).RootElement;
        var id = document.GetProperty("scenario").GetProperty("id").GetString()!;
        var package = await Package(id);
        Assert.Equal(document.GetProperty("scenario").GetProperty("hash").GetString(), package.Hash);
        Assert.Equal(
            document.GetProperty("data").EnumerateArray().Select(file => (file.GetProperty("path").GetString(), file.GetProperty("sha256").GetString())),
            package.Files.Select(file => ((string?)file.Path, (string?)file.Sha256)));

        var reading = ScenarioReader.Read(package);
        var tables = WorldTables.Compile(reading.Scenario!);
        var spec = new RunSpec(
            document.GetProperty("seed").GetUInt64(), document.GetProperty("replicates").GetInt32(),
            [.. document.GetProperty("variants").EnumerateArray().Select(variant => variant.GetProperty("id").GetString()!)]);
        var result = RunResult.Merge(tables.Layout, spec, spec.Variants.Select(variant => World.Run(WorldContext.Create(tables, variant, spec.Seed, 0, spec.Replicates))));
        Assert.Equal(document.GetProperty("digest").GetString(), result.Digest);

        var findings = new Findings(reading.Scenario!, result);
        var manifest = new RunManifest(
            document.GetProperty("run").GetString()!, id, package.Hash, package.Files, document.GetProperty("modelVersion").GetString()!, spec, document.GetProperty("created").GetDateTimeOffset());
        var timings = document.GetProperty("timings");
        var reported = new ReportedRun(manifest, new(timings.GetProperty("wallSeconds").GetDouble(), 0, 0), findings, reading.Assumptions);
        var paper = CouncilPaper.Of(reported, PaperDetails.None, Assurance.None(result.Digest));
        var page = RunSections.All.SelectMany(kind => kind.Of(findings).Tables).Append(HeadlineTable.Of(findings, null));
        var parser = new AngleSharp.Html.Parser.HtmlParser();
        return [.. Cells(run, string.Concat(page.Select(HtmlTable.Write))), .. Cells($"{run}/paper", HtmlPaper.Body(paper)), .. Assumptions(run, reading.Assumptions)];

        IEnumerable<(string, string)> Cells(string path, string html) =>
            from table in parser.ParseDocument(html).QuerySelectorAll("table")
            from row in table.QuerySelectorAll("tbody tr").Select((row, at) => (row, at))
            from cell in row.row.QuerySelectorAll("td").Select((cell, at) => (cell, at))
            select ($"{path}|{table.QuerySelector("caption")!.TextContent.Trim()}|{row.at}|{cell.at}", cell.cell.TextContent.Trim());
    }

    private static IEnumerable<(string, string)> Assumptions(string path, IReadOnlyList<Assumption> assumptions) =>
        from row in assumptions.Select((assumption, at) => (Cells: (string[])[assumption.Value, assumption.Unit, assumption.Source, assumption.Year, assumption.Confidence], at))
        from cell in row.Cells.Select((text, at) => (text, at))
        select ($"{path}|Assumptions|{row.at}|{cell.at}", cell.text.Trim());

    private async Task<ScenarioPackage> Package(string id)
    {
        var folder = Directory.CreateTempSubdirectory("hns-").FullName;
        try
        {
            await using var stream = await server.Client.GetStreamAsync(new Uri($"/scenarios/{id}/files.zip", UriKind.Relative));
            await ZipFile.ExtractToDirectoryAsync(stream, folder);
            // National rules and the registry of mitigations are those of any checkout; the hash says whether they are the same.
            Directory.CreateDirectory(Path.Combine(folder, "national"));
            foreach (var rule in Directory.GetFiles(RepositoryRoot.Of("scenarios", "national")).Append(RepositoryRoot.Of("scenarios", "mitigations.yaml")))
            {
                File.Copy(rule, Path.Combine(folder, Path.GetRelativePath(RepositoryRoot.Of("scenarios"), rule)));
            }

            return ScenarioPackage.FromFolder(Path.Combine(folder, id)).Package!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
