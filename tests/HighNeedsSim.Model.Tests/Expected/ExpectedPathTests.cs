using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Expected;

public class ExpectedPathTests
{
    private const ulong Seed = 11;
    private static readonly Scenario Small = SmallScenario.Make();

    // Nobody is ever turned away and no case waits for advice: then everything is in proportion to the number of children.
    private static readonly Scenario Linear = Small with
    {
        Providers = [.. Small.Providers.Select(p => p with { HasLimit = false, Openings = [] })],
        Assessments = Small.Assessments with { AdviceCapacity = Elicited.Known("assessments.capacity", 1000) },
        Reviews = Small.Reviews with { Capacity = Elicited.Known("reviews.capacity", 5000) },
        Funding = Small.Funding with { MarketElasticity = Elicited.Known("market.elasticity", 0) },
    };

    [Fact, Tier("Fact")]
    public void A_condition_that_two_mitigations_wait_for_counts_once()
    {
        var agreed = new Condition("agreed", "Somebody agrees", Elicited.Known("conditions.agreed.chance", 0.5));
        Mitigation Of(string code, double strength, params string[] needs) =>
            Small.Mitigations.Single(m => m.Code == "M1") with
            {
                Code = code,
                Needs = new(needs, [], [agreed]),
                AnnualCost = Elicited.Known(code + ".cost", 0),
                Effects = [new(Lever.FewerRequests, Elicited.Known(code + ".requests", strength), -4, 20)],
            };
        long Deficit(params string[] needs)
        {
            var scenario = Small with { Mitigations = [Of("A", 0), Of("B", 0.4, needs)], Variants = [Small.Variants[0], new("planned", "Planned", ["A", "B"], false)] };
            var tables = SmallScenario.Tables(scenario);
            return ExpectedPath.Run(tables, scenario.Variants[1], Parameters.Central)[tables.Layout.At(Small.Timetable.Years - 1, tables.Layout.IndexOf(MeasureCodes.Deficit))];
        }

        Assert.Equal(Deficit(), Deficit("A"));
    }

    [Theory, Tier("Theory")]
    [InlineData("unmitigated")]
    [InlineData("planned")]
    public void Where_the_model_is_linear_it_is_the_mean_of_the_simulation(string variant)
    {
        // A thousandth is the order of what a month does, one by one or all at once.
        Assert.Empty(FarFromTheMean(SmallScenario.Tables(Linear), variant, 400, Compared, 0.001));
    }

    [Fact, Tier("Theory")]
    public void A_plan_that_a_mitigation_has_changed_gets_what_it_asks_for_within_a_year_on_the_path_too()
    {
        // Nine in ten ask for a special school each year and three in five of them are kept, so nearly everybody asks twice.
        var tables = SmallScenario.Tables(Linear with
        {
            Reviews = Linear.Reviews with { Moves = [new(0, 11, PlacementType.Mainstream, PlacementType.StateSpecial, Elicited.Known("moves", 0.9))] },
            Mitigations =
            [
                .. Linear.Mitigations.Select(m => m.Code != "M1"
                    ? m
                    : m with { RampMonths = 0, Effects = [new(Lever.FewerMovesToSpecial, Elicited.Known("m1.moves", 0.6), -4, 20)] }),
            ],
        });

        Assert.Empty(FarFromTheMean(tables, "planned", 400, [MeasureCodes.Placement(PlacementType.Mainstream), MeasureCodes.Placement(PlacementType.StateSpecial), MeasureCodes.Deficit], 0.001));
    }

    [Fact, Tier("Theory")]
    public void Reviews_before_transfers_come_first_and_are_in_time_as_often_as_in_the_simulation()
    {
        var first = SmallScenario.Tables(Small with { Reviews = Small.Reviews with { TransfersFirst = Elicited.Known("reviews.transfers-first", 0.4) } });
        string[] inTime = [MeasureCodes.SchoolTransfersInTime, MeasureCodes.Post16TransfersInTime];

        Assert.Empty(FarFromTheMean(first, "unmitigated", 200, inTime, 0.01));
        Assert.All(inTime, measure => Assert.True(InFirstYear(first, measure) > InFirstYear(SmallScenario.Tables(Small), measure)));
    }

    [Fact, Tier("Theory")]
    public void The_tribunal_orders_as_many_places_as_in_the_simulation()
    {
        var tables = SmallScenario.Tables(Small with
        {
            Placements = Small.Placements with { Directed = Elicited.Known("placements.directed", 0.4), DirectionMonths = Elicited.Known("placements.direction-months", 6) },
        });

        Assert.Empty(FarFromTheMean(tables, "unmitigated", 400, [MeasureCodes.Directed, MeasureCodes.Placement(PlacementType.StateSpecial)], 0.02));
        Assert.True(InFirstYear(tables, MeasureCodes.Directed) > 0);
    }

    [Fact, Tier("Direction")]
    public void Children_about_to_start_school_have_their_plans_sooner_where_they_come_first()
    {
        // So little advice that most wait for it.
        var last = Small.Assessments with { AdviceCapacity = Elicited.Known("assessments.capacity", 0.8) };
        var first = SmallScenario.Tables(Small with { Assessments = last with { StartersFirst = true } });
        var under5 = MeasureCodes.PlansOfAge(AgeGroups.OfAge(4));

        Assert.Empty(FarFromTheMean(first, "unmitigated", 200, [MeasureCodes.NewPlans, MeasureCodes.SchoolTransfers, under5], 0.01));
        Assert.True(InFirstYear(first, under5) > InFirstYear(SmallScenario.Tables(Small with { Assessments = last }), under5));
    }

    [Theory, Tier("Theory")]
    [InlineData("unmitigated")]
    [InlineData("planned")]
    public void Where_places_are_short_spending_is_within_two_in_a_hundred(string variant)
    {
        var tables = SmallScenario.Tables(Small);
        var differences = Differences(tables, variant, 200);

        for (var year = 0; year < tables.Layout.Years.Count; year++)
        {
            var (mean, _, level) = differences(year, MeasureCodes.Spend);
            Assert.InRange(mean / level, -0.02, 0.02);
        }
    }

    [Fact, Tier("Fact")]
    public void The_same_parameters_give_the_same_path_whatever_ran_before()
    {
        var tables = SmallScenario.Tables(Small);
        var first = ExpectedPath.Run(tables, Small.Variants[1], Parameters.Central);
        ExpectedPath.Run(tables, Small.Variants[0], Parameters.Drawn(tables, 1, 1));

        Assert.Equal(first, ExpectedPath.Run(tables, Small.Variants[1], Parameters.Central));
    }

    [Fact, Tier("Fact")]
    public void Variants_played_out_together_are_what_each_is_by_itself()
    {
        var tables = SmallScenario.Tables(Small);
        Variant[] variants = [.. Small.Variants, .. Small.Mitigations.Select(m => new Variant(m.Code, m.Code, [m.Code], false))];
        var drawn = Parameters.Drawn(tables, Seed, 3);

        var together = ExpectedPath.Run(tables, variants, drawn);

        Assert.All(variants.Zip(together), v => Assert.Equal(ExpectedPath.Run(tables, v.First, drawn), v.Second));
    }

    [Fact, Tier("Fact")]
    public void Worlds_played_side_by_side_are_those_played_one_after_another()
    {
        var tables = SmallScenario.Tables(Small);
        Variant[] variants = [.. Small.Variants, .. Small.Mitigations.Select(m => new Variant(m.Code, m.Code, [m.Code], false))];
        var asked = 0;

        var together = ExpectedPath.Run(tables, variants, Parameters.Central, (count, body) => Parallel.For(0, asked = count, body));

        Assert.True(asked > 1, "Every variant shared its children with the others, so nothing was played side by side.");
        Assert.Equal(ExpectedPath.Run(tables, variants, Parameters.Central), together);
    }

    [Fact, Tier("Fact")]
    public void Mitigations_that_do_nothing_leave_the_path_as_it_was()
    {
        var idle = Small with { Mitigations = [.. Small.Mitigations.Select(m => m with { Effects = [], AnnualCost = Elicited.Known(m.Code, 0) })] };
        idle = idle with { Providers = [.. idle.Providers.Select(p => p with { Openings = [] })] };
        var tables = SmallScenario.Tables(idle);

        Assert.Equal(
            ExpectedPath.Run(tables, idle.Variants[0], Parameters.Central), ExpectedPath.Run(tables, idle.Variants[1], Parameters.Central));
    }

    [Fact, Tier("Direction")]
    public void Faster_growth_of_requests_raises_the_deficit_and_more_income_lowers_it()
    {
        var tables = SmallScenario.Tables(Small);
        long Deficit(Parameters parameters)
        {
            var last = tables.Layout.Years.Count - 1;
            return ExpectedPath.Run(tables, Small.Variants[0], parameters)[tables.Layout.At(last, tables.Layout.IndexOf(MeasureCodes.Deficit))];
        }

        Assert.True(Deficit(Parameters.Central.At("requests.growth", 0.9)) > Deficit(Parameters.Central));
        Assert.True(Deficit(Parameters.Central.At("income.growth", 0.9)) < Deficit(Parameters.Central));
    }

    [Fact, Tier("Fact")]
    public void Children_are_neither_lost_nor_found_twice()
    {
        var tables = SmallScenario.Tables(Small);
        var path = ExpectedPath.Run(tables, Small.Variants[1], Parameters.Central);
        for (var year = 0; year < tables.Layout.Years.Count; year++)
        {
            long Of(string measure) => path[tables.Layout.At(year, tables.Layout.IndexOf(measure))];

            Assert.Equal(Of(MeasureCodes.Plans), PlacementTypes.All.Sum(type => Of(MeasureCodes.Placement(type))));
            Assert.Equal(Of(MeasureCodes.Plans), Small.Districts.Sum(d => Of(MeasureCodes.DistrictPlans(d))));
            Assert.InRange(Of(MeasureCodes.Plans) - PrimaryNeeds.All.Sum(need => Of(MeasureCodes.PlansOfNeed(need))), -2, 2);
        }
    }

    [Fact, Tier("Fact")]
    public void Mitigations_changed_in_compiled_tables_give_what_a_scenario_written_so_gives()
    {
        Mitigation[] changed =
        [
            .. Small.Mitigations.Select(m => m with
            {
                Start = m.Start + 7,
                RampMonths = 5,
                AnnualCost = Elicited.Known(m.AnnualCost.Id, 123_456),
                Effects = [.. m.Effects.Select(e => e with { Strength = Elicited.Known(e.Strength.Id, 0.15) })],
            }),
        ];
        var asked = ExpectedPath.Run(SmallScenario.Tables(Small), Small.Variants[1], changed);
        var written = SmallScenario.Tables(Small with { Mitigations = changed });

        Assert.Equal(ExpectedPath.Run(written, Small.Variants[1], Parameters.Central), asked);
        Assert.NotEqual(ExpectedPath.Run(SmallScenario.Tables(Small), Small.Variants[1], Parameters.Central), asked);
    }

    [Fact, Tier("Fact")]
    public void Mitigations_of_another_scenario_are_refused()
    {
        var refused = Assert.Throws<ArgumentException>(() => SmallScenario.Tables(Small).With([.. Small.Mitigations.Skip(1)]));

        Assert.Contains("M1", refused.Message, StringComparison.Ordinal);
    }

    private static string[] Compared =>
    [
        MeasureCodes.Plans, MeasureCodes.NewPlans, MeasureCodes.Ceased, MeasureCodes.Requests, MeasureCodes.RefusedToAssess, MeasureCodes.NotIssued,
        MeasureCodes.ReviewsDone, MeasureCodes.Spend, MeasureCodes.Deficit, MeasureCodes.Placement(PlacementType.Mainstream),
        MeasureCodes.Placement(PlacementType.StateSpecial), MeasureCodes.Placement(PlacementType.IndependentSpecial),
        MeasureCodes.Placement(PlacementType.FurtherEducation),
    ];

    private static long InFirstYear(WorldTables tables, string measure) =>
        ExpectedPath.Run(tables, tables.Scenario.Variants[0], Parameters.Central)[tables.Layout.At(0, tables.Layout.IndexOf(measure))];

    // What is further from the simulation's mean than four standard errors and a part of its level, over all years; half a child either way is rounding.
    private static List<string> FarFromTheMean(WorldTables tables, string variant, int replicates, string[] measures, double part)
    {
        var (differences, far) = (Differences(tables, variant, replicates), new List<string>());
        for (var year = 0; year < tables.Layout.Years.Count; year++)
        {
            foreach (var measure in measures)
            {
                var (mean, error, level) = differences(year, measure);
                var allowed = (4 * error) + (tables.Layout.Measures[tables.Layout.IndexOf(measure)].Unit == MeasureUnit.Count ? 0.6 : 0) + (part * level);
                if (Math.Abs(mean) > allowed)
                {
                    far.Add(FormattableString.Invariant($"{tables.Layout.Years[year]} {measure}: off by {mean:0.###} of {level:0.#}, allowed {allowed:0.###}"));
                }
            }
        }

        return far;
    }

    // Replicate by replicate at its own parameters, so that what is left is chance and what the expected path has wrong.
    private static Func<int, string, (double Mean, double Error, double Level)> Differences(WorldTables tables, string id, int replicates)
    {
        var variant = tables.Scenario.Variants.Single(v => v.Id == id);
        var simulated = Model.World.World.Run(WorldContext.Create(tables, id, Seed, 0, replicates)).Values;
        var expected = Enumerable.Range(0, replicates).Select(r => ExpectedPath.Run(tables, variant, Parameters.Drawn(tables, Seed, r))).ToArray();
        return (year, measure) =>
        {
            var at = tables.Layout.At(year, tables.Layout.IndexOf(measure));
            var off = Enumerable.Range(0, replicates).Select(r => (double)(simulated[(r * tables.Layout.Length) + at] - expected[r][at])).ToArray();
            var mean = off.Average();
            return (mean, Math.Sqrt(off.Sum(x => (x - mean) * (x - mean)) / (replicates - 1) / replicates), expected.Average(path => (double)path[at]));
        };
    }
}
