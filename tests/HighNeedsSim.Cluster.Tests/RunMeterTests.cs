using HighNeedsSim.Model.Results;

namespace HighNeedsSim.Cluster.Tests;

[Tier("Fact")]
public class RunMeterTests
{
    private static readonly DateTimeOffset Created = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);
    private static readonly StoredRun Run = new("run", "key", "scenario", "package", new RunSpec(1, 20, ["a"]), 60, 10, "model", Created);
    private static readonly WorldKey First = new("run", "a", 0, 10);
    private static readonly WorldKey Second = new("run", "a", 10, 10);

    [Fact]
    public void Reading_a_scenario_does_not_count_as_if_it_went_on()
    {
        var meter = new RunMeter(Run);
        meter.Progress(Created);

        // A minute of reading, then a month a second in each of two worlds.
        Assert.Null(At(meter, seconds: 60, months: 0).Left);
        Assert.Null(At(meter, seconds: 61, months: 1).Left);
        Assert.Equal(TimeSpan.FromSeconds(50), At(meter, seconds: 70, months: 10).Left);
        Assert.Equal(TimeSpan.Zero, At(meter, seconds: 120, months: 60).Left);
    }

    [Fact]
    public void What_was_played_before_a_restart_says_nothing_about_the_speed()
    {
        var meter = new RunMeter(Run);
        meter.PlayedBefore(First);

        Assert.Null(meter.Progress(Created).Left);
        meter.Months(Second, 1);
        Assert.Null(meter.Progress(Created.AddSeconds(1)).Left);
        meter.Months(Second, 6);
        Assert.Equal(TimeSpan.FromSeconds(54), meter.Progress(Created.AddSeconds(6)).Left);
    }

    [Fact]
    public void Slow_first_months_are_no_measure_of_a_long_run()
    {
        // 1,000 futures: 60,000 months. What the first five seconds did, 20 of them, would make it four hours.
        var meter = new RunMeter(Run with { Spec = new RunSpec(1, 1_000, ["a"]) });
        At(meter, seconds: 0, months: 1);

        Assert.Null(At(meter, seconds: 5, months: 2).Left);
        Assert.Equal(TimeSpan.FromSeconds(293.9), At(meter, seconds: 6, months: 61).Left);
        // Where it goes on so slowly, it is said after ten seconds all the same.
        var slow = new RunMeter(Run with { Spec = new RunSpec(1, 1_000, ["a"]) });
        At(slow, seconds: 0, months: 1);
        Assert.Equal(TimeSpan.FromSeconds(29_980), At(slow, seconds: 10, months: 2).Left);
    }

    private static RunProgress At(RunMeter meter, int seconds, int months)
    {
        meter.Months(First, months);
        meter.Months(Second, months);
        return meter.Progress(Created.AddSeconds(seconds));
    }
}
