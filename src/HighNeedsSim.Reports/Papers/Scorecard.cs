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

        var (inYear, income) = (Median(MeasureCodes.InYear, last), findings.Of(variant, Findings.Income, last).P50);
        yield return Line(
            $"In-year deficit, {findings.Last}", Numbers.PoundsM(inYear), "Nil or a surplus",
            Low(inYear, 0, income * t.InYearRedShare),
            ("nil or a surplus", $"up to {Numbers.Share(t.InYearRedShare)} of income", $"more than {Numbers.Share(t.InYearRedShare)} of income"),
            Direction(Median(MeasureCodes.InYear, 0), inYear, lowerIsBetter: true));

        var (chance, before) = (Share(InBalance(last)), Share(InBalance(0)));
        yield return Line(
            $"Chance of in-year balance, {findings.Last}", VariantNames.Capital(Frequency.Of(InBalance(last), findings.Replicates)), $"{Tenths(t.ChanceGreen)} or more",
            High(chance, t.ChanceGreen, t.ChanceAmber),
            ($"{Tenths(t.ChanceGreen)} futures or more", $"{Tenths(t.ChanceAmber)} to {Tenths(t.ChanceGreen)}", $"fewer than {Tenths(t.ChanceAmber)}"),
            Direction(before, chance, lowerIsBetter: false));

        if (RunTables.Timeliness(findings, variant, last).Number is { } timely && RunTables.Timeliness(findings, variant, 0).Number is { } first)
        {
            yield return Line(
                "Final plans within 20 weeks", Numbers.Share((double)timely), $"{Numbers.Share(t.TimelyGreen)} or more",
                High((double)timely, t.TimelyGreen, t.TimelyAmber),
                ($"{Numbers.Share(t.TimelyGreen)} or more", $"{Numbers.Share(t.TimelyAmber)} to {Numbers.Share(t.TimelyGreen)}", $"less than {Numbers.Share(t.TimelyAmber)}"),
                Direction((double)first, (double)timely, lowerIsBetter: false));
        }

        var overdue = Median(MeasureCodes.ReviewsOverdue, last) / Math.Max(1, Median(MeasureCodes.Plans, last));
        yield return Line(
            "Annual reviews overdue, per plan", Numbers.Share(overdue), $"{Numbers.Share(t.OverdueGreen)} or less",
            Low(overdue, t.OverdueGreen, t.OverdueAmber),
            ($"up to {Numbers.Share(t.OverdueGreen)}", $"up to {Numbers.Share(t.OverdueAmber)}", $"more than {Numbers.Share(t.OverdueAmber)}"),
            Direction(Median(MeasureCodes.ReviewsOverdue, 0) / Math.Max(1, Median(MeasureCodes.Plans, 0)), overdue, lowerIsBetter: true));

        // Where the census count is hidden, its share would tell it.
        if (findings.Counted[PlacementType.IndependentSpecial].Number is not { } counted)
        {
            yield break;
        }

        var opening = (double)counted / Math.Max(1, findings.Scenario.OpeningStock.Total);
        var independent = Median(MeasureCodes.Placement(PlacementType.IndependentSpecial), last) / Math.Max(1, Median(MeasureCodes.Plans, last));
        var points = Numbers.Share(t.IndependentAmber).TrimEnd('%');
        yield return Line(
            "Plans in independent and non-maintained special schools", Numbers.Share(independent), $"{Numbers.Share(opening)} or less, as at the start",
            Low(independent, opening, opening + t.IndependentAmber),
            ("no more than at the start", $"up to {points} points more", $"over {points} points more"),
            Direction(opening, independent, lowerIsBetter: true));

        double Median(string code, int year) => findings.Of(variant, code, year).P50;
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
            $"Cumulative deficit before contributions, {Dates.EndOf(findings.Years[year])}", Numbers.PoundsM(value),
            $"{Numbers.PoundsM(target)}, {(hasTarget ? "as agreed" : $"as at {Dates.EndOf(findings.Base)}")}",
            Low(value, target, target * (1 + t.DeficitRedOver)),
            ("at or under", $"up to {Numbers.Share(t.DeficitRedOver)} over", $"more than {Numbers.Share(t.DeficitRedOver)} over"),
            Direction(first, value, lowerIsBetter: true));

        double Median(int y) => RunResult.Summarise(RunTables.BeforeContributions(findings, variant, y)).P50;
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
