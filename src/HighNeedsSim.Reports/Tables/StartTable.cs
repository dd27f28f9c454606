using System.Globalization;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Tables;

/// <summary>Where a scenario starts, beside what was published of its authority: stock, flows and money, before anything is simulated.</summary>
public static class StartTable
{
    private const int DecimalsOfMillions = 1;
    private const double PencePerMillionPounds = 100_000_000;

    /// <summary>The table.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="layout">Of the path.</param>
    /// <param name="path">The expected path of its baseline: the first year's money is no figure of a scenario, but follows from it.</param>
    /// <param name="published">What was published, by measure and period.</param>
    public static Table Of(Scenario scenario, ResultLayout layout, long[] path, IReadOnlyList<Target> published)
    {
        var (census, first) = (scenario.Timetable.Census, scenario.Timetable.FirstYear);
        var at = census.FirstDay.ToString("MMMM yyyy", CultureInfo.InvariantCulture);
        var (atCensus, before, march) = (census.ToString(), (census.CalendarYear - 1).ToString(CultureInfo.InvariantCulture), $"{first.Starts:0000}-03-31");
        long Year(string code) => path[layout.At(0, layout.IndexOf(code))];
        // The model keeps the balance at the end of the year: what came before is that less what the year did to it.
        var opening = Year(MeasureCodes.Deficit) - Year(MeasureCodes.InYear) + Year(MeasureCodes.Payment) + Year(MeasureCodes.Contribution) + Year(MeasureCodes.StabilityGrant);
        (string What, string Measure, string Period, string When, double Is, string Unit)[] rows =
        [
            // Small counts of real children are shown by the table that hides them, and by no other.
            .. scenario.SuppressBelow is null ? [("EHC plans in force", "plans", atCensus, at, (double)scenario.OpeningStock.Total, "plans")] : Array.Empty<(string, string, string, string, double, string)>(),
            .. PlacementTypes.All.Where(type => scenario.SuppressBelow is null && Find($"placements:{type.Code()}", atCensus) is not null)
                .Select(type => (type.Label(), $"placements:{type.Code()}", atCensus, at, (double)scenario.OpeningStock.ByPlacement[(int)type], "plans")),
            ("Requests for assessment in the year before", "requests", before, before, scenario.Requests.InBaseYear, "requests"),
            ("Cumulative deficit", "deficit", march, Dates.EndOf(first + -1), opening / PencePerMillionPounds, "GBP m"),
            ("High needs block, first year", "block", first.ToString(), first.ToString(), Year(MeasureCodes.BlockIncome) / PencePerMillionPounds, "GBP m"),
            ("High needs spending, first year on the expected path", "spend", first.ToString(), first.ToString(), Year(MeasureCodes.Spend) / PencePerMillionPounds, "GBP m"),
            .. Section251Lines.All.Where(line => Find($"spend:{line.Code()}", first.ToString()) is not null)
                .Select(line => ($"{line.Code()} {line.Label()}, first year on the expected path", $"spend:{line.Code()}", first.ToString(), first.ToString(), Year(MeasureCodes.Line(line)) / PencePerMillionPounds, "GBP m")),
        ];
        return new(
            $"{scenario.Authority.Name}: where the scenario starts, beside what was published. Money in £ million; a positive balance is a deficit.",
            [
                new("", "Figure", IsNumeric: false, IsRowHead: true),
                new("", "When", IsNumeric: false),
                new("", "This scenario", IsNumeric: true),
                new("", "Published", IsNumeric: true),
                new("", "Difference", IsNumeric: true),
                new("", "Published in", IsNumeric: false),
            ],
            [.. rows.Select(row => (IReadOnlyList<string>)(Find(row.Measure, row.Period) is { } target
                ? [row.What, row.When, Told(row.Is, row.Unit), Told(target.Value, row.Unit), Apart(row.Is, target.Value), target.Source]
                : [row.What, row.When, Told(row.Is, row.Unit), Missing.NotAvailable, Missing.NotAvailable, Missing.NotAvailable]))],
            [
                "The first year on the expected path has every uncertain figure at its median and no chance in it; no mitigation is at work.",
                $"{Missing.NotAvailable} = nothing was published, or it is not among the tables beside the scenarios (targets, history).",
            ]);

        Target? Find(string measure, string period) => published.FirstOrDefault(t => t.Measure == measure && t.Period == period && t.Variant.Length == 0);
    }

    private static string Told(double value, string unit) => unit == "GBP m"
        ? value.ToString($"N{DecimalsOfMillions}", CultureInfo.InvariantCulture).Replace('-', '−')
        : Numbers.Count(value);

    private static string Apart(double scenario, double published) => published == 0 ? Missing.NotApplicable
        : Math.Abs(scenario - published) < Math.Abs(published) * 0.0005 ? "none"
        : $"{(scenario > published ? "+" : "−")}{Numbers.Share(Math.Abs(scenario - published) / Math.Abs(published))}";
}
