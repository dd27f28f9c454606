namespace HighNeedsSim.House.Tests;

/// <summary>The documents that say where things are must go on saying it.</summary>
[Tier("Fact")]
public class DocumentTests
{
    private const string Decisions = "docs/decisions/";

    [Fact]
    public void Every_decision_is_in_the_list_of_decisions()
    {
        var list = Repository.Read($"{Decisions}README.md");

        Offenders.None(DecisionFiles().Where(file => !list.Contains($"({file})", StringComparison.Ordinal)));
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

    private static IEnumerable<string> DecisionFiles() =>
        from file in Repository.Files
        where file.StartsWith(Decisions, StringComparison.Ordinal) && !file.EndsWith("/README.md", StringComparison.Ordinal)
        select file[Decisions.Length..];
}
