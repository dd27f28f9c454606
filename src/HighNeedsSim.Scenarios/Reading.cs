using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Scenarios;

/// <summary>What the parts of the reader share while they read one package: its files, the problems and the log.</summary>
internal sealed class Reading(ScenarioPackage package, IReadOnlySet<string> unreadable, ProblemList problems)
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string File, int? Line)> _elicited = new(StringComparer.Ordinal);

    internal string Folder => package.ScenarioId;

    internal ProblemList Problems => problems;

    internal List<Assumption> Assumptions { get; } = [];

    internal SourceBook Sources { get; set; } = SourceBook.Empty;

    /// <summary>Where to note what is asked of the files; null while a scenario is only read.</summary>
    internal ScenarioSchema? Schema { get; init; }

    internal IEnumerable<string> Paths => package.Contents.Keys;

    /// <summary>Path within the package of a file of the scenario's folder.</summary>
    internal string In(string file) => Folder + "/" + file;

    internal void Use(string path) => _used.Add(path);

    internal bool Exists(string path) => package.Contents.ContainsKey(path) || unreadable.Contains(path);

    /// <summary>Whether the first line of a table names a column: for tables that may be written in two ways.</summary>
    internal bool HasColumn(string path, string column)
    {
        if (!package.Contents.TryGetValue(path, out var bytes))
        {
            return false;
        }

        var text = System.Text.Encoding.UTF8.GetString(bytes.AsSpan()[..Math.Min(bytes.Length, 4096)]);
        return text.Split('\n')[0].TrimEnd('\r').Split(',').Contains(column);
    }

    /// <summary>A file as text; null where it is missing or no text, which is then among the problems.</summary>
    internal TextFile? Text(string path, string missing)
    {
        _used.Add(path);
        if (package.Contents.TryGetValue(path, out var bytes))
        {
            return TextFile.Of(path, bytes, problems);
        }

        if (!unreadable.Contains(path))
        {
            problems.Add(path, null, "the file is missing: " + missing);
        }

        return null;
    }

    /// <summary>A YAML file's map; a silent empty one where it cannot be read, which is then among the problems.</summary>
    internal YamlMap Yaml(string path, string missing) =>
        Text(path, missing) is { } file && YamlNode.Parse(file, problems) is { } root
            ? new(this, path, "", root, Schema?.Of(path))
            : YamlMap.Unreadable(this, path, "");

    /// <summary>Notes an elicited value: its three numbers must be a distribution, and its name unique.</summary>
    internal Elicited Note(Elicited value, string label, Pedigree from, string file, int? line)
    {
        if (value.Fault is { } fault)
        {
            problems.Add(file, line, $"{value.Id}: {fault}.");
            return Elicited.Known(value.Id, 0);
        }

        if (!_elicited.TryAdd(value.Id, (file, line)))
        {
            problems.Add(file, line, $"{value.Id}: the value is given twice: keep one of them.");
        }

        var text = value.IsKnown
            ? Numbers.Text(value.Central)
            : $"{Short(value.Central)} ({Short(value.Low)} to {Short(value.High)}){(value.Posterior is null ? "" : ", fitted to counts")}";
        string Short(double number) => Numbers.Text(value.Posterior is null ? number : Math.Round(number, 4));
        Log(value.Id, label, text, from, file, line);
        return value;
    }

    /// <summary>Whether an uncertain value of that name was read.</summary>
    internal bool Knows(string id) => _elicited.ContainsKey(id);

    internal void Log(string id, string label, string value, Pedigree from, string file, int? line) =>
        Assumptions.Add(new(id, label, from.Unit, value, Sources.Describe(from), from.Year, from.Confidence, file, line));

    internal void ReportUnused()
    {
        foreach (var path in Paths.Where(p => !_used.Contains(p) && p != In("README.md")))
        {
            problems.Add(path, null,
                "the file is not used: remove it, or check its name against the list in the README of the scenarios.");
        }
    }
}

/// <summary>Where a figure comes from.</summary>
internal readonly record struct Pedigree(string Unit, string Source, string Year, string Confidence, string? Rationale);
