using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Expected;

/// <summary>What a mitigation's figures mean, told while somebody chooses them.</summary>
/// <param name="Means">Sentences: what happens less or more in the last year, and what that does to the deficit.</param>
/// <param name="Chart">What was published and the chosen range, drawn together.</param>
/// <param name="Tables">The figures behind it: deficits, then what is drawn.</param>
public sealed record MitigationAnswer(IReadOnlyList<string> Means, FanData Chart, IReadOnlyList<Table> Tables)
{
    private const int MostSentences = 3;

    // Below this share of plans within 20 weeks cases wait for officers more than they wait for the law's steps.
    private const double MostInTime = 0.9;

    /// <summary>The answer.</summary>
    /// <param name="tables">The scenario's tables, with the mitigation as it is asked about.</param>
    /// <param name="variant">The policies within which it is looked at.</param>
    /// <param name="mitigation">The mitigation.</param>
    /// <param name="reach">What it does.</param>
    /// <param name="history">Published figures of the same authority; empty where none are known, or where they are of another size.</param>
    public static MitigationAnswer Of(
        WorldTables tables, Variant variant, Mitigation mitigation, MitigationReach reach, IReadOnlyList<Target> history)
    {
        var (layout, last) = (tables.Layout, tables.Layout.Years.Count - 1);
        WatchedMeasure[] watched = [.. mitigation.Effects.Select(e => WatchedMeasure.Of(e.Lever)).DistinctBy(w => w.Name).Take(MostSentences)];
        var off = Difference(reach, path => path[layout.At(last, layout.IndexOf(MeasureCodes.Deficit))]);
        var cost = mitigation.AnnualCost.Central * 100;
        return new(
            [
                .. watched.Where(w => !w.IsMoney || w.Codes[0] != MeasureCodes.Spend)
                    .Select(w => $"This means {Change(Difference(reach, path => w.InYear(layout, path, last)), w)} {w.When(layout.Years[last])}."),
                .. Waits(layout, mitigation, reach),
                $"{OnDeficit(off, Dates.EndOf(layout.Years[last]))}{(cost > 0 ? $", after the {Numbers.PoundsMillion(cost)} a year that it costs to run" : "")}.",
            ],
            Drawn(tables, mitigation, reach, watched[0], history),
            [Deficits(tables, variant, mitigation, reach), Counts(tables, mitigation, reach, watched[0])]);
    }

    /// <summary>What a change of figures does to the deficit on the last 31 March, against what is kept.</summary>
    /// <param name="layout">The layout of both.</param>
    /// <param name="kept">The variant as the scenario has it.</param>
    /// <param name="now">The variant as it would be.</param>
    public static string AgainstKept(ResultLayout layout, long[] kept, long[] now)
    {
        var last = layout.Years.Count - 1;
        var at = layout.At(last, layout.IndexOf(MeasureCodes.Deficit));
        var change = now[at] - kept[at];
        var (end, was) = (Dates.EndOf(layout.Years[last]), Numbers.PoundsMillion(kept[at]));
        return Numbers.PoundsMillion(change) == Numbers.PoundsMillion(0)
            ? $"Nothing changes in the cumulative deficit at {end}: {was} on the expected path, as in the scenario."
            : $"The cumulative deficit at {end} becomes {Numbers.PoundsMillion(now[at])} on the expected path: {Numbers.PoundsMillion(Math.Abs(change))} "
                + $"{(change < 0 ? "less" : "more")} than in the scenario as it is kept ({was}).";
    }

    private static (long Weak, long Strong) Difference(MitigationReach reach, Func<long[], long> of) => (of(reach.Weak) - of(reach.Without), of(reach.Strong) - of(reach.Without));

    // Where officers' time is the limit, fewer cases make the wait shorter before they make plans fewer: who asks for the one and sees the other must be told why.
    private static IEnumerable<string> Waits(ResultLayout layout, Mitigation mitigation, MitigationReach reach)
    {
        var (years, last) = (Enumerable.Range(0, layout.Years.Count), layout.Years.Count - 1);
        long Total(long[] path, string code) => years.Sum(year => path[layout.At(year, layout.IndexOf(code))]);
        var inTime = (double)Total(reach.Without, MeasureCodes.FinalPlansIn20Weeks) / Math.Max(1, Total(reach.Without, MeasureCodes.FinalPlansTimed));
        if (inTime > MostInTime || !mitigation.Effects.Any(effect => effect.Lever is Lever.FewerRequests or Lever.FewerParentalRequests or Lever.RefuseMoreToAssess))
        {
            yield break;
        }

        var (plans, cases) = (WatchedMeasure.NewPlans, WatchedMeasure.OpenCases);
        yield return $"Without it {Numbers.Share(inTime)} of plans come within 20 weeks: while cases wait for officers, fewer of them shorten the wait before they lower plans.";
        yield return $"From {layout.Years[0]} to {layout.Years[last]} it means {Change(Difference(reach, path => Total(path, plans.Codes[0])), plans)}, and "
            + $"{Change(Difference(reach, path => cases.InYear(layout, path, last)), cases)} {cases.When(layout.Years[last])}.";
    }

    // A stronger effect need not be the larger change, where places bend it: the smaller change is told first.
    private static string Change((long Weak, long Strong) change, WatchedMeasure watched)
    {
        Func<double, string> number = watched.IsMoney ? Numbers.PoundsMillion : Numbers.Count;
        var (fewer, zero) = (watched.IsMoney ? "less" : "fewer", number(0));
        var ends = new[] { change.Weak, change.Strong }.OrderBy(Math.Abs).Select(c => (Size: number(Math.Abs(c)), Word: c < 0 ? fewer : "more")).ToArray();
        return ends[1].Size == zero ? $"no change in {watched.Noun}"
            : ends[0].Size == ends[1].Size && ends[0].Word == ends[1].Word ? $"{ends[1].Size} {ends[1].Word} {watched.Noun}"
            : ends[0].Word == ends[1].Word || ends[0].Size == zero ? $"{ends[0].Size} to {ends[1].Size} {ends[1].Word} {watched.Noun}"
            : $"{ends[0].Size} {ends[0].Word} to {ends[1].Size} {ends[1].Word} {watched.Noun}";
    }

    private static string OnDeficit((long Weak, long Strong) change, string end)
    {
        var zero = Numbers.PoundsMillion(0);
        var (weak, strong) = (Numbers.PoundsMillion(Math.Abs(change.Weak)), Numbers.PoundsMillion(Math.Abs(change.Strong)));
        if (weak == zero && strong == zero)
        {
            return $"The cumulative deficit at {end} hardly changes";
        }

        if (weak != zero && strong != zero && change.Weak < 0 != change.Strong < 0)
        {
            return change.Weak > 0
                ? $"At its weak end it adds {weak} to the cumulative deficit at {end}, at its strong end it takes {strong} off"
                : $"At its weak end it takes {weak} off the cumulative deficit at {end}, at its strong end it adds {strong} to it";
        }

        var off = (strong == zero ? change.Weak : change.Strong) < 0;
        var range = weak == strong ? weak : Math.Abs(change.Weak) <= Math.Abs(change.Strong) ? $"{weak} to {strong}" : $"{strong} to {weak}";
        return $"It {(off ? "takes" : "adds")} {range} {(off ? "off" : "to")} the cumulative deficit at {end}";
    }

    private static FanData Drawn(WorldTables tables, Mitigation mitigation, MitigationReach reach, WatchedMeasure watched, IReadOnlyList<Target> history)
    {
        var layout = tables.Layout;
        double[][] with = [watched.Series(layout, reach.Weak), watched.Series(layout, reach.Middle), watched.Series(layout, reach.Strong)];
        var without = watched.Series(layout, reach.Without);
        var published = watched.Published(history);
        var (first, number) = (watched.First(layout), watched.Scale.Label);
        return new(
            $"{watched.Name} with {mitigation.Code}: {number(with[1][^1], 0)} {watched.Scale.Moment(first + (without.Length - 1))}, without: {number(without[^1], 0)}",
            $"{watched.Name}, {tables.Scenario.Authority.Name}, on the expected path. Shaded: from the weak to the strong end of the chosen range."
                + (published.Count > 0 ? $" Dots: published ({string.Join("; ", Sources(history, watched))})." : ""),
            first,
            [
                new($"Without {mitigation.Code}", [.. without.Select(v => new Summary(v, v, v, v))]) { IsLine = true },
                new($"With {mitigation.Code}", [.. without.Select((_, n) => new Summary(
                    with[1][n], Math.Min(with[0][n], with[2][n]), with[1][n], Math.Max(with[0][n], with[2][n])))]),
            ])
        {
            Scale = watched.Scale,
            Published = published,
            IsStartKnown = false,
            Within = "from its strong to its weak end between",
        };
    }

    private static IEnumerable<string> Sources(IReadOnlyList<Target> history, WatchedMeasure watched) =>
        history.Where(t => t.Measure == watched.History).Select(t => t.Source).Distinct();

    private static Table Deficits(WorldTables tables, Variant variant, Mitigation mitigation, MitigationReach reach) => Strengths(
        $"{tables.Scenario.Authority.Name}, {VariantNames.InSentence(variant.Id)}: cumulative DSG deficit on the expected path, £ million in cash terms. Positive is a deficit.",
        "At", mitigation, [.. tables.Layout.Years.Select(Dates.EndOf)],
        path => [.. Enumerable.Range(0, tables.Layout.Years.Count).Select(y => (double)path[tables.Layout.At(y, tables.Layout.IndexOf(MeasureCodes.Deficit))])],
        reach, Numbers.Millions, "All other uncertain figures stay at their medians, so this is no forecast: a run says how sure it is.");

    private static Table Counts(WorldTables tables, Mitigation mitigation, MitigationReach reach, WatchedMeasure watched)
    {
        var layout = tables.Layout;
        return Strengths(
            $"{tables.Scenario.Authority.Name}: {watched.Noun} on the expected path{(watched.IsMoney ? ", £ million in cash terms" : "")}.",
            "Year", mitigation,
            watched.Rows(layout),
            path => watched.Series(layout, path), reach, watched.IsMoney ? Numbers.Millions : Numbers.Count);
    }

    private static Table Strengths(
        string caption, string head, Mitigation mitigation, IReadOnlyList<string> rows, Func<long[], double[]> series, MitigationReach reach,
        Func<double, string> number, params IReadOnlyList<string> notes)
    {
        double[][] columns = [series(reach.Without), series(reach.Weak), series(reach.Middle), series(reach.Strong)];
        return new(
            caption,
            [
                new("", head, IsNumeric: false, IsRowHead: true),
                new("", $"Without {mitigation.Code}", IsNumeric: true),
                new($"With {mitigation.Code}", "weak (P10)", IsNumeric: true),
                new($"With {mitigation.Code}", "middle (P50)", IsNumeric: true),
                new($"With {mitigation.Code}", "strong (P90)", IsNumeric: true),
            ],
            [.. rows.Select((row, n) => (IReadOnlyList<string>)[row, .. columns.Select(column => number(column[n]))])],
            notes);
    }
}
