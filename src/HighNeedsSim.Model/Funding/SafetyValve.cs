using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Funding;

/// <summary>A Safety Valve agreement in one replicate: what is agreed, what monitoring finds, what is paid and what is withheld.</summary>
internal sealed class SafetyValve
{
    private readonly SafetyValveAgreement _agreement;
    private readonly FinancialYear _first;
    private readonly long[] _path;
    private readonly long _tolerance;
    private readonly Month? _closes;

    /// <param name="agreement">The agreement.</param>
    /// <param name="first">The first year played out.</param>
    /// <param name="openingDeficit">Cumulative deficit before any contribution, in pence.</param>
    /// <param name="tolerance">By how much the forecast may exceed the path, in pence.</param>
    /// <param name="closes">First month in which no agreement is in force any more; null while the programme goes on.</param>
    internal SafetyValve(SafetyValveAgreement agreement, FinancialYear first, long openingDeficit, long tolerance, Month? closes = null)
    {
        (_agreement, _first, _tolerance, _closes) = (agreement, first, tolerance, closes);
        _path = Path(agreement, first, openingDeficit);
    }

    /// <summary>Payments that fell due and were not made.</summary>
    internal Money Withheld { get; private set; }

    // Every field that lasts from month to month: a new one must be named here too, or a resumed world forgets it.
    internal void Carry(Carrier carrier)
    {
        var withheld = Withheld;
        carrier.Value(ref withheld);
        Withheld = withheld;
    }

    /// <summary>Payments and contributions of years before the first played out.</summary>
    internal (Money Payments, Money Contributions) Before
    {
        get
        {
            var earlier = _agreement.Schedule.Where(s => s.Year < _first).ToArray();
            return (earlier.Aggregate(Money.Zero, (sum, s) => sum + s.Payment), earlier.Aggregate(Money.Zero, (sum, s) => sum + s.Contribution));
        }
    }

    /// <summary>The council's contribution of a year, which it makes in March; none when the programme has closed.</summary>
    internal Money Contribution(FinancialYear year) => IsOpen(year.March) ? Of(year)?.Contribution ?? Money.Zero : Money.Zero;

    /// <summary>Whether a monitoring report is due at the end of a month on which a payment depends.</summary>
    internal bool Reports(Month month) =>
        IsOpen(month) && _agreement.MonitoringMonths.Contains(month.OfYear) && Of(month.FinancialYear) is not null;

    /// <summary>
    /// What DfE pays after a month's monitoring report: nothing without a report; a report's share of the year's payment, and
    /// all that was withheld, when the forecast deficit is within tolerance of the agreed path; else nothing, and the share is
    /// withheld.
    /// </summary>
    /// <param name="month">The month at whose end the report is made.</param>
    /// <param name="forecast">Forecast cumulative deficit before contributions at the end of the year, in pence.</param>
    internal Money Payment(Month month, long forecast)
    {
        if (!Reports(month) || Of(month.FinancialYear) is not { } year)
        {
            return Money.Zero;
        }

        var report = InYearOrder(_agreement.MonitoringMonths).IndexOf(month.OfYear);
        Span<int> equal = stackalloc int[_agreement.MonitoringMonths.Count];
        equal.Fill(1);
        var due = year.Payment.Share(equal)[report];
        if (forecast > Agreed(month.FinancialYear) + _tolerance)
        {
            Withheld += due;
            return Money.Zero;
        }

        var paid = due + Withheld;
        Withheld = Money.Zero;
        return paid;
    }

    /// <summary>The agreed cumulative deficit before contributions at the end of a year, in pence.</summary>
    internal long Agreed(FinancialYear year) => _path[Math.Clamp(year - _first, 0, _path.Length - 1)];

    private bool IsOpen(Month month) => _closes is not { } closes || month < closes;

    // The in-year deficit falls in a straight line to nothing in the year of balance, such that the sum is the agreed deficit.
    private static long[] Path(SafetyValveAgreement agreement, FinancialYear first, long opening)
    {
        var years = Math.Max(1, agreement.Balanced - first + 1);
        var toSpread = agreement.AgreedDeficit.Pence - opening;
        var path = new long[years];
        var parts = years * (years - 1) / 2;
        var given = 0;
        for (var y = 0; y < years; y++)
        {
            given += years - 1 - y;
            path[y] = parts == 0 ? agreement.AgreedDeficit.Pence : opening + (toSpread * given / parts);
        }

        return path;
    }

    // A financial year's January to March come last.
    private static List<int> InYearOrder(IReadOnlyList<int> months) => [.. months.OrderBy(m => m < 4 ? m + 12 : m)];

    private AgreedYear? Of(FinancialYear year) => _agreement.Schedule.FirstOrDefault(s => s.Year == year);
}
