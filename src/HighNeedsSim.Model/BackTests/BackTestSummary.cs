using MathNet.Numerics.Statistics;

namespace HighNeedsSim.Model.BackTests;

/// <summary>How good a set of forecasts was.</summary>
/// <param name="Forecasts">How many.</param>
/// <param name="Authorities">Of how many authorities.</param>
/// <param name="Coverage">Share whose 8-in-10 range held what came true; 0.8 where ranges are right.</param>
/// <param name="Crps">Mean score, in plans.</param>
/// <param name="Rivals">Mean score of each rival's band, in the order of <see cref="NaiveRivals.All"/>.</param>
/// <param name="Best">The rival with the best of them.</param>
/// <param name="SkillError">
/// Standard error of <see cref="Skill"/> from how authorities differ, in the same unit; not of the years, which all share. NaN for one.
/// </param>
/// <param name="Won">Share of authorities whose mean score is better than that rival's.</param>
/// <param name="AbsoluteError">Mean distance of the median from what came true, in plans.</param>
/// <param name="RelativeError">Median over forecasts of that distance as a share of what came true.</param>
/// <param name="Bias">Median over forecasts of the logarithm of what came true against the median forecast; positive where forecasts were too low.</param>
/// <param name="Pit">How many forecasts fall in each tenth of the probability integral transform.</param>
public sealed record BackTestSummary(
    int Forecasts,
    int Authorities,
    double Coverage,
    double Crps,
    IReadOnlyList<double> Rivals,
    NaiveRival Best,
    double SkillError,
    double Won,
    double AbsoluteError,
    double RelativeError,
    double Bias,
    IReadOnlyList<int> Pit)
{
    private const int Bins = 10;

    /// <summary>How much less the mean score is than the best rival's, as a share of it; negative where the rival is better.</summary>
    public double Skill => 1 - (Crps / Rivals[(int)Best]);

    /// <summary>The summary of some lines of one measure; null where there are none.</summary>
    public static BackTestSummary? Of(IReadOnlyCollection<BackTestLine> lines)
    {
        if (lines.Count == 0)
        {
            return null;
        }

        double[] rivals = [.. NaiveRivals.All.Select(rival => lines.Average(line => line.Rivals[(int)rival].Crps))];
        var best = NaiveRivals.All.MinBy(rival => rivals[(int)rival]);
        var byAuthority = lines.GroupBy(line => line.Code, StringComparer.Ordinal).ToArray();
        double[] gains = [.. byAuthority.Select(own => own.Average(line => line.Rivals[(int)best].Crps - line.Crps))];
        return new(
            lines.Count,
            byAuthority.Length,
            lines.Average(line => line.Covers ? 1.0 : 0.0),
            lines.Average(line => line.Crps),
            rivals,
            best,
            gains.StandardDeviation() / Math.Sqrt(gains.Length) / rivals[(int)best],
            byAuthority.Average(own => own.Sum(line => line.Crps) < own.Sum(line => line.Rivals[(int)best].Crps) ? 1.0 : 0.0),
            lines.Average(line => Math.Abs(line.Actual - line.P50)),
            lines.Select(line => Math.Abs(line.Actual - line.P50) / Math.Max(1, line.Actual)).Median(),
            lines.Select(line => Math.Log((line.Actual + NaiveRivals.Beside) / (line.P50 + NaiveRivals.Beside))).Median(),
            Scores.PitHistogram(lines.Select(line => line.Pit), Bins));
    }
}
