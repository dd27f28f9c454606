namespace HighNeedsSim.Model.Assessments;

/// <summary>Whole weeks that something takes, any of them between two ends as likely as any other.</summary>
/// <param name="Fewest">1 or more.</param>
/// <param name="Most">At least as many.</param>
internal readonly record struct Delay(int Fewest, int Most)
{
    /// <summary>Around a mean.</summary>
    /// <param name="mean">In weeks, made whole.</param>
    /// <param name="spread">How far the ends lie from it, as a share of it: 0 for none, 1 at most.</param>
    internal static Delay Around(double mean, double spread)
    {
        var weeks = Math.Max(1, (int)Math.Round(mean));
        var side = Math.Min(weeks - 1, (int)Math.Round(weeks * spread));
        return new(weeks - side, weeks + side);
    }

    /// <summary>How many weeks are possible.</summary>
    internal int Count => Most - Fewest + 1;

    /// <summary>The weeks in the mean.</summary>
    internal int Mean => (Fewest + Most) / 2;

    /// <summary>Those of one case.</summary>
    /// <param name="word">Its random word.</param>
    internal int Of(uint word) => Fewest + (int)(((ulong)word * (ulong)Count) >> 32);
}
