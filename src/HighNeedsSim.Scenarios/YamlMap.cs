using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Scenarios;

/// <summary>
/// A typed look into a map of a YAML file. Every wrong thing becomes a problem and a harmless value, so that reading goes
/// on and finds the rest; keys that nobody asked for are reported by <see cref="End"/>.
/// </summary>
internal sealed class YamlMap
{
    private readonly Reading _reading;
    private readonly YamlNode? _node;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _free = new(StringComparer.Ordinal);
    private readonly Shape? _shape;

    /// <param name="reading">What the parts of the reader share.</param>
    /// <param name="file">Path of the file within the package.</param>
    /// <param name="path">The keys that lead here; empty for the file's own map.</param>
    /// <param name="node">What the file holds here; null where nothing can be read and the reason is told.</param>
    /// <param name="shape">Where to note what is asked of the map, while the schema is being written; else null.</param>
    internal YamlMap(Reading reading, string file, string path, YamlNode? node, Shape? shape = null) =>
        (_reading, File, Path, _node, _shape) = (reading, file, path, node, shape);

    /// <summary>A map of which nothing can be read and which complains of nothing, because the reason is told already.</summary>
    internal static YamlMap Unreadable(Reading reading, string file, string path) => new(reading, file, path, null);

    internal string File { get; }

    internal string Path { get; }

    internal bool IsSilent => _node is null;

    internal int? Line => _node?.Line;

    internal IEnumerable<(string Key, int Line)> Keys()
    {
        foreach (var (key, line, _) in _node?.Entries ?? [])
        {
            _known.Add(key);
            _free.Add(key);
            yield return (key, line);
        }
    }

    internal bool Has(string key)
    {
        _known.Add(key);
        _shape?.MayHave(key);
        return Find(key) is not null;
    }

    internal YamlMap Map(string key) => Map(key, Asked(key)?.BeMap());

    private YamlMap Map(string key, Shape? shape)
    {
        if (Required(key, "a group of keys") is not { } found)
        {
            return Unreadable(_reading, File, At(key));
        }

        if (found.Entries is null)
        {
            // 'mitigations:' with nothing under it is an empty group; anything else is a mistake.
            if (found.Text is "" or "{}")
            {
                return new(_reading, File, At(key), found, shape);
            }

            Add(found.Line, key, $"found {found.Kind}, wanted a group of keys indented below it");
            return Unreadable(_reading, File, At(key));
        }

        return new(_reading, File, At(key), found, shape);
    }

    internal IEnumerable<YamlMap> Maps(string key)
    {
        var shape = Asked(key)?.BeListOf().BeMap();
        foreach (var (item, at) in List(key).Select((item, at) => (item, at)))
        {
            if (item.Entries is null)
            {
                Add(item.Line, key, $"entry {at + 1} is {item.Kind}, wanted a group of keys that begins with '- '");
            }
            else
            {
                yield return new(_reading, File, $"{At(key)}[{at + 1}]", item, shape);
            }
        }
    }

    internal IReadOnlyList<(string Text, int Line)> Texts(string key)
    {
        Asked(key)?.BeListOf().BeText();
        var texts = new List<(string Text, int Line)>();
        foreach (var item in List(key))
        {
            if (item.Text is { } text && texts.TrueForAll(t => t.Text != text))
            {
                texts.Add((text, item.Line));
            }
            else
            {
                Add(item.Line, key, item.Text is null
                    ? $"found {item.Kind} in the list, wanted a word"
                    : $"{ProblemList.Quote(item.Text)} is in the list twice");
            }
        }

        return texts;
    }

    internal string Text(string key)
    {
        Asked(key)?.BeText();
        return Scalar(key);
    }

    private string Scalar(string key)
    {
        if (Required(key, "a text") is not { } found)
        {
            return "";
        }

        if (found.Text is null)
        {
            Add(found.Line, key, $"found {found.Kind}, wanted a text");
            return "";
        }

        if (string.IsNullOrWhiteSpace(found.Text))
        {
            Add(found.Line, key, "is empty: write a text");
        }

        return found.Text.Trim();
    }

    internal string? OptionalText(string key) => Has(key) ? Text(key) : null;

    /// <summary>A text that some test must accept; <paramref name="fault"/> says what is wrong with it and what to do.</summary>
    internal string Text(string key, Func<string, string?> fault)
    {
        Asked(key)?.BeText();
        return Scalar(key, fault);
    }

    private string Scalar(string key, Func<string, string?> fault)
    {
        var text = Scalar(key);
        if (text.Length > 0 && fault(text) is { } message)
        {
            Add(LineOf(key), key, message);
        }

        return text;
    }

    internal string Source(string key) => Text(key, _reading.Sources.SourceFault);

    internal string Year(string key)
    {
        Asked(key)?.BeYear();
        return Scalar(key, SourceBook.YearFault);
    }

    internal string Confidence(string key)
    {
        Asked(key)?.BeOneOf(SourceBook.Confidences);
        return Scalar(key, SourceBook.ConfidenceFault);
    }

    internal string Slug(string key)
    {
        Asked(key)?.BeSlug();
        return Scalar(key, text => Numbers.IsSlug(text)
            ? null
            : $"{ProblemList.Quote(text)} cannot be a name: use small letters, digits and hyphens");
    }

    internal int Int(string key, int min, int max)
    {
        Asked(key)?.BeInteger(min, max);
        var text = Scalar(key);
        if (text.Length == 0)
        {
            return min;
        }

        if (!Numbers.TryParseInt(text, out var value))
        {
            Add(LineOf(key), key, $"{ProblemList.Quote(text)} is not a whole number: write one from {min} to {max}");
            return min;
        }

        return InRange(key, value, min, max);
    }

    /// <summary>A list of two whole numbers that do not fall; null where it is none, of which the caller tells.</summary>
    internal (int From, int To)? IntPair(string key, int min, int max)
    {
        _known.Add(key);
        Asked(key)?.BePair(min, max);
        return Find(key)?.Items is [{ Text: { } first }, { Text: { } last }]
            && Numbers.TryParseInt(first, out var from) && Numbers.TryParseInt(last, out var to)
            && from >= min && from <= to && to <= max
            ? (from, to)
            : null;
    }

    internal double Number(string key, double min, double max)
    {
        Asked(key)?.BeNumber(min, max);
        var text = Scalar(key);
        if (text.Length == 0)
        {
            return min;
        }

        if (!Numbers.TryParse(text, out var value))
        {
            Add(LineOf(key), key, $"{ProblemList.Quote(text)} is not a number: {Numbers.HowTo}");
            return min;
        }

        if (value < min || value > max)
        {
            Add(LineOf(key), key, $"{text} is out of range: allowed are {Numbers.Text(min)} to {Numbers.Text(max)}");
            return min;
        }

        return value;
    }

    internal bool Flag(string key)
    {
        Asked(key)?.BeFlag();
        var text = Scalar(key, t => t is "true" or "false" ? null : $"{ProblemList.Quote(t)} is neither: write true or false");
        return text == "true";
    }

    internal Month Month(string key)
    {
        Asked(key)?.BeMonth();
        return ParseMonth(Scalar(key, MonthFault)) ?? new(Years.First * 12);
    }

    internal FinancialYear FinancialYear(string key)
    {
        Asked(key)?.BeFinancialYear();
        var text = Scalar(key, Years.Fault);
        return Model.Units.FinancialYear.TryParse(text, out var year) && Years.InRange(year) ? year : new(Years.First);
    }

    /// <summary>A value of a closed list; <paramref name="names"/> are how its members are written, in their order.</summary>
    internal T Choice<T>(string key, IReadOnlyList<string> names, Func<int, T> of)
    {
        Asked(key)?.BeOneOf(names);
        var text = Scalar(key, t => names.Contains(t) ? null : $"{ProblemList.Quote(t)} is not known: allowed are {string.Join(", ", names)}");
        var at = names.ToList().IndexOf(text);
        return of(Math.Max(0, at));
    }

    /// <summary>An uncertain value with its pedigree: p10, p50 and p90, or a known value.</summary>
    internal Elicited Elicited(string key, string label, string unit, ValueKind kind, double min, double max)
    {
        Asked(key)?.BeFigure(label, unit, min, max, uncertain: true);
        var map = Map(key, null);
        var id = At(key);
        var before = _reading.Problems.Count(File);
        if (map.Has("counted"))
        {
            return map.Counted(id, label, unit, kind, before);
        }

        var known = map.Has("value");
        var (low, central, high) = known
            ? (map.Number("value", min, max), 0, 0)
            : (map.Number("p10", min, max), map.Number("p50", min, max), map.Number("p90", min, max));
        if (known)
        {
            (central, high) = (low, low);
        }

        // A number that is none has its problem already: what it would do to the range is no second one.
        var isRead = !map.IsSilent && _reading.Problems.Count(File) == before;
        var from = map.Pedigree(unit);
        map.End();
        return !isRead
            ? Model.Uncertainty.Elicited.Known(id, 0)
            : _reading.Note(new(id, low, central, high, kind), label, from, File, map.Line);
    }

    /// <summary>How births change from year to year.</summary>
    internal Elicited Births(string key) => Elicited(key, "Change of births on the year before", "growth a year", ValueKind.Real, -0.2, 0.2);

    // So many of so many, drawn towards England's figure where the count is thin.
    private Elicited Counted(string id, string label, string unit, ValueKind kind, int before)
    {
        const double Most = 1_000_000_000;
        var (counted, of) = (Number("counted", 0, Most), Number("of", 0, Most));
        var (england, weight) = Has("england") || Has("england-weight")
            ? (Number("england", 0, kind == ValueKind.Share ? 1 : Most), Number("england-weight", 0, Most))
            : (0, 0);
        var countsAs = Has("counts-as") ? Number("counts-as", 0.0001, 1) : 1;
        if (kind == ValueKind.Real)
        {
            Add(LineOf("counted"), "counted", "a value that may be negative cannot be counted: give p10, p50 and p90");
        }
        else if (kind == ValueKind.Share && counted > of)
        {
            Add(LineOf("counted"), "counted", $"{Numbers.Text(counted)} of {Numbers.Text(of)} is more than all: correct one of them");
        }

        var isRead = !IsSilent && _reading.Problems.Count(File) == before;
        var from = Pedigree(unit);
        End();
        if (!isRead)
        {
            return Model.Uncertainty.Elicited.Known(id, 0);
        }

        var posterior = kind == ValueKind.Share
            ? Posterior.OfShare(counted, of, england, weight, countsAs)
            : Posterior.OfRate(counted, of, england, weight, countsAs);
        if (posterior.Fault is { } fault)
        {
            Add(LineOf("counted"), "counted", fault);
            return Model.Uncertainty.Elicited.Known(id, 0);
        }

        return _reading.Note(Model.Uncertainty.Elicited.Fitted(id, posterior, kind), label, from, File, Line);
    }

    /// <summary>Shares of a whole that were counted by part, with the pedigree of the counts.</summary>
    internal CountedShares? CountedShares(string key, string label, IReadOnlyList<string> parts)
    {
        var map = Map(key);
        var before = _reading.Problems.Count(File);
        var (counted, england) = (map.Map("counted"), map.Has("england") ? map.Map("england") : null);
        (string Name, double Counted, double England)[] of =
        [
            .. parts.Select(part => (part, counted.Number(part, 0, 1_000_000_000), england?.Number(part, 0, 1) ?? 0)),
        ];
        var weight = england is null ? 0 : map.Number("england-weight", 0, 1_000_000_000);
        counted.End();
        england?.End();
        if (england is not null)
        {
            var sum = of.Sum(p => p.England);
            if (Math.Abs(sum - 1) > 0.0015)
            {
                map.Add(map.LineOf("england"), "england", $"the shares sum to {Numbers.Text(Math.Round(sum, 6))}, not to 1: correct one of them");
            }
        }

        foreach (var part in of.Where(p => p.Counted + (weight * p.England) <= 0))
        {
            map.Add(map.LineOf("counted"), "counted", $"{part.Name} was not counted and has no share in England: give 'england' and 'england-weight' beside it");
        }

        var isRead = !map.IsSilent && _reading.Problems.Count(File) == before;
        var from = map.Pedigree("counted");
        map.End();
        if (!isRead)
        {
            return null;
        }

        _reading.Log(
            map.Path, label, string.Join(", ", of.Select(p => $"{p.Name} {Numbers.Text(p.Counted)}"))
                + (england is null ? "" : $"; England's shares count as {Numbers.Text(weight)}"), from, File, map.Line);
        return Model.Uncertainty.CountedShares.Of(map.Path, of, weight);
    }

    /// <summary>The same where the key may be left out; null where it is.</summary>
    internal Elicited? OptionalElicited(string key, string label, string unit, ValueKind kind, double min, double max)
    {
        var given = Has(key);
        if (!given)
        {
            Asked(key)?.BeFigure(label, unit, min, max, uncertain: true);
        }

        return given ? Elicited(key, label, unit, kind, min, max) : null;
    }

    /// <summary>A figure that is known, with its pedigree.</summary>
    internal double Known(string key, string label, string unit, double min, double max)
    {
        Asked(key)?.BeFigure(label, unit, min, max, uncertain: false);
        var map = Map(key, null);
        var value = map.Number("value", min, max);
        var from = map.Pedigree(unit);
        map.End();
        if (!map.IsSilent)
        {
            _reading.Log(At(key), label, Numbers.Text(value), from, File, map.Line);
        }

        return value;
    }

    internal Money KnownMoney(string key, string label, string unit, double min, double max) =>
        Money.FromPounds((decimal)Known(key, label, unit, min, max));

    internal void End()
    {
        foreach (var (key, line, _) in _node?.Entries ?? [])
        {
            if (!_known.Contains(key))
            {
                _reading.Problems.Add(File, line,
                    $"{At(key)}: the key is not known. Allowed here are {string.Join(", ", _known.Order(StringComparer.Ordinal))}: correct or remove it.");
            }
        }
    }

    internal void Add(int? line, string key, string message) => _reading.Problems.Add(File, line, $"{At(key)}: {message}.");

    internal int? LineOf(string key) => Find(key)?.Line ?? Line;

    internal static Month? ParseMonth(string text) =>
        MonthFault(text) is null ? Model.Units.Month.Of(int.Parse(text.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture),
            int.Parse(text.AsSpan(5, 2), System.Globalization.CultureInfo.InvariantCulture)) : null;

    internal static string? MonthFault(string text)
    {
        var parts = text.Split('-');
        if (text.Length != 7 || parts.Length != 2 || parts[0].Length != 4
            || !Numbers.TryParseInt(parts[0], out var year) || !Numbers.TryParseInt(parts[1], out var month) || month is < 1 or > 12)
        {
            return $"{ProblemList.Quote(text)} is not a month: write year and month, as in 2024-09";
        }

        return year is < Years.First or > Years.Last ? $"the year of {text} is out of range: allowed are {Years.First} to {Years.Last}" : null;
    }

    private Pedigree Pedigree(string unit)
    {
        Text("unit", text => text == unit ? null : $"found {ProblemList.Quote(text)}, wanted '{unit}'");
        var (source, year, confidence) = (Source("source"), Year("year"), Confidence("confidence"));
        var rationale = OptionalText("rationale");
        if (source == SourceBook.Estimate && rationale is null)
        {
            _reading.Problems.Add(File, Line,
                $"{Path}: an estimate needs a rationale: say in a sentence what it rests on.");
        }

        return new(unit, source, year, confidence, rationale);
    }

    private int InRange(string key, int value, int min, int max)
    {
        if (value < min || value > max)
        {
            Add(LineOf(key), key, $"{value} is out of range: allowed are {min} to {max}");
            return min;
        }

        return value;
    }

    private List<YamlNode> List(string key)
    {
        if (Required(key, "a list") is not { } found)
        {
            return [];
        }

        if (found.Items is null)
        {
            Add(found.Line, key, $"found {found.Kind}, wanted a list ('[a, b]', or a line '- a' for each)");
            return [];
        }

        return found.Items;
    }

    private YamlNode? Required(string key, string what)
    {
        _known.Add(key);
        var found = Find(key);
        if (found is null && !IsSilent)
        {
            _reading.Problems.Add(File, Line, $"{At(key)}: the key is missing: add it with {what}.");
        }

        return found;
    }

    private Shape? Asked(string key) => _free.Contains(key) ? _shape?.EachOther() : _shape?.MustHave(key);

    private YamlNode? Find(string key)
    {
        foreach (var (name, _, value) in _node?.Entries ?? [])
        {
            if (name == key)
            {
                return value;
            }
        }

        return null;
    }

    private string At(string key) => Path.Length == 0 ? key : Path + "." + key;
}

/// <summary>The years that scenarios play in: EHC plans began in 2014.</summary>
internal static class Years
{
    internal const int First = 2013;
    internal const int Last = 2060;

    internal static bool InRange(FinancialYear year) => year.Starts is >= First and <= Last;

    internal static string? Fault(string text) =>
        !FinancialYear.TryParse(text, out var year) ? $"{ProblemList.Quote(text)} is not a financial year: write it as in 2023-24"
        : !InRange(year) ? $"the financial year {text} is out of range: allowed are {new FinancialYear(First)} to {new FinancialYear(Last)}"
        : null;
}
