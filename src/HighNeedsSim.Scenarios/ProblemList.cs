namespace HighNeedsSim.Scenarios;

/// <summary>Problems found so far. A file that is wrong throughout is told so once, not a million times.</summary>
internal sealed class ProblemList
{
    private const int MostPerFile = 50;
    private const int LongestQuote = 60;
    private readonly List<Problem> _problems = [];
    private readonly Dictionary<string, int> _perFile = new(StringComparer.Ordinal);

    internal bool Any => _perFile.Count > 0;

    internal void Add(string file, int? line, string message)
    {
        var count = _perFile.GetValueOrDefault(file) + 1;
        _perFile[file] = count;
        if (count <= MostPerFile)
        {
            _problems.Add(new(file, line, message));
        }
    }

    internal bool Has(string file) => _perFile.ContainsKey(file);

    internal int Count(string file) => _perFile.GetValueOrDefault(file);

    /// <summary>All of them by file and line; what was left out is counted at the end of its file.</summary>
    internal IReadOnlyList<Problem> ToList() =>
    [
        .. _problems
            .Concat(_perFile.Where(f => f.Value > MostPerFile).Select(f => new Problem(
                f.Key, null, $"and {f.Value - MostPerFile} more problems in this file: mend those above first, then check again.")))
            .Select((problem, at) => (problem, at))
            .OrderBy(p => p.problem.File, StringComparer.Ordinal)
            .ThenBy(p => p.problem.Line ?? int.MaxValue)
            .ThenBy(p => p.at)
            .Select(p => p.problem),
    ];

    /// <summary>Somebody's text, short enough for a message and without line breaks or control characters.</summary>
    internal static string Quote(string text)
    {
        var shown = text.Length <= LongestQuote ? text : text[..LongestQuote] + "…";
        return "'" + string.Concat(shown.Select(c => char.IsControl(c) ? '�' : c)) + "'";
    }
}
