namespace HighNeedsSim.Cluster;

/// <summary>How far a run is, put together from what its worlds say.</summary>
/// <param name="run">The run.</param>
/// <remarks>
/// The time left is judged from the first months played on: before them the scenario is read and compiled, once, and what is done once must not
/// count as if it went on. The first months are slow too, and a run that takes five minutes must not be said to take forty: so nothing is said before
/// a hundredth of the run, or ten seconds, have been played from there on.
/// </remarks>
internal sealed class RunMeter(StoredRun run)
{
    private static readonly TimeSpan Judgeable = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(10);
    private const double FarEnough = 0.01;

    private readonly Dictionary<WorldKey, int> _months = [];
    private readonly Dictionary<int, int> _variantsDone = [];
    private (DateTimeOffset At, double Done)? _judgedFrom;
    private double _playedBefore;
    private int _replicatesDone;

    private double Total => (double)run.Months * run.Spec.Replicates * run.Spec.Variants.Count;

    /// <summary>Takes in a world that was played before this process led the run.</summary>
    public void PlayedBefore(WorldKey world)
    {
        Finished(world);
        _playedBefore += (double)run.Months * world.Count;
    }

    /// <summary>Takes in how many months a world has played.</summary>
    public void Months(WorldKey world, int months) => _months[world] = months;

    /// <summary>Takes in that a world has been played.</summary>
    public void Finished(WorldKey world)
    {
        _months[world] = run.Months;
        var variants = _variantsDone[world.First] = _variantsDone.GetValueOrDefault(world.First) + 1;
        if (variants == run.Spec.Variants.Count)
        {
            _replicatesDone += world.Count;
        }
    }

    /// <summary>How far the run is.</summary>
    /// <param name="now">The time; for a run that has ended, when it ended.</param>
    public RunProgress Progress(DateTimeOffset now)
    {
        var done = _months.Sum(world => (double)world.Value * world.Key.Count);
        if (_judgedFrom is null && done > _playedBefore)
        {
            _judgedFrom = (now, done);
        }

        TimeSpan? left = done >= Total ? TimeSpan.Zero
            : _judgedFrom is { } from && IsJudgeable(now - from.At, done - from.Done) ? (now - from.At) * ((Total - done) / (done - from.Done))
            : null;
        return new(_replicatesDone, run.Spec.Replicates, done, Total, now - run.Created, left);
    }

    private bool IsJudgeable(TimeSpan time, double played) =>
        played > 0 && time >= Judgeable && (time >= LongEnough || played >= FarEnough * Total);
}
