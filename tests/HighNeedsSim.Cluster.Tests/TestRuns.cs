using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cluster.Tests;

/// <summary>What tests do with runs.</summary>
internal static class TestRuns
{
    /// <summary>Nothing in these tests takes so long, unless it hangs.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task<IRun> Begin(this IGrainFactory grains, RunSpec spec, Scenario? scenario = null, string? clientKey = null)
    {
        scenario ??= TestPackages.Small;
        var ticket = await grains.GetGrain<IRunDirectory>(0)
            .Create(clientKey ?? Guid.NewGuid().ToString(), scenario.Id, TestPackages.Bytes(scenario), spec).WaitAsync(Limit);
        return grains.GetGrain<IRun>(ticket.Run);
    }

    /// <summary>Follows a run to its end, over the loss of the silo that told of it.</summary>
    public static async Task<RunStatus> End(this IRun run)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            try
            {
                await foreach (var _ in run.Watch(0, limit.Token).WithCancellation(limit.Token))
                {
                }

                return await run.Status().WaitAsync(limit.Token);
            }
            catch (Exception lost) when (lost is OrleansException or TimeoutException or EnumerationAbortedException && !limit.IsCancellationRequested)
            {
            }
        }
    }

    /// <summary>Waits until something is so.</summary>
    public static async Task Until(Func<Task<bool>> so)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await so())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    public static string Name(this IRun run) => run.GetPrimaryKeyString();
}
