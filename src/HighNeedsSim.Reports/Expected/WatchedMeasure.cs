using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Expected;

/// <summary>The measure that shows best what an effect does, as a series of years that joins on to what was published.</summary>
/// <param name="Name">What is counted: <c>Requests for assessment</c>.</param>
/// <param name="Noun">The same after a number: <c>requests</c>.</param>
/// <param name="Codes">Of the yearly measures that are added up.</param>
/// <param name="Less">Of the measure that is taken off again; null for none.</param>
/// <param name="History">What published figures of it are called; null where none are.</param>
/// <param name="Scale">What its axis counts.</param>
internal sealed record WatchedMeasure(string Name, string Noun, IReadOnlyList<string> Codes, string? Less, string? History, FanScale Scale)
{
    // Flows are published by calendar year and played out by financial year: nine months of the one are the other, and both are drawn at it.
    private static readonly FanScale Flows = new(
        "A year", 1, "Year (forecast: from April)", Numbers.Count, Numbers.Count, year => $"in {year + 1}");

    private static readonly FanScale Marches = new(
        "Cases", 1, "At 31 March", Numbers.Count, Numbers.Count, year => $"at {Dates.EndOf(year)}");

    private static readonly FanScale Pounds = new(
        "£ million", 100_000_000, "Financial year to 31 March", Numbers.PoundsM, Numbers.Millions, year => $"in {year}");

    /// <summary>Plans issued after assessment.</summary>
    internal static WatchedMeasure NewPlans { get; } = new("New plans", "new plans", [MeasureCodes.NewPlans], null, "new-plans", Flows);

    /// <summary>Cases that are not yet decided or not yet ended.</summary>
    internal static WatchedMeasure OpenCases { get; } = new("Open assessment cases", "open assessment cases", [MeasureCodes.OpenCases], null, null, Marches);

    /// <summary>Whether it is money.</summary>
    internal bool IsMoney => Scale == Pounds;

    /// <summary>What an effect is watched by.</summary>
    internal static WatchedMeasure Of(Lever lever) => lever switch
    {
        Lever.FewerRequests or Lever.FewerParentalRequests or Lever.SchoolsAskFirst =>
            new("Requests for assessment", "requests", [MeasureCodes.Requests], MeasureCodes.Withdrawn, "requests", Flows),
        Lever.RefuseMoreToAssess or Lever.IssueFewer => NewPlans,
        Lever.KeepNewPlansInMainstream or Lever.FewerMovesToSpecial or Lever.ReturnToMainstream => Placed(
            "Plans in special and independent schools", "plans in special and independent schools",
            PlacementType.StateSpecial, PlacementType.IndependentSpecial, PlacementType.IndependentMainstream),
        Lever.StateInsteadOfIndependent => Placed(
            "Plans in independent schools", "plans in independent schools", PlacementType.IndependentSpecial, PlacementType.IndependentMainstream),
        Lever.NewPlaces => Placed("Plans in state special schools", "plans in state special schools", PlacementType.StateSpecial),
        Lever.MainstreamPost16 => Placed("Plans in specialist post-16 institutions", "plans in specialist post-16 institutions", PlacementType.SpecialistPost16),
        Lever.CeaseAtReview => new("Plans ceased", "ceased plans", [MeasureCodes.Ceased], null, "ceased", Flows),
        Lever.MoreReviews => new("Annual reviews done", "annual reviews", [MeasureCodes.ReviewsDone], null, null, Flows),
        Lever.MoreAdvice or Lever.MoreHealthAdvice => OpenCases,
        Lever.SchoolsBlockTransfer => new("Transfer from the schools block", "transfer from the schools block", [MeasureCodes.Transfer], null, null, Pounds),
        _ => new("High needs spending", "high needs spending", [MeasureCodes.Spend], null, null, Pounds),
    };

    /// <summary>Its value in a year of the run.</summary>
    internal long InYear(ResultLayout layout, long[] path, int year)
    {
        long Value(string code) => path[layout.At(year, layout.IndexOf(code))];
        return Codes.Sum(Value) - (Less is { } less ? Value(less) : 0);
    }

    /// <summary>When the value of the last year is of, in a sentence.</summary>
    internal string When(FinancialYear year) => Scale == FanScale.Plans ? $"at the census of {Dates.CensusOf(year)}"
        : Scale == Marches ? $"at {Dates.EndOf(year)}"
        : $"in {year}";

    /// <summary>The year at which its series begins on the axis: a flow is drawn at the year that its financial year starts in.</summary>
    internal FinancialYear First(ResultLayout layout) => Scale == Flows ? layout.Years[0] + -1 : layout.Years[0];

    /// <summary>Its series, over the years of the run.</summary>
    internal double[] Series(ResultLayout layout, long[] path) =>
        [.. Enumerable.Range(0, layout.Years.Count).Select(year => (double)InYear(layout, path, year))];

    /// <summary>What its table calls each year of the run.</summary>
    internal IReadOnlyList<string> Rows(ResultLayout layout) =>
        [.. layout.Years.Select(year => Scale == FanScale.Plans ? Dates.CensusOf(year) : Scale == Marches ? Dates.EndOf(year) : year.ToString())];

    /// <summary>What was published of it, by the same years.</summary>
    internal IReadOnlyList<(FinancialYear Year, double Value)> Published(IEnumerable<Target> history) =>
    [
        .. history.Where(t => t.Measure == History && t.Variant.Length == 0)
            .Select(t => (new FinancialYear(int.Parse(t.Period.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture)) + -1, t.Value)),
    ];

    private static WatchedMeasure Placed(string name, string noun, params PlacementType[] types) => new(
        name, noun, [.. types.Select(MeasureCodes.Placement)], null,
        "placements:" + string.Join('+', types.Select(type => type.Code())), FanScale.Plans);
}
