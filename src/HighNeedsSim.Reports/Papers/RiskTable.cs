using System.Globalization;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Papers;

/// <summary>The risks: those that the run can judge with a score before and after, and those that it leaves out.</summary>
internal static class RiskTable
{
    private const int Highest = 5;

    internal static FigureTable Of(Findings findings, string preferred)
    {
        var last = findings.Years.Count - 1;
        List<IReadOnlyList<Figure>> rows =
        [
            Line(
                $"In-year deficits go on: {findings.Last} is not in balance", 5,
                variant => findings.Replicates - findings.Futures(variant, MeasureCodes.InYear, last, deficit => deficit <= 0)),
            Line($"The cumulative deficit is larger at {Dates.EndOf(findings.Last)} than at {Dates.EndOf(findings.Base)}", 5, variant => RunTables.Larger(findings, variant)),
        ];
        if (findings.Scenario.Agreement is { } agreement && findings.Years.Contains(agreement.Balanced))
        {
            var year = agreement.Balanced - findings.Years[0];
            rows.Add(Line(
                $"The deficit before contributions exceeds the agreed {Numbers.PoundsMillion(agreement.AgreedDeficit.Pence)} at {Dates.EndOf(agreement.Balanced)}", 5,
                variant => RunTables.BeforeContributions(findings, variant, year).Count(deficit => deficit > agreement.AgreedDeficit.Pence)));
            if (findings.Scenario.Variants.Any(variant => variant.Id == preferred && variant.SafetyValve))
            {
                var futures = findings.Futures(preferred, MeasureCodes.Withheld, last, withheld => withheld > 0);
                rows.Add(
                [
                    Figure.Of($"Safety Valve payments are withheld up to {Dates.EndOf(findings.Last)}"), Figure.NotApplicable,
                    Figure.Of(Score(futures, findings.Replicates, 4)), Figure.Of(VariantNames.Capital(Frequency.Of(futures, findings.Replicates))),
                ]);
            }
        }

        rows.AddRange(
            from risk in (string[])
            [
                "National policy or the statutory override changes",
                "Data recorded by the authority or its schools are wrong",
                "The model itself is wrong in some respect",
            ]
            select (IReadOnlyList<Figure>)
                [Figure.Of(risk), Figure.NotAvailable, Figure.NotAvailable, Figure.Of("Left out of the simulated range: to be scored by its owner")]);

        return new(
            "risks",
            "Risks and their scores",
            $"Likelihood (1 to {Highest}) × impact (1 to {Highest}); before: {VariantNames.InSentence(findings.Baseline)}; after: {VariantNames.InSentence(preferred)}. "
                + "Likelihood follows from the share of simulated futures: 1 up to 1 in 10, 2 up to 3 in 10, 3 up to 5 in 10, 4 up to 8 in 10, 5 beyond.",
            [
                new("risk", "", "Risk", FigureUnit.Text, IsRowHead: true),
                new("score_before", "", "Score before", FigureUnit.Text),
                new("score_after", "", "Score after", FigureUnit.Text),
                new("chance_after", "", "Chance after", FigureUnit.Text),
            ],
            rows,
            [Frequency.MonteCarloError(findings.Replicates), "Impact scores are proposals for the owner of each risk.", $"[{Figure.NotApplicable.Text}] = not applicable; [{Figure.NotAvailable.Text}] = not available."]);

        IReadOnlyList<Figure> Line(string risk, int impact, Func<string, int> futures) =>
        [
            Figure.Of(risk),
            Figure.Of(Score(futures(findings.Baseline), findings.Replicates, impact)),
            Figure.Of(Score(futures(preferred), findings.Replicates, impact)),
            Figure.Of(VariantNames.Capital(Frequency.Of(futures(preferred), findings.Replicates))),
        ];
    }

    /// <summary>The likelihood of something that comes to pass in so many futures, 1 to 5.</summary>
    internal static int Likelihood(int futures, int replicates) => ((double)futures / replicates) switch
    {
        <= 0.1 => 1,
        <= 0.3 => 2,
        <= 0.5 => 3,
        <= 0.8 => 4,
        _ => Highest,
    };

    private static string Score(int futures, int replicates, int impact)
    {
        var likelihood = Likelihood(futures, replicates);
        return string.Create(CultureInfo.InvariantCulture, $"{likelihood * impact} ({likelihood} × {impact})");
    }
}
