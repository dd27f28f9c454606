using System.Text;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Disclosure;
using HighNeedsSim.Reports.Documents;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Reports.Sections;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Tests.Papers;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Tests.Disclosure;

/// <summary>
/// The differencing attack on everything that leaves the house: two authorities whose census counts differ in what is hidden and in nothing else, with the same simulated futures.
/// Whoever holds any export of one must not be able to tell it from that of the other.
/// </summary>
public class HiddenCountTests
{
    private const int Threshold = 40;

    [Fact, Tier("Files")]
    public void No_export_tells_one_hidden_count_from_another()
    {
        var (one, other) = (Authority(0), Authority(3));
        Assert.NotEqual(one.Findings.Scenario.OpeningStock.ByPlacement, other.Findings.Scenario.OpeningStock.ByPlacement);
        Shown(one, other);

        var (first, second) = (Exports(one), Exports(other));

        Assert.Equal(first.Select(file => file.Name), second.Select(file => file.Name));
        Assert.True(first.Count > 80, $"Only {first.Count} exports were looked at.");
        Assert.All(first.Zip(second), pair => Assert.True(pair.First.Bytes.AsSpan().SequenceEqual(pair.Second.Bytes), $"{pair.First.Name} tells them apart."));
    }

    [Fact, Tier("Fact")]
    public void The_attack_finds_an_authority_that_hides_nothing()
    {
        var (one, other) = (Authority(0, hides: false), Authority(3, hides: false));

        Assert.Contains(Exports(one).Zip(Exports(other)), pair => !pair.First.Bytes.AsSpan().SequenceEqual(pair.Second.Bytes));
    }

    [Fact, Tier("Fact")]
    public void The_hash_of_a_table_of_children_would_tell_its_hidden_counts_and_is_withheld()
    {
        var (path, hash) = ($"kent-small/{"data/opening-placement.csv"}", new string('a', 64));
        var counted = Authority(0).Findings.Scenario;

        Assert.Null(WithheldHashes.Shown(counted, new(path, hash)));
        Assert.Equal(hash, WithheldHashes.Shown(counted, new("kent-small/data/top-ups.csv", hash)));
        Assert.Equal(hash, WithheldHashes.Shown(SmallRun.Findings.Scenario, new(path, hash)));
        Assert.Contains(RecordTables.Data(SmallRun.Run.Manifest, counted).Rows, row => row[1] == Figure.Confidential);
        Assert.DoesNotContain(RecordTables.Data(SmallRun.Run.Manifest, SmallRun.Findings.Scenario).Rows, row => row[1].IsMissing);
    }

    // Whatever is shown of the two is the same: else the attack would prove nothing.
    private static void Shown(ReportedRun one, ReportedRun other)
    {
        var (a, b) = (one.Findings.Counted, other.Findings.Counted);
        Assert.All(PlacementTypes.All, type => Assert.Equal(a[type], b[type]));
        Assert.All(AgeGroups.All, group => Assert.Equal(a[group], b[group]));
        Assert.All(PrimaryNeeds.All, need => Assert.Equal(a[need], b[need]));
        Assert.Equal(a.Total, b.Total);
        Assert.True(PlacementTypes.All.Count(type => a[type].IsMissing) >= 2);
    }

    // Some plans are moved between two small placement types, all of whose holders have one need: only how many each of them has becomes other.
    private static ReportedRun Authority(int moved, bool hides = true)
    {
        var scenario = SmallRun.Findings.Scenario;
        var stock = scenario.OpeningStock;
        int[] small = [.. PlacementTypes.All.Select(type => (int)type).Where(type => stock.ByPlacement[type] is > 8 and < Threshold - 3).Take(2)];
        int[] placed = [.. stock.ByPlacement];
        (placed[small[0]], placed[small[1]]) = (placed[small[0]] - moved, placed[small[1]] + moved);
        double[][] needs = [.. stock.NeedPattern.Select((row, type) => small.Contains(type) ? [.. row.Select((_, need) => need == (int)PrimaryNeed.Asd ? 1.0 : 0)] : row)];
        var counted = scenario with
        {
            OpeningStock = stock with { ByPlacement = placed, NeedPattern = needs },
            SuppressBelow = hides ? Threshold : null,
        };
        // The hashes of its tables are other, as its tables are; shares by band are no counts.
        FileHash[] hashes = [.. SmallRun.Run.Manifest.DataHashes.Select(file => file.Path.Contains("/data/opening-", StringComparison.Ordinal) && !file.Path.EndsWith("bands.csv", StringComparison.Ordinal) ? file with { Sha256 = new string((char)('a' + moved), 64) } : file)];
        return SmallRun.Run with { Manifest = SmallRun.Run.Manifest with { DataHashes = hashes }, Findings = new(counted, SmallRun.Findings.Result) };
    }

    // What the command line and the server write, print and draw of a run. The folder of a run itself stays with the authority.
    private static List<(string Name, byte[] Bytes)> Exports(ReportedRun run)
    {
        var (findings, manifest) = (run.Findings, run.Manifest);
        List<(string Name, byte[] Bytes)> all = [.. PaperFiles.Of(run, PaperDetails.None, Assurance.None(findings.Result.Digest)).Select(file => (file.Name, file.Bytes))];
        Add("run.json", RunDocument.Write(findings, manifest, run.Timings));
        Text("trajectories.csv", TidyData.Write(findings));
        Text("deficit.csv", TrajectoryTable.WriteCsv(findings));
        Text("screen", TerminalPage.Write(findings, title => title));
        Text("sentences", string.Concat(InWords.Of(findings)));
        Text("headline", HtmlTable.Write(HeadlineTable.Of(findings, null)));
        Text("fan", FanChart.Draw(DeficitFan.Of(findings), new("fan", ChartWidth.Wide, Headed: true)));
        Text("checks", HtmlTable.Write(RecordTables.Checks(run, Assurance.None(findings.Result.Digest)).ForPeople()));
        foreach (var section in RunSections.All.Select(kind => kind.Of(findings)))
        {
            Text($"{section.Id}.csv", TidyData.Write(findings, section.Measures.ToHashSet(StringComparer.Ordinal).Contains));
            Add($"{section.Id}.json", SectionDocument.Write(section, findings, manifest));
            Text($"{section.Id}.svg", section.Draw?.Invoke(new(section.Id, ChartWidth.Wide, Headed: true)) ?? "");
            Text($"{section.Id}.html", $"{section.Heading}{section.Message}{section.Caption}{string.Concat(section.Tables.Select(HtmlTable.Write))}");
        }

        return all;

        void Add(string name, byte[] bytes) => all.Add((name, bytes));
        void Text(string name, string text) => Add(name, Encoding.UTF8.GetBytes(text));
    }
}
