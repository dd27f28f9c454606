using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Funding;

/// <summary>What national rules make of a DSG deficit, as they were known in one month: a rule announced later does not exist yet.</summary>
/// <param name="OverrideEnds">
/// Last month in which a DSG deficit may stand in an unusable reserve, apart from the council's own; null where the scenario names no such rule.
/// </param>
/// <param name="SafetyValveCloses">First month in which no Safety Valve agreement is in force any more; null while the programme goes on.</param>
/// <param name="TransferLimit">Greatest share of the schools block that may be transferred without the Secretary of State, by date; null for no limit.</param>
/// <param name="Grant">The High Needs Stability Grant; null where there is none.</param>
public sealed record DeficitRules(Month? OverrideEnds, Month? SafetyValveCloses, DatedShares? TransferLimit, StabilityGrant? Grant)
{
    /// <summary>No rule at all.</summary>
    public static DeficitRules None { get; } = new(null, null, null, null);
}

/// <summary>The High Needs Stability Grant: it extinguishes a share of the eligible deficit, on condition of an approved local reform plan.</summary>
/// <param name="Share">Share of the eligible deficit that is paid: 0.9.</param>
/// <param name="DeficitOf">The March at whose end the deficit is taken.</param>
/// <param name="Paid">The month in which it is paid.</param>
/// <param name="EligibleShare">
/// How much of the DSG deficit counts: what other blocks overspent does not, and of conflicting records the lowest is used.
/// </param>
public sealed record StabilityGrant(double Share, Month DeficitOf, Month Paid, Elicited EligibleShare)
{
    /// <summary>What is paid for a deficit.</summary>
    /// <param name="deficit">On the day; nothing is paid for a surplus.</param>
    /// <param name="eligible">The drawn <see cref="EligibleShare"/>.</param>
    internal Money For(Money deficit, double eligible) => deficit > Money.Zero ? deficit.Times(eligible).Times(Share) : Money.Zero;
}

/// <summary>A share by the month from which it holds, earliest first; at least one.</summary>
/// <param name="Values">Months and shares, in rising order of months.</param>
public sealed record DatedShares(IReadOnlyList<(Month From, double Share)> Values)
{
    /// <summary>The share in force in a month; the first one also before its date.</summary>
    public double In(Month month)
    {
        var share = Values[0].Share;
        foreach (var (from, value) in Values)
        {
            if (from <= month)
            {
                share = value;
            }
        }

        return share;
    }
}
