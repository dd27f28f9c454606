using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Results;

/// <summary>
/// Which measures a scenario's results hold, in which order: a replicate's result is one array of whole numbers,
/// [year][measure] and after these [month][monthly measure], and this says what each of them is.
/// </summary>
public sealed class ResultLayout
{
    /// <summary>
    /// With more districts than this they are authorities of their own, each with a block of its own: sharing one income among them
    /// by heads would mislead, so of their money only spending is kept.
    /// </summary>
    public const int MostDistrictsWithMoney = 40;

    private readonly Dictionary<string, int> _byCode;
    private readonly Dictionary<string, int> _byMonthCode;

    private ResultLayout(IReadOnlyList<FinancialYear> years, IReadOnlyList<Measure> measures, IReadOnlyList<Month> months)
    {
        Years = years;
        Measures = measures;
        Months = months;
        _byCode = measures.Select((m, i) => (m.Code, i)).ToDictionary(p => p.Code, p => p.i, StringComparer.Ordinal);
        _byMonthCode = Monthly.Select((m, i) => (m.Code, i)).ToDictionary(p => p.Code, p => p.i, StringComparer.Ordinal);
    }

    /// <summary>The financial years played out.</summary>
    public IReadOnlyList<FinancialYear> Years { get; }

    /// <summary>The measures of each year.</summary>
    public IReadOnlyList<Measure> Measures { get; }

    /// <summary>The months played out, from the one after the census to the last March.</summary>
    public IReadOnlyList<Month> Months { get; }

    /// <summary>The measures of each month: those of <see cref="MonthCodes"/>, the same in every scenario.</summary>
    public IReadOnlyList<Measure> Monthly { get; } = EachMonth();

    /// <summary>How many whole numbers one replicate's result has.</summary>
    public int Length => (Years.Count * Measures.Count) + (Months.Count * Monthly.Count);

    /// <summary>The layout of a scenario's results.</summary>
    public static ResultLayout Of(Scenario scenario)
    {
        var first = scenario.Timetable.FirstYear;
        return new(
            [.. Enumerable.Range(0, scenario.Timetable.Years).Select(n => first + n)],
            [.. Authority(), .. Reasons(), .. Ages(), .. Needs(), .. Placements(), .. Lines(), .. Costs(), .. Council(scenario),
                .. scenario.Districts.SelectMany(Of), .. HasDistrictMoney(scenario) ? scenario.Districts.SelectMany(MoneyOf) : []],
            [.. Enumerable.Range(0, scenario.Timetable.Months).Select(n => scenario.Timetable.Start + n)]);
    }

    /// <summary>A layout of some of these measures, year by year and without months.</summary>
    /// <param name="codes">The measures, in their new order.</param>
    /// <exception cref="KeyNotFoundException">There is no measure of one of these codes.</exception>
    public ResultLayout Only(IEnumerable<string> codes) => new(Years, [.. codes.Select(code => Measures[IndexOf(code)])], []);

    /// <summary>Takes the numbers of this layout out of those of a fuller one of the same years.</summary>
    /// <param name="from">The fuller layout.</param>
    /// <param name="values">Whole replicates, as that layout says.</param>
    public long[] Taken(ResultLayout from, ReadOnlySpan<long> values)
    {
        int[] measures = [.. Measures.Select(measure => from.IndexOf(measure.Code))];
        var taken = new long[values.Length / from.Length * Length];
        for (var (at, replicate) = (0, 0); at < taken.Length; replicate += from.Length)
        {
            for (var year = 0; year < Years.Count; year++)
            {
                foreach (var measure in measures)
                {
                    taken[at++] = values[replicate + from.At(year, measure)];
                }
            }
        }

        return taken;
    }

    /// <summary>Types of placement whose places, top-ups or fees are paid: all but those without a place, and out of education.</summary>
    public static IReadOnlyList<PlacementType> TypesThatCost { get; } =
        [.. PlacementTypes.All.Where(t => t is not (PlacementType.Awaiting or PlacementType.Neet))];

    /// <summary>Whether the results tell where each district's deficit comes from.</summary>
    public static bool HasDistrictMoney(Scenario scenario) => scenario.Districts.Count <= MostDistrictsWithMoney;

    /// <summary>Position of a measure in a year.</summary>
    /// <exception cref="KeyNotFoundException">There is no measure of that code.</exception>
    public int IndexOf(string code) => _byCode.TryGetValue(code, out var index)
        ? index
        : throw new KeyNotFoundException($"No measure '{code}'; there are: {string.Join(", ", _byCode.Keys)}.");

    /// <summary>Position of a measure of a year in a replicate's result.</summary>
    /// <param name="year">0 for the first year.</param>
    /// <param name="measure">From <see cref="IndexOf(string)"/>.</param>
    public int At(int year, int measure) => (year * Measures.Count) + measure;

    /// <summary>Position of a monthly measure in a month.</summary>
    /// <exception cref="KeyNotFoundException">There is no monthly measure of that code.</exception>
    public int IndexInMonth(string code) => _byMonthCode.TryGetValue(code, out var index)
        ? index
        : throw new KeyNotFoundException($"No monthly measure '{code}'; there are: {string.Join(", ", _byMonthCode.Keys)}.");

    /// <summary>Position of a monthly measure of a month in a replicate's result.</summary>
    /// <param name="month">0 for the month after the census.</param>
    /// <param name="measure">From <see cref="IndexInMonth"/>.</param>
    public int AtMonth(int month, int measure) => (Years.Count * Measures.Count) + (month * Monthly.Count) + measure;

    private static Measure[] Authority() =>
    [
        Census(MeasureCodes.Plans, "Plans in force"),
        Flow(MeasureCodes.NewPlans, "New plans issued"),
        Flow(MeasureCodes.MovedIn, "Plans moved in"),
        Flow(MeasureCodes.Ceased, "Plans ceased"),
        Flow(MeasureCodes.Requests, "Requests for assessment"),
        Flow(MeasureCodes.Withdrawn, "Requests withdrawn because of mitigations"),
        Flow(MeasureCodes.Decided, "Requests decided upon"),
        Flow(MeasureCodes.RefusedToAssess, "Requests refused"),
        Flow(MeasureCodes.NotIssued, "Assessments without a plan"),
        Flow(MeasureCodes.FinalPlansTimed, "Final plans without exception"),
        Flow(MeasureCodes.FinalPlansIn20Weeks, "Final plans without exception within 20 weeks"),
        EndOfYear(MeasureCodes.OpenCases, "Open assessment cases"),
        new(MeasureCodes.OldestCase, "Oldest open case", MeasureUnit.Weeks, MeasureKind.Stock, "31 March"),
        Flow(MeasureCodes.ReviewsDone, "Annual reviews done"),
        EndOfYear(MeasureCodes.ReviewsOverdue, "Annual reviews overdue"),
        Flow(MeasureCodes.TurnedAway, "Applications turned away by full providers of a type"),
        Flow(MeasureCodes.Directed, "Admissions ordered by the tribunal"),
        Flow(MeasureCodes.Appeals, "Refusals appealed"),
        Flow(MeasureCodes.SchoolTransfers, "Reviews due before Reception or Year 7"),
        Flow(MeasureCodes.SchoolTransfersInTime, "Those done by 15 February"),
        Flow(MeasureCodes.Post16Transfers, "Reviews due before leaving Year 11"),
        Flow(MeasureCodes.Post16TransfersInTime, "Those done by 31 March"),
        Money(MeasureCodes.Spend, "High needs spending"),
        Money(MeasureCodes.BlockIncome, "High needs block"),
        Money(MeasureCodes.Transfer, "Schools block transfer"),
        Money(MeasureCodes.OtherIncome, "Other income"),
        Money(MeasureCodes.InYear, "In-year deficit"),
        Money(MeasureCodes.Payment, "Safety Valve payments"),
        Money(MeasureCodes.Contribution, "Council contributions"),
        Balance(MeasureCodes.Withheld, "Safety Valve payments withheld"),
        Balance(MeasureCodes.Deficit, "Cumulative DSG deficit"),
        Money(MeasureCodes.StabilityGrant, "High Needs Stability Grant"),
        Balance(MeasureCodes.BeyondOverride, "DSG deficit that the statutory override no longer keeps apart"),
        Money(MeasureCodes.RecoupedPlaces, "Place funding paid by DfE to academies and colleges"),
        Money(MeasureCodes.TransferAboveLimit, "Schools block transfer above the forum's limit"),
        Census(MeasureCodes.Heads2To18, "Residents aged 2 to 18"),
        Money(MeasureCodes.ImportExport, "Import/export adjustment since the last published block, inside it"),
    ];

    private static Measure[] EachMonth() =>
    [
        EndOfMonth(MonthCodes.Plans, "Plans in force"),
        InMonth(MonthCodes.Requests, "Requests for assessment"),
        InMonth(MonthCodes.Decided, "Requests decided upon"),
        InMonth(MonthCodes.RefusedToAssess, "Requests refused"),
        InMonth(MonthCodes.NotIssued, "Assessments without a plan"),
        InMonth(MonthCodes.NewPlans, "New plans issued"),
        InMonth(MonthCodes.FinalPlansTimed, "Final plans without exception"),
        InMonth(MonthCodes.FinalPlansIn20Weeks, "Final plans without exception within 20 weeks"),
        EndOfMonth(MonthCodes.OpenCases, "Open assessment cases"),
        EndOfMonth(MonthCodes.OpenOver20Weeks, "Open assessment cases of more than 20 weeks"),
        new(MonthCodes.OldestCase, "Oldest open case", MeasureUnit.Weeks, MeasureKind.Stock, "end of month"),
        InMonth(MonthCodes.MovedIn, "Plans moved in"),
        InMonth(MonthCodes.Ceased, "Plans ceased"),
        InMonth(MonthCodes.ReviewsDone, "Annual reviews done"),
        EndOfMonth(MonthCodes.ReviewsOverdue, "Annual reviews overdue"),
        EndOfMonth(MonthCodes.Waiting, "Plan-holders without a place"),
        InMonth(MonthCodes.AppealsToAssess, "Appeals against refusals to assess"),
        InMonth(MonthCodes.AppealsToIssue, "Appeals against refusals to issue"),
        InMonth(MonthCodes.AppealsOfContent, "Appeals against content or placement"),
        InMonth(MonthCodes.AppealsDecided, "Appeals decided or conceded"),
        InMonth(MonthCodes.AppealsUpheld, "Appeals won by the family"),
        new(MonthCodes.AppealWeeks, "Weeks to the end of those decided, summed", MeasureUnit.Weeks, MeasureKind.Flow, "month"),
        InMonth(MonthCodes.RequestsByParents, "Requests by parents and young people"),
        InMonth(MonthCodes.RequestsBySchools, "Requests by schools and settings"),
        InMonth(MonthCodes.RequestsByOthers, "Requests by health, social care and others"),
        EndOfMonth(MonthCodes.AwaitPsychologist, "Open cases whose psychologist's advice is overdue"),
        EndOfMonth(MonthCodes.AwaitHealth, "Open cases whose health advice is overdue"),
    ];

    // Reserves that nobody gave are not nothing: where the scenario knows none, the measures are not there.
    private static IEnumerable<Measure> Council(Scenario scenario) => scenario.Council is null
        ? []
        :
        [
            Balance(MeasureCodes.UsableReserves, "Usable reserves of the council"),
            Balance(MeasureCodes.AgainstReserves, "DSG deficit against usable reserves"),
            Money(MeasureCodes.Financing, "Financing the deficit (general fund)"),
            .. GeneralFundLines.All.Select(l => Money(MeasureCodes.GeneralFund(l), $"{l.Label()} (general fund)")),
        ];

    private static IEnumerable<Measure> Reasons() =>
        CessationReasons.All.Select(r => Flow(MeasureCodes.CeasedBecause(r), "Plans ceased: " + r.Label()));

    private static IEnumerable<Measure> Ages() => AgeGroups.All.Select(g => Census(MeasureCodes.PlansOfAge(g), "Plans in force by age: " + g.Label()));

    private static IEnumerable<Measure> Needs() => PrimaryNeeds.All.Select(n => Census(MeasureCodes.PlansOfNeed(n), "Plans in force by primary need: " + n.Label()));

    private static IEnumerable<Measure> Placements() => PlacementTypes.All.Select(t => Census(MeasureCodes.Placement(t), t.Label()));

    private static IEnumerable<Measure> Costs() => TypesThatCost
        .SelectMany(t => new[] { Money(MeasureCodes.PlacesOf(t), $"Place funding: {t.Label()}"), Money(MeasureCodes.TopUpsOf(t), $"Top-ups and fees: {t.Label()}") });

    private static IEnumerable<Measure> Lines() =>
        Section251Lines.All.Select(l => Money(MeasureCodes.Line(l), $"{l.Code()} {l.Label()}"));

    private static Measure[] Of(District district) =>
    [
        Census(MeasureCodes.DistrictPlans(district), $"Plans in force, {district.Name}"),
        Money(MeasureCodes.DistrictSpend(district), $"High needs spending, {district.Name}"),
    ];

    private static Measure[] MoneyOf(District district) =>
    [
        .. SpendingCategories.All.Select(c => Money(MeasureCodes.DistrictSpend(district, c), $"{c.Label()}, {district.Name}")),
        Money(MeasureCodes.DistrictIncome(district), $"Income by residents aged 2 to 18, {district.Name}"),
        Money(MeasureCodes.DistrictInYear(district), $"In-year deficit, {district.Name}"),
        Balance(MeasureCodes.DistrictDeficit(district), $"Part of the cumulative DSG deficit, {district.Name}"),
    ];

    private static Measure Census(string code, string label) => new(code, label, MeasureUnit.Count, MeasureKind.Stock, "January census");

    private static Measure EndOfYear(string code, string label) => new(code, label, MeasureUnit.Count, MeasureKind.Stock, "31 March");

    private static Measure EndOfMonth(string code, string label) => new(code, label, MeasureUnit.Count, MeasureKind.Stock, "end of month");

    private static Measure InMonth(string code, string label) => new(code, label, MeasureUnit.Count, MeasureKind.Flow, "month");

    private static Measure Balance(string code, string label) => new(code, label, MeasureUnit.Pence, MeasureKind.Stock, "31 March");

    private static Measure Flow(string code, string label) => new(code, label, MeasureUnit.Count, MeasureKind.Flow, "financial year");

    private static Measure Money(string code, string label) => new(code, label, MeasureUnit.Pence, MeasureKind.Flow, "financial year");
}
