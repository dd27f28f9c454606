using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Funding;

/// <summary>Tuition arranged for children who wait for a place.</summary>
/// <remarks>
/// The duty (Education Act 1996, section 19) is towards children of compulsory school age: from the term after the fifth birthday, which falls in or after
/// Reception, to the end of Year 11. Those who wait before it or after it cost nothing meanwhile.
/// </remarks>
internal static class InterimTuition
{
    /// <summary>Whether it is due in a curriculum year: from Reception to Year 11.</summary>
    internal static bool IsDueIn(NcYear year) => year.Value is >= 0 and <= 11;
}
