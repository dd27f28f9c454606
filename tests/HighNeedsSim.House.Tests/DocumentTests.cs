using System.Text.RegularExpressions;

namespace HighNeedsSim.House.Tests;

/// <summary>The documents that say where things are must go on saying it.</summary>
[Tier("Fact")]
public partial class DocumentTests
{
    private const string Decisions = "docs/decisions/";

    [Fact]
    public void Every_decision_is_listed_once_in_the_order_of_their_numbers()
    {
        var listed = DecisionLink().Matches(Repository.Read($"{Decisions}README.md")).Select(match => match.Groups["file"].Value);

        Assert.Equal(DecisionFiles().Order(StringComparer.Ordinal), listed);
    }

    [Fact]
    public void Every_decision_has_its_own_number()
    {
        var numbers = DecisionFiles().Select(file => file[..4]).ToArray();

        Assert.All(numbers, number => Assert.True(number.All(char.IsAsciiDigit), $"{number} is not a number."));
        Assert.Equal(numbers.Distinct(), numbers);
    }

    // The words are what counts: the map may be a list, a table or a drawing.
    [Fact]
    public void The_map_in_the_readme_names_every_folder()
    {
        if (!Repository.Has("README.md"))
        {
            return;
        }

        var map = Repository.Read("README.md");
        var folders = Repository.Files.Where(file => file.Contains('/', StringComparison.Ordinal))
            .Select(file => file[..(file.IndexOf('/', StringComparison.Ordinal) + 1)]).Distinct();

        Offenders.None(folders.Where(folder => !map.Contains(folder, StringComparison.Ordinal)));
    }

    // What only the program itself reads, as one of its resources, is no document of anybody's.
    [Fact]
    public void Every_document_that_the_program_writes_is_described()
    {
        var described = string.Concat(Repository.Files.Where(file => file.StartsWith("docs/", StringComparison.Ordinal) && file.EndsWith(".md", StringComparison.Ordinal)).Select(Repository.Read));
        var schemas = Repository.Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(file => SchemaNames().Matches(Repository.Read(file)).Select(match => match.Groups["schema"].Value))
            .Distinct().Except(["hn.past-forecasts/1"]).ToArray();

        Assert.NotEmpty(schemas);
        Offenders.None(schemas.Where(schema => !described.Contains($"`{schema}`", StringComparison.Ordinal)));
    }

    [GeneratedRegex("\"(?<schema>hn\\.[a-z-]+/[0-9]+)\"")]
    private static partial Regex SchemaNames();

    [GeneratedRegex(@"^\| \d{4} \| \[[^\]]+\]\((?<file>[^)]+)\)", RegexOptions.Multiline)]
    private static partial Regex DecisionLink();

    private static IEnumerable<string> DecisionFiles() =>
        from file in Repository.Files
        where file.StartsWith(Decisions, StringComparison.Ordinal) && !file.EndsWith("/README.md", StringComparison.Ordinal)
        select file[Decisions.Length..];
}
