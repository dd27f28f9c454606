using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Funding;

/// <summary>Annual amounts, month by month.</summary>
internal static class Monthly
{
    /// <summary>
    /// The part of an annual amount that falls to a month of its financial year: a twelfth, rounded so that the twelve
    /// parts of one amount add up to it to the penny. Places that change in September thus cost 5/12 old and 7/12 new,
    /// post-16 places that change in August 4/12 and 8/12.
    /// </summary>
    internal static long Part(long annual, Month month)
    {
        var n = month - month.FinancialYear.April;
        return (annual * (n + 1) / 12) - (annual * n / 12);
    }

    /// <summary>
    /// The part of annual amounts that falls to a month by the day: the month's twelfth, times the days paid for out of the days of
    /// the month. For those there the whole month it is <see cref="Part"/> to the penny.
    /// </summary>
    /// <param name="annualDays">Annual amounts in pence times the days of the month that each is paid for, summed.</param>
    /// <param name="month">The month.</param>
    internal static long PartByDay(long annualDays, Month month) => new MonthByDay(month).Part(annualDays);
}

/// <summary>A month as <see cref="Monthly.PartByDay"/> wants it, worked out once for many amounts.</summary>
internal readonly struct MonthByDay
{
    private readonly int _before;
    private readonly long _parts;

    internal MonthByDay(Month month) => (Days, _before, _parts) = (month.Days, month - month.FinancialYear.April, 12L * month.Days);

    /// <summary>Days of the month.</summary>
    internal int Days { get; }

    /// <summary>As <see cref="Monthly.PartByDay"/>.</summary>
    internal long Part(long annualDays) => (annualDays * (_before + 1) / _parts) - (annualDays * _before / _parts);
}
