namespace HighNeedsSim.Cli.Tests;

public sealed class ImportCommandTests : IDisposable
{
    private const string Name = "Secretname";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, Tier("Files")]
    public async Task A_return_becomes_counts_and_nothing_of_a_child_is_printed_or_written()
    {
        await File.WriteAllTextAsync(_folder["schools.csv"], "urn,type\n118000,mainstream\n118999,state-special\n");
        await File.WriteAllTextAsync(_folder["return.xml"], $"<Message><Persons>{string.Concat(Enumerable.Range(0, 40).Select(Person))}</Persons></Message>");

        var answer = await Hns.RunAsync(
            "import", "sen2", _folder["return.xml"], "--census", "2025-01-16", "--schools", _folder["schools.csv"], "--out", _folder["out"]);

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        Assert.Contains("Counted 40 plans", answer.Out, StringComparison.Ordinal);
        Assert.Contains("suppress-below: 5", answer.Out, StringComparison.Ordinal);
        var files = Directory.GetFiles(_folder["out"], "*", SearchOption.AllDirectories);
        Assert.Equal(9, files.Length);
        Assert.All(files.Select(File.ReadAllText).Append(answer.Out), text => Assert.DoesNotContain(Name, text, StringComparison.Ordinal));
        Assert.Contains("state-special,3", await File.ReadAllTextAsync(Path.Combine(_folder["out"], "data", "opening-placement.csv")), StringComparison.Ordinal);
        var published = await File.ReadAllLinesAsync(Path.Combine(_folder["out"], "to-publish", "plans-by-age-and-placement.csv"));
        Assert.DoesNotContain(published.Skip(1).SelectMany(line => line.Split(',').Skip(1)), cell => cell is "1" or "2" or "3" or "4");
        Assert.Contains("c", published[^1].Split(','));
    }

    [Fact, Tier("Files")]
    public async Task What_is_wrong_is_told_with_the_exit_code_of_its_kind()
    {
        Assert.Equal(2, (await Hns.RunAsync("import", "sen2", "x.xml", "--census", "yesterday", "--out", _folder["out"])).ExitCode);
        Assert.Equal(4, (await Hns.RunAsync("import", "sen2", _folder["none.xml"], "--census", "2025-01-16", "--out", _folder["out"])).ExitCode);
        await File.WriteAllTextAsync(_folder["broken.xml"], $"<Message><Person><Surname>{Name}");
        var broken = await Hns.RunAsync("import", "sen2", _folder["broken.xml"], "--census", "2025-01-16", "--out", _folder["out"]);

        Assert.Equal(3, broken.ExitCode);
        Assert.DoesNotContain(Name, broken.Error, StringComparison.Ordinal);
    }

    private static string Person(int n) =>
        $"<Person><Surname>{Name}</Surname><PersonBirthDate>{2008 + (n % 10)}-03-01</PersonBirthDate><Requests><Assessment><NamedPlan><StartDate>2020-01-01</StartDate></NamedPlan></Assessment>"
        + $"<ActivePlans><PlacementDetail><URN>{(n < 3 ? 118999 : 118000)}</URN><EntryDate>2020-01-01</EntryDate></PlacementDetail><SENneed><SENtype>ASD</SENtype><SENtypeRank>1</SENtypeRank></SENneed></ActivePlans></Requests></Person>";
}
