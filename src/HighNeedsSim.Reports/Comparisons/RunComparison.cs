using System.Globalization;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Comparisons;

/// <summary>A run to be compared.</summary>
/// <param name="Manifest">What fixes its result.</param>
/// <param name="Findings">What it found.</param>
/// <param name="Assumptions">What its scenario assumes.</param>
public sealed record Comparable(RunManifest Manifest, Findings Findings, IReadOnlyList<Assumption> Assumptions);

/// <summary>
/// Two runs side by side, the second against the first, future by future: only where the same futures were played, so that what differs comes
/// from what was changed and from nothing else.
/// </summary>
public sealed class RunComparison
{
    private readonly Comparable _first;
    private readonly Comparable _second;

    private RunComparison(Comparable first, Comparable second, IReadOnlyList<string> variants)
    {
        (_first, _second, Variants) = (first, second, variants);
        Futures = Math.Min(first.Findings.Replicates, second.Findings.Replicates);
    }

    /// <summary>Ids of the variants that both runs played, in the order of the first.</summary>
    public IReadOnlyList<string> Variants { get; }

    /// <summary>How many futures both runs played.</summary>
    public int Futures { get; }

    /// <summary>Compares two runs.</summary>
    /// <returns>The comparison; or every reason why these two say nothing about each other.</returns>
    public static (RunComparison? Comparison, IReadOnlyList<string> Refusals) Of(Comparable first, Comparable second)
    {
        var (one, other) = (first.Findings, second.Findings);
        var variants = one.Variants.Where(variant => other.Variants.Contains(variant)).ToList();
        List<string> refusals = [];
        Refuse(one.Scenario.Authority.Code != other.Scenario.Authority.Code,
            $"They are of different authorities: {one.Place} and {other.Place}.");
        Refuse(!one.Years.SequenceEqual(other.Years),
            $"They play out different years: {one.Years[0]} to {one.Last}, and {other.Years[0]} to {other.Last}.");
        Refuse(first.Manifest.ModelVersion != second.Manifest.ModelVersion,
            "They were made by different versions of the model, so a difference could come from the model as well as from the scenario: run the older one again.");
        Refuse(first.Manifest.Spec.Seed != second.Manifest.Spec.Seed,
            $"They have different seeds ({first.Manifest.Spec.Seed} and {second.Manifest.Spec.Seed}), so different children live in them: run one of them again with the other's seed.");
        Refuse(variants.Count == 0,
            $"No variant is in both: {VariantNames.List(one.Variants.Select(VariantNames.InSentence))}; and {VariantNames.List(other.Variants.Select(VariantNames.InSentence))}.");
        return refusals.Count > 0 ? (null, refusals) : (new(first, second, variants), []);

        void Refuse(bool when, string because)
        {
            if (when)
            {
                refusals.Add(because);
            }
        }
    }

    /// <summary>The second run's deficit on the last 31 March less the first's, future by future, in pence.</summary>
    public Summary Difference(string variant, string code, int year)
    {
        var first = _first.Findings.Result.Replicates(variant, code, year);
        var second = _second.Findings.Result.Replicates(variant, code, year);
        return RunResult.Summarise([.. Enumerable.Range(0, Futures).Select(future => second[future] - first[future])]);
    }

    /// <summary>What changes, in sentences: one for each variant.</summary>
    public IReadOnlyList<string> InWords()
    {
        var last = _first.Findings.Years.Count - 1;
        return [.. Variants.Select(variant =>
        {
            var difference = Difference(variant, MeasureCodes.Deficit, last);
            var by = Dates.EndOf(_first.Findings.Last);
            var name = VariantNames.Label(_first.Findings, variant);
            string Moved(double pence) => $"{Numbers.PoundsMillion(Math.Abs(pence), difference.MedianError)} {(pence > 0 ? "larger" : "smaller")}";
            return difference is { P10: 0, P50: 0, P90: 0 } ? $"{name}: the deficit at {by} is the same in both."
                : $"{name}: the second run's deficit at {by} is {Moved(difference.P50)} in the median future (8 in 10: {Moved(difference.P10)} to {Moved(difference.P90)}).";
        })];
    }

    /// <summary>The deficits of both runs and the paired difference, by 31 March and variant.</summary>
    public Table Table() => new(
        $"{_first.Findings.Place}: cumulative DSG deficit of two runs, £ million in cash terms. Positive is a deficit. Median, and difference "
            + $"future by future over {Numbers.Count(Futures)} futures that both played.",
        [
            new("", "31 March", IsNumeric: false, IsRowHead: true),
            new("", "Variant", IsNumeric: false, IsRowHead: true),
            new("First run", "median", IsNumeric: true),
            new("Second run", "median", IsNumeric: true),
            new("Second less first", "median", IsNumeric: true),
            new("Second less first", "8 in 10", IsNumeric: true),
        ],
        [.. from year in Enumerable.Range(0, _first.Findings.Years.Count)
            from variant in Variants
            let difference = Difference(variant, MeasureCodes.Deficit, year)
            select (IReadOnlyList<string>)
            [
                Dates.EndOf(_first.Findings.Years[year])[^4..], VariantNames.Label(_first.Findings, variant),
                Numbers.Median(_first.Findings.Of(variant, MeasureCodes.Deficit, year), Numbers.Millions),
                Numbers.Median(_second.Findings.Of(variant, MeasureCodes.Deficit, year), Numbers.Millions),
                Numbers.Median(difference, Numbers.Millions), Numbers.Range(difference, Numbers.Millions),
            ]],
        ["Differences are taken future by future and then summarised; medians do not subtract.", Caveats.Range]);

    /// <summary>The same for spreadsheets and programs: one row for each year and variant, in pounds, with every figure in full.</summary>
    public string WriteCsv()
    {
        var csv = new Csv().Line(
            "time_period", "time_identifier", "variant", "first_deficit_median_gbp", "second_deficit_median_gbp",
            "difference_mean_gbp", "difference_p10_gbp", "difference_median_gbp", "difference_p90_gbp");
        for (var year = 0; year < _first.Findings.Years.Count; year++)
        {
            var starts = _first.Findings.Years[year].Starts;
            foreach (var variant in Variants)
            {
                var difference = Difference(variant, MeasureCodes.Deficit, year);
                csv.Line(
                    string.Create(CultureInfo.InvariantCulture, $"{starts}{(starts + 1) % 100:00}"), "Financial year", variant,
                    Pounds(_first.Findings.Of(variant, MeasureCodes.Deficit, year).P50), Pounds(_second.Findings.Of(variant, MeasureCodes.Deficit, year).P50),
                    Pounds(difference.Mean), Pounds(difference.P10), Pounds(difference.P50), Pounds(difference.P90));
            }
        }

        return csv.ToString();
    }

    private static decimal Pounds(double pence) => decimal.Round((decimal)pence, 0, MidpointRounding.AwayFromZero) / 100;

    /// <summary>A variant of both runs as a fan: the first run, and the second.</summary>
    public FanData Fan(string variant)
    {
        var last = _first.Findings.Years.Count - 1;
        var name = VariantNames.Label(_first.Findings, variant);
        var (one, other) = (_first.Findings.Of(variant, MeasureCodes.Deficit, last), _second.Findings.Of(variant, MeasureCodes.Deficit, last));
        return new(
            $"{name}: {Numbers.Median(one, Numbers.PoundsM)} in the first run, {Numbers.Median(other, Numbers.PoundsM)} in the second",
            DeficitFan.Caption(_first.Findings),
            _first.Findings.Base,
            [Path("First run", _first.Findings), Path("Second run", _second.Findings)]);

        FanPath Path(string label, Findings findings) => new(
            label,
            [findings.Opening(variant), .. Enumerable.Range(0, findings.Years.Count).Select(year => findings.Of(variant, MeasureCodes.Deficit, year))]);
    }

    /// <summary>What the two scenarios assume differently, in words.</summary>
    public IReadOnlyList<string> Changes() =>
    [
        .. ScenarioDifferences.InWords(_first.Assumptions, _second.Assumptions),
        .. ScenarioDifferences.Tables(_first.Manifest.DataHashes, _second.Manifest.DataHashes),
    ];
}
