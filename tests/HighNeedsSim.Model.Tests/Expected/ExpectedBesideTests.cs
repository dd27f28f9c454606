using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Expected;

public class ExpectedBesideTests
{
    private const int Futures = 150;
    private const ulong Seed = 11;
    private static readonly Scenario Small = SmallScenario.Make();
    private static readonly WorldTables Tables = SmallScenario.Tables(Small);
    private static readonly RunResult Run = Played(Tables, Seed);
    private static readonly ExpectedBeside Beside = ExpectedBeside.Of(Small, Run, Futures, OneByOne);

    // The same parameters with other chance: what two such futures have in common is their parameters, and nothing has to be assumed of the path.
    [Theory, Tier("Theory")]
    [InlineData(MeasureCodes.Spend)]
    [InlineData(MeasureCodes.Deficit)]
    public void The_share_of_parameters_is_that_of_a_nested_design(string measure)
    {
        var last = Tables.Layout.Years.Count - 1;
        var at = Tables.Layout.At(last, Tables.Layout.IndexOf(measure));
        var other = Model.World.World.Run(WorldContext.OtherChance(Tables, "unmitigated", Seed, 0, Futures, chance: 77)).Values;
        double[] first = [.. Run.Replicates("unmitigated", measure, last).Select(v => (double)v)];
        double[] second = [.. Enumerable.Range(0, Futures).Select(r => (double)other[(r * Tables.Layout.Length) + at])];
        var nested = Correlation(first, second);

        var found = Beside.At("unmitigated", measure, last);

        // No more than the truth, and near it: each of both shares has an error of a few hundredths.
        Assert.NotEqual(first, second);
        Assert.InRange(found.ParameterShare, nested - 0.15, nested + 0.1);
        Assert.Equal(2 * Math.Sqrt(found.ParameterShare) * (1 - found.ParameterShare) / Math.Sqrt(Futures), found.ParameterShareError, 9);
    }

    [Fact, Tier("Fact")]
    public void Simulation_is_the_expected_path_and_the_difference()
    {
        for (var year = 0; year < Tables.Layout.Years.Count; year++)
        {
            var found = Beside.At("planned", MeasureCodes.Deficit, year);

            Assert.Equal(Run.Replicates("planned", MeasureCodes.Deficit, year).Average(), found.AtTheirParameters + found.Difference, 3);
            Assert.True(found.DifferenceError > 0);
        }
    }

    // The mean of very many futures is not known; that of four hundred others is near it.
    [Fact, Tier("Theory")]
    public void The_corrected_mean_is_surer_than_the_plain_one_and_as_right()
    {
        var last = Tables.Layout.Years.Count - 1;
        var others = Model.World.World.Run(WorldContext.Create(Tables, "unmitigated", Seed + 9, 0, 400)).Values;
        var at = Tables.Layout.At(last, Tables.Layout.IndexOf(MeasureCodes.Deficit));
        double[] deficits = [.. Enumerable.Range(0, 400).Select(r => (double)others[(r * Tables.Layout.Length) + at])];
        var (mean, found) = (deficits.Average(), Beside.At("unmitigated", MeasureCodes.Deficit, last));
        var error = Math.Sqrt(deficits.Sum(d => (d - mean) * (d - mean)) / 399 / 400);

        Assert.True(found.IsCorrected);
        Assert.Equal(Run.Replicates("unmitigated", MeasureCodes.Deficit, last).Average(), found.Mean, 3);
        Assert.InRange(found.CorrectedMeanError, 0, 0.8 * found.MeanError);
        Assert.InRange(found.CorrectedMean - mean, -4 * (error + found.CorrectedMeanError), 4 * (error + found.CorrectedMeanError));
    }

    [Theory, Tier("Fact")]
    [InlineData(20, 20)]
    [InlineData(100, 40)]
    [InlineData(250, 100)]
    [InlineData(1000, 100)]
    public void Two_futures_in_five_are_compared_twenty_at_least_and_a_hundred_at_most(int replicates, int compared)
    {
        var paths = PathsBeside.WhereTheySaySomething(Small, Run.Spec with { Replicates = replicates });

        Assert.Equal(compared, paths?.Futures);
    }

    [Fact, Tier("Fact")]
    public void Of_fewer_than_twenty_futures_nothing_is_said() =>
        Assert.Null(PathsBeside.WhereTheySaySomething(Small, Run.Spec with { Replicates = 19 }));

    [Fact, Tier("Fact")]
    public void Paths_may_be_played_in_any_order_before_the_run_is_known()
    {
        var paths = PathsBeside.WhereTheySaySomething(Small, Run.Spec)!;
        Parallel.For(0, paths.Count, n => paths.Play(paths.Count - 1 - n));

        var found = paths.Beside(Run).At("planned", MeasureCodes.Deficit, 2);

        Assert.Equal(ExpectedBeside.WhereItSaysSomething(Small, Run, OneByOne)!.At("planned", MeasureCodes.Deficit, 2), found);
        Assert.Equal(60, paths.Futures);
    }

    // Common random numbers: what one future's children cost in both variants does not blur the saving.
    [Fact, Tier("Theory")]
    public void A_paired_saving_of_the_cumulative_deficit_varies_ten_times_less_than_an_unpaired_one()
    {
        var last = Tables.Layout.Years.Count - 1;
        var planned = Run.Replicates("planned", MeasureCodes.Deficit, last);
        var others = Played(Tables, Seed + 1).Replicates("unmitigated", MeasureCodes.Deficit, last);

        var ratio = Variance(planned, others) / Variance(planned, Run.Replicates("unmitigated", MeasureCodes.Deficit, last));

        Assert.True(ratio >= 10, FormattableString.Invariant($"Paired savings vary only {ratio:0.0} times less."));
    }

    private static RunResult Played(WorldTables tables, ulong seed)
    {
        var spec = new RunSpec(seed, Futures, ["unmitigated", "planned"]);
        return RunResult.Merge(
            tables.Layout, spec, spec.Variants.Select(v => Model.World.World.Run(WorldContext.Create(tables, v, seed, 0, Futures))));
    }

    private static double Variance(long[] variant, long[] baseline)
    {
        double[] savings = [.. variant.Zip(baseline, (v, b) => (double)(b - v))];
        var mean = savings.Average();
        return savings.Average(s => (s - mean) * (s - mean));
    }

    private static double Correlation(double[] first, double[] second)
    {
        var (a, b) = (first.Average(), second.Average());
        double Sum(double[] x, double mx, double[] y, double my) => x.Zip(y, (u, v) => (u - mx) * (v - my)).Sum();
        return Sum(first, a, second, b) / Math.Sqrt(Sum(first, a, first, a) * Sum(second, b, second, b));
    }

    private static void OneByOne(int count, Action<int> body)
    {
        for (var n = 0; n < count; n++)
        {
            body(n);
        }
    }
}
