namespace HighNeedsSim.Chaos.Tests;

/// <summary>What the rounds of a campaign found, in a line each and together.</summary>
internal sealed class ChaosReport
{
    private readonly Dictionary<Fault, (int Rounds, List<RecoveryTimes> Times)> _faults = [];
    private readonly List<(TimeSpan Whole, TimeSpan All)> _took = [];
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
        var (rounds, times) = _faults.GetValueOrDefault(round.Fault, (0, []));
        if (round.Times is { } taken)
        {
            times.Add(taken);
        }

        _faults[round.Fault] = (rounds + 1, times);
        return Text($"{number,4} seed {seed,6} {round.Fault,-14} after {round.AtMonth,5:0} months: ")
            + (round.IsIdentical ? "identical" : "DIFFERENT: " + string.Join("; ", round.Wrong))
            + (round.Times is { } time ? Text($", given up after {time.GivenUp.TotalSeconds:0.0} s, worlds elsewhere after {time.Elsewhere.TotalSeconds:0.0} s") : "")
            + string.Concat(lost.Select(said => $"\n     a silo ended by itself: {said}"));
    }

    /// <summary>Takes in how long a round took.</summary>
    /// <param name="whole">Until the silos were back that the round before had lost.</param>
    /// <param name="all">Until its end.</param>
    public void Took(TimeSpan whole, TimeSpan all) => _took.Add((whole, all));

    /// <summary>The campaign, a line for each kind of fault and one for all.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var (fault, (rounds, times)) in _faults.OrderBy(known => known.Key))
        {
            yield return Text($"{fault,-14} {rounds,4} rounds")
                + (times.Count == 0 ? "" : $", given up after {Spread(times.Select(t => t.GivenUp))}, worlds elsewhere after {Spread(times.Select(t => t.Elsewhere))}");
        }

        if (_took.Count > 0)
        {
            yield return Text($"a round took {_took.Average(t => t.All.TotalSeconds):0.0} s on average, of which {_took.Average(t => t.Whole.TotalSeconds):0.0} s waiting for silos to be back");
        }

        var all = _faults.SelectMany(known => known.Value.Times.Select(t => (Fault: known.Key, t.Elsewhere))).ToList();
        if (all.Count > 0)
        {
            var longest = all.MaxBy(t => t.Elsewhere);
            yield return Text($"the longest recovery took {longest.Elsewhere.TotalSeconds:0.0} s ({longest.Fault})");
        }

        yield return Text($"{_lost} silos ended though nothing had been done to them");
        yield return Text($"{_rounds} rounds, {_identical} identical");
    }

    private static string Spread(IEnumerable<TimeSpan> times)
    {
        double[] sorted = [.. times.Select(t => t.TotalSeconds).Order()];
        return Text($"{At(sorted, 0.5):0.0} s (median), {At(sorted, 0.95):0.0} s (95th percentile), {sorted[^1]:0.0} s (longest of {sorted.Length})");
    }

    // The smallest that is not below so large a share of them.
    private static double At(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
