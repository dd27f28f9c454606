using System.Globalization;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Results;

namespace HighNeedsSim.Reports.Words;

/// <summary>How much of a range is the scenario's uncertain figures and how much is chance, in sentences.</summary>
public static class Spread
{
    /// <summary>A sentence for each variant, about the deficit at the end.</summary>
    /// <param name="findings">What the run found.</param>
    /// <param name="beside">The run beside the expected path.</param>
    public static IReadOnlyList<string> Of(Findings findings, ExpectedBeside beside) =>
    [
        .. findings.Variants.Select(variant => Sentence(findings, variant, beside.At(variant, MeasureCodes.Deficit, findings.Years.Count - 1))),
        $"Worked out from {Numbers.Count(beside.Futures)} futures, each set beside the expected path (no chance) at its own figures. What that path has wrong counts as chance, "
            + "so the shares are lower bounds.",
    ];

    private static string Sentence(Findings findings, string variant, ExpectedFigure figure)
    {
        // Twice the standard error; never less than one in a hundred.
        var error = Math.Max(1, Math.Ceiling(200 * figure.ParameterShareError));
        // Rounded down, and never to all: a little is chance in every run.
        var share = Math.Min(99, Math.Floor(100 * figure.ParameterShare));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{VariantNames.Capital(VariantNames.InSentence(variant))}: of the variance of the deficit at {Dates.EndOf(findings.Last)}, at least {share} in 100 (give or take {error}) "
            + $"come from the scenario's uncertain figures, the rest from chance; the simulation ends {Off(figure)} the expected path.{Corrected(figure)}");
    }

    private static string Corrected(ExpectedFigure figure) => figure.IsCorrected
        ? $" The mean of all futures is {Told(figure.Mean, figure.MeanError)}; corrected by the expected path {Told(figure.CorrectedMean, figure.CorrectedMeanError)}."
        : "";

    private static string Off(ExpectedFigure figure) => $"{Told(Math.Abs(figure.Difference), figure.DifferenceError)} {(figure.Difference < 0 ? "below" : "above")}";

    // Twice the standard error, as everywhere; both to the digit that it supports.
    private static string Told(double pence, double error) =>
        $"{Numbers.PoundsMillion(pence, error)} (give or take {Numbers.PoundsMillion(2 * error, error)})";
}
