using System.Text.RegularExpressions;

namespace HighNeedsSim.House.Tests;

/// <summary>Whoever follows a document's word finds what it promises: another document, a heading, a rule in its file, a test by its name.</summary>
[Tier("Fact")]
public partial class LinkTests
{
    private const string Model = "src/HighNeedsSim.Model/";
    private const string ModelTests = "tests/HighNeedsSim.Model.Tests/";
    private static readonly string[] Documents = [.. Repository.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal))];

    // The two documents that say where each rule is.
    public static TheoryData<string> Maps => ["docs/model/README.md", "docs/model/money.md"];

    // These, and what else tells of the model and names its files.
    public static TheoryData<string> Descriptions =>
        [.. Documents.Where(file => file.StartsWith("docs/model/", StringComparison.Ordinal) && NamedFile().IsMatch(Repository.Read(file)))];

    [Fact]
    public void Every_link_between_documents_leads_to_a_file_and_its_heading() =>
        Offenders.None(
            from document in Documents
            from link in LinksOf(document)
            where !Leads(link.Target, link.Heading)
            select $"{document}: {link.Target}#{link.Heading} is not there.");

    [Fact]
    public void Every_document_is_reached_from_the_readme()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>(["README.md"]);
        while (next.TryDequeue(out var document))
        {
            if (Documents.Contains(document) && reached.Add(document))
            {
                foreach (var (target, _) in LinksOf(document))
                {
                    next.Enqueue(target);
                }
            }
        }

        // Those that belong to a place, and are found by whoever stands there.
        Offenders.None(Documents.Except(reached).Where(document => document.StartsWith("docs/", StringComparison.Ordinal) || document.StartsWith("scenarios/", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Descriptions))]
    public void Every_file_that_a_description_of_the_model_names_is_there(string description) =>
        Offenders.None(NamedFile().Matches(Repository.Read(description)).Select(match => match.Groups["file"].Value).Distinct()
            .Where(file => !Repository.Has(Model + file) && !Repository.Has(ModelTests + file)));

    [Fact]
    public void Every_name_that_the_glossary_gives_is_one_of_the_code()
    {
        var code = Repository.Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)).Select(Repository.Read).ToArray();
        var given =
            from row in Repository.Read("docs/glossary.md").Split('\n')
            where row.StartsWith('|')
            from match in CodeName().Matches(row.Split('|')[^2])
            select (Type: match.Groups["type"].Value, Member: match.Groups["member"].Value);
        var names = given.ToArray();

        Assert.NotEmpty(names);
        Offenders.None(names
            .Where(name => !code.Any(file => Regex.IsMatch(file, $@"\b(class|struct|record|enum)\s+{name.Type}\b") && Regex.IsMatch(file, $@"\b{name.Member}\b")))
            .Select(name => $"The glossary gives {name.Type}.{name.Member}, which is not there."));
    }

    [Theory, MemberData(nameof(Maps))]
    public void Every_method_that_a_map_of_the_rules_names_beside_a_file_is_declared_in_it(string map)
    {
        var beside =
            from row in Repository.Read(map).Split('\n')
            where row.StartsWith('|')
            from cell in row.Split('|')
            from part in cell.Split('·')
            let file = NamedFile().Match(part).Groups["file"].Value
            where Repository.Has(Model + file)
            from name in Name().Matches(part[(part.IndexOf(file, StringComparison.Ordinal) + file.Length)..]).Select(match => match.Groups["name"].Value)
            select (File: file, Name: name);
        var named = beside.ToArray();

        Assert.NotEmpty(named);
        Offenders.None(named
            .Where(n => !Regex.IsMatch(Repository.Read(Model + n.File), $@"\b(public|internal|private)\b[^;={{\n]*\s{n.Name}\("))
            .Select(n => $"{map}: {n.File} has no {n.Name}."));
    }

    [Theory, MemberData(nameof(Maps))]
    public void Every_test_that_a_map_of_the_rules_names_is_there(string map)
    {
        var tests = TestAssemblies.Tests.Select(test => test.Name).ToHashSet(StringComparer.Ordinal);

        Offenders.None(NamedTest().Matches(Repository.Read(map)).Select(match => match.Groups["test"].Value).Where(test => !tests.Contains(test)));
    }

    [Fact]
    public void Every_variable_of_the_environment_that_a_document_names_is_read_somewhere()
    {
        var read = Repository.Texts.Where(entry => !entry.File.EndsWith(".md", StringComparison.Ordinal)).SelectMany(entry => OwnVariable().Matches(entry.Text))
            .Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        var named = Documents.SelectMany(document => OwnVariable().Matches(Repository.Read(document))).Select(match => match.Value).Distinct().ToArray();

        Assert.NotEmpty(named);
        Offenders.None(named.Where(variable => !read.Contains(variable)));
    }

    // Of files of ours; what lies elsewhere is not asked for.
    private static IEnumerable<(string Target, string Heading)> LinksOf(string document) =>
        from match in Link().Matches(CodeBlock().Replace(Repository.Read(document), ""))
        let link = match.Groups["link"].Value
        where !link.Contains(':', StringComparison.Ordinal)
        let parts = link.Split('#', 2)
        select (parts[0].Length == 0 ? document : Within(document, parts[0]), parts.Length == 2 ? parts[1] : "");

    private static string Within(string document, string link)
    {
        var path = Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(document)!, link))).Replace('\\', '/');
        return Repository.Has($"{path}/README.md") ? $"{path}/README.md" : path;
    }

    private static bool Leads(string target, string heading) =>
        (Repository.Has(target) || Directory.Exists(Path.Combine(Repository.Root, target)))
        && (heading.Length == 0 || Heading().Matches(Repository.Read(target)).Any(match => Anchor(match.Groups["words"].Value) == heading));

    // As the pages of a forge make them: small letters, hyphens for spaces, no punctuation.
    private static string Anchor(string words) => NotInAnchor().Replace(words.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<link>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^#+ (?<words>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"`(?<file>[A-Z]\w+/\w+\.cs)`")]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"\bHNS_[A-Z_]+\b")]
    private static partial Regex OwnVariable();

    [GeneratedRegex(@"`(?<type>[A-Z][A-Za-z0-9]+)(\.(?<member>[A-Z]\w+))?`")]
    private static partial Regex CodeName();

    [GeneratedRegex(@"`(?<name>[A-Z][A-Za-z0-9]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"`(?<test>[A-Z][A-Za-z0-9]*_\w+)`")]
    private static partial Regex NamedTest();
}
