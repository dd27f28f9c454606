using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Tables;

/// <summary>
/// What a member of the council asks first, side by side for each variant: the deficit on each 31 March, the gap of the last year, the
/// first year in balance, the chance of missing the target, and what is saved.
/// </summary>
public static class HeadlineTable
{
    /// <summary>The table.</summary>
    /// <param name="findings">What the run found.</param>
    /// <param name="target">The most that the deficit may be on the last 31 March, in pence; null for what it was at the opening.</param>
    public static Table Of(Findings findings, long? target)
    {
        var last = findings.Years.Count - 1;
        return new(
            $"{findings.Place}: the answer in short, £ million in cash terms. Positive is a deficit. Median, and in brackets 8 in 10 of "
                + $"{Numbers.Count(findings.Replicates)} simulated futures.",
            [
                new("", "Question", IsNumeric: false, IsRowHead: true),
                .. findings.Variants.Select(variant => new Column("", VariantNames.Label(findings, variant), IsNumeric: true)),
            ],
            [
                .. Enumerable.Range(0, findings.Years.Count).Select(year => Row(
                    $"Deficit at {Dates.EndOf(findings.Years[year])}", variant => Cell(findings.Of(variant, MeasureCodes.Deficit, year)))),
                Row($"In-year gap in {findings.Last}", variant => Cell(findings.Of(variant, MeasureCodes.InYear, last))),
                Row("First year in balance", variant => FirstBalanced(findings, variant)),
                Row(Question(findings, target), variant => Chance(findings, variant, target)),
                Row($"Saving by {Dates.EndOf(findings.Last)}", variant => variant == findings.Baseline
                    ? Missing.NotApplicable
                    : Cell(Findings.Saving(findings.Difference(variant, MeasureCodes.Deficit, last)))),
            ],
            [
                Frequency.MonteCarloError(findings.Replicates),
                $"Saving: on {VariantNames.InSentence(findings.Baseline)}, worked out future by future with the same children in both and then summarised; "
                    + "medians do not subtract.",
                Caveats.Range,
                $"{Missing.NotApplicable} = not applicable.",
            ]);

        IReadOnlyList<string> Row(string question, Func<string, string> answer) => [question, .. findings.Variants.Select(answer)];
    }

    /// <summary>In how many futures the deficit on the last 31 March is more than it may be.</summary>
    /// <param name="findings">What the run found.</param>
    /// <param name="variant">The variant's id.</param>
    /// <param name="target">The most that it may be, in pence; null for what it was at the opening of that future.</param>
    public static int Missed(Findings findings, string variant, long? target)
    {
        var ends = findings.Result.Replicates(variant, MeasureCodes.Deficit, findings.Years.Count - 1);
        return target is { } most
            ? ends.Count(end => end > most)
            : findings.OpeningReplicates(variant).Zip(ends).Count(pair => pair.Second > pair.First);
    }

    private static string Question(Findings findings, long? target) => target is { } most
        ? $"Deficit above {Numbers.PoundsM(most)} at {Dates.EndOf(findings.Last)}"
        : $"Deficit larger at {Dates.EndOf(findings.Last)} than at {Dates.EndOf(findings.Base)}";

    private static string Chance(Findings findings, string variant, long? target) =>
        VariantNames.Capital(Frequency.Of(Missed(findings, variant, target), findings.Replicates)
            .Replace(" simulated futures", "", StringComparison.Ordinal));

    private static string FirstBalanced(Findings findings, string variant)
    {
        var year = Enumerable.Range(0, findings.Years.Count)
            .FirstOrDefault(y => findings.Of(variant, MeasureCodes.InYear, y).P50 <= 0, -1);
        return year < 0 ? $"None to {findings.Last}" : findings.Years[year].ToString();
    }

    private static string Cell(Summary value) => $"{Numbers.Median(value, Numbers.Millions)} ({Numbers.Range(value, Numbers.Millions)})";
}
