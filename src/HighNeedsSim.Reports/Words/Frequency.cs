using System.Globalization;

namespace HighNeedsSim.Reports.Words;

/// <summary>Chances told as frequencies, without digits that the number of replicates does not support.</summary>
public static class Frequency
{
    // With fewer, even tenths are more than the number of futures supports: the count itself is told.
    private const int FewestForTenths = 100;

    /// <summary>In how many simulated futures something happens: <c>in about 3 in 10 simulated futures</c>; of few, <c>in 7 of the 20 simulated futures</c>.</summary>
    /// <param name="futures">In how many it happens.</param>
    /// <param name="replicates">Of how many.</param>
    public static string Of(int futures, int replicates)
    {
        var tenths = (int)Math.Round(10.0 * futures / replicates, MidpointRounding.AwayFromZero);
        return (futures, tenths) switch
        {
            (0, _) => $"in none of the {Numbers.Count(replicates)} simulated futures",
            (_, _) when futures == replicates => $"in all {Numbers.Count(replicates)} simulated futures",
            _ when replicates < FewestForTenths => $"in {Numbers.Count(futures)} of the {Numbers.Count(replicates)} simulated futures",
            (_, 0) => "in fewer than 1 in 10 simulated futures",
            (_, 10) => "in more than 9 in 10 simulated futures",
            _ => string.Create(CultureInfo.InvariantCulture, $"in about {tenths} in 10 simulated futures"),
        };
    }

    /// <summary>How far off a frequency may be because the futures are so many and no more, as a sentence.</summary>
    /// <remarks>Twice the standard error of a share of one half, which is the least certain of all shares.</remarks>
    public static string MonteCarloError(int replicates) => string.Create(
        CultureInfo.InvariantCulture,
        $"With {Numbers.Count(replicates)} simulated futures, a frequency is good to about {Hundredths(replicates)} in 100 either way.");

    /// <summary>The same in short, to stand behind a frequency: <c>of 1,000, give or take 4 in 100</c>.</summary>
    public static string GiveOrTake(int replicates) => string.Create(
        CultureInfo.InvariantCulture, $"of {Numbers.Count(replicates)}, give or take {Hundredths(replicates)} in 100");

    private static int Hundredths(int replicates) => Math.Max(1, (int)Math.Ceiling(100 / Math.Sqrt(replicates)));
}
