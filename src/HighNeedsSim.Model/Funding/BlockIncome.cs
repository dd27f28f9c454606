using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Funding;

/// <summary>The high needs block and what else pays into it.</summary>
/// <param name="Known">Published allocations before deductions (academy and other places paid by DfE stay in), by year.</param>
/// <param name="Growth">Growth of the block a year after the last published allocation.</param>
/// <param name="SchoolsBlock">The schools block of the first year, of which a share may be transferred.</param>
/// <param name="SchoolsBlockGrowth">Its growth a year.</param>
/// <param name="OtherIncome">Other income of the high needs account a year.</param>
/// <param name="OpeningDeficit">
/// Cumulative DSG deficit on 31 March before the first year, before any Safety Valve money; positive for a deficit.
/// </param>
public sealed record BlockIncome(
    IReadOnlyList<(FinancialYear Year, Money Amount)> Known,
    Elicited Growth,
    Money SchoolsBlock,
    Elicited SchoolsBlockGrowth,
    Money OtherIncome,
    Elicited OpeningDeficit)
{
    /// <summary>
    /// The chance, in any year, that the Secretary of State lets more of the schools block be transferred than the limit; where
    /// not, the transfer stops at the limit.
    /// </summary>
    public Elicited AboveLimit { get; init; } = Elicited.Known("income.transfer-above-limit", 0);
}

/// <summary>A Safety Valve agreement: money from DfE and the council, on condition of progress.</summary>
/// <remarks>
/// The agreed path is computed, not typed in: from the opening deficit the in-year deficit is to fall in a straight line
/// to balance in the last year, so that the cumulative deficit before contributions ends at <see cref="AgreedDeficit"/>.
/// </remarks>
/// <param name="Schedule">Payments and contributions by financial year; years before the first played out are part of the opening position.</param>
/// <param name="Balanced">The financial year by whose end the in-year position must balance.</param>
/// <param name="AgreedDeficit">Cumulative deficit with planned actions, before contributions, at the end of that year.</param>
/// <param name="MonitoringMonths">Calendar months (1 to 12) at whose end a report is made; a share of the year's payment follows each.</param>
/// <param name="Tolerance">By how much, in pounds, the forecast cumulative deficit before contributions may exceed the agreed path.</param>
public sealed record SafetyValveAgreement(
    IReadOnlyList<AgreedYear> Schedule,
    FinancialYear Balanced,
    Money AgreedDeficit,
    IReadOnlyList<int> MonitoringMonths,
    Elicited Tolerance);

/// <summary>What a year of the agreement brings.</summary>
/// <param name="Year">The financial year.</param>
/// <param name="Payment">From DfE, when monitoring is satisfactory.</param>
/// <param name="Contribution">From the council's general fund.</param>
public sealed record AgreedYear(FinancialYear Year, Money Payment, Money Contribution);
