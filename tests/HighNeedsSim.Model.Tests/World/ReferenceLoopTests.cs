using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.World;

public class ReferenceLoopTests
{
    private static readonly Scenario Small = SmallScenario.Make();
    private static readonly RunSpec Spec = new(7, 24, ["unmitigated", "planned", "safety-valve"]);

    [Fact, Tier("Fact")]
    public void The_same_seed_gives_the_same_digest_in_any_batches()
    {
        var whole = Run(Small, Spec, batch: 24);
        var parts = Run(Small, Spec, batch: 5);

        Assert.Equal(whole.Digest, parts.Digest);
    }

    [Fact, Tier("Fact")]
    public void Another_seed_gives_another_digest() =>
        Assert.NotEqual(Run(Small, Spec, 24).Digest, Run(Small, Spec with { Seed = 8 }, 24).Digest);

    [Fact, Tier("Fact")]
    public void A_replicate_played_alone_finds_what_it_finds_in_a_batch()
    {
        var tables = SmallScenario.Tables(Small);
        var batch = Play(tables, "planned", 7, 0, 24);
        var alone = Play(tables, "planned", 7, 17, 1);

        Assert.True(batch.Values.AsSpan(17 * tables.Layout.Length, tables.Layout.Length).SequenceEqual(alone.Values));
    }

    [Fact, Tier("Fact")]
    public void Mitigations_that_do_nothing_leave_every_byte_as_it_was()
    {
        var idle = Small with { Mitigations = [.. Small.Mitigations.Select(m => m with { Effects = [], AnnualCost = SmallScenario.Uncertain(m.Code, 0, 0, 0) })] };
        idle = idle with { Providers = [.. idle.Providers.Select(p => p with { Openings = [] })] };
        var run = Run(idle, Spec with { Variants = ["unmitigated", "planned"] }, 24);

        Assert.True(run.Values("unmitigated").SequenceEqual(run.Values("planned")));
    }

    [Fact, Tier("Fact")]
    public void A_sum_over_placements_is_the_stock()
    {
        var run = Run(Small, Spec, 24);

        for (var year = 0; year < run.Layout.Years.Count; year++)
        {
            var plans = run.Replicates("planned", MeasureCodes.Plans, year);
            var placed = Sen.PlacementTypes.All.Select(t => run.Replicates("planned", MeasureCodes.Placement(t), year)).ToArray();
            for (var r = 0; r < plans.Length; r++)
            {
                Assert.Equal(plans[r], placed.Sum(p => p[r]));
            }
        }
    }

    [Fact, Tier("Fact")]
    public void Everyone_in_the_stock_is_of_one_age_and_has_one_primary_need()
    {
        var run = Run(Small, Spec, 24);

        for (var year = 0; year < run.Layout.Years.Count; year++)
        {
            var plans = run.Replicates("planned", MeasureCodes.Plans, year);
            var ages = Sen.AgeGroups.All.Select(g => run.Replicates("planned", MeasureCodes.PlansOfAge(g), year)).ToArray();
            var needs = Sen.PrimaryNeeds.All.Select(n => run.Replicates("planned", MeasureCodes.PlansOfNeed(n), year)).ToArray();
            for (var r = 0; r < plans.Length; r++)
            {
                Assert.Equal((plans[r], plans[r]), (ages.Sum(a => a[r]), needs.Sum(n => n[r])));
            }
        }
    }

    [Fact, Tier("Direction")]
    public void More_requests_never_lower_the_stock()
    {
        var timely = Small with { Assessments = Small.Assessments with { AdviceCapacity = SmallScenario.Uncertain("capacity", 20, 20, 20) } };
        var more = timely with { Requests = timely.Requests with { InBaseYear = 120 } };

        AssertNeverLower(timely, more, MeasureCodes.Plans);
    }

    [Fact, Tier("Direction")]
    public void More_special_places_never_raise_the_number_in_independent_schools_by_the_end()
    {
        var more = Small with { Providers = [.. Small.Providers.Select(p => p.Type == Sen.PlacementType.StateSpecial ? p with { Places = p.Places + 100 } : p)] };
        var independent = MeasureCodes.Placement(Sen.PlacementType.IndependentSpecial);

        AssertNeverLower(more, Small, independent);
    }

    [Fact, Tier("Direction")]
    public void Contributions_and_payments_only_lower_the_deficit()
    {
        var run = Run(Small, Spec, 24);

        var last = run.Layout.Years.Count - 1;
        var without = run.Replicates("planned", MeasureCodes.Deficit, last);
        var with = run.Replicates("safety-valve", MeasureCodes.Deficit, last);
        Assert.All(without.Zip(with), pair => Assert.True(pair.Second < pair.First));
    }

    [Fact, Tier("SmallWorld")]
    public void Paired_differences_vary_less_than_the_variants_do()
    {
        var run = Run(Small, Spec with { Replicates = 60 }, 60);

        var last = run.Layout.Years.Count - 1;
        var planned = run.SummariseDifference("planned", MeasureCodes.Deficit, last);
        var unmitigated = run.Summarise("unmitigated", MeasureCodes.Deficit, last);
        Assert.True(planned.P90 - planned.P10 < unmitigated.P90 - unmitigated.P10);
    }

    internal static RunResult Run(Scenario scenario, RunSpec spec, int batch)
    {
        var tables = SmallScenario.Tables(scenario);
        var worlds =
            from variant in spec.Variants
            from first in Enumerable.Range(0, spec.Replicates).Where(r => r % batch == 0)
            select Play(tables, variant, spec.Seed, first, Math.Min(batch, spec.Replicates - first));
        return RunResult.Merge(tables.Layout, spec, worlds.Reverse());
    }

    private static WorldResult Play(WorldTables tables, string variant, ulong seed, int first, int count) =>
        Model.World.World.Run(WorldContext.Create(tables, variant, seed, first, count));

    private static void AssertNeverLower(Scenario low, Scenario high, string measure)
    {
        var spec = Spec with { Variants = ["unmitigated"] };
        var (lower, higher) = (Run(low, spec, 24), Run(high, spec, 24));
        var last = lower.Layout.Years.Count - 1;
        var pairs = lower.Replicates("unmitigated", measure, last).Zip(higher.Replicates("unmitigated", measure, last)).ToArray();

        Assert.All(pairs, pair => Assert.True(pair.Second >= pair.First, $"{pair.Second} is lower than {pair.First}"));
        Assert.Contains(pairs, pair => pair.Second > pair.First);
    }
}
