namespace HighNeedsSim.Model.Reviews;

/// <summary>What it takes to clear overdue annual reviews.</summary>
public static class ReviewRecovery
{
    /// <summary>The completions a month that clear what is overdue within a time of one to two years.</summary>
    /// <remarks>
    /// In the first year the reviews of the year before fall due again and plans come to their first; in the second those do that were
    /// completed in the first. With <c>x</c> completions a month over <c>n</c> months: n x = overdue + 12 done + n new + (n − 12) x.
    /// </remarks>
    /// <param name="overdue">Overdue now.</param>
    /// <param name="doneAMonth">Completed a month in the year before.</param>
    /// <param name="newPlansAMonth">Plans that begin a month, in that year and after.</param>
    /// <param name="months">12 to 24.</param>
    public static double CompletionsAMonth(double overdue, double doneAMonth, double newPlansAMonth, int months)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 12);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, 24);
        return (overdue + (12 * doneAMonth) + (months * newPlansAMonth)) / 12;
    }
}
