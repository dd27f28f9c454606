using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.World;

/// <summary>On which day of a month a child comes onto a roll, leaves one or changes band: top-ups are paid by the day.</summary>
/// <remarks>
/// One day for whatever befalls a child in a month, so that the provider it leaves and the provider it goes to share the month between
/// them, and no day is paid for twice or not at all. Any day is as likely as another; a phase transfer falls on 1 September.
/// </remarks>
internal static class ChangeDay
{
    /// <summary>Days of the month before a change on its first day.</summary>
    internal const byte First = 0;

    /// <summary>How many days of the month lie before the day of a child's change: 0 for the 1st, 30 for the 31st.</summary>
    internal static byte Of(Draws draws, uint child, Month month) =>
        (byte)(((ulong)draws.At(child, Purpose.ChangeDay, month.Index).A * (uint)month.Days) >> 32);

    /// <summary>The same for an applicant: whoever enters a phase does so with the academic year.</summary>
    internal static byte Of(Draws draws, uint child, byte priority, Month month) =>
        priority == ApplicationPriority.Transfer ? First : Of(draws, child, month);

    /// <summary>The mean of it in parts of a month, for the expected path.</summary>
    internal static double MeanPart(Month month) => (month.Days - 1) / (2.0 * month.Days);
}
