using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Papers;

/// <summary>A rating in a word, so that no colour carries it alone.</summary>
public enum Rating
{
    /// <summary>On target.</summary>
    Green,

    /// <summary>Off target, within what the council tolerates.</summary>
    Amber,

    /// <summary>Beyond it.</summary>
    Red,
}

/// <summary>The scorecard of an option: what is measured, its rating in word and threshold, and which way it goes.</summary>
public static class Scorecard
{
    /// <summary>The column whose cells begin with the rating's word.</summary>
    public const string RatingColumn = "rating";

    /// <summary>The scorecard as a table.</summary>
    public static FigureTable Of(Findings findings, string variant, RatingThresholds thresholds)
    {
        var last = findings.Years.Count - 1;
        return new(
            "scorecard",
            "Scorecard of the preferred option",
            $"{findings.Place}, {VariantNames.InSentence(variant)}, {findings.Last}. Medians of {Numbers.Count(findings.Replicates)} simulated futures but for the chance and "
                + "the share within 20 weeks. Direction: from the first year played out to the last.",
            [
                new("measure", "", "Measure", FigureUnit.Text, IsRowHead: true),
                new("value", "", "Value", FigureUnit.Text),
                new("target", "", "Target", FigureUnit.Text),
                new(RatingColumn, "", "Rating and threshold", FigureUnit.Text),
                new("direction", "", "Direction", FigureUnit.Text),
            ],
            [.. Lines(findings, variant, thresholds, last)],
            [
                "Thresholds are proposals of this tool unless the council has set its own.",
                Frequency.MonteCarloError(findings.Replicates),
                $"A rating is of the median. The range of futures, and what it leaves out ({Caveats.LeftOut}), stand beside each figure in the tables.",
            ]);
    }

    /// <summary>The rating of a value that should be low.</summary>
    public static Rating Low(double value, double green, double amber) => value <= green ? Rating.Green : value <= amber ? Rating.Amber : Rating.Red;

    /// <summary>The rating of a value that should be high.</summary>
    public static Rating High(double value, double green, double amber) => value >= green ? Rating.Green : value >= amber ? Rating.Amber : Rating.Red;

    private static IEnumerable<IReadOnlyList<Figure>> Lines(Findings findings, string variant, RatingThresholds t, int last)
    {
        yield return Deficit(findings, variant, t, last);

        var (inYear, income) = (findings.Of(variant, MeasureCodes.InYear, last), findings.Of(variant, Findings.Income, last).P50);
        yield return Line(
            $"In-year deficit, {findings.Last}", Numbers.Median(inYear, Numbers.PoundsM), "Nil or a surplus",
            Low(inYear.P50, 0, income * t.InYearRedShare),
            ("nil or a surplus", $"up to {Numbers.Share(t.InYearRedShare)} of income", $"more than {Numbers.Share(t.InYearRedShare)} of income"),
            Direction(findings.Of(variant, MeasureCodes.InYear, 0).P50, inYear.P50, lowerIsBetter: true));

        var (chance, before) = (Share(InBalance(last)), Share(InBalance(0)));
        yield return Line(
            $"Chance of in-year balance, {findings.Last}", VariantNames.Capital(Frequency.Of(InBalance(last), findings.Replicates)), $"{Tenths(t.ChanceGreen)} or more",
            High(chance, t.ChanceGreen, t.ChanceAmber),
            ($"{Tenths(t.ChanceGreen)} futures or more", $"{Tenths(t.ChanceAmber)} to {Tenths(t.ChanceGreen)}", $"fewer than {Tenths(t.ChanceAmber)}"),
            Direction(before, chance, lowerIsBetter: false));

        if (RunTables.Timeliness(findings, variant, last) is { Number: { } timely } told && RunTables.Timeliness(findings, variant, 0).Number is { } first)
        {
            yield return Line(
                "Final plans within 20 weeks", FigureText.Of(told, FigureUnit.Share), $"{Numbers.Share(t.TimelyGreen)} or more",
                High((double)timely, t.TimelyGreen, t.TimelyAmber),
                ($"{Numbers.Share(t.TimelyGreen)} or more", $"{Numbers.Share(t.TimelyAmber)} to {Numbers.Share(t.TimelyGreen)}", $"less than {Numbers.Share(t.TimelyAmber)}"),
                Direction((double)first, (double)timely, lowerIsBetter: false));
        }

        var overdue = findings.Share(variant, MeasureCodes.ReviewsOverdue, MeasureCodes.Plans, last);
        yield return Line(
            "Annual reviews overdue, per plan", Numbers.Median(overdue, Numbers.Share), $"{Numbers.Share(t.OverdueGreen)} or less",
            Low(overdue.P50, t.OverdueGreen, t.OverdueAmber),
            ($"up to {Numbers.Share(t.OverdueGreen)}", $"up to {Numbers.Share(t.OverdueAmber)}", $"more than {Numbers.Share(t.OverdueAmber)}"),
            Direction(findings.Share(variant, MeasureCodes.ReviewsOverdue, MeasureCodes.Plans, 0).P50, overdue.P50, lowerIsBetter: true));

        // Where the census count is hidden, its share would tell it.
        if (findings.Counted[PlacementType.IndependentSpecial].Number is not { } counted)
        {
            yield break;
        }

        var opening = (double)counted / Math.Max(1, findings.Scenario.OpeningStock.Total);
        var independent = findings.Share(variant, MeasureCodes.Placement(PlacementType.IndependentSpecial), MeasureCodes.Plans, last);
        var points = Numbers.Share(t.IndependentAmber).TrimEnd('%');
        yield return Line(
            "Plans in independent and non-maintained special schools", Numbers.Median(independent, Numbers.Share), $"{Numbers.Share(opening)} or less, as at the start",
            Low(independent.P50, opening, opening + t.IndependentAmber),
            ("no more than at the start", $"up to {points} points more", $"over {points} points more"),
            Direction(opening, independent.P50, lowerIsBetter: true));

        int InBalance(int year) => findings.Futures(variant, MeasureCodes.InYear, year, deficit => deficit <= 0);
        double Share(int futures) => (double)futures / findings.Replicates;
    }

    private static IReadOnlyList<Figure> Deficit(Findings findings, string variant, RatingThresholds t, int last)
    {
        var agreement = findings.Scenario.Agreement;
        var hasTarget = agreement is not null && findings.Years.Contains(agreement.Balanced);
        var year = hasTarget ? agreement!.Balanced - findings.Years[0] : last;
        var target = hasTarget ? agreement!.AgreedDeficit.Pence : findings.Opening(findings.Baseline).P50;
        var (first, value) = (Median(0), Median(year));
        return Line(
            $"Cumulative deficit before contributions, {Dates.EndOf(findings.Years[year])}", Numbers.Median(value, Numbers.PoundsM),
            $"{Numbers.PoundsM(target)}, {(hasTarget ? "as agreed" : $"as at {Dates.EndOf(findings.Base)}")}",
            Low(value.P50, target, target * (1 + t.DeficitRedOver)),
            ("at or under", $"up to {Numbers.Share(t.DeficitRedOver)} over", $"more than {Numbers.Share(t.DeficitRedOver)} over"),
            Direction(first.P50, value.P50, lowerIsBetter: true));

        Summary Median(int y) => RunResult.Summarise(RunTables.BeforeContributions(findings, variant, y));
    }

    private static IReadOnlyList<Figure> Line(
        string measure, string value, string target, Rating rating, (string Green, string Amber, string Red) thresholds, string direction) =>
    [
        Figure.Of(measure), Figure.Of(value), Figure.Of(target),
        Figure.Of($"{rating}: {rating switch { Rating.Green => thresholds.Green, Rating.Amber => thresholds.Amber, _ => thresholds.Red }}"),
        Figure.Of(direction),
    ];

    private static string Direction(double first, double last, bool lowerIsBetter)
    {
        // What a reader could not tell apart has not moved.
        var moved = (last - first) / Math.Max(Math.Abs(first), 1e-9);
        return Math.Abs(moved) < 0.01 ? "Level" : last < first == lowerIsBetter ? "Improving" : "Worsening";
    }

    private static string Tenths(double share) => FormattableString.Invariant($"{Math.Round(share * 10):0} in 10");
}
