namespace HighNeedsSim.Reports.Disclosure;

/// <summary>
/// Hides small counts of real children, and as many others as it takes that no hidden one can be worked out from a total: primary and
/// secondary suppression.
/// </summary>
public static class Suppression
{
    /// <summary>Counts below this are hidden unless an authority sets another threshold: 1 to 4.</summary>
    public const int UsualThreshold = 5;

    // A total says more than a cell and is missed more; a zero may be known to be one, so it hides nothing.
    private const long OfTotal = 1_000_000_000;
    private const long OfZero = 1_000_000_000_000;

    /// <summary>Which counts are to be hidden.</summary>
    /// <param name="sums">The counts and what they add up to.</param>
    /// <param name="threshold">
    /// Counts from 1 up to one less than this are small; whoever knows all the rest must not be able to place a small one within a
    /// range narrower than this.
    /// </param>
    /// <param name="isTotal">Whether a count is a total, which is kept where it can be.</param>
    public static IReadOnlyList<bool> Hide(SumNetwork sums, int threshold, Func<int, bool> isTotal)
    {
        var hidden = new bool[sums.Count];
        int[] small = [.. Enumerable.Range(0, sums.Count).Where(arc => sums[arc] > 0 && sums[arc] < threshold)];
        foreach (var arc in small)
        {
            hidden[arc] = true;
        }

        foreach (var arc in small)
        {
            while (Width(sums, arc, hidden, threshold) < threshold)
            {
                var (more, less) = (sums.Cheapest(arc, hidden, isMore: true, Cost), sums.Cheapest(arc, hidden, isMore: false, Cost));
                var chosen = less.Cost < more.Cost && less.Arcs.Count > 0 ? less.Arcs : more.Arcs;
                if (chosen.Count == 0)
                {
                    break;
                }

                foreach (var other in chosen)
                {
                    hidden[other] = true;
                }
            }
        }

        return hidden;

        long Cost(int arc) => 1 + sums[arc] + (isTotal(arc) ? OfTotal : 0) + (sums[arc] == 0 ? OfZero : 0);
    }

    private static long Width(SumNetwork sums, int arc, bool[] hidden, int threshold)
    {
        var (low, high) = sums.Interval(arc, hidden, threshold);
        return high - low;
    }
}
