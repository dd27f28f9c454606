using HighNeedsSim.Model.Assessments;
using HighNeedsSim.Model.Cessations;
using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Placements;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Requests;
using HighNeedsSim.Model.Reviews;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests;

/// <summary>An invented authority of two districts and about 450 plans, small enough to reason about; no real figures.</summary>
internal static class SmallScenario
{
    internal static Scenario Make() => new(
        "small",
        "An invented authority",
        new("E00000000", "Smallshire"),
        new(Month.Of(2023, 1), new(2023), 3),
        [District("D1", "North", 600, 0, 0), District("D2", "South", 400, 30, 0)],
        Stock(),
        Uncertain("population.births", -0.02, -0.01, 0.01),
        Requests(),
        Assessments(),
        Reviews(),
        Cessations(),
        Placements(),
        Providers(),
        Funding(),
        new(
            [(new(2022), Money.FromPounds(5_500_000)), (new(2023), Money.FromPounds(6_000_000))],
            Uncertain("income.growth", 0.02, 0.03, 0.05),
            Money.FromPounds(20_000_000),
            Elicited.Known("income.schools-block-growth", 0.02),
            Money.Zero,
            Elicited.Known("income.opening-deficit", 3_000_000)),
        new(
            [
                new(new(2022), Money.FromPounds(1_000_000), Money.FromPounds(300_000)),
                new(new(2023), Money.FromPounds(400_000), Money.FromPounds(200_000)),
                new(new(2024), Money.FromPounds(400_000), Money.FromPounds(200_000)),
                new(new(2025), Money.FromPounds(500_001), Money.FromPounds(200_000)),
            ],
            new(2025),
            Money.FromPounds(5_000_000),
            [8, 12, 3],
            Uncertain("agreement.tolerance", 100_000, 500_000, 1_000_000, ValueKind.Positive)),
        [
            new("M1", "Inclusion", Month.Of(2023, 9), 12, Elicited.Known("m1.cost", 50_000),
                [
                    new(Lever.FewerRequests, Share("m1.requests", 0.05, 0.1, 0.2), -4, 20),
                    new(Lever.KeepNewPlansInMainstream, Share("m1.keep", 0.1, 0.2, 0.3), 0, 11),
                ]),
            new("M7", "Places", Month.Of(2023, 9), 0, Elicited.Known("m7.cost", 0), [new(Lever.NewPlaces, Elicited.Known("m7.places", 0), -4, 20)]),
            new("M10", "Prices", Month.Of(2024, 4), 0, Elicited.Known("m10.cost", 0), [new(Lever.LessTopUpUplift, Elicited.Known("m10.points", 0.02), -4, 20)]),
        ],
        [
            new("unmitigated", "Unmitigated", [], false),
            new("planned", "Planned", ["M1", "M7", "M10"], false),
            new("safety-valve", "Safety Valve", ["M1", "M7", "M10"], true),
        ]);

    /// <summary>Requests that come at the pace of the base year: no growth, and no year or district unlike another.</summary>
    internal static RequestRates Steady(this RequestRates requests) => requests with
    {
        Growth = Elicited.Known("requests.growth", 0),
        YearShock = Elicited.Known("requests.year-shock", 1),
        DistrictShock = Elicited.Known("requests.district-shock", 1),
    };

    internal static Elicited Uncertain(string id, double p10, double p50, double p90, ValueKind kind = ValueKind.Real) => new(id, p10, p50, p90, kind);

    internal static Elicited Share(string id, double p10, double p50, double p90) => new(id, p10, p50, p90, ValueKind.Share);

    internal static WorldTables Tables(Scenario scenario) => WorldTables.Compile(scenario);

    private static District District(string code, string name, int perAge, double east, double north) =>
        new(code, name, [.. Enumerable.Repeat(perAge, 26)], 2023, 1, east, north);

    private static OpeningStock Stock()
    {
        var byPlacement = new int[PlacementTypes.Count];
        byPlacement[(int)PlacementType.Mainstream] = 150;
        byPlacement[(int)PlacementType.ResourcedProvision] = 30;
        byPlacement[(int)PlacementType.StateSpecial] = 140;
        byPlacement[(int)PlacementType.IndependentSpecial] = 40;
        byPlacement[(int)PlacementType.FurtherEducation] = 70;
        byPlacement[(int)PlacementType.OtherArrangements] = 15;
        byPlacement[(int)PlacementType.Awaiting] = 5;
        var ages = Table(OpeningStock.Ages, PlacementTypes.Count, (age, type) => (PlacementType)type switch
        {
            PlacementType.FurtherEducation => age is >= 16 and <= 23 ? 10 : 0,
            _ => age is >= 4 and <= 18 ? 5 : 0,
        });
        var groups = Proportions.Split(450, [.. AgeGroups.All.Select(g =>
            Enumerable.Range(0, OpeningStock.Ages).Where(a => AgeGroups.OfAge(a) == g).Sum(a => ages[a].Select((x, t) => byPlacement[t] > 0 ? x : 0).Sum()))]);
        return new(
            byPlacement,
            groups,
            ages,
            Table(PlacementTypes.Count, PrimaryNeeds.Count, (_, need) => need is (int)PrimaryNeed.Asd ? 5 : need is (int)PrimaryNeed.Semh or (int)PrimaryNeed.Slcn ? 2 : 0),
            Table(OpeningStock.Ages, PrimaryNeeds.Count, (age, need) => need == (int)PrimaryNeed.Slcn ? 26 - age : 10),
            Table(PlacementTypes.Count, OpeningStock.Bands, (_, band) => 0.4 - (0.1 * band)));
    }

    private static RequestRates Requests() => new(
        100,
        [.. Enumerable.Range(0, OpeningStock.Ages).Select(a => a is >= 3 and <= 15 ? 1.0 : 0.1)],
        [.. Enumerable.Repeat(1 / 12.0, 12)],
        Uncertain("requests.growth", 0.02, 0.06, 0.10),
        Uncertain("requests.year-shock", 0.9, 1, 1.11, ValueKind.Positive),
        Uncertain("requests.district-shock", 0.9, 1, 1.11, ValueKind.Positive),
        Share("requests.parents", 0.5, 0.6, 0.7),
        Share("requests.others", 0.01, 0.02, 0.04),
        Table(OpeningStock.Ages, PrimaryNeeds.Count, (_, need) => need is (int)PrimaryNeed.Asd ? 5 : need is (int)PrimaryNeed.Semh or (int)PrimaryNeed.Slcn ? 2 : 0),
        Uncertain("requests.moves-in", 2, 5, 12, ValueKind.Positive));

    private static AssessmentRules Assessments() => new(
        6, 6, 20,
        Share("assessments.refuse", 0.2, 0.27, 0.35),
        [.. Enumerable.Repeat(1.0, OpeningStock.Ages)],
        Share("assessments.not-issued", 0.08, 0.12, 0.16),
        Uncertain("assessments.capacity", 1.2, 1.5, 1.9, ValueKind.Positive),
        Elicited.Known("assessments.capacity-growth", 0.05),
        WorkingOrder.OldestFirst,
        Share("assessments.exceptions", 0.005, 0.01, 0.03),
        Share("assessments.appeals", 0.05, 0.1, 0.15),
        Share("assessments.upheld", 0.8, 0.9, 0.95),
        Uncertain("assessments.appeal-weeks", 30, 40, 52, ValueKind.Positive));

    private static ReviewRules Reviews() => new(
        Share("reviews.overdue", 0.4, 0.5, 0.6),
        Uncertain("reviews.capacity", 35, 40, 48, ValueKind.Positive),
        Elicited.Known("reviews.capacity-growth", 0.05),
        Share("reviews.band-up", 0.02, 0.04, 0.06),
        Share("reviews.band-down", 0.01, 0.02, 0.03),
        Share("reviews.cease", 0.01, 0.02, 0.03),
        [
            new(1, 10, PlacementType.Mainstream, PlacementType.StateSpecial, Share("reviews.primary.special", 0.02, 0.04, 0.06)),
            new(7, 11, PlacementType.Mainstream, PlacementType.StateSpecial, Share("reviews.secondary.special", 0.02, 0.04, 0.06)),
            new(7, 11, PlacementType.StateSpecial, PlacementType.IndependentSpecial, Share("reviews.secondary.independent", 0.01, 0.02, 0.03)),
        ]);

    private static CessationRates Cessations() => new(
        [4, 2, 2, 5, 8, 6, 1, 1, 3],
        Table(OpeningStock.Ages, CessationReasons.Count, (age, reason) => reason == (int)CessationReason.Transferred ? 1 : age >= 16 ? age - 15 : 0.1),
        [.. Enumerable.Repeat(100.0, OpeningStock.Ages)],
        Uncertain("cessations.level", 0.8, 1, 1.25, ValueKind.Positive));

    private static PlacementRules Placements() => new(
        Table(OpeningStock.Ages, PlacementTypes.Count, (age, type) => (PlacementType)type switch
        {
            PlacementType.Mainstream => age < 16 ? 6 : 0,
            PlacementType.ResourcedProvision => age < 16 ? 1 : 0,
            PlacementType.StateSpecial => age < 16 ? 3 : 0,
            PlacementType.FurtherEducation => age >= 16 ? 1 : 0,
            _ => 0,
        }),
        [
            new(7, PlacementType.Mainstream, PlacementType.StateSpecial, Share("transfers.7.special", 0.08, 0.12, 0.18)),
            .. new[] { PlacementType.Mainstream, PlacementType.ResourcedProvision, PlacementType.OtherArrangements }
                .Select(from => new PhaseTransfer(12, from, PlacementType.FurtherEducation, Elicited.Known($"transfers.12.{from}", 1))),
            new(12, PlacementType.StateSpecial, PlacementType.FurtherEducation, Share("transfers.12.special", 0.3, 0.4, 0.5)),
            .. new[] { PlacementType.Mainstream, PlacementType.ResourcedProvision, PlacementType.StateSpecial, PlacementType.IndependentSpecial, PlacementType.OtherArrangements }
                .Select(from => new PhaseTransfer(15, from, PlacementType.FurtherEducation, Elicited.Known($"transfers.15.{from}", 1))),
        ],
        [
            new(PlacementType.StateSpecial, PlacementType.IndependentSpecial, 0.6),
            new(PlacementType.StateSpecial, PlacementType.Mainstream, 0.2),
            new(PlacementType.StateSpecial, PlacementType.Awaiting, 0.2),
            new(PlacementType.ResourcedProvision, PlacementType.Mainstream, 1),
        ],
        3);

    private static Provider[] Providers() =>
    [
        Provider("north-community", PlacementType.Mainstream, 0, -4, 14, limit: false, places: 0, PlaceFundingRule.None, Section251Line.TopUpMaintained),
        Provider("south-community", PlacementType.Mainstream, 1, -4, 14, limit: false, places: 0, PlaceFundingRule.None, Section251Line.TopUpAcademies),
        Provider("north-unit", PlacementType.ResourcedProvision, 0, 0, 11, limit: true, places: 20, PlaceFundingRule.Unit, Section251Line.TopUpMaintained),
        Provider("south-unit", PlacementType.ResourcedProvision, 1, 0, 11, limit: true, places: 15, PlaceFundingRule.Unit, Section251Line.TopUpAcademies),
        Provider("north-special", PlacementType.StateSpecial, 0, 0, 14, limit: true, places: 95, PlaceFundingRule.Commissioned, Section251Line.TopUpMaintained) with
        {
            Openings = [new(Month.Of(2024, 9), 10, Uncertain("north-special.slip", 0, 4, 12), "M7")],
        },
        Provider("south-special", PlacementType.StateSpecial, 1, 0, 14, limit: true, places: 50, PlaceFundingRule.Commissioned, Section251Line.TopUpAcademies) with
        {
            PlacesGrowth = Uncertain("south-special.growth", 0, 0.02, 0.05),
        },
        Provider("independent-market", PlacementType.IndependentSpecial, -1, -4, 14, limit: false, places: 0, PlaceFundingRule.None, Section251Line.TopUpIndependent),
        Provider("college", PlacementType.FurtherEducation, -1, 12, 20, limit: false, places: 60, PlaceFundingRule.Element2, Section251Line.TopUpAcademies),
        Provider("other", PlacementType.OtherArrangements, -1, -4, 20, limit: false, places: 0, PlaceFundingRule.None, Section251Line.AlternativeProvisionServices),
    ];

    private static Provider Provider(
        string id, PlacementType type, int district, int from, int to, bool limit, int places, PlaceFundingRule funding, Section251Line line) => new(
        id, id, type, district, district == 1 ? 30 : 0, 0, NeedSet.All, 1, 4, from, to, limit, places, Elicited.Known(id + ".growth", 0), [], funding, line);

    private static FundingRates Funding() => new(
        new(2022),
        new(Dated(10_000), Dated(6_000), Dated(10_000), Dated(6_000)),
        [
            .. TopUps(PlacementType.Mainstream, 5_000),
            .. TopUps(PlacementType.ResourcedProvision, 8_000),
            .. TopUps(PlacementType.StateSpecial, 12_000),
            .. TopUps(PlacementType.IndependentSpecial, 45_000),
            .. TopUps(PlacementType.FurtherEducation, 4_000),
            .. TopUps(PlacementType.OtherArrangements, 25_000),
        ],
        [
            new("state", [PlacementType.Mainstream, PlacementType.ResourcedProvision, PlacementType.StateSpecial, PlacementType.FurtherEducation, PlacementType.OtherArrangements],
                Uncertain("uplift.state", 0.01, 0.03, 0.05)),
            new("independent", [PlacementType.IndependentSpecial], Uncertain("uplift.independent", 0.02, 0.04, 0.06)),
        ],
        Share("market.elasticity", 0.05, 0.1, 0.2),
        [
            new(Section251Line.SenSupportServices, "Support", Elicited.Known("services.support", 400_000), ServiceDriver.Population, Elicited.Known("services.support.growth", 0.02)),
            new(Section251Line.Therapies, "Therapies", Elicited.Known("services.therapies", 100_000), ServiceDriver.Plans, Elicited.Known("services.therapies.growth", 0.02)),
        ],
        Elicited.Known("tuition", 8_000));

    private static IEnumerable<TopUpRate> TopUps(PlacementType type, double pounds) =>
        Enumerable.Range(1, OpeningStock.Bands).Select(band => new TopUpRate(
            type, band, Uncertain($"top-up.{type.Code()}.{band}", pounds * band * 0.45, pounds * band * 0.5, pounds * band * 0.55, ValueKind.Positive)));

    private static DatedAmounts Dated(decimal pounds) => new([(Month.Of(2013, 4), Money.FromPounds(pounds))]);

    private static double[][] Table(int rows, int columns, Func<int, int, double> cell) =>
        [.. Enumerable.Range(0, rows).Select(i => Enumerable.Range(0, columns).Select(j => cell(i, j)).ToArray())];
}
