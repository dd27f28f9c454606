using System.Globalization;
using System.Text.RegularExpressions;

namespace HighNeedsSim.Server.Tests.Metrics;

/// <summary>What <c>/metrics</c> said, as Prometheus reads it.</summary>
internal sealed partial class Exposition
{
    private Exposition(IReadOnlyList<(string Name, IReadOnlyDictionary<string, string> Labels, double Value)> samples) => Samples = samples;

    public IReadOnlyList<(string Name, IReadOnlyDictionary<string, string> Labels, double Value)> Samples { get; }

    public IEnumerable<string> Names => Samples.Select(s => s.Name).Distinct();

    public static async Task<Exposition> Read(HttpClient client)
    {
        var text = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return new([.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Sample)]);
    }

    /// <summary>The one sample with these labels.</summary>
    public double Value(string name, params (string Label, string Value)[] labels) =>
        Assert.Single(Samples, s => s.Name == name && labels.All(l => s.Labels.TryGetValue(l.Label, out var value) && value == l.Value)).Value;

    private static (string, IReadOnlyDictionary<string, string>, double) Sample(string line)
    {
        var match = Line().Match(line);
        Assert.True(match.Success, line);
        return (
            match.Groups["name"].Value,
            Label().Matches(match.Groups["labels"].Value).ToDictionary(l => l.Groups["label"].Value, l => l.Groups["value"].Value, StringComparer.Ordinal),
            double.Parse(match.Groups["value"].Value.Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("""^(?<name>[A-Za-z_:][A-Za-z0-9_:]*)(\{(?<labels>.*)\})? (?<value>\S+)( \d+)?$""")]
    private static partial Regex Line();

    [GeneratedRegex("""(?<label>[A-Za-z_][A-Za-z0-9_]*)="(?<value>(\\.|[^"\\])*)"[,]?""")]
    private static partial Regex Label();
}
