namespace HighNeedsSim.Reports.Charts;

/// <summary>Places labels beside the ends of lines so that none covers another.</summary>
internal static class LabelPlaces
{
    /// <summary>The middle of each label, as near as may be to where it is wanted, in the order given.</summary>
    /// <param name="wanted">Where the middle of each label is wanted.</param>
    /// <param name="heights">How high each is.</param>
    /// <param name="top">No label reaches above.</param>
    /// <param name="bottom">No label reaches below, unless they do not all fit.</param>
    public static double[] Apart(double[] wanted, double[] heights, double top, double bottom)
    {
        int[] order = [.. Enumerable.Range(0, wanted.Length).OrderBy(i => wanted[i]).ThenBy(i => i)];
        var middle = (double[])wanted.Clone();

        // Up from the bottom, then down from the top: the second pass keeps what the first has put apart.
        var limit = bottom;
        foreach (var i in order.Reverse())
        {
            middle[i] = Math.Min(middle[i], limit - (heights[i] / 2));
            limit = middle[i] - (heights[i] / 2);
        }

        limit = top;
        foreach (var i in order)
        {
            middle[i] = Math.Max(middle[i], limit + (heights[i] / 2));
            limit = middle[i] + (heights[i] / 2);
        }

        return middle;
    }
}
