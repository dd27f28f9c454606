using System.Globalization;
using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Reports.Disclosure;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Papers;

/// <summary>The tables of a run: the one set of numbers from which papers, workbooks and data files are written.</summary>
/// <remarks>
/// Tables whose rows add up hold means, because means add up over lines, placements and ages and percentiles do not; tables of
/// trajectories hold medians with the range of 8 in 10 futures. Each caption says which.
/// </remarks>
public static class RunTables
{
    private const string Rounding = "Figures may not sum because of rounding; totals are made from figures in full.";

    private static readonly string Empty = $"[{Figure.NotApplicable.Text}] = not applicable.";

    /// <summary>Cumulative and in-year deficits and savings, by 31 March and variant.</summary>
    public static FigureTable Deficit(Findings findings) => new(
        "deficit",
        "DSG deficit by 31 March",
        $"£ million in cash terms, {findings.Place}, {Dates.EndOf(findings.Base)} to {Dates.EndOf(findings.Last)}, by option. Positive is a deficit. "
            + Medians(findings),
        [
            new("balance_date", "", "At 31 March", FigureUnit.Text, IsRowHead: true),
            new("variant", "", "Option", FigureUnit.Text, IsRowHead: true),
            .. Summary("cumulative_deficit", "Cumulative deficit", FigureUnit.Million),
            .. Summary("in_year_deficit", "In-year deficit", FigureUnit.Million),
            .. Summary("saving", "Saving on doing nothing", FigureUnit.Million),
        ],
        [.. TrajectoryTable.Rows(findings).Select(row => (IReadOnlyList<Figure>)
        [
            Figure.Of(Year(row.Year.Starts + 1)), Figure.Of(VariantNames.Label(findings, row.Variant)),
            .. Money(row.Cumulative), .. Money(row.InYear), .. Money(row.Saving),
        ])],
        [
            "The in-year deficit is that of the financial year which ends on the 31 March, before Safety Valve payments and council contributions.",
            "The saving is worked out future by future and then summarised: medians do not subtract. Safety Valve payments and council contributions are part of it.",
            Rounding, Empty,
        ]);

    /// <summary>Where the money of an option comes from and goes, by financial year: means, so that it adds up.</summary>
    public static FigureTable Finance(Findings findings, string variant)
    {
        var years = Enumerable.Range(0, findings.Years.Count).ToArray();
        return new(
            $"finance-{variant}",
            $"High needs income, spending and balance: {VariantNames.Label(findings, variant)}",
            $"£ million in cash terms, {findings.Place}, {findings.Years[0]} to {findings.Last}. Means of {Numbers.Count(findings.Replicates)} simulated futures, "
                + "so that rows add up. Positive is a deficit, but in the last row, which is the balance as accounts show it.",
            [
                new("item", "", "Item", FigureUnit.Text, IsRowHead: true),
                .. years.Select(year => new FigureColumn(
                    $"mean_{Dates.TimePeriod(findings.Years[year])}", "", findings.Years[year].ToString(), FigureUnit.Million)),
            ],
            [
                Row("High needs block", year => Of(MeasureCodes.BlockIncome, year)),
                Row("Transfer from the schools block", year => Of(MeasureCodes.Transfer, year)),
                Row("Other income", year => Of(MeasureCodes.OtherIncome, year)),
                Row("Income in all", year => Of(Findings.Income, year)),
                Row("Spending", year => Of(MeasureCodes.Spend, year)),
                Row("In-year deficit before payments and contributions", year => Of(MeasureCodes.InYear, year)),
                Row("Safety Valve payments from DfE", year => Of(MeasureCodes.Payment, year)),
                Row("Council contributions", year => Of(MeasureCodes.Contribution, year)),
                .. HasGrant(findings) ? (IReadOnlyList<Figure>[])[Row("High Needs Stability Grant", year => Of(MeasureCodes.StabilityGrant, year))] : [],
                Row("Deficit at the start of the year", year => year == 0 ? findings.Opening(variant) : Of(MeasureCodes.Deficit, year - 1)),
                Row("Deficit at 31 March", year => Of(MeasureCodes.Deficit, year)),
                Row("DSG balance at 31 March (deficit negative)", year => Findings.Saving(Of(MeasureCodes.Deficit, year))),
            ],
            [
                $"Deficit at 31 March = deficit at the start of the year + in-year deficit − Safety Valve payments − council contributions{(HasGrant(findings) ? " − High Needs Stability Grant" : "")}.",
                Rounding,
            ]);

        Summary Of(string code, int year) => findings.Of(variant, code, year);

        IReadOnlyList<Figure> Row(string head, Func<int, Summary> of) => [Figure.Of(head), .. years.Select(year => Figure.Mean(of(year), Figure.Money))];
    }

    /// <summary>Spending of an option on every section 251 line, by financial year: for returns, which have a cell for each.</summary>
    public static FigureTable Section251(Findings findings, string variant) => Section251(
        findings, variant, "plan-section-251", Section251Lines.All,
        ["1.2.12 was removed from the return in 2023-24. A line on which the scenario charges nothing is not applicable to it: it has no figure of this authority for it, and what goes there in truth is inside others.", .. Section251Notes, Empty]);

    /// <summary>Spending of an option on the section 251 lines that are charged: for readers.</summary>
    public static FigureTable Section251InUse(Findings findings, string variant)
    {
        var isInUse = Section251Lines.All.ToLookup(line => Enumerable.Range(0, findings.Years.Count).Any(year => findings.Of(variant, MeasureCodes.Line(line), year).Mean != 0));
        return Section251(
            findings, variant, "section-251", [.. isInUse[true]],
            [.. isInUse[false].Any() ? (string[])[$"Nothing is charged on {VariantNames.List(isInUse[false].Select(line => line.Code()))}: the scenario has no figure of this authority for them, and what goes there in truth is inside the other lines."] : [], .. Section251Notes]);
    }

    private static string[] Section251Notes =>
        ["1.0.2 is as in the budget, academies and colleges included; the outturn leaves out what DfE pays them itself.", Rounding];

    private static FigureTable Section251(Findings findings, string variant, string id, Section251Line[] lines, IReadOnlyList<string> notes)
    {
        var years = Enumerable.Range(0, findings.Years.Count).ToArray();
        return new(
            $"{id}-{variant}",
            $"Section 251 high needs lines: {VariantNames.Label(findings, variant)}",
            $"Gross spending, £ million in cash terms, {findings.Place}, {findings.Years[0]} to {findings.Last}. Means of "
                + $"{Numbers.Count(findings.Replicates)} simulated futures, so that lines add up.",
            [
                new("section_251_line", "", "Line", FigureUnit.Text, IsRowHead: true),
                new("section_251_name", "", "Name", FigureUnit.Text, IsRowHead: true),
                .. years.Select(year => new FigureColumn(
                    $"mean_{Dates.TimePeriod(findings.Years[year])}", "", findings.Years[year].ToString(), FigureUnit.Million)),
            ],
            [
                .. lines.Select(line => Row(line.Code(), line.Label(), MeasureCodes.Line(line))),
                .. lines.Length == Section251Lines.All.Length
                    ? (IReadOnlyList<Figure>[])[[Figure.Of("1.2.12"), Figure.Of("Carbon reduction commitment (PRUs)"), .. years.Select(_ => Figure.NotApplicable)]]
                    : [],
                Row("1.0.2 and 1.2", "All high needs lines", MeasureCodes.Spend),
            ],
            notes);

        IReadOnlyList<Figure> Row(string code, string name, string measure)
        {
            var found = years.Select(year => findings.Of(variant, measure, year)).ToArray();
            var isUsed = Array.Exists(found, summary => summary.Mean != 0);
            return [Figure.Of(code), Figure.Of(name), .. found.Select(summary => isUsed ? Figure.Mean(summary, Figure.Money) : Figure.NotApplicable)];
        }
    }

    /// <summary>Plans, requests, new and ceased plans, by January census and option.</summary>
    public static FigureTable Plans(Findings findings) => new(
        "plans",
        "EHC plans, requests, new and ceased plans",
        $"Plans in force at the January census; requests, new and ceased plans in the financial year, {findings.Place}, {findings.Years[0]} to {findings.Last}, "
            + $"by option. {Medians(findings)}",
        [
            new("financial_year", "", "Financial year", FigureUnit.Text, IsRowHead: true),
            new("variant", "", "Option", FigureUnit.Text, IsRowHead: true),
            .. Summary("plans", "Plans in January", FigureUnit.Count),
            .. Summary("requests", "Requests", FigureUnit.Count),
            .. Summary("new_plans", "New plans", FigureUnit.Count),
            .. Summary("ceased", "Ceased plans", FigureUnit.Count),
        ],
        [.. from year in Enumerable.Range(0, findings.Years.Count)
            from variant in findings.Variants
            select (IReadOnlyList<Figure>)
            [
                Figure.Of(findings.Years[year].ToString()), Figure.Of(VariantNames.Label(findings, variant)),
                .. Counts(findings.Of(variant, MeasureCodes.Plans, year)), .. Counts(findings.Of(variant, MeasureCodes.Requests, year)),
                .. Counts(findings.Of(variant, MeasureCodes.NewPlans, year)), .. Counts(findings.Of(variant, MeasureCodes.Ceased, year)),
            ]],
        [Caveats.Simulated]);

    /// <summary>Plans in force of an option by age group, at the census before the run and at each one in it.</summary>
    public static FigureTable ByAge(Findings findings, string variant) => Census(
        findings, variant, "plans-by-age", "EHC plans by age", "age_group", "Age on 31 August",
        counted => [.. AgeGroups.All.Select(group => (VariantNames.Capital(group.Label()), counted[group], MeasureCodes.PlansOfAge(group)))]);

    /// <summary>Plans in force of an option by primary need.</summary>
    public static FigureTable ByNeed(Findings findings, string variant) => Census(
        findings, variant, "plans-by-need", "EHC plans by primary need", "primary_need", "Primary need",
        counted => [.. PrimaryNeeds.All.Select(need => (need.Label(), counted[need], MeasureCodes.PlansOfNeed(need)))]);

    /// <summary>Plans in force of an option by type of placement.</summary>
    public static FigureTable ByPlacement(Findings findings, string variant) => Census(
        findings, variant, "plans-by-placement", "EHC plans by placement", "placement", "Placement",
        counted => [.. PlacementTypes.All.Select(type => (type.Label(), counted[type], MeasureCodes.Placement(type)))]);

    /// <summary>How the statutory process fares, by financial year and option.</summary>
    public static FigureTable Process(Findings findings)
    {
        var years = Enumerable.Range(0, findings.Years.Count).ToArray();
        return new(
            "process",
            "Assessments and annual reviews",
            $"{findings.Place}, {findings.Years[0]} to {findings.Last}, by option. Median of {Numbers.Count(findings.Replicates)} simulated futures; the share within "
                + "20 weeks is that of all futures together.",
            [
                new("financial_year", "", "Financial year", FigureUnit.Text, IsRowHead: true),
                new("variant", "", "Option", FigureUnit.Text, IsRowHead: true),
                new("requests_refused", "", "Requests refused", FigureUnit.Count),
                new("share_within_20_weeks", "", "Final plans within 20 weeks", FigureUnit.Share),
                new("cases_open", "", "Open cases, 31 March", FigureUnit.Count),
                new("oldest_case_weeks", "", "Oldest case, weeks", FigureUnit.Weeks),
                new("reviews_done", "", "Reviews done", FigureUnit.Count),
                new("reviews_overdue", "", "Reviews overdue, 31 March", FigureUnit.Count),
            ],
            [.. from year in years
                from variant in findings.Variants
                select (IReadOnlyList<Figure>)
                [
                    Figure.Of(findings.Years[year].ToString()), Figure.Of(VariantNames.Label(findings, variant)),
                    Median(variant, MeasureCodes.RefusedToAssess, year), Timeliness(findings, variant, year),
                    Median(variant, MeasureCodes.OpenCases, year), Median(variant, MeasureCodes.OldestCase, year),
                    Median(variant, MeasureCodes.ReviewsDone, year), Median(variant, MeasureCodes.ReviewsOverdue, year),
                ]],
            [$"Final plans within 20 weeks: of those without a lawful exception. {Empty}"]);

        Figure Median(string variant, string code, int year) => Figure.Median(findings.Of(variant, code, year), Figure.Count);
    }

    /// <summary>Plans and spending by district at the end, with and without the preferred option.</summary>
    public static FigureTable Districts(Findings findings, string preferred)
    {
        var last = findings.Years.Count - 1;
        string[] variants = [.. new[] { findings.Baseline, preferred }.Distinct()];
        return new(
            "districts",
            "Districts: plans and high needs spending",
            $"Residents' plans at the January {Year(findings.Last.Starts + 1)} census, and high needs spending in {findings.Last} in £ million in cash terms, "
                + $"{findings.Place}. {Medians(findings)}",
            [
                new("district_code", "", "Code", FigureUnit.Text, IsRowHead: true),
                new("district_name", "", "District", FigureUnit.Text, IsRowHead: true),
                .. variants.SelectMany(variant => Summary($"plans_{Snake(variant)}", $"Plans, {VariantNames.InSentence(variant)}", FigureUnit.Count)),
                .. variants.SelectMany(variant => Summary($"spending_{Snake(variant)}", $"Spending, {VariantNames.InSentence(variant)}", FigureUnit.Million)),
            ],
            [.. findings.Scenario.Districts.Select(district => (IReadOnlyList<Figure>)
            [
                Figure.Of(district.Code), Figure.Of(district.Name),
                .. variants.SelectMany(variant => Counts(findings.Of(variant, MeasureCodes.DistrictPlans(district), last))),
                .. variants.SelectMany(variant => Money(findings.Of(variant, MeasureCodes.DistrictSpend(district), last))),
            ])],
            ["Medians of districts do not add up to the median of the authority.", Caveats.Simulated]);
    }

    /// <summary>In how many simulated futures what members ask about comes to pass.</summary>
    public static FigureTable Chances(Findings findings)
    {
        var last = findings.Years.Count - 1;
        List<(string Head, Func<string, int> Futures)> rows =
        [
            ($"Deficit at {Dates.EndOf(findings.Last)} is larger than at {Dates.EndOf(findings.Base)}", variant => Larger(findings, variant)),
            ($"In-year balance in {findings.Last}", variant => findings.Futures(variant, MeasureCodes.InYear, last, deficit => deficit <= 0)),
        ];
        if (findings.Scenario.Agreement is { } agreement && findings.Years.Contains(agreement.Balanced))
        {
            var year = agreement.Balanced - findings.Years[0];
            rows.Add((
                $"Deficit before contributions at {Dates.EndOf(agreement.Balanced)} is within the agreed {Numbers.PoundsMillion(agreement.AgreedDeficit.Pence)}",
                variant => BeforeContributions(findings, variant, year).Count(deficit => deficit <= agreement.AgreedDeficit.Pence)));
            rows.Add((
                $"Some Safety Valve payment due by {Dates.EndOf(findings.Last)} is withheld",
                variant => findings.Futures(variant, MeasureCodes.Withheld, last, withheld => withheld > 0)));
        }

        return new(
            "chances",
            "How likely it is",
            $"Number of simulated futures, out of {Numbers.Count(findings.Replicates)}, in which it comes to pass, {findings.Place}, by option. "
                + Frequency.MonteCarloError(findings.Replicates),
            [
                new("event", "", "What may come to pass", FigureUnit.Text, IsRowHead: true),
                .. findings.Variants.Select(variant => new FigureColumn(
                    $"futures_{Snake(variant)}", "", VariantNames.Label(findings, variant), FigureUnit.Count)),
            ],
            [.. rows.Select(row => (IReadOnlyList<Figure>)
            [
                Figure.Of(row.Head),
                .. findings.Variants.Select(variant => Figure.Of(row.Futures(variant))),
            ])],
            [$"These frequencies leave out {Caveats.LeftOut}."]);
    }

    /// <summary>The cumulative deficit in every future as if nothing had been paid or contributed.</summary>
    public static long[] BeforeContributions(Findings findings, string variant, int year)
    {
        var deficit = findings.Result.Replicates(findings.Baseline, MeasureCodes.Deficit, 0);
        var (inBaseline, balance) = (findings.Result.Replicates(findings.Baseline, MeasureCodes.InYear, 0), new long[deficit.Length]);
        foreach (var received in (string[])[MeasureCodes.Payment, MeasureCodes.Contribution, MeasureCodes.StabilityGrant])
        {
            var values = findings.Result.Replicates(findings.Baseline, received, 0);
            for (var r = 0; r < balance.Length; r++)
            {
                balance[r] += values[r];
            }
        }

        for (var r = 0; r < deficit.Length; r++)
        {
            // The baseline opens before any Safety Valve money; from there the option's own in-year deficits add up.
            balance[r] += deficit[r] - inBaseline[r];
        }

        for (var y = 0; y <= year; y++)
        {
            var inYear = findings.Result.Replicates(variant, MeasureCodes.InYear, y);
            for (var r = 0; r < balance.Length; r++)
            {
                balance[r] += inYear[r];
            }
        }

        return balance;
    }

    /// <summary>In how many futures the deficit at the end is larger than at the opening.</summary>
    internal static int Larger(Findings findings, string variant) => findings.OpeningReplicates(variant)
        .Zip(findings.Result.Replicates(variant, MeasureCodes.Deficit, findings.Years.Count - 1))
        .Count(pair => pair.Second > pair.First);

    /// <summary>The share of final plans within 20 weeks in a year, over all futures.</summary>
    internal static Figure Timeliness(Findings findings, string variant, int year)
    {
        var all = findings.Of(variant, MeasureCodes.FinalPlansTimed, year).Mean;
        return all > 0
            ? Figure.Share(
                findings.Of(variant, MeasureCodes.FinalPlansIn20Weeks, year).Mean / all,
                findings.Share(variant, MeasureCodes.FinalPlansIn20Weeks, MeasureCodes.FinalPlansTimed, year).MeanError)
            : Figure.NotApplicable;
    }

    /// <summary>A variant's id as part of a column's name.</summary>
    internal static string Snake(string variant) => variant.Replace('-', '_');

    /// <summary>The three columns of a summary.</summary>
    internal static IEnumerable<FigureColumn> Summary(string code, string group, FigureUnit unit) =>
    [
        new($"{code}_p50", group, "median", unit),
        new($"{code}_p10", group, "8 in 10, from", unit, RangeEnd.Low),
        new($"{code}_p90", group, "8 in 10, to", unit, RangeEnd.High),
    ];

    internal static Figure[] Money(Summary? summary) => summary is { } s
        ? Figure.Range(s, Figure.Money)
        : [Figure.NotApplicable, Figure.NotApplicable, Figure.NotApplicable];

    private static Figure[] Counts(Summary s) => Figure.Range(s, Figure.Count);

    private static FigureTable Census(
        Findings findings, string variant, string id, string title, string code, string head,
        Func<CountedPlans, IReadOnlyList<(string Name, Figure Opening, string Measure)>> of)
    {
        var rows = of(findings.Counted);
        var census = findings.Scenario.Timetable.Census;
        var years = Enumerable.Range(0, findings.Years.Count).ToArray();
        return new(
            $"{id}-{variant}",
            $"{title}: {VariantNames.Label(findings, variant)}",
            $"Plans in force at the January census, {findings.Place}. January {Year(census.CalendarYear)} is what was counted; later years are means of "
                + $"{Numbers.Count(findings.Replicates)} simulated futures, so that rows add up.",
            [
                new(code, "", head, FigureUnit.Text, IsRowHead: true),
                new($"january_{Year(census.CalendarYear)}", "", $"January {Year(census.CalendarYear)}", FigureUnit.Count),
                .. years.Select(year => new FigureColumn(
                    $"mean_january_{Year(findings.Years[year].Starts + 1)}", "", $"January {Year(findings.Years[year].Starts + 1)}", FigureUnit.Count)),
            ],
            [
                .. rows.Select(row => (IReadOnlyList<Figure>)
                [
                    Figure.Of(row.Name), row.Opening,
                    .. years.Select(year => Figure.Mean(findings.Of(variant, row.Measure, year), Figure.Count)),
                ]),
                [
                    Figure.Of("All plans"), findings.Counted.Total,
                    .. years.Select(year => Figure.Mean(findings.Of(variant, MeasureCodes.Plans, year), Figure.Count)),
                ],
            ],
            [Rounding, Caveats.Simulated, .. CountedPlans.Notes(findings.Scenario)]);
    }

    private static bool HasGrant(Findings findings) => findings.Variants.Any(variant =>
        Enumerable.Range(0, findings.Years.Count).Any(year => findings.Of(variant, MeasureCodes.StabilityGrant, year).Mean > 0));

    private static string Medians(Findings findings) =>
        $"Median and 8 in 10 of {Numbers.Count(findings.Replicates)} simulated futures.";

    private static string Year(int year) => year.ToString(CultureInfo.InvariantCulture);
}
