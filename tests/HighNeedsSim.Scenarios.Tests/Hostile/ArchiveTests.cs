using System.Text;

namespace HighNeedsSim.Scenarios.Tests.Hostile;

/// <summary>Zip files that somebody hands over: taken whole and unharmed, or refused with the reason, before they fill memory or a disk.</summary>
[Tier("Files")]
public class ArchiveTests
{
    private static readonly byte[] Yaml = "id: a\n"u8.ToArray();

    [Fact]
    public void A_scenario_that_was_packed_is_read_as_it_was()
    {
        var package = ScenarioPackage.FromFolder(Repository.Scenario(ScenarioCopy.Id)).Package!;
        var (files, problems) = ScenarioArchive.Read(ScenarioArchive.Write(package));

        Assert.Empty(problems);
        Assert.Equal(
            package.Contents.Where(f => f.Key.StartsWith("kent-small/", StringComparison.Ordinal)).Select(f => (f.Key["kent-small/".Length..], Convert.ToHexString(f.Value))),
            files!.Select(f => (f.Key, Convert.ToHexString(f.Value))).OrderBy(f => f.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("../outside.csv")]
    [InlineData("data/../../outside.csv")]
    [InlineData("/etc/outside.csv")]
    [InlineData("data\\outside.csv")]
    [InlineData("C:outside.csv")]
    [InlineData("data//outside.csv")]
    [InlineData("./outside.csv")]
    [InlineData("data/\u0007.csv")]
    public void A_name_that_climbs_out_of_the_folder_is_refused(string name) =>
        Refused(HostileZips.Packed(("scenario.yaml", Yaml), (name, Yaml)), "is no name of a file");

    [Theory]
    [InlineData("inner.zip")]
    [InlineData("macro.xlsm")]
    [InlineData("run.sh")]
    [InlineData("data/table.xlsx")]
    public void What_no_scenario_reads_is_refused_and_a_zip_in_a_zip_with_it(string name) =>
        Refused(HostileZips.Packed(("scenario.yaml", Yaml), (name, HostileZips.Packed(("scenario.yaml", Yaml)))), "is not read by a scenario");

    [Fact]
    public void A_link_is_refused() => Refused(HostileZips.Link("data/passwords.csv", "/etc/passwd"), "is a link");

    [Fact]
    public void A_bomb_is_refused_before_it_is_unpacked()
    {
        var bomb = HostileZips.Packed(("scenario.yaml", Yaml), ("data/zeros.csv", new byte[40_000_000]));
        Assert.True(bomb.Length < 100_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(bomb, "would unpack to more than");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    [Fact]
    public void A_bomb_that_lies_about_its_size_is_stopped_while_it_unpacks()
    {
        var bomb = HostileZips.Lying(HostileZips.Packed(("scenario.yaml", Yaml), ("data/zeros.csv", new byte[40_000_000])), 6);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var (files, problems) = ScenarioArchive.Read(bomb);
        Assert.True(files is null ? problems.Count == 1 : files.Values.Sum(f => f.Length) <= 12, "It took more than the file says.");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 30_000_000);
    }

    [Fact]
    public void Too_many_entries_are_refused() =>
        Refused(HostileZips.Packed([("scenario.yaml", Yaml), .. Enumerable.Range(0, 1000).Select(n => ($"data/{n}.csv", Yaml))]), "more than 200 entries");

    [Fact]
    public void A_name_that_is_there_twice_is_refused() =>
        Refused(HostileZips.Packed(("scenario.yaml", Yaml), ("data/a.csv", Yaml), ("data/a.csv", Yaml)), "is there twice");

    [Fact]
    public void Two_scenarios_or_none_are_refused()
    {
        Refused(HostileZips.Packed(("a/scenario.yaml", Yaml), ("b/scenario.yaml", Yaml)), "no scenario.yaml");
        Refused(HostileZips.Packed(("data/a.csv", Yaml)), "no scenario.yaml");
    }

    [Fact]
    public void What_is_no_zip_file_is_refused()
    {
        Refused([], "not a zip file");
        Refused(Encoding.UTF8.GetBytes("PK\u0003\u0004 and then something else"), "not a zip file");
        Refused(HostileZips.Packed(("scenario.yaml", Yaml))[..^10], "not a zip file");
    }

    private static void Refused(byte[] zip, string because)
    {
        var (files, problems) = ScenarioArchive.Read(zip);

        Assert.Null(files);
        Assert.Contains(problems, p => p.Contains(because, StringComparison.Ordinal));
        Assert.All(problems, p => Assert.DoesNotContain(p, char.IsControl));
    }
}
