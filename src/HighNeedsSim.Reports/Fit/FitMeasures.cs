using System.Globalization;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Fit;

/// <summary>What a run says of a published figure, future by future: shares and sums are made inside a future.</summary>
internal sealed class FitMeasures(Findings findings)
{
    private const double PencePerPound = 100;
    private const double PencePerMillion = 100_000_000;

    private static readonly Dictionary<string, string> Appeals = new(StringComparer.Ordinal)
    {
        ["refusal-to-assess"] = MonthCodes.AppealsToAssess,
        ["refusal-to-issue"] = MonthCodes.AppealsToIssue,
        ["content-placement"] = MonthCodes.AppealsOfContent,
    };

    private static readonly Dictionary<string, (string All, string InTime)> Transfers = new(StringComparer.Ordinal)
    {
        ["school"] = (MeasureCodes.SchoolTransfers, MeasureCodes.SchoolTransfersInTime),
        ["post-16"] = (MeasureCodes.Post16Transfers, MeasureCodes.Post16TransfersInTime),
    };

    private static readonly string[] Names =
    [
        "plans", "plans:age:<group>", "placements:<type>+<type>…", "placements-per-1000:<type>+<type>…", "requests", "parents-share", "schools-share", "refused-share", "new-plans", "ceased",
        "assessments-completed", "within-20-weeks", "open-cases", "open-over-20-weeks-share", "oldest-case", "reviews-done",
        "reviews-overdue", "transfers-in-time:<school or post-16>", "appeals", "appeals:<refusal-to-assess, refusal-to-issue or content-placement>", "appeals-upheld-share",
        "appeal-weeks", "waiting", "block", "spend", "spend:<line>+<line>…", "spend-per-head:<line>+<line>…",
        "places-per-head:<type>+<type>…", "cost:<type>+<type>…", "unit-cost:<type>+<type>…", "in-year", "deficit",
    ];

    /// <summary>What is wrong with a target, whatever the run; null where nothing is.</summary>
    internal static string? Fault(Target target)
    {
        var (name, of) = Split(target.Measure);
        var fault = (name, of) switch
        {
            ("plans", null) or ("requests" or "refused-share" or "new-plans" or "ceased" or "assessments-completed" or "within-20-weeks", null) => null,
            ("open-cases" or "open-over-20-weeks-share" or "oldest-case" or "reviews-done" or "reviews-overdue" or "waiting", null) => null,
            ("block" or "spend" or "in-year" or "deficit", null) => null,
            ("appeals" or "appeals-upheld-share" or "appeal-weeks", null) => null,
            ("appeals", [var kind]) when Appeals.ContainsKey(kind) => null,
            ("transfers-in-time", [var kind]) when Transfers.ContainsKey(kind) => null,
            ("parents-share" or "schools-share", null) => null,
            ("plans", ["age", var group]) when AgeGroups.TryParse(group, out _) => null,
            ("placements" or "placements-per-1000", [var types]) when Array.TrueForAll(types.Split('+'), t => PlacementTypes.TryParse(t, out _)) => null,
            ("places-per-head" or "cost" or "unit-cost", [var types]) when Array.TrueForAll(types.Split('+'), HasCost) => null,
            ("spend" or "spend-per-head", [var lines]) when Array.TrueForAll(lines.Split('+'), l => Section251Lines.TryParse(l, out _)) => null,
            _ => $"measure: '{target.Measure}' is not known: allowed are {string.Join(", ", Names)}",
        };
        return fault ?? (Period(target.Period) is null
            ? $"period: '{target.Period}' is none: write a month (2024-01), a calendar year (2024), a financial year (2023-24) or a 31 March (2025-03-31)"
            : null);
    }

    /// <summary>The target's quantity in every future, in the target's unit; null where the run does not reach its period.</summary>
    internal double[]? Of(Target target)
    {
        var variant = target.Variant.Length == 0 ? findings.Baseline : target.Variant;
        var (name, of) = Split(target.Measure);
        return !findings.Variants.Contains(variant) ? null : Period(target.Period) switch
        {
            Month month => InMonth(variant, name, of, month),
            int calendarYear => InCalendarYear(variant, name, of, calendarYear),
            FinancialYear year when findings.Years.Contains(year) => InYear(variant, name, of, year - findings.Years[0]),
            DateOnly day => OnDay(variant, name, new(day.Year - 1)),
            _ => null,
        };
    }

    /// <summary>Why the run does not speak to a target, in a few words.</summary>
    internal string WhySilent(Target target)
    {
        var variant = target.Variant.Length == 0 ? findings.Baseline : target.Variant;
        if (!findings.Variants.Contains(variant))
        {
            return $"the run has no variant {variant}";
        }

        var (layout, first, last) = (findings.Result.Layout, findings.Years[0], findings.Years[^1]);
        var (month, isYear) = Period(target.Period) switch
        {
            Month m => (m, false),
            int calendarYear => (Month.Of(calendarYear, 12), false),
            FinancialYear year => (year.March, true),
            DateOnly day => (Month.Of(day.Year, day.Month), true),
            _ => (layout.Months[0], false),
        };
        return month > last.March ? $"the run ends in March {last.March.CalendarYear}"
            : isYear && month < first.March ? $"the accounts of the run begin with {first}"
            : month < layout.Months[0] ? $"the run begins in {layout.Months[0]}"
            : "the run keeps the figure for other periods only";
    }

    private static bool HasCost(string code) => PlacementTypes.TryParse(code, out var type) && ResultLayout.TypesThatCost.Contains(type);

    // A month, a calendar year, a financial year or a 31 March.
    private static object? Period(string text)
    {
        if (FinancialYear.TryParse(text, out var year))
        {
            return year;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day is { Month: 3, Day: 31 } ? day : null;
        }

        return DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
            ? Month.Of(month.Year, month.Month)
            : text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var calendar) && calendar > 0 ? calendar : null;
    }

    private static (string Name, string[]? Of) Split(string measure)
    {
        var parts = measure.Split(':');
        return (parts[0], parts.Length > 1 ? parts[1..] : null);
    }

    private double[]? InMonth(string variant, string name, string[]? of, Month month)
    {
        var layout = findings.Result.Layout;
        var at = month - layout.Months[0];
        if (at < 0 || at >= layout.Months.Count)
        {
            return null;
        }

        double[] Each(string code) => Doubles(findings.Result.InMonth(variant, code, at));
        return (name, of) switch
        {
            ("plans", null) => Each(MonthCodes.Plans),
            ("plans" or "placements" or "placements-per-1000", _) => OnCensus(variant, name, of!, month),
            ("requests", _) => Each(MonthCodes.Requests),
            ("parents-share", _) => ShareOf(MonthCodes.RequestsByParents, Each),
            ("schools-share", _) => ShareOf(MonthCodes.RequestsBySchools, Each),
            ("refused-share", _) => Percent(Each(MonthCodes.RefusedToAssess), Each(MonthCodes.Requests)),
            ("new-plans", _) => Each(MonthCodes.NewPlans),
            ("ceased", _) => Each(MonthCodes.Ceased),
            ("assessments-completed", _) => Sum(Each(MonthCodes.NewPlans), Each(MonthCodes.NotIssued)),
            ("within-20-weeks", _) => Percent(Each(MonthCodes.FinalPlansIn20Weeks), Each(MonthCodes.FinalPlansTimed)),
            ("open-cases", _) => Each(MonthCodes.OpenCases),
            ("open-over-20-weeks-share", _) => Percent(Each(MonthCodes.OpenOver20Weeks), Each(MonthCodes.OpenCases)),
            ("oldest-case", _) => Each(MonthCodes.OldestCase),
            ("reviews-done", _) => Each(MonthCodes.ReviewsDone),
            ("reviews-overdue", _) => Each(MonthCodes.ReviewsOverdue),
            ("waiting", _) => Each(MonthCodes.Waiting),
            _ => OfAppeals(name, of, Each),
        };
    }

    private static double[] ShareOf(string source, Func<string, double[]> each) => Percent(
        each(source), Sum(each(MonthCodes.RequestsByParents), Sum(each(MonthCodes.RequestsBySchools), each(MonthCodes.RequestsByOthers))));

    private static double[]? OfAppeals(string name, string[]? of, Func<string, double[]> each) => (name, of) switch
    {
        ("appeals", null) => Appeals.Values.Select(each).Aggregate(Sum),
        ("appeals", [var kind]) => each(Appeals[kind]),
        ("appeals-upheld-share", _) => Percent(each(MonthCodes.AppealsUpheld), each(MonthCodes.AppealsDecided)),
        ("appeal-weeks", _) => [.. each(MonthCodes.AppealWeeks).Zip(each(MonthCodes.AppealsDecided), (weeks, decided) => decided > 0 ? weeks / decided : 0)],
        _ => null,
    };

    private double[]? OnCensus(string variant, string name, string[] of, Month month)
    {
        var year = month.FinancialYear - findings.Years[0];
        if (month.OfYear != 1 || year < 0 || year >= findings.Years.Count)
        {
            return null;
        }

        double[] Each(string code) => Doubles(findings.Result.Replicates(variant, code, year));
        if (name == "plans")
        {
            return Each(MeasureCodes.PlansOfAge(AgeGroups.All.Single(group => group.Code() == of[1])));
        }

        var placed = Total(of[0], type => Each(MeasureCodes.Placement(PlacementTypes.All.Single(t => t.Code() == type))));
        return name == "placements" ? placed : [.. placed.Zip(Each(MeasureCodes.Heads2To18), (plans, heads) => 1000 * plans / heads)];
    }

    private double[]? InCalendarYear(string variant, string name, string[]? of, int year)
    {
        var layout = findings.Result.Layout;
        int[] months = [.. Enumerable.Range(0, layout.Months.Count).Where(m => layout.Months[m].CalendarYear == year)];
        // The January before the first month is the census month itself: eleven months stand for the year of the base.
        if (months.Length < 11)
        {
            return null;
        }

        var whole = 12.0 / months.Length;
        double[] Each(string code) =>
            [.. months.Select(m => Doubles(findings.Result.InMonth(variant, code, m))).Aggregate(Sum).Select(sum => sum * whole)];
        return name switch
        {
            "requests" => Each(MonthCodes.Requests),
            "parents-share" => ShareOf(MonthCodes.RequestsByParents, Each),
            "schools-share" => ShareOf(MonthCodes.RequestsBySchools, Each),
            "refused-share" => Percent(Each(MonthCodes.RefusedToAssess), Each(MonthCodes.Requests)),
            "new-plans" => Each(MonthCodes.NewPlans),
            "ceased" => Each(MonthCodes.Ceased),
            "assessments-completed" => Sum(Each(MonthCodes.NewPlans), Each(MonthCodes.NotIssued)),
            "within-20-weeks" => Percent(Each(MonthCodes.FinalPlansIn20Weeks), Each(MonthCodes.FinalPlansTimed)),
            "reviews-done" => Each(MonthCodes.ReviewsDone),
            _ => OfAppeals(name, of, Each),
        };
    }

    private double[]? InYear(string variant, string name, string[]? of, int year)
    {
        double[] Millions(string code) => [.. findings.Result.Replicates(variant, code, year).Select(pence => pence / PencePerMillion)];
        double[] Costs(string types) => Total(types, code => Sum(Millions(MeasureCodes.PlacesOf(Type(code))), Millions(MeasureCodes.TopUpsOf(Type(code)))));
        double[] Lines() => Total(of![0], code => Millions(MeasureCodes.Line(Section251Lines.All.Single(line => line.Code() == code))));
        return (name, of) switch
        {
            ("block", _) => Millions(MeasureCodes.BlockIncome),
            ("in-year", _) => Millions(MeasureCodes.InYear),
            ("transfers-in-time", [var kind]) => Percent(
                Doubles(findings.Result.Replicates(variant, Transfers[kind].InTime, year)), Doubles(findings.Result.Replicates(variant, Transfers[kind].All, year))),
            ("places-per-head", _) => [.. Total(of![0], code => Millions(MeasureCodes.PlacesOf(Type(code)))).Select(m => m * PencePerMillion / PencePerPound / Heads())],
            ("cost", _) => Costs(of![0]),
            ("unit-cost", _) => [.. Costs(of![0]).Zip(
                Total(of[0], code => Doubles(findings.Result.Replicates(variant, MeasureCodes.Placement(Type(code)), year))),
                (m, plans) => plans > 0 ? m * PencePerMillion / PencePerPound / plans : 0)],
            ("spend", null) => Millions(MeasureCodes.Spend),
            ("spend", _) => Lines(),
            ("spend-per-head", _) => [.. Lines().Select(m => m * PencePerMillion / PencePerPound / Heads())],
            _ => null,
        };
    }

    // Residents aged 2 to 18 of the scenario's base year: the denominator of DfE's benchmarking.
    private double Heads() => findings.Scenario.Districts.Sum(d => (double)d.Population.Skip(2).Take(17).Sum());

    private double[]? OnDay(string variant, string name, FinancialYear ends)
    {
        var year = ends - findings.Years[0];
        return name != "deficit" || year < -1 || year >= findings.Years.Count ? null
            : year < 0 ? [.. findings.OpeningReplicates(variant).Select(pence => pence / PencePerMillion)]
            : [.. findings.Result.Replicates(variant, MeasureCodes.Deficit, year).Select(pence => pence / PencePerMillion)];
    }

    private static PlacementType Type(string code) => PlacementTypes.All.Single(type => type.Code() == code);

    private static double[] Total(string codes, Func<string, double[]> of) => codes.Split('+').Select(of).Aggregate(Sum);

    private static double[] Doubles(long[] values) => [.. values.Select(v => (double)v)];

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static double[] Percent(double[] part, double[] whole) => [.. part.Zip(whole, (p, w) => w > 0 ? 100 * p / w : 100)];
}
