using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Cluster.Tests;

[Tier("Cluster")]
public class EmbeddedClusterTests
{
    [Fact]
    public async Task Kent_small_has_the_digest_of_the_reference_loop()
    {
        var (package, scenario) = KentSmall();
        var spec = new RunSpec(1, 20, [.. scenario.Variants.Select(v => v.Id)]);
        await using var cluster = await EmbeddedCluster.StartAsync(default);

        var outcome = await cluster.RunAsync(package, spec, null, default).WaitAsync(TestRuns.Limit);

        Assert.Equal(TestPackages.ByReferenceLoop(spec, scenario).Digest, outcome.Result.Digest);
        Assert.Equal(package.Hash, outcome.Manifest.ScenarioHash);
        Assert.InRange(outcome.Timings.ModelCpuShare, 0.01, 1);
    }

    [Fact]
    public async Task Two_clusters_in_one_machine_do_not_meet()
    {
        var (package, scenario) = KentSmall();
        var spec = new RunSpec(1, 4, [scenario.Variants[0].Id]);
        await using var one = await EmbeddedCluster.StartAsync(default);
        await using var two = await EmbeddedCluster.StartAsync(default);

        var outcomes = await Task.WhenAll(one.RunAsync(package, spec, null, default), two.RunAsync(package, spec, null, default)).WaitAsync(TestRuns.Limit);

        Assert.Equal(outcomes[0].Result.Digest, outcomes[1].Result.Digest);
    }

    [Fact]
    public async Task Cancelling_stops_the_run()
    {
        var (package, scenario) = KentSmall();
        using var cancel = new CancellationTokenSource();
        await using var cluster = await EmbeddedCluster.StartAsync(default);

        var run = cluster.RunAsync(package, new(1, 100_000, [scenario.Variants[0].Id]), new AtFirst(cancel.Cancel), cancel.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TestRuns.Limit));
    }

    private static (ScenarioPackage Package, Scenario Scenario) KentSmall()
    {
        var (package, problems) = ScenarioPackage.FromFolder(RepositoryRoot.Of("scenarios", "kent-small"));
        Assert.Empty(problems);
        return (package!, ScenarioReader.Read(package!).Scenario!);
    }

    private sealed class AtFirst(Action act) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            if (value.MonthsDone > 0)
            {
                act();
            }
        }
    }
}
