using System.Text.RegularExpressions;

namespace HighNeedsSim.Scenarios;

/// <summary>A scenario's <c>sources.yaml</c>: the publications it quotes, and the pedigree of each of its tables.</summary>
internal sealed partial class SourceBook
{
    internal const string FileName = "sources.yaml";
    internal const string Estimate = "estimate";

    internal static readonly string[] Confidences = ["high", "medium", "low"];
    private readonly Dictionary<string, string> _publications = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Pedigree> _tables = new(StringComparer.Ordinal);
    private bool _unreadable;

    /// <summary>Title, publisher and year of each publication, by its name.</summary>
    internal IReadOnlyDictionary<string, string> Publications => _publications;

    internal static SourceBook Empty { get; } = new() { _unreadable = true };

    internal static SourceBook Read(Reading reading)
    {
        var book = new SourceBook();
        var map = reading.Yaml(reading.In(FileName), "it says where every figure comes from; take the one of another scenario as a start.");
        book._unreadable = map.IsSilent;
        var sources = map.Map("sources");
        foreach (var (id, line) in sources.Keys())
        {
            var source = sources.Map(id);
            var title = source.Text("title");
            var publisher = source.Text("publisher");
            var year = source.Year("year");
            source.Text("licence");
            source.OptionalText("url");
            source.End();
            if (id == Estimate || !Numbers.IsSlug(id))
            {
                reading.Problems.Add(map.File, line,
                    $"sources: {ProblemList.Quote(id)} cannot be a source's name: use small letters, digits and hyphens, "
                        + "and not 'estimate', which needs no entry.");
            }

            book._publications[id] = $"{title}, {publisher}, {year}";
        }

        reading.Sources = book;
        var tables = map.Map("tables");
        foreach (var (file, line) in tables.Keys())
        {
            book._tables[file] = Table(reading, tables.Map(file));
            if (!ScenarioTables.Names.Contains(file))
            {
                reading.Problems.Add(map.File, line,
                    $"tables: no scenario has a table {ProblemList.Quote(file)}: remove the entry or correct its name.");
            }
        }

        map.End();
        return book;
    }

    /// <summary>The pedigree of a table; where the book has none, that is a problem of the book.</summary>
    internal Pedigree Table(Reading reading, string file)
    {
        if (_tables.TryGetValue(file, out var pedigree))
        {
            return pedigree;
        }

        if (!_unreadable)
        {
            reading.Problems.Add(reading.In(FileName), null,
                $"tables: there is no entry for {file}: add one with unit, year, source, confidence and note.");
        }

        return new("", Estimate, "", "low", null);
    }

    internal string? SourceFault(string id) => id == Estimate || _unreadable || _publications.ContainsKey(id)
        ? null
        : $"the source {ProblemList.Quote(id)} is not in sources.yaml: add it there, or write 'estimate' with a rationale";

    internal static string? ConfidenceFault(string text) => Confidences.Contains(text)
        ? null
        : $"the confidence {ProblemList.Quote(text)} is none: write high, medium or low";

    internal static string? YearFault(string text)
    {
        const string HowTo = "write the year or years that the figure is of, between 1990 and 2060: 2022, 2022-23 or 2019-2022";
        if (!Years().IsMatch(text))
        {
            return $"the year {ProblemList.Quote(text)} is none: {HowTo}";
        }

        var first = int.Parse(text.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture);
        return first is < 1990 or > 2060 ? $"the year {text} is out of range: {HowTo}" : null;
    }

    /// <summary>The publication in words; for an estimate, its reason.</summary>
    internal string Describe(Pedigree from)
    {
        var publication = _publications.GetValueOrDefault(from.Source);
        return publication is null
            ? from.Rationale is { } why ? "Estimate. " + why : "Estimate."
            : from.Rationale is { } note ? publication + ". " + note : publication;
    }

    private static Pedigree Table(Reading reading, YamlMap map)
    {
        var pedigree = new Pedigree(map.Text("unit"), map.Source("source"), map.Year("year"), map.Confidence("confidence"), map.OptionalText("note"));
        if (pedigree is { Source: Estimate, Rationale: null } && !map.IsSilent)
        {
            reading.Problems.Add(map.File, map.Line,
                $"{map.Path}: an estimate needs a note that says what it rests on.");
        }

        map.End();
        return pedigree;
    }

    [GeneratedRegex(@"\A[0-9]{4}(-[0-9]{2}|-[0-9]{4})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Years();
}
