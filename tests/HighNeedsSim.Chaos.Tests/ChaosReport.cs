using System.Globalization;

namespace HighNeedsSim.Chaos.Tests;

/// <summary>What the rounds of a campaign found, in a line each and together.</summary>
internal sealed class ChaosReport
{
    private readonly Dictionary<Fault, (int Rounds, List<double> Seconds)> _faults = [];
    private int _rounds;
    private int _identical;
    private int _lost;

    /// <summary>Whether every round was identical.</summary>
    public bool IsClean => _identical == _rounds;

    /// <summary>Takes a round in.</summary>
    /// <param name="number">Its number in the campaign.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="round">What came of it.</param>
    /// <param name="lost">The last words of silos that ended though nothing had been done to them.</param>
    /// <returns>The round in a line.</returns>
    public string Add(int number, int seed, Round round, IReadOnlyList<string> lost)
    {
        _rounds++;
        _identical += round.IsIdentical ? 1 : 0;
        _lost += lost.Count;
        var (rounds, seconds) = _faults.GetValueOrDefault(round.Fault, (0, []));
        if (round.Elsewhere is { } time)
        {
            seconds.Add(time.TotalSeconds);
        }

        _faults[round.Fault] = (rounds + 1, seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{number,4} seed {seed,6} {round.Fault,-14} after {round.AtMonth,5:0} months: ")
            + (round.IsIdentical ? "identical" : "DIFFERENT: " + string.Join("; ", round.Wrong))
            + (round.Elsewhere is { } elsewhere ? string.Create(CultureInfo.InvariantCulture, $", worlds elsewhere after {elsewhere.TotalSeconds:0.0} s") : "")
            + string.Concat(lost.Select(said => $"\n     a silo ended by itself: {said}"));
    }

    /// <summary>The campaign, a line for each kind of fault and one for all.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var (fault, (rounds, seconds)) in _faults)
        {
            seconds.Sort();
            yield return string.Create(CultureInfo.InvariantCulture, $"{fault,-14} {rounds,4} rounds")
                + (seconds.Count == 0 ? "" : string.Create(
                    CultureInfo.InvariantCulture,
                    $", worlds elsewhere after {At(seconds, 0.5):0.0} s (median), {At(seconds, 0.95):0.0} s (95th percentile), {seconds[^1]:0.0} s (longest) of {seconds.Count}"));
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"{_lost} silos ended though nothing had been done to them");
        yield return string.Create(CultureInfo.InvariantCulture, $"{_rounds} rounds, {_identical} identical");
    }

    // The smallest that is not below so large a share of them.
    private static double At(List<double> sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
}
