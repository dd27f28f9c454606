namespace HighNeedsSim.Scenarios;

/// <summary>
/// Reads <c>given</c>: what was published of years after the census, put in to check the model's mechanics in hindsight. A
/// forecast has none of it.
/// </summary>
internal sealed class GivenParts
{
    internal GivenParts(YamlMap root)
    {
        if (!root.Has("given"))
        {
            return;
        }

        var map = root.Map("given");
        Requests = ByYear(map, "requests", "Requests of the calendar year, given", "requests a year", 1_000_000)
            .ToDictionary(g => g.Key, g => (int)g.Value);
        Refusals = ByYear(map, "refuse-to-assess", "Requests refused in the calendar year, given", "share", 1);
        Output = ByYear(map, "assessments-finished", "Assessments finished in the calendar year, given", "assessments a week", 100_000);
        CessationLevels = ByYear(map, "cessation-level", "Cessation rates of the calendar year, given", "factor", 20);
        CessationLevelsFrom20 = ByYear(map, "cessation-level-from-20", "Cessation rates of the calendar year at 20 and over, given", "factor", 40);
        map.End();
    }

    internal IReadOnlyDictionary<int, int> Requests { get; } = new Dictionary<int, int>();

    internal IReadOnlyDictionary<int, double> Refusals { get; } = new Dictionary<int, double>();

    internal IReadOnlyDictionary<int, double> Output { get; } = new Dictionary<int, double>();

    internal IReadOnlyDictionary<int, double> CessationLevels { get; } = new Dictionary<int, double>();

    internal IReadOnlyDictionary<int, double> CessationLevelsFrom20 { get; } = new Dictionary<int, double>();

    private static Dictionary<int, double> ByYear(YamlMap given, string key, string label, string unit, double most)
    {
        var years = new Dictionary<int, double>();
        if (!given.Has(key))
        {
            return years;
        }

        var map = given.Map(key);
        foreach (var (text, line) in map.Keys())
        {
            var value = map.Known(text, label, unit, 0, most);
            if (Numbers.TryParseInt(text, out var year) && year is >= Years.First and <= Years.Last)
            {
                years[year] = value;
            }
            else
            {
                map.Add(line, text, $"is no calendar year: write one from {Years.First} to {Years.Last}");
            }
        }

        return years;
    }
}
