using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Reports.Papers;

/// <summary>By how much a doubtful figure moves the answer: what makes it a risk, beside how little is known of it.</summary>
internal static class AssumptionMoves
{
    /// <summary>For each figure, by how many pence the deficit of the last year differs between its P10 and its P90, all others at their P50.</summary>
    /// <remarks>
    /// On the expected path: no future is simulated for it, and the same folder gives the same pence. Of a figure that is drawn anew each year, the year that moves most counts.
    /// Where counts of children are hidden nothing is worked out: the path starts from the exact ones.
    /// </remarks>
    /// <param name="findings">What the run found, with its scenario.</param>
    /// <param name="option">The option whose deficit is asked about.</param>
    /// <param name="figures">Names of the figures.</param>
    internal static IReadOnlyDictionary<string, double> Of(Findings findings, string option, IReadOnlySet<string> figures)
    {
        if (findings.Scenario.SuppressBelow is not null)
        {
            return new Dictionary<string, double>();
        }

        var tables = WorldTables.Compile(findings.Scenario);
        var variant = findings.Scenario.Variants.Single(v => v.Id == option);
        var question = Question.FinalDeficit(tables);
        return UncertainParameter.Of(tables, variant).Where(parameter => figures.Contains(parameter.Range.Id))
            .GroupBy(parameter => parameter.Range.Id, StringComparer.Ordinal)
            .ToDictionary(years => years.Key, years => years.Max(parameter => (double)Math.Abs(At(parameter, 0.9) - At(parameter, 0.1))), StringComparer.Ordinal);

        long At(UncertainParameter parameter, double quantile) => question.Answer(variant, Parameters.Central.At(parameter.Range.Id, quantile, parameter.Year));
    }
}
