using System.Collections.Concurrent;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Disclosure;

namespace HighNeedsSim.Reports;

/// <summary>
/// What a run found, ready to be told: every summary is worked out once, for whichever table, chart or file asks first.
/// Totals are made inside a replicate; means and percentiles are taken over replicates, last.
/// </summary>
/// <param name="scenario">What was played out.</param>
/// <param name="result">Its result; of the replicates done so far, while a run goes on.</param>
public sealed class Findings(Scenario scenario, RunResult result)
{
    /// <summary>All income of the high needs block: the sum of its three parts. Not a measure of the model, but of its reports.</summary>
    public const string Income = "income.total";

    /// <summary>
    /// Requests that are really made: those that arise less those that mitigations make needless. The model counts the first alike in all variants,
    /// so that the same children can be compared.
    /// </summary>
    public const string RequestsMade = "requests.made";

    private const string PerHeadPrefix = "per-head.";

    private static readonly Dictionary<string, SpendingCategory> ByPerHead =
        SpendingCategories.All.ToDictionary(PerHead, category => category, StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(string Variant, string Code, int Year), (Summary Value, Summary Difference)> _known = new();
    private readonly ConcurrentDictionary<string, long[]> _openings = new(StringComparer.Ordinal);
    private CountedPlans? _counted;

    /// <summary>What was played out.</summary>
    public Scenario Scenario { get; } = scenario;

    /// <summary>Its result.</summary>
    public RunResult Result { get; } = result;

    /// <summary>The plans in force at the census, as they may be shown.</summary>
    public CountedPlans Counted => _counted ??= CountedPlans.Of(Scenario);

    /// <summary>The authority's name: <c>Kent</c>.</summary>
    public string Place => Scenario.Authority.Name;

    /// <summary>The ids of the variants played out, the baseline first.</summary>
    public IReadOnlyList<string> Variants => Result.Spec.Variants;

    /// <summary>The variant that the others are paired with.</summary>
    public string Baseline => Result.Baseline;

    /// <summary>How many futures were simulated.</summary>
    public int Replicates => Result.Spec.Replicates;

    /// <summary>The financial years played out.</summary>
    public IReadOnlyList<FinancialYear> Years => Result.Layout.Years;

    /// <summary>The financial year on whose 31 March the run's accounts open.</summary>
    public FinancialYear Base => Years[0] + -1;

    /// <summary>The last financial year played out.</summary>
    public FinancialYear Last => Years[^1];

    /// <summary>A variant's title, as its scenario has it.</summary>
    public string TitleOf(string variant) => Scenario.Variants.FirstOrDefault(v => v.Id == variant)?.Title ?? variant;

    /// <summary>A measure of a year, summarised over replicates.</summary>
    /// <param name="variant">The variant's id.</param>
    /// <param name="code">The measure's code, or <see cref="Income"/>.</param>
    /// <param name="year">0 for the first year.</param>
    public Summary Of(string variant, string code, int year) => Find(variant, code, year).Value;

    /// <summary>The paired difference of a variant to the baseline: variant − baseline, future by future.</summary>
    /// <param name="variant">The variant's id.</param>
    /// <param name="code">The measure's code, or <see cref="Income"/>.</param>
    /// <param name="year">0 for the first year.</param>
    public Summary Difference(string variant, string code, int year) => Find(variant, code, year).Difference;

    /// <summary>The deficit on the 31 March before the first year, as it stands in a variant.</summary>
    /// <remarks>
    /// The model keeps balances at the end of the years played out. What came before is the first balance less what the first
    /// year did to it, which holds in every future to the penny.
    /// </remarks>
    public Summary Opening(string variant) => RunResult.Summarise(OpeningReplicates(variant));

    /// <summary>The paired difference of a variant's opening deficit to the baseline's.</summary>
    public Summary OpeningDifference(string variant) =>
        RunResult.Summarise(Less(OpeningReplicates(variant), OpeningReplicates(Baseline)));

    /// <summary>The opening deficit in every future.</summary>
    public long[] OpeningReplicates(string variant) => _openings.GetOrAdd(variant, v =>
    {
        var opening = Result.Replicates(v, MeasureCodes.Deficit, 0);
        var inYear = Result.Replicates(v, MeasureCodes.InYear, 0);
        var payment = Result.Replicates(v, MeasureCodes.Payment, 0);
        var contribution = Result.Replicates(v, MeasureCodes.Contribution, 0);
        var grant = Result.Replicates(v, MeasureCodes.StabilityGrant, 0);
        for (var r = 0; r < opening.Length; r++)
        {
            opening[r] += payment[r] + contribution[r] + grant[r] - inYear[r];
        }

        return opening;
    });

    /// <summary>
    /// Spending of a category per resident aged 2 to 18, divided in every future before it is summarised. Not a measure of the
    /// model, but of its reports.
    /// </summary>
    public static string PerHead(SpendingCategory category) => PerHeadPrefix + category.Code();

    /// <summary>The unit of a measure.</summary>
    public MeasureUnit UnitOf(string code) => code == Income || ByPerHead.ContainsKey(code) ? MeasureUnit.Pence
        : code == RequestsMade ? UnitOf(MeasureCodes.Requests)
        : Result.Layout.Measures[Result.Layout.IndexOf(code)].Unit;

    /// <summary>
    /// The share of a whole that a part is, made inside each future; 1 in one where there is no whole. Not a measure of the model, but of its reports.
    /// </summary>
    /// <param name="variant">The variant's id.</param>
    /// <param name="part">Code of the measure that is a part.</param>
    /// <param name="whole">Code of the measure that is the whole.</param>
    /// <param name="year">0 for the first year.</param>
    public Summary Share(string variant, string part, string whole, int year) => RunResult.Summarise(
        [.. ReplicatesOf(variant, part, year).Zip(ReplicatesOf(variant, whole, year), (of, all) => all == 0 ? 1.0 : (double)of / all)]);

    /// <summary>In how many futures a measure of a year meets a condition.</summary>
    public int Futures(string variant, string code, int year, Func<long, bool> holds) =>
        ReplicatesOf(variant, code, year).Count(holds);

    /// <summary>The saving a difference amounts to: what the baseline costs more. Positive for a saving.</summary>
    public static Summary Saving(Summary difference) => new(-difference.Mean, -difference.P90, -difference.P50, -difference.P10) { Replicates = difference.Replicates };

    private (Summary Value, Summary Difference) Find(string variant, string code, int year) =>
        _known.GetOrAdd((variant, code, year), key =>
        {
            var values = ReplicatesOf(key.Variant, key.Code, key.Year);
            var value = RunResult.Summarise(values);
            return (value, key.Variant == Baseline
                ? default
                : RunResult.Summarise(Less(values, ReplicatesOf(Baseline, key.Code, key.Year))));
        });

    private long[] ReplicatesOf(string variant, string code, int year)
    {
        if (code == Income)
        {
            return Sum(variant, [MeasureCodes.BlockIncome, MeasureCodes.Transfer, MeasureCodes.OtherIncome], year);
        }

        if (code == RequestsMade)
        {
            return Less(Result.Replicates(variant, MeasureCodes.Requests, year), Result.Replicates(variant, MeasureCodes.Withdrawn, year));
        }

        if (!ByPerHead.TryGetValue(code, out var category))
        {
            return Result.Replicates(variant, code, year);
        }

        var perHead = Sum(variant, category.Lines().Select(MeasureCodes.Line), year);
        var heads = Result.Replicates(variant, MeasureCodes.Heads2To18, year);
        for (var r = 0; r < perHead.Length; r++)
        {
            perHead[r] = (long)Math.Round(perHead[r] / (double)Math.Max(1, heads[r]), MidpointRounding.AwayFromZero);
        }

        return perHead;
    }

    private long[] Sum(string variant, IEnumerable<string> parts, int year)
    {
        var total = new long[Replicates];
        foreach (var part in parts)
        {
            var values = Result.Replicates(variant, part, year);
            for (var r = 0; r < total.Length; r++)
            {
                total[r] += values[r];
            }
        }

        return total;
    }

    private static long[] Less(long[] values, long[] baseline)
    {
        var difference = new long[values.Length];
        for (var r = 0; r < values.Length; r++)
        {
            difference[r] = values[r] - baseline[r];
        }

        return difference;
    }
}
