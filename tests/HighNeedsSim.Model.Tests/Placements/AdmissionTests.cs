using HighNeedsSim.Model.Placements;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Tests.World;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Placements;

/// <summary>Whom a provider's guidance accepts, who gets its last places, and when new ones open.</summary>
[Tier("Fact")]
public class AdmissionTests
{
    private static readonly Scenario Small = SmallScenario.Make();

    [Theory]
    [InlineData(PrimaryNeed.Asd, 2, 7, true)]
    [InlineData(PrimaryNeed.Asd, 3, 11, true)]
    [InlineData(PrimaryNeed.Semh, 2, 7, false)]
    [InlineData(PrimaryNeed.Asd, 1, 7, false)]
    [InlineData(PrimaryNeed.Asd, 4, 7, false)]
    [InlineData(PrimaryNeed.Asd, 2, 6, false)]
    [InlineData(PrimaryNeed.Asd, 2, 12, false)]
    public void Guidance_accepts_by_need_complexity_and_curriculum_year(PrimaryNeed need, int band, int year, bool accepted)
    {
        var school = Small.Providers.First(p => p.Id == "north-special") with
        {
            Needs = NeedSet.Of(PrimaryNeed.Asd, PrimaryNeed.Slcn),
            FromBand = 2,
            ToBand = 3,
            FromYear = 7,
            ToYear = 11,
        };

        Assert.Equal(accepted, school.Accepts(need, band, new(year)));
    }

    [Theory]
    [InlineData(ApplicationPriority.Transfer, ApplicationPriority.Waiting)]
    [InlineData(ApplicationPriority.Waiting, ApplicationPriority.New)]
    [InlineData(ApplicationPriority.New, ApplicationPriority.Move)]
    public void The_last_places_go_by_statutory_order_whoever_the_children_are(byte first, byte second)
    {
        // Five places are free; five ask of either kind.
        var world = WorldContext.Create(SmallScenario.Tables(HandWorkedTests.Make()), "unmitigated", 1, 0, 1);
        for (var child = 0u; child < 200; child += 10)
        {
            var special = new ProviderState(world, Array.FindIndex([.. world.Scenario.Providers], p => p.Id == "special"));
            var requests = Enumerable.Range(0, 10).Select(n => new SeatRequest(0, 0, 1, n % 2 == 0 ? second : first, child + (uint)n)).ToArray();

            Assert.Equal(requests.Select(request => request.Priority == first ? 1 : 0), special.Admit(Month.Of(2023, 4), [], requests).Select(admitted => (int)admitted));
        }
    }

    [Fact]
    public void What_becomes_of_a_child_turned_away_is_decided_once_an_academic_year()
    {
        var halves = Small with
        {
            Placements = Small.Placements with
            {
                Overflow = [new(PlacementType.StateSpecial, PlacementType.IndependentSpecial, 0.5), new(PlacementType.StateSpecial, PlacementType.Awaiting, 0.5)],
            },
        };
        var admissions = new Admissions(WorldContext.Create(SmallScenario.Tables(halves), "unmitigated", 1, 0, 1));
        var september = Sent(admissions, Month.Of(2023, 9));

        Assert.InRange(september.Count(isSent => isSent), 30, 70);
        for (var month = Month.Of(2023, 10); month <= Month.Of(2024, 8); month += 1)
        {
            Assert.Equal(september, Sent(admissions, month));
        }

        Assert.NotEqual(september, Sent(admissions, Month.Of(2024, 9)));
    }

    // Whether each of a hundred children of Year 5, whom every special school turns away, is sent to an independent one; the others wait.
    private static bool[] Sent(Admissions admissions, Month month)
    {
        Applicant[] children = [.. Enumerable.Range(0, 100)
            .Select(n => new Applicant(0, (uint)n, (byte)PrimaryNeed.Asd, 1, (byte)PlacementType.StateSpecial, -1, ApplicationPriority.Waiting, 5))];
        admissions.Open(month, [.. Small.Districts.Select((_, d) => new DistrictReply(d == 0 ? children : Array.Empty<Applicant>(), Array.Empty<RollChange>(), [], []))]);
        while (admissions.NextRound())
        {
            foreach (var provider in admissions.Asked.ToArray())
            {
                var isFull = Small.Providers[provider].Type == PlacementType.StateSpecial;
                admissions.Answer(provider, [.. Enumerable.Repeat(isFull ? (byte)0 : (byte)1, admissions.RequestsFor(provider).Length)]);
            }
        }

        return [.. admissions.OutcomesFor(0).Select(provider => provider >= 0)];
    }

    [Theory]
    [InlineData(0, 2024, 9)]
    [InlineData(4, 2025, 1)]
    [InlineData(-3, 2024, 9)]
    public void New_places_open_as_much_later_as_they_slip_and_never_before_their_plan(double slip, int year, int month)
    {
        var slipping = Small with
        {
            Providers = [.. Small.Providers.Select(p => p.Id == "north-special" ? p with { Openings = [new(Month.Of(2024, 9), 10, Elicited.Known("slip", slip), null)] } : p)],
        };
        var north = slipping.Providers.Index().Single(p => p.Item.Id == "north-special").Index;
        var places = new PlacePlan(slipping, slipping.Variants[0], Parameters.Central);

        Assert.Equal((95, 105), (places.In(north, Month.Of(year, month) - 1), places.In(north, Month.Of(year, month))));
        Assert.Equal(Month.Of(year, month), places.FirstOpening("north-special"));
    }
}
