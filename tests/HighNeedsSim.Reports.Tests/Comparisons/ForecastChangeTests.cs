using System.Reflection;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Comparisons;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Reports.Tests.Papers;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Tests.Comparisons;

public class ForecastChangeTests
{
    [Fact, Tier("Fact")]
    public void Every_part_of_a_change_adds_up_to_it_to_the_penny_in_every_year_and_option()
    {
        var change = SmallChange.Change;

        Assert.Equal(4, change.Years.Count);
        Assert.All(change.Variants.SelectMany(change.Of), year =>
        {
            var mean = year.Parts.Aggregate(year.Before, (sum, part) => sum + part.Amount);
            Assert.Equal(year.After, mean);
            Assert.Equal(year.After - year.Before, year.Total);
            Assert.NotEqual(Money.Zero, year.Shares[InputKind.Data]);
            Assert.NotEqual(Money.Zero, year.Shares[InputKind.Assumptions]);
            Assert.Equal(Money.Zero, year.Model);
        });
        // The price that differs is that of tuition, and in some years nobody of school age waits.
        Assert.Contains(change.Variants.SelectMany(change.Of), year => year.Shares[InputKind.Prices] != Money.Zero);
    }

    [Fact, Tier("Fact")]
    public void What_the_new_version_finds_in_the_old_scenario_is_the_models_share()
    {
        var dearer = SmallRun.Play(SmallRun.Findings.Replicates, s => s with { Funding = s.Funding with { InterimTuition = Elicited.Known(s.Funding.InterimTuition.Id, 50_000) } });
        // As if the version before had found these numbers in the very scenario of the run.
        var before = dearer with
        {
            Manifest = SmallRun.Run.Manifest with { ModelVersion = "0.0.9+before" },
            Findings = new(SmallRun.Findings.Scenario, dearer.Findings.Result),
        };

        var (change, refusals) = ForecastChange.Of(before, SmallRun.Run, SmallRun.Findings.Result, SmallChange.OneByOne);

        Assert.Empty(refusals);
        Assert.All(change!.Of("unmitigated"), year =>
        {
            Assert.Equal(year.Total, year.Model);
            Assert.True(year.Model < Money.Zero);
        });
        Assert.Contains("0.0.9+before", string.Concat(SmallChange.Between(before, SmallRun.Run).Refusals), StringComparison.Ordinal);
    }

    [Fact, Tier("Fact")]
    public void Where_one_kind_alone_changed_and_the_same_children_live_in_both_all_of_the_change_is_its_doing()
    {
        // A wider range upwards: the expected path keeps to the middle and sees nothing of it, futures do.
        var growth = SmallRun.Run.Assumptions.First(a => a.Id == "requests.growth");
        var before = SmallRun.Play(SmallRun.Findings.Replicates, s => s with { Requests = s.Requests with { Growth = s.Requests.Growth with { High = s.Requests.Growth.High + 0.1 } } });
        before = before with { Assumptions = [.. before.Assumptions.Select(a => a == growth ? a with { Value = "wider" } : a)] };

        var change = SmallChange.Between(before, SmallRun.Run).Change!;

        Assert.Equal(InputKind.Assumptions, change.OnlyKind);
        Assert.All(change.Of("unmitigated"), year =>
        {
            Assert.Equal(year.Total, year.Shares[InputKind.Assumptions]);
            Assert.Equal(Money.Zero, year.Rest);
        });
        Assert.NotEqual(Money.Zero, change.Of("unmitigated")[^1].Total);
        var why = Told(change);
        Assert.Contains("assumptions alone changed", why, StringComparison.Ordinal);
        Assert.DoesNotContain("what the expected path simplifies", why, StringComparison.Ordinal);
        // Another number of futures has other means by chance, and two kinds at once have to be split.
        Assert.Null(SmallChange.Between(SmallRun.Play(SmallRun.Findings.Replicates + 1), SmallRun.Run).Change!.OnlyKind);
        Assert.Null(SmallChange.Change.OnlyKind);
    }

    [Fact, Tier("Fact")]
    public void An_option_in_which_nothing_moved_has_no_chart_of_causes_and_two_runs_of_one_census_are_told_apart_by_their_titles()
    {
        var scenario = SmallRun.Findings.Scenario;
        var renamed = SmallRun.Run with { Findings = new(scenario with { Title = "The same, M3 changed" }, SmallRun.Findings.Result) };

        var change = SmallChange.Between(SmallRun.Run, renamed).Change!;

        Assert.DoesNotContain(ChangePaper.Of(change, PaperDetails.None, AssuranceState.Draft).Charts, chart => chart.Id.StartsWith("causes-", StringComparison.Ordinal));
        Assert.Contains($"“The same, M3 changed” beside “{scenario.Title}”, both from the census of", ChangePaper.SummaryText(change, "planned"), StringComparison.Ordinal);
    }

    [Fact, Tier("Fact")]
    public void Runs_that_say_nothing_about_each_other_are_refused_with_every_reason()
    {
        var run = SmallRun.Run;
        var scenario = run.Findings.Scenario;
        Assert.Empty(SmallChange.Between(run, run).Refusals);

        Refused("different seeds (2 and 1)", run with { Manifest = run.Manifest with { Spec = run.Manifest.Spec with { Seed = 2 } } });
        Refused("different authorities: Elsewhere and", With(scenario with { Authority = new("E00000001", "Elsewhere") }));
        Refused("from the later census", With(scenario with { Timetable = scenario.Timetable with { Census = scenario.Timetable.Census + 12 } }));
        Refused("No variant is in both", With(scenario, "other"));
        Refused("no financial year in common", With(scenario with { Timetable = scenario.Timetable with { FirstYear = new(2040) } }));

        ReportedRun With(Scenario changed, string? variant = null)
        {
            var layout = ResultLayout.Of(changed);
            RunSpec spec = new(1, 1, [variant ?? "unmitigated"]);
            return run with { Findings = new(changed, RunResult.Merge(layout, spec, [new(spec.Variants[0], 0, 1, new long[layout.Length])])) };
        }

        void Refused(string because, ReportedRun before)
        {
            var (change, refusals) = SmallChange.Between(before, run);
            Assert.Null(change);
            Assert.Contains(refusals, refusal => refusal.Contains(because, StringComparison.Ordinal));
        }
    }

    [Fact, Tier("Fact")]
    public void The_kind_that_a_paper_tells_of_a_figure_is_the_kind_by_which_its_pounds_are_split()
    {
        var (first, second) = (Read("kent-2023-safety-valve"), Read("kent-2025-current-policy"));
        // Of one date, so that no price has to be brought to another year.
        second = second with
        {
            Timetable = first.Timetable,
            Funding = second.Funding with { PriceYear = first.Funding.PriceYear },
            Providers = [.. second.Providers.Select(provider => provider with { Openings = [] })],
        };
        var (was, becomes) = (Elicits(first), Elicits(second));
        string[] differing = [.. was.Keys.Where(id => becomes.TryGetValue(id, out var now) && now != was[id] && !id.StartsWith("openings.", StringComparison.Ordinal))];
        Assert.InRange(differing.Length, 40, 1000);

        foreach (var kind in Enum.GetValues<InputKind>())
        {
            var mixed = Elicits(MixedInputs.Of(Pick(InputKind.Data), Pick(InputKind.Assumptions), Pick(InputKind.Prices)));
            Assert.Contains(differing, id => InputChanges.KindOf(id) == kind);
            Assert.All(differing.Where(mixed.ContainsKey), id => Assert.Equal((id, InputChanges.KindOf(id) == kind ? becomes[id] : was[id]), (id, mixed[id])));

            Scenario Pick(InputKind other) => other == kind ? second : first;
        }
    }

    [Fact, Tier("Fact")]
    public void What_went_in_otherwise_is_told_by_kind_with_both_values()
    {
        var growth = SmallRun.Run.Assumptions.First(a => a.Id == "requests.growth");
        var tuition = SmallRun.Run.Assumptions.First(a => a.Id == "funding.interim-tuition");
        var before = SmallRun.Run with
        {
            Assumptions = [.. SmallRun.Run.Assumptions.Where(a => a != growth && a != tuition), growth with { Value = "0.01" }],
            Manifest = SmallRun.Run.Manifest with { DataHashes = [.. SmallRun.Run.Manifest.DataHashes.Select(f => f.Path.EndsWith("/population.csv", StringComparison.Ordinal) ? f with { Sha256 = "0" } : f)] },
        };

        var changes = InputChanges.Of(before, SmallRun.Run);

        Assert.Equal(
            [(InputKind.Data, "data/population.csv"), (InputKind.Assumptions, "requests.growth"), (InputKind.Prices, "funding.interim-tuition")],
            changes.Select(change => (change.Kind, change.Id)));
        Assert.Equal(("0.01", growth.Value), (changes[1].Before, changes[1].After));
        Assert.Equal((null, tuition.Value), (changes[2].Before, changes[2].After));
    }

    [Fact, Tier("Fact")]
    public void The_comparison_papers_summary_is_short_and_says_how_much_why_and_what_is_left_out()
    {
        var change = SmallChange.Change;
        var summary = ChangePaper.SummaryText(change, ChangePaper.PreferredOf(change, PaperDetails.None));
        var whole = change.Of("unmitigated")[^1];

        Assert.InRange(summary.Split(' ').Length, 60, CouncilPaper.MostSummaryWords);
        Assert.Contains($"from {Numbers.PoundsMillion(whole.Before.Pence)} to {Numbers.PoundsMillion(whole.After.Pence)}", summary, StringComparison.Ordinal);
        Assert.EndsWith($"{Caveats.LeftOut}.", summary, StringComparison.Ordinal);
        Assert.Equal(
            ["Executive summary", "Recommendations", "What the two forecasts say", "Why the forecast changed", "How good the last forecast was so far", "What went in otherwise"],
            SmallChange.Paper.Sections.Select(section => section.Title).Take(6));
    }

    [Fact, Tier("Fact")]
    public void Runs_of_one_census_are_compared_future_by_future_and_those_of_two_are_not()
    {
        var paired = SmallChange.Between(SmallRun.Run, SmallRun.Run).Change!;

        Assert.Equal("None", Assert.Single(ChangePaper.Of(paired, PaperDetails.None, AssuranceState.Draft).Tables.Single(table => table.Id == "changed-inputs").Rows)[0].Text);
        Assert.Equal(0, paired.Difference("planned", paired.Years[^1])!.Value.P90);
        Assert.Null(SmallChange.Change.Difference("planned", SmallChange.Change.Years[^1]));
        Assert.DoesNotContain(ChangePaper.Of(paired, PaperDetails.None, AssuranceState.Draft).Sections, section => section.Title.StartsWith("How good", StringComparison.Ordinal));
    }

    private static string Told(ForecastChange change) => string.Join('\n', ChangePaper.Of(change, PaperDetails.None, AssuranceState.Draft).Sections
        .SelectMany(section => section.Blocks).OfType<ParagraphBlock>().Select(paragraph => paragraph.Text));

    private static Scenario Read(string name) => ScenarioReader.Read(ScenarioPackage.FromFolder(RepositoryRoot.Of("scenarios", name)).Package!).Scenario!;

    // Every uncertain value of a scenario by its id, found by looking through all its parts.
    private static Dictionary<string, Elicited> Elicits(object scenario)
    {
        Dictionary<string, Elicited> found = new(StringComparer.Ordinal);
        Look(scenario);
        return found;

        void Look(object? part)
        {
            switch (part)
            {
                case Elicited value:
                    found.TryAdd(value.Id, value);
                    break;
                case string or null:
                    break;
                case System.Collections.IEnumerable many:
                    foreach (var one in many)
                    {
                        Look(one);
                    }

                    break;
                case System.Runtime.CompilerServices.ITuple tuple:
                    for (var n = 0; n < tuple.Length; n++)
                    {
                        Look(tuple[n]);
                    }

                    break;
                case var record when record.GetType().Namespace?.StartsWith("HighNeedsSim.Model", StringComparison.Ordinal) == true && record.GetType().IsClass:
                    foreach (var property in record.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.GetIndexParameters().Length == 0))
                    {
                        Look(property.GetValue(record));
                    }

                    break;
            }
        }
    }
}
