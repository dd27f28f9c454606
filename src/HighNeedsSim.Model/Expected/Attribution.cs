using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>What a mitigation has of the saving.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Title">For people.</param>
/// <param name="Amount">Its Shapley share: what it adds, averaged over all orders in which the mitigations could be added. Negative where it costs more than it saves.</param>
/// <param name="Alone">What it would save by itself.</param>
public sealed record SavingShare(string Code, string Title, Money Amount, Money Alone);

/// <summary>The saving of a variant on the baseline at the end of a year, and whose it is.</summary>
/// <param name="Total">The cumulative deficit of the baseline less that of the variant.</param>
/// <param name="Shares">One for each mitigation, in the variant's order.</param>
/// <param name="Agreement">What the Safety Valve's payments and the council's contributions take off beside them.</param>
public sealed record SavingShares(Money Total, IReadOnlyList<SavingShare> Shares, Money Agreement)
{
    /// <summary>More mitigations than this have too many combinations.</summary>
    public const int Most = 12;

    /// <summary>Works the shares out from all combinations of the mitigations, so that they add up to the saving to the penny.</summary>
    /// <param name="tables">The scenario's tables.</param>
    /// <param name="variant">The variant, with at most <see cref="Most"/> mitigations.</param>
    /// <param name="year">0 for the first year.</param>
    /// <param name="repeat">How the many runs are done.</param>
    /// <exception cref="ArgumentException">There are too many mitigations.</exception>
    public static SavingShares Of(WorldTables tables, Variant variant, int year, Repeat repeat)
    {
        string[] codes = [.. variant.Mitigations];
        if (codes.Length > Most)
        {
            throw new ArgumentException($"{codes.Length} mitigations have too many combinations: at most {Most}.", nameof(variant));
        }

        var question = new Question(tables, MeasureCodes.Deficit, year);
        var baseline = question.Answer(tables.Scenario.Variants[0], Parameters.Central);
        var bare = variant with { SafetyValve = false };
        var savings = new long[1 << codes.Length];
        // Sets that differ by mitigations of prices and income alone have the same children, and are played out together.
        var alike = Enumerable.Range(0, savings.Length).GroupBy(set => set & Touching(tables.Scenario, codes)).Select(sets => sets.ToArray()).ToArray();
        repeat(alike.Length, n =>
        {
            var answers = question.Answers(
                [.. alike[n].Select(set => bare with { Mitigations = [.. codes.Where((_, bit) => (set & (1 << bit)) != 0)] })], Parameters.Central);
            foreach (var (set, answer) in alike[n].Zip(answers))
            {
                savings[set] = baseline - answer;
            }
        });
        var total = baseline - question.Answer(variant, Parameters.Central);
        // What the baseline's own policies differ by before any mitigation is nobody's saving here: it stands with the agreement.
        var shares = LargestRemainders(Shapley(codes.Length, savings), savings[^1] - savings[0]);
        return new(
            new(total),
            [.. codes.Select((code, n) => new SavingShare(
                code, tables.Scenario.Mitigations.First(m => m.Code == code).Title, new(shares[n]), new(savings[1 << n] - savings[0])))],
            new(total - (savings[^1] - savings[0])));
    }

    // The mitigations that some child notices, as bits.
    private static int Touching(Scenario scenario, string[] codes) => codes.Select((code, n) =>
        scenario.Mitigations.First(m => m.Code == code).Effects.All(e => Mitigations.Levers.IsOfMoney(e.Lever)) ? 0 : 1 << n).Sum();

    /// <summary>Each player's mean addition over all orders of joining.</summary>
    /// <param name="players">How many.</param>
    /// <param name="values">Of every set of players: bit n is player n.</param>
    public static double[] Shapley(int players, ReadOnlySpan<long> values)
    {
        // Of all orders, a set of s stands before a given player in s! (n − 1 − s)! / n!.
        var weights = new double[players];
        for (var s = 0; s < players; s++)
        {
            weights[s] = 1.0 / players;
            for (var k = 1; k <= s; k++)
            {
                weights[s] *= (double)k / (players - k);
            }
        }

        var shares = new double[players];
        for (var set = 0; set < values.Length; set++)
        {
            for (var n = 0; n < players; n++)
            {
                if ((set & (1 << n)) == 0)
                {
                    shares[n] += weights[int.PopCount(set)] * (values[set | (1 << n)] - values[set]);
                }
            }
        }

        return shares;
    }

    /// <summary>Whole numbers near some parts that add up to a total, largest remainders first.</summary>
    public static long[] LargestRemainders(double[] parts, long total)
    {
        long[] whole = [.. parts.Select(p => (long)Math.Floor(p))];
        var missing = total - whole.Sum();
        foreach (var n in Enumerable.Range(0, parts.Length).OrderByDescending(n => parts[n] - whole[n]).ThenBy(n => n))
        {
            if (missing <= 0)
            {
                break;
            }

            whole[n]++;
            missing--;
        }

        return whole;
    }
}

/// <summary>Why a variant's spending in one year differs from that in an earlier one, and what income does meanwhile.</summary>
/// <param name="From">The earlier year.</param>
/// <param name="To">The later year.</param>
/// <param name="Before">Spending in the earlier.</param>
/// <param name="After">Spending in the later.</param>
/// <param name="Demand">More plans, at the mix and prices of both years.</param>
/// <param name="Mix">Dearer placements and bands, places and services, for each plan.</param>
/// <param name="Price">Dearer top-ups, fees and services.</param>
/// <param name="Income">By how much income grew.</param>
public sealed record SpendingGrowth(
    FinancialYear From, FinancialYear To, Money Before, Money After, Money Demand, Money Mix, Money Price, Money Income)
{
    /// <summary>Splits the growth.</summary>
    /// <remarks>
    /// Spending = plans × cost of a plan without growth of prices × price, where the path without growth of prices is played out too.
    /// The change of a product of three is shared by Shapley value over its factors, which is exact and needs no order.
    /// </remarks>
    /// <param name="tables">The scenario's tables.</param>
    /// <param name="variant">The variant.</param>
    /// <param name="from">0 for the first year.</param>
    /// <param name="to">A later year.</param>
    public static SpendingGrowth Of(WorldTables tables, Variant variant, int from, int to)
    {
        var layout = tables.Layout;
        var path = ExpectedPath.Run(tables, variant, Parameters.Central);
        var real = ExpectedPath.Run(WorldTables.Compile(WithoutPrices(tables.Scenario)), variant, Parameters.Central);
        long Of(long[] values, int year, string measure) => values[layout.At(year, layout.IndexOf(measure))];
        double[] Factors(int year)
        {
            var plans = (double)Of(path, year, MeasureCodes.Plans);
            var withoutPrices = (double)Of(real, year, MeasureCodes.Spend);
            return [plans, withoutPrices / plans, Of(path, year, MeasureCodes.Spend) / withoutPrices];
        }

        var (before, after) = (Factors(from), Factors(to));
        var values = new long[8];
        for (var set = 0; set < values.Length; set++)
        {
            values[set] = (long)Math.Round(Enumerable.Range(0, 3).Aggregate(1.0, (product, n) => product * ((set & (1 << n)) != 0 ? after[n] : before[n])));
        }

        var (first, last) = (Of(path, from, MeasureCodes.Spend), Of(path, to, MeasureCodes.Spend));
        var parts = SavingShares.LargestRemainders(SavingShares.Shapley(3, values), last - first);
        long Income(int year) => Of(path, year, MeasureCodes.Spend) - Of(path, year, MeasureCodes.InYear);
        return new(
            layout.Years[from], layout.Years[to], new(first), new(last), new(parts[0]), new(parts[1]), new(parts[2]), new(Income(to) - Income(from)));
    }

    private static Scenario WithoutPrices(Scenario scenario) => scenario with
    {
        Funding = scenario.Funding with
        {
            Uplifts = [.. scenario.Funding.Uplifts.Select(u => u with { Growth = Elicited.Known(u.Growth.Id, 0) })],
            MarketElasticity = Elicited.Known(scenario.Funding.MarketElasticity.Id, 0),
            Services = [.. scenario.Funding.Services.Select(s => s with { Growth = Elicited.Known(s.Growth.Id, 0) })],
        },
        Mitigations =
        [
            .. scenario.Mitigations.Select(m => m with
            {
                Effects = [.. m.Effects.Where(e => e.Lever is not (Lever.LessTopUpUplift or Lever.LessIndependentUplift))],
            }),
        ],
    };
}
