namespace HighNeedsSim.Cluster.Tests;

/// <summary>Where worlds stop between two months until a test lets them go on.</summary>
/// <param name="stops">Which world stops, and after how many months.</param>
internal sealed class Gate(Func<WorldKey, int, bool> stops)
{
    private readonly TaskCompletionSource<WorldKey> _reached = new();
    private readonly TaskCompletionSource _open = new();

    /// <summary>The first world that came to it; an exception when none comes in time.</summary>
    public Task<WorldKey> Reached => _reached.Task.WaitAsync(TestRuns.Limit);

    /// <summary>What <see cref="WorldOptions.BetweenMonths"/> calls.</summary>
    public async Task Pass(WorldKey world, int months)
    {
        if (stops(world, months))
        {
            _reached.TrySetResult(world);
            await _open.Task;
        }
    }

    /// <summary>Lets all go on.</summary>
    public void Open() => _open.TrySetResult();
}
