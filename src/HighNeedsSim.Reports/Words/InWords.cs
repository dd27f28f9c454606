using HighNeedsSim.Model.Results;

namespace HighNeedsSim.Reports.Words;

/// <summary>A run's answer in sentences: what a member of the council asks first, on one screen.</summary>
public static class InWords
{
    /// <summary>The sentences, in order: how many futures, each variant's end and balance, savings and chances, what is left out.</summary>
    public static IReadOnlyList<string> Of(Findings findings) =>
    [
        $"{findings.Scenario.Title}: {Numbers.Count(findings.Replicates)} simulated futures of "
            + $"{VariantNames.List(findings.Variants.Select(VariantNames.InSentence))}, {findings.Years[0]} to {findings.Last}.",
        .. findings.Variants.Select(variant => End(findings, variant)),
        .. findings.Variants.Select(variant => Balance(findings, variant)),
        .. findings.Variants.Skip(1).Select(variant => Saving(findings, variant)),
        .. findings.Variants.Select(variant => Chance(findings, variant)),
        $"{Frequency.MonteCarloError(findings.Replicates)} {Caveats.Digits}",
        Caveats.Range,
        Caveats.Simulated,
    ];

    private static string End(Findings findings, string variant)
    {
        var end = findings.Of(variant, MeasureCodes.Deficit, findings.Years.Count - 1);
        return $"{Name(variant)}: the cumulative DSG deficit at {Dates.EndOf(findings.Last)} is {Numbers.Median(end, Numbers.PoundsMillion)} in the "
            + $"median; 8 in 10 simulated futures fall between {Numbers.Range(end, Numbers.PoundsMillion, "and")}.";
    }

    private static string Balance(Findings findings, string variant)
    {
        for (var year = 0; year < findings.Years.Count; year++)
        {
            if (findings.Of(variant, MeasureCodes.InYear, year).P50 <= 0)
            {
                return $"{Name(variant)}: the first financial year in balance is {findings.Years[year]} in the median "
                    + $"({InBalance(findings, variant, year)}).";
            }
        }

        return $"{Name(variant)}: no financial year to {findings.Last} is in balance in the median "
            + $"({findings.Last}: {InBalance(findings, variant, findings.Years.Count - 1)}).";
    }

    private static string InBalance(Findings findings, string variant, int year) =>
        Frequency.Of(findings.Futures(variant, MeasureCodes.InYear, year, deficit => deficit <= 0), findings.Replicates);

    private static string Saving(Findings findings, string variant)
    {
        var saving = Findings.Saving(findings.Difference(variant, MeasureCodes.Deficit, findings.Years.Count - 1));
        return $"{Name(variant)} saves {Numbers.Median(saving, Numbers.PoundsMillion)} on {VariantNames.InSentence(findings.Baseline)} by "
            + $"{Dates.EndOf(findings.Last)} in the median future (8 in 10: {Numbers.Range(saving, Numbers.PoundsMillion)}).";
    }

    private static string Chance(Findings findings, string variant)
    {
        var openings = findings.OpeningReplicates(variant);
        var ends = findings.Result.Replicates(variant, MeasureCodes.Deficit, findings.Years.Count - 1);
        var larger = openings.Zip(ends).Count(pair => pair.Second > pair.First);
        return $"{Name(variant)}: the deficit at {Dates.EndOf(findings.Last)} is larger than at {Dates.EndOf(findings.Base)} "
            + $"{Frequency.Of(larger, findings.Replicates)}.";
    }

    private static string Name(string variant) => VariantNames.Capital(VariantNames.InSentence(variant));
}
