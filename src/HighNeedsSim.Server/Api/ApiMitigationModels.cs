namespace HighNeedsSim.Server.Api;

/// <summary>An uncertain figure, or a known one.</summary>
/// <param name="P10">1 chance in 10 that it is less.</param>
/// <param name="P50">As likely less as more.</param>
/// <param name="P90">1 chance in 10 that it is more.</param>
/// <param name="Value">In place of the three where the figure is known.</param>
public sealed record ApiRange(decimal? P10, decimal? P50, decimal? P90, decimal? Value);

/// <summary>A mitigation of a scenario.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Title">For people.</param>
/// <param name="On">Ids of the variants in which it is in force.</param>
/// <param name="Start">First month of effect.</param>
/// <param name="RampMonths">Months to full strength.</param>
/// <param name="AnnualCost">What running it costs a year.</param>
/// <param name="Effects">The strength of each effect, as a share or in points a year, by the effect's name.</param>
/// <param name="TakesOffAlone">What it takes off the final cumulative deficit when it is the only one.</param>
public sealed record ApiMitigation(
    string Code,
    string Title,
    IReadOnlyList<string> On,
    string Start,
    int RampMonths,
    ApiRange AnnualCost,
    IReadOnlyDictionary<string, ApiRange> Effects,
    decimal TakesOffAlone);

/// <summary>The mitigations of a scenario.</summary>
/// <param name="Scenario">Id of the scenario.</param>
/// <param name="Unit">Of all amounts.</param>
/// <param name="Mitigations">That which takes most off first.</param>
public sealed record ApiMitigationList(string Scenario, string Unit, IReadOnlyList<ApiMitigation> Mitigations);

/// <summary>A mitigation as it is to be; what is left out stays as it is.</summary>
/// <param name="Variant">The variant within which its effect is shown.</param>
/// <param name="On">Ids of the variants in which it is to be in force.</param>
/// <param name="Start">First month of effect: 2024-09.</param>
/// <param name="RampMonths">Months to full strength.</param>
/// <param name="AnnualCost">What running it costs a year, in pounds.</param>
/// <param name="Effects">The strength of effects by name, as a share or in points a year.</param>
/// <param name="Rationale">Why; wanted where the change is kept.</param>
/// <param name="Confidence">high, medium or low; wanted where the change is kept.</param>
public sealed record ApiMitigationRequest(
    string? Variant = null,
    IReadOnlyList<string>? On = null,
    string? Start = null,
    int? RampMonths = null,
    ApiRange? AnnualCost = null,
    IReadOnlyDictionary<string, ApiRange>? Effects = null,
    string? Rationale = null,
    string? Confidence = null);

/// <summary>What a mitigation does, on the expected path.</summary>
/// <param name="Scenario">Id of the scenario.</param>
/// <param name="Mitigation">Its code.</param>
/// <param name="Variant">Id of the variant within which it is shown.</param>
/// <param name="Unit">Of all amounts.</param>
/// <param name="Sentences">What it means, in words.</param>
/// <param name="AgainstKept">What changes against the scenario as it is kept, in words.</param>
/// <param name="Deficit">The cumulative deficit, year by year.</param>
public sealed record ApiMitigationPreview(
    string Scenario, string Mitigation, string Variant, string Unit, IReadOnlyList<string> Sentences, string AgainstKept, IReadOnlyList<ApiReach> Deficit);

/// <summary>The cumulative deficit on a 31 March.</summary>
/// <param name="Year">The financial year that ends on it: 2026-27.</param>
/// <param name="StartYear">The calendar year in which it starts.</param>
/// <param name="Without">Without the mitigation.</param>
/// <param name="Weak">With every effect at its P10.</param>
/// <param name="Middle">With every effect at its P50.</param>
/// <param name="Strong">With every effect at its P90.</param>
/// <param name="Now">Of the variant as it would be: with the mitigation in its middle strength where it is on, without where it is off.</param>
public sealed record ApiReach(string Year, int StartYear, decimal Without, decimal Weak, decimal Middle, decimal Strong, decimal Now);
