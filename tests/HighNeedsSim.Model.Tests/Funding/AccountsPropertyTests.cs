using CsCheck;
using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Tests.World;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Funding;

/// <summary>The accounts alone, under any claims, prices, agreement and rules: what comes in and goes out is all there, to the penny.</summary>
[Tier("Property")]
public class AccountsPropertyTests
{
    private const int Years = 2;
    private const int Samples = 10_000;
    private static readonly Scenario Still = HandWorkedTests.Make();
    private static readonly int PerYear = 12 * Still.Providers.Count * Still.Districts.Count * 2;

    // Claims in pence, and amounts in whole pounds: opening deficit, two blocks, schools block, service, tuition, payment, contribution, tolerance.
    private static readonly Gen<Case> AnyCase =
        from claims in Gen.Long[0, 50_000_000_00].Array[PerYear * Years]
        from pounds in Gen.Int[0, 2_000_000].Array[9]
        from share in Gen.Double[0, 0.03]
        from eligible in Gen.Double[0, 1]
        from waiting in Gen.Int[0, 30]
        from closes in Gen.Int[0, 30]
        select new Case(claims, pounds, share, eligible, waiting, closes);

    [Fact]
    public void Lines_add_up_to_the_total_and_opening_in_year_payments_contributions_and_grant_to_the_closing() =>
        AnyCase.Sample(
            given =>
            {
                var found = Play(given);
                var opening = given.Pence(0);
                for (var year = 0; year < Years; year++)
                {
                    long Of(string code) => found.Of(year, code);
                    Assert.Equal(Section251Lines.All.Sum(line => Of(MeasureCodes.Line(line))), Of(MeasureCodes.Spend));
                    Assert.Equal(Still.Districts.Sum(d => Of(MeasureCodes.DistrictSpend(d))), Of(MeasureCodes.Spend));
                    Assert.Equal(
                        Claimed(given, year, places: true) + (given.Waiting * 10_000_00L), Of(MeasureCodes.Line(Section251Line.PlaceFunding)));
                    Assert.Equal(
                        Of(MeasureCodes.Line(Section251Line.PlaceFunding)) - (given.Waiting * 10_000_00L),
                        ResultLayout.TypesThatCost.Sum(t => Of(MeasureCodes.PlacesOf(t))));
                    Assert.Equal(
                        Of(MeasureCodes.Spend) - Of(MeasureCodes.BlockIncome) - Of(MeasureCodes.Transfer) - Of(MeasureCodes.OtherIncome),
                        Of(MeasureCodes.InYear));
                    Assert.Equal(
                        opening + Of(MeasureCodes.InYear) - Of(MeasureCodes.Payment) - Of(MeasureCodes.Contribution) - Of(MeasureCodes.StabilityGrant),
                        Of(MeasureCodes.Deficit));
                    Assert.InRange(Of(MeasureCodes.RecoupedPlaces), 0, Of(MeasureCodes.Line(Section251Line.PlaceFunding)));
                    Assert.Equal(Of(MeasureCodes.Deficit) - Of(MeasureCodes.UsableReserves), Of(MeasureCodes.AgainstReserves));
                    opening = Of(MeasureCodes.Deficit);
                }

                // The second year's block was published with its own adjustment, or is moved by January's children at schools of others.
                Assert.Equal(0, found.Of(0, MeasureCodes.ImportExport));
                Assert.Equal(given.KnowsSecondYear ? 0 : -6_000_00L * (given.Exported + 9), found.Of(1, MeasureCodes.ImportExport));

                // Nothing is paid twice: what was due is paid, withheld, or lapsed when the programme closed.
                Assert.InRange(
                    found.Of(0, MeasureCodes.Payment) + found.Of(1, MeasureCodes.Payment) + found.Of(1, MeasureCodes.Withheld), 0, 2 * given.Pence(6));
            },
            iter: Samples);

    [Fact]
    public void Doubling_every_unit_cost_doubles_every_line_and_no_income() =>
        AnyCase.Sample(
            given =>
            {
                var (once, twice) = (Play(given), Play(given with { Costs = 2 }));
                for (var year = 0; year < Years; year++)
                {
                    Assert.All(Section251Lines.All, line => Assert.Equal(2 * once.Of(year, MeasureCodes.Line(line)), twice.Of(year, MeasureCodes.Line(line))));
                    Assert.All(
                        (string[])[MeasureCodes.BlockIncome, MeasureCodes.Transfer, MeasureCodes.Contribution, MeasureCodes.UsableReserves],
                        code => Assert.Equal(once.Of(year, code), twice.Of(year, code)));
                }
            },
            iter: 200);

    private static long Claimed(Case given, int year, bool places)
    {
        long sum = 0;
        for (var at = year * PerYear; at < (year + 1) * PerYear; at++)
        {
            sum += (at % 2 == 1) == places && (!places || Funded(at)) ? given.Claims[at] : 0;
        }

        return sum;
    }

    // Claims lie by month, provider, district, and then top-up before places.
    private static bool Funded(int at) =>
        Still.Providers[at / 2 / Still.Districts.Count % Still.Providers.Count].PlaceFunding != Providers.PlaceFundingRule.None;

    private static Found Play(Case given)
    {
        var scenario = given.Scenario();
        var tables = WorldTables.Compile(scenario);
        var accounts = new AuthorityAccounts(WorldContext.Create(tables, "any", 1, 0, 1), 0);
        var values = new long[Years][];
        for (var year = 0; year < Years; year++)
        {
            var financial = scenario.Timetable.FirstYear + year;
            for (var n = 0; n < 12; n++)
            {
                accounts.Post(financial.April + n, given.InputOf((year * 12) + n));
            }

            values[year] = new long[tables.Layout.Measures.Count];
            accounts.CloseYear(financial, values[year]);
        }

        return new(tables.Layout, values);
    }

    private sealed record Found(ResultLayout Layout, long[][] Values)
    {
        public long Of(int year, string code) => Values[year][Layout.IndexOf(code)];
    }

    private sealed record Case(long[] Claims, int[] Pounds, double Share, double Eligible, int Waiting, int Closes)
    {
        public int Costs { get; init; } = 1;

        public bool KnowsSecondYear => Closes % 2 == 0;

        // Children at schools of others rise by one a month from here; on census day there were none.
        public int Exported => Closes;

        public long Pence(int which) => Pounds[which] * 100L;

        public AuthorityMonth InputOf(int month)
        {
            var (providers, districts) = (Still.Providers.Count, Still.Districts.Count);
            long[] Part(int p, int which) =>
                [.. Enumerable.Range(0, districts).Select(d => Costs * Claims[(((((month * providers) + p) * districts) + d) * 2) + which])];
            return new(
                [.. Enumerable.Range(0, districts).Select(_ => new int[DistrictCount.Length])],
                [.. Enumerable.Range(0, districts).Select(_ => Array.Empty<int>())],
                [
                    .. Still.Providers.Select((provider, p) => new ProviderClaim(
                        Part(p, 0), provider.PlaceFunding == Providers.PlaceFundingRule.None ? [] : Part(p, 1), new int[districts])),
                ],
                [.. Enumerable.Repeat(Waiting, districts)],
                [.. Enumerable.Repeat(Waiting, districts)],
                [0],
                [0],
                [Exported + month]);
        }

        public Scenario Scenario() => Still with
        {
            Timetable = Still.Timetable with { Years = Years },
            Funding = Still.Funding with
            {
                Services = [new(Section251Line.Therapies, "Any", Elicited.Known("any", Costs * Pounds[4]), ServiceDriver.None, Elicited.Known("any.growth", 0))],
                InterimTuition = Elicited.Known("tuition", Costs * Pounds[5]),
                Uplifts = [new("all", PlacementTypes.All, Elicited.Known("uplift", 0))],
            },
            Income = Still.Income with
            {
                Known = KnowsSecondYear
                    ? [(new(2023), Money.FromPounds(Pounds[1] + 1)), (new(2024), Money.FromPounds(Pounds[2] + 1))]
                    : [(new(2023), Money.FromPounds(Pounds[1] + 1))],
                SchoolsBlock = Money.FromPounds(Pounds[3]),
                OpeningDeficit = Elicited.Known("opening", Pounds[0]),
                AboveLimit = Elicited.Known("above", 0.5),
            },
            Agreement = new(
                [new(new(2023), Money.FromPounds(Pounds[6]), Money.FromPounds(Pounds[7])), new(new(2024), Money.FromPounds(Pounds[6]), Money.FromPounds(Pounds[7]))],
                new(2024), Money.FromPounds(Pounds[0]), [8, 12, 3], Elicited.Known("tolerance", Pounds[8] * 1_000.0)),
            DeficitRules = new(
                Month.Of(2024, 3), Closes > 24 ? null : Month.Of(2023, 4) + Closes, new([(Month.Of(2018, 4), 0.005)]),
                new(0.9, Month.Of(2024, 3), Month.Of(2024, 10), Elicited.Known("eligible", Eligible))),
            CrossBorder = new([], Elicited.Known("imported", Costs * Waiting), new([(Month.Of(2018, 4), Money.FromPounds(6_000))])),
            Council = new(Elicited.Known("reserves", Pounds[3]), [(new(2023), Elicited.Known("rate", 0.04))], new(2022), []),
            Mitigations = [new("M11", "Money", Month.Of(2023, 4), 0, Elicited.Known("cost", 0), [new(Lever.SchoolsBlockTransfer, Elicited.Known("share", Share), -4, 20)])],
            Variants = [new("any", "Any", ["M11"], true) { ReformPlanApproved = true }],
        };
    }
}
