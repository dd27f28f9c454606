namespace HighNeedsSim.Model.Results;

/// <summary>What a measure counts.</summary>
public enum MeasureUnit : byte
{
    /// <summary>People, plans, cases, places: a whole number.</summary>
    Count,

    /// <summary>Money in whole pence.</summary>
    Pence,

    /// <summary>Weeks.</summary>
    Weeks,
}

/// <summary>Whether a measure is a state on a day or something that happened during a financial year or month.</summary>
public enum MeasureKind : byte
{
    /// <summary>On a day: the January census, 31 March or the end of a month.</summary>
    Stock,

    /// <summary>During the financial year, or the month.</summary>
    Flow,
}

/// <summary>One row of a run's results: a whole number for every replicate, variant and financial year (or month).</summary>
/// <param name="Code">Stable name in files: <c>plans.january</c>, <c>spend.1.2.3</c>, <c>deficit.cumulative</c>.</param>
/// <param name="Label">What a reader sees.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Kind">Stock or flow.</param>
/// <param name="When">For a stock, the day: <c>January census</c>, <c>31 March</c> or <c>end of month</c>; for a flow <c>financial year</c> or <c>month</c>.</param>
public sealed record Measure(string Code, string Label, MeasureUnit Unit, MeasureKind Kind, string When);
