using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Requests;
using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Scenarios;

/// <summary>Reads what is drawn jointly: variants of the population with their probabilities, and values that rise and fall together.</summary>
internal sealed class JointParts(YamlMap root, Reading reading)
{
    internal List<PopulationVariant> PopulationVariants()
    {
        const string Key = "population-variants";
        var variants = new List<PopulationVariant>();
        var hasBirths = root.Has("births");
        if (!root.Has(Key))
        {
            return variants;
        }

        if (hasBirths)
        {
            root.Add(root.LineOf("births"), "births", $"is given, and {Key} too: each variant has its own births, so remove one of the two");
        }

        var map = root.Map(Key);
        foreach (var (name, line) in map.Keys())
        {
            if (!Numbers.IsSlug(name))
            {
                map.Add(line, name, "cannot be a name: use small letters, digits and hyphens");
            }

            var one = map.Map(name);
            variants.Add(new(name, one.Text("title"), one.Known("probability", $"Probability of the population variant {name}", "probability", 0, 1), one.Births("births")));
            one.End();
        }

        var sum = variants.Sum(v => v.Probability);
        if (!map.IsSilent && Math.Abs(sum - 1) > 0.0015)
        {
            root.Add(root.LineOf(Key), Key, $"the probabilities sum to {Numbers.Text(Math.Round(sum, 6))}, not to 1: correct one of them");
        }

        return variants;
    }

    /// <param name="requests">Of which some values are drawn anew each year: they cannot go with values that are drawn once.</param>
    internal List<Correlation> Correlations(RequestRates requests)
    {
        const string Key = "correlations";
        var correlations = new List<Correlation>();
        // A value that could not be read has its problem already: that nobody knows its name is no second one.
        var allRead = !reading.Problems.Any;
        if (!root.Has(Key))
        {
            return correlations;
        }

        foreach (var map in root.Maps(Key))
        {
            var (first, second) = (map.Text("first", Fault), map.Text("second", Fault));
            correlations.Add(new(first, second, map.Known("correlation", $"Correlation of {first} and {second}", "correlation", -1, 1)));
            map.End();
        }

        if (!reading.Problems.Any && Copula.Fault(correlations) is { } fault)
        {
            root.Add(root.LineOf(Key), Key, fault);
            return [];
        }

        return correlations;

        string? Fault(string id) =>
            id == requests.YearShock.Id || id == requests.DistrictShock.Id
                ? $"{ProblemList.Quote(id)} is drawn anew each year, so it cannot go with a value that is drawn once: name another"
            : !allRead || reading.Knows(id) || id == PopulationVariant.Choice ? null
            : $"{ProblemList.Quote(id)} is no uncertain value of this scenario: write its path of keys, as in requests.growth";
    }
}
