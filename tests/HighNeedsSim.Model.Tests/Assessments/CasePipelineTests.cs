using HighNeedsSim.Model.Assessments;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Assessments;

/// <summary>What a district counts as its cases go on is what a look at every case would count.</summary>
[Tier("Fact")]
public class CasePipelineTests
{
    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(true, 1.3)]
    public void Open_late_and_oldest_cases_are_those_that_a_look_at_every_case_finds(bool startersFirst, double? health)
    {
        var scenario = SmallScenario.Make();
        var assessments = scenario.Assessments;
        scenario = scenario with { Assessments = assessments with { StartersFirst = startersFirst, AppealShare = Elicited.Known("appeals", 0.5), HealthCapacity = Health(health) } };
        var world = WorldContext.Create(SmallScenario.Tables(scenario), "planned", 5, 0, 1);
        var pipeline = new CasePipeline(world, 0, 0);
        var met = (Late: 0, Appeals: 0, Exceptions: 0);

        for (var month = scenario.Timetable.WarmUpStart; month <= scenario.Timetable.End; month += 1)
        {
            var counts = new int[DistrictCount.Length];
            pipeline.Play(month, 1, counts, (_, _, _) => { });

            var last = month.Weeks.First + month.Weeks.Count - 1;
            var cases = pipeline.Cases.ToArray();
            var open = cases.Where(c => c.Stage is not (CasePipeline.Stage.AppealToAssess or CasePipeline.Stage.AppealToIssue or CasePipeline.Stage.Closed)).ToArray();
            var timed = open.Where(c => !c.Exception).ToArray();
            Assert.Equal(open.Length, counts[DistrictCount.OpenCases]);
            Assert.Equal(timed.Count(c => last - c.Arrived > assessments.FinalWeek), counts[DistrictCount.OpenOver20Weeks]);
            Assert.Equal(timed.Select(c => last - c.Arrived).DefaultIfEmpty(0).Max(), counts[DistrictCount.OldestCase]);
            met.Late += counts[DistrictCount.OpenOver20Weeks];
            met.Appeals += cases.Count(c => c.Stage is CasePipeline.Stage.AppealToAssess or CasePipeline.Stage.AppealToIssue);
            met.Exceptions += open.Length - timed.Length;
        }

        Assert.True(met is { Late: > 0, Appeals: > 0, Exceptions: > 0 }, $"{met}: this scenario tells nothing.");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1.3)]
    public void A_pipeline_saved_in_any_month_goes_on_as_the_one_that_was_not_saved(double? health)
    {
        var scenario = SmallScenario.Make();
        scenario = scenario with { Assessments = scenario.Assessments with { HealthCapacity = Health(health) } };
        var world = WorldContext.Create(SmallScenario.Tables(scenario), "planned", 5, 0, 1);
        var (left, saved) = (new CasePipeline(world, 0, 0), new CasePipeline(world, 0, 0));

        for (var month = scenario.Timetable.WarmUpStart; month <= scenario.Timetable.End; month += 1)
        {
            var (expected, found) = (new int[DistrictCount.Length], new int[DistrictCount.Length]);
            left.Play(month, 1, expected, (_, _, _) => { });
            saved.Play(month, 1, found, (_, _, _) => { });
            Assert.Equal(expected, found);

            // Saving takes the rows of ended cases out, which else happens in other months.
            var bytes = Carrier.Save(saved.Carry);
            saved = new(world, 0, 0);
            Carrier.Restore(bytes, saved.Carry);
        }
    }

    private static Elicited? Health(double? aWeek) => aWeek is { } capacity ? Elicited.Known("assessments.health-capacity", capacity) : null;
}
