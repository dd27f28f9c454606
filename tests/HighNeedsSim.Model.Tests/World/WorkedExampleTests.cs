using System.Globalization;
using System.Text;
using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Placements;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.World;

/// <summary>
/// Three children through one year, month by month, as the ODD tells it. Every parameter is known; chance decides only when
/// Ben is asked for, how long his steps take and on which day he starts, and on which day Cal leaves.
/// </summary>
public class WorkedExampleTests
{
    // Chosen so that one request arises, not none or two, Cal leaves after Ann has moved, and the days add up by hand without a penny of rounding.
    // Nothing else was looked at.
    private const ulong Seed = 370;
    private static readonly Scenario Three = Make();
    private static readonly Story Told = Tell(Seed);

    [Fact, Tier("Golden")]
    public void The_document_tells_the_year_of_three_children_as_the_model_plays_it() =>
        Written.InBlock("docs/model/odd.md", "three children", Print(Told));

    [Fact, Tier("SmallWorld")]
    public void Ann_finds_the_special_school_full_and_goes_to_an_independent_one()
    {
        var september = Told.Months.Single(m => m.Month == Month.Of(2023, 9));

        Assert.Equal("mainstream", Told.Months[september.Month - Told.Months[0].Month - 1].Ann);
        Assert.Equal("independent", september.Ann);
        Assert.Equal(1, september.TurnedAway);
        Assert.Equal(5, september.Rolls[1]);
    }

    [Fact, Tier("SmallWorld")]
    public void Bens_plan_is_final_in_the_week_that_his_steps_add_up_to()
    {
        var final = Told.Arrived + Told.Steps.Decision + Told.Steps.Advice + Told.Steps.Draft;
        var (first, count) = Told.Issued.Weeks;

        Assert.InRange(final, first, first + count - 1);
        Assert.InRange(final - Told.Arrived, 1, 20);
    }

    [Fact, Tier("SmallWorld")]
    public void The_year_costs_what_can_be_added_up_by_hand()
    {
        // Ben's first month and Cal's last are paid for by the day: from the day he comes, and up to the day before he is gone.
        var ben = FinancialYear(2023).Count(m => m.Ben == "mainstream") - (Told.BensDays / (decimal)Told.Issued.Days);
        var cal = FinancialYear(2023).Count(m => m.Cal == "college") + (Told.CalsDays / (decimal)Told.Left.Days);

        // A year's uplift of 5 %: £6,300 mainstream, £12,600 special, £50,400 independent, £3,780 college.
        AssertPounds(Math.Floor(100 * ((5 * 525) + (ben * 525))) / 100, MeasureCodes.Line(Section251Line.TopUpMaintained));
        AssertPounds(Math.Floor(100 * ((5 * 12_600) + (cal * 315))) / 100, MeasureCodes.Line(Section251Line.TopUpAcademies));
        AssertPounds(5 * 10_000, MeasureCodes.Line(Section251Line.PlaceFunding));
        // Ten at £4,200 a month until August; then eleven, a tenth more than on census day: 0.1 × 10 % = 1 % dearer.
        AssertPounds((5 * 10 * 4_200) + (7 * 11 * 4_242), MeasureCodes.Line(Section251Line.TopUpIndependent));
        AssertPounds(1_000_000 + Pounds(MeasureCodes.Spend) - 600_000, MeasureCodes.Deficit);
    }

    [Fact, Tier("SmallWorld")]
    public void A_full_school_costs_the_difference_of_two_places_and_makes_the_market_dearer()
    {
        var (now, before, others) = AnnsPlace(Told);

        Assert.Equal(7 * 4_242_00, now);
        Assert.Equal(7 * 525_00, before);
        Assert.Equal(7 * 10 * 42_00, others);
    }

    private static IEnumerable<Row> FinancialYear(int starts) => Told.Months.Where(m => m.Month.FinancialYear == new FinancialYear(starts));

    private static void AssertPounds(decimal pounds, string measure) => Assert.Equal(pounds, Pounds(measure));

    private static decimal Pounds(string measure) => Told.Year.Replicates("unmitigated", measure, 0)[0] / 100m;

    private static string Print(Story story)
    {
        var text = new StringBuilder();
        var (decision, advice, draft) = story.Steps;
        text.Append("| Month | Ann | Ben | Cal | On roll: mainstream, special, independent, college | Independent fee a year, £ | Top-ups and fees, £ |\n");
        text.Append("| --- | --- | --- | --- | --- | ---: | ---: |\n");
        foreach (var m in story.Months)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {m.Month} | {m.Ann} | {m.Ben} | {m.Cal} | {string.Join(", ", m.Rolls)} | {m.Fee / 100m:#,0} | {m.TopUps / 100m:#,0.00} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\nBen's steps: {decision} weeks to the decision to assess, {advice} for advice, {draft} for draft and final plan: ");
        text.Append(CultureInfo.InvariantCulture, $"{decision + advice + draft} of the 20 weeks. He is paid for from {story.BensDays + 1} {Name(story.Issued)}, ");
        text.Append(CultureInfo.InvariantCulture, $"{story.Issued.Days - story.BensDays} of its {story.Issued.Days} days; Cal for the first {story.CalsDays} of the {story.Left.Days} days of {Name(story.Left)}.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Ann's place from September to March costs £{AnnsPlace(story).Now / 100m:#,0.00}, where mainstream would have cost ");
        text.Append(CultureInfo.InvariantCulture, $"£{AnnsPlace(story).Before / 100m:#,0.00}; and it makes the ten other independent places dearer by £{AnnsPlace(story).Others / 100m:#,0.00}.\n\n");
        text.Append("| 2023-24 | £ |\n| --- | ---: |\n");
        foreach (var (label, code) in new[]
        {
            ("Place funding", MeasureCodes.Line(Section251Line.PlaceFunding)),
            ("Top-ups, mainstream (maintained)", MeasureCodes.Line(Section251Line.TopUpMaintained)),
            ("Top-ups, special school and college (academies)", MeasureCodes.Line(Section251Line.TopUpAcademies)),
            ("Fees, independent special", MeasureCodes.Line(Section251Line.TopUpIndependent)),
            ("Spending", MeasureCodes.Spend),
            ("Block", MeasureCodes.BlockIncome),
            ("In-year deficit", MeasureCodes.InYear),
            ("Cumulative deficit on 31 March 2024", MeasureCodes.Deficit),
        })
        {
            text.Append(CultureInfo.InvariantCulture, $"| {label} | {story.Year.Replicates("unmitigated", code, 0)[0] / 100m:#,0.00} |\n");
        }

        return text.ToString();
    }

    private static string Name(Month month) => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month.OfYear);

    // From September on, against what the months before would have cost for as long.
    private static (long Now, long Before, long Others) AnnsPlace(Story story)
    {
        var moved = story.Months.Where(m => m.Ann == "independent").ToArray();
        var (before, after) = (story.Months.Last(m => m.Ann == "mainstream"), moved[0]);
        return (after.Fee * moved.Length / 12, before.Mainstream * moved.Length / 12, 10 * (after.Fee - before.Fee) * moved.Length / 12);
    }

    // The reference loop (World.Run) with a look at the three children after each month.
    private static Story Tell(ulong seed)
    {
        var world = WorldContext.Create(WorldTables.Compile(Three), "unmitigated", seed, 0, 1);
        var tables = world.Tables;
        var district = new DistrictState(world, 0);
        var cohorts = Enumerable.Range(0, tables.BirthYears.Count).Select(b => new CohortState(world, 0, b)).ToArray();
        var providers = Enumerable.Range(0, tables.Providers).Select(p => new ProviderState(world, p)).ToArray();
        var authority = new AuthorityState(world);
        var annId = tables.Opening.Single(p => p.Type == PlacementType.Mainstream).Child;
        var calId = tables.Opening.Single(p => p.Type == PlacementType.FurtherEducation).Child;
        var (ann, ben, cal) = ("mainstream", "no plan", "college");
        var (issued, benId) = (new Month(0), 0u);
        var admissions = new Admissions(world);
        short[] outcomes = [];
        var rows = new List<Row>();
        for (var month = Three.Timetable.Start; month <= Three.Timetable.End; month += 1)
        {
            var orders = district.Open(month, outcomes);
            var reply = district.Close(month, [.. orders.Select((o, b) => o is null ? null : cohorts[b].Play(month, o))]);
            admissions.Open(month, [reply]);
            while (admissions.NextRound())
            {
                var asked = admissions.Asked;
                var answers = asked.Select(p => providers[p].Admit(month, admissions.ChangesFor(p).Span, admissions.RequestsFor(p).Span)).ToArray();
                for (var n = 0; n < asked.Count; n++)
                {
                    admissions.Answer(asked[n], answers[n]);
                }
            }

            var claims = providers.Select((p, n) => p.Close(month, admissions.ChangesFor(n).Span)).ToArray();
            var forAuthority = admissions.ForAuthority(claims);
            authority.Post(month, forAuthority);
            outcomes = admissions.OutcomesFor(0);

            var counts = reply.Counts;
            ben = counts[DistrictCount.Requests] > 0 ? "asked for" : ben == "asked for" ? "assessed" : ben;
            for (var a = 0; a < outcomes.Length; a++)
            {
                var placed = outcomes[a] < 0 ? "waiting" : Three.Providers[outcomes[a]].Id;
                if (reply.Applicants.Span[a].Child == annId)
                {
                    ann = placed;
                }
                else
                {
                    (ben, benId, issued) = (placed, reply.Applicants.Span[a].Child, month);
                }
            }

            cal = claims[3].Roll[0] == 0 ? "left" : cal;
            // The fee is what the month's claim says of each child on roll, before it is cut into twelfths.
            var (roll, prices) = (claims[2].Roll[0], world.Replicates[0].Prices);
            var mainstream = prices.TopUp(PlacementType.Mainstream, 1, month.FinancialYear);
            var fee = prices.TopUp(PlacementType.IndependentSpecial, 1, month.FinancialYear)
                * (1 + (prices.MarketElasticity * (roll - 10) / 10));
            Assert.Equal(Monthly.Part((long)Math.Round(fee) * roll, month), claims[2].TopUp[0]);
            rows.Add(new(month, ann, ben, cal, [.. claims.Select(c => c.Roll[0])], mainstream, (long)Math.Round(fee), claims.Sum(c => c.TopUp[0]), forAuthority.TurnedAway[0]));
        }

        var left = rows.First(m => m.Cal == "left").Month;
        var weeks = Month.Of(2023, 4).Weeks;
        var draws = world.Replicates[0].Draws;
        var steps = draws.At(benId, Purpose.StepWeeks, 0);
        var year = RunResult.Merge(tables.Layout, new(seed, 1, ["unmitigated"]), [authority.Result()]);
        return new(rows, year, issued, weeks.First + (int)(draws.At(benId, Purpose.RequestChild, 0).D % (uint)weeks.Count),
            (6 - (int)(steps.A % 3), 6, 8 - (int)(steps.B % 4)), ChangeDay.Of(draws, benId, issued), left, ChangeDay.Of(draws, calId, left));
    }

    // Ann is 10 and alone in mainstream; five fill the special school, ten are in independent ones; Cal is 18, at college.
    private static Scenario Make()
    {
        var small = SmallScenario.Make();
        Elicited Known(string id, double value) => Elicited.Known(id, value);
        var stock = new int[PlacementTypes.Count];
        (PlacementType Type, int Plans, int Age)[] opening =
        [
            (PlacementType.Mainstream, 1, 10), (PlacementType.StateSpecial, 5, 8), (PlacementType.IndependentSpecial, 10, 8), (PlacementType.FurtherEducation, 1, 18),
        ];
        double[][] Rows(int columns, Func<int, int, double> cell) =>
            [.. Enumerable.Range(0, OpeningStock.Ages).Select(age => Enumerable.Range(0, columns).Select(c => cell(age, c)).ToArray())];
        foreach (var (type, plans, _) in opening)
        {
            stock[(int)type] = plans;
        }

        Provider Provider(string like, string id, int places) => small.Providers.First(p => p.Id == like) with
        {
            Id = id,
            District = -1,
            Places = places,
            PlacesGrowth = Known(id, 0),
            Openings = [],
        };
        return small with
        {
            Timetable = small.Timetable with { Years = 1 },
            Districts = [small.Districts[0]],
            OpeningStock = small.OpeningStock with
            {
                ByPlacement = stock,
                ByAgeGroup = [0, 16, 0, 1, 0],
                AgePattern = Rows(PlacementTypes.Count, (age, type) => opening.Any(o => (int)o.Type == type && o.Age == age) ? 1 : 0),
                BandShares = [.. PlacementTypes.All.Select(_ => new double[] { 1, 0, 0, 0 })],
            },
            Births = Known("births", 0),
            // One request a year is expected, for a child of five, in April.
            Requests = small.Requests.Steady() with
            {
                InBaseYear = 1,
                ByAge = [.. Enumerable.Range(0, OpeningStock.Ages).Select(age => age == 5 ? 1.0 : 0)],
                Season = [.. Enumerable.Range(1, 12).Select(m => m == 4 ? 1.0 : 0)],
                MovesIn = Known("moves", 0),
            },
            Assessments = small.Assessments with
            {
                RefuseToAssess = Known("refuse", 0),
                RefuseToIssue = Known("not-issued", 0),
                AdviceCapacity = Known("capacity", 2),
                Exceptions = Known("exceptions", 0),
            },
            Reviews = small.Reviews with { Capacity = Known("reviews", 0), Moves = [] },
            // All rates end at 0.95 a year, 22.1 % a month; a quarter of that is 5.5 %.
            Cessations = small.Cessations with
            {
                InBaseYear = [.. CessationReasons.All.Select(r => r == CessationReason.Employment ? 1 : 0)],
                AgePattern = Rows(CessationReasons.Count, (age, _) => age >= 16 ? 1 : 0),
                Level = Known("level", 0.25),
            },
            Placements = small.Placements with
            {
                NewPlans = Rows(PlacementTypes.Count, (_, type) => type == (int)PlacementType.Mainstream ? 1 : 0),
                Transfers = [new(7, PlacementType.Mainstream, PlacementType.StateSpecial, Known("transfer", 1))],
                Overflow = [new(PlacementType.StateSpecial, PlacementType.IndependentSpecial, 1)],
            },
            Providers =
            [
                Provider("north-community", "mainstream", 0),
                Provider("south-special", "special", 5),
                Provider("independent-market", "independent", 0),
                Provider("college", "college", 0) with { PlaceFunding = PlaceFundingRule.None },
            ],
            Funding = small.Funding with
            {
                TopUps =
                [
                    .. TopUps(PlacementType.Mainstream, 6_000), .. TopUps(PlacementType.StateSpecial, 12_000),
                    .. TopUps(PlacementType.IndependentSpecial, 48_000), .. TopUps(PlacementType.FurtherEducation, 3_600),
                ],
                Uplifts = [new("all", PlacementTypes.All, Known("uplift", 0.05))],
                MarketElasticity = Known("elasticity", 0.1),
                Services = [],
            },
            Income = small.Income with
            {
                Known = [(new(2023), Money.FromPounds(600_000))],
                OpeningDeficit = Known("opening", 1_000_000),
            },
            Agreement = null,
        };
    }

    private static IEnumerable<TopUpRate> TopUps(PlacementType type, double pounds) =>
        Enumerable.Range(1, OpeningStock.Bands).Select(b => new TopUpRate(type, b, Elicited.Known($"{type}.{b}", pounds)));

    private sealed record Row(Month Month, string Ann, string Ben, string Cal, int[] Rolls, long Mainstream, long Fee, long TopUps, int TurnedAway);

    private sealed record Story(List<Row> Months, RunResult Year, Month Issued, int Arrived, (int Decision, int Advice, int Draft) Steps, int BensDays, Month Left, int CalsDays);
}
