using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Expected;

/// <summary>How strongly the mitigations act on whom in one month: asked once for each rule and curriculum year, then looked up.</summary>
internal sealed class MonthLevers
{
    private static readonly int Count = Enum.GetValues<Lever>().Length;
    private readonly double[] _shares = new double[Count * NcYear.Count];

    /// <summary>Turns to a month.</summary>
    internal void Turn(Levers levers, Month month)
    {
        for (var lever = 0; lever < Count; lever++)
        {
            var shares = _shares.AsSpan(lever * NcYear.Count, NcYear.Count);
            if (!levers.Any((Lever)lever))
            {
                shares.Clear();
                continue;
            }

            for (var year = 0; year < shares.Length; year++)
            {
                shares[year] = levers.Share((Lever)lever, month, year + NcYear.First.Value);
            }
        }
    }

    /// <summary>The share that is taken away, as <see cref="Levers.Share"/>.</summary>
    internal double Share(Lever lever, NcYear year) => _shares[((int)lever * NcYear.Count) + year.Position];
}

/// <summary>Mitigations at work on some plans in one month.</summary>
/// <param name="Levers">How strongly they act.</param>
/// <param name="MayConvert">The part of the plans that they may change: the others were changed within the last twelve months.</param>
internal readonly record struct Acting(MonthLevers Levers, double MayConvert);
