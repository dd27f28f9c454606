using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Tests;

/// <summary>A run whose numbers are made by arithmetic, so that a test knows what its tables and charts must say.</summary>
internal static class Synthetic
{
    public const int Replicates = 101;

    /// <summary>How a variant's money goes, in £ million: where it opens, and each year's deficit, payments and contributions.</summary>
    /// <param name="Opening">Deficit at the opening, in the median future.</param>
    /// <param name="InYear">Deficit of each year, in the median future.</param>
    /// <param name="Paid">Payment of each year.</param>
    /// <param name="Contributed">Contribution of each year.</param>
    public sealed record Course(double Opening, double[] InYear, double Paid = 0, double Contributed = 0);

    private static readonly (string Id, string Title, Course Course)[] Usual =
    [
        ("unmitigated", "Unmitigated", new(142, [68, 89, 111, 132, 154])),
        ("planned", "Planned actions", new(142, [33, 23, 14, 7, -1])),
        ("safety-valve", "Safety Valve", new(68.7, [33, 23, 14, 7, -1], 14.2, 12.5)),
    ];

    /// <summary>Three variants over five years, like those of the reference scenario in size.</summary>
    public static Findings Run(int replicates = Replicates) => Run(replicates, Usual);

    /// <summary>A run of the variants given.</summary>
    public static Findings Run(int replicates, params (string Id, string Title, Course Course)[] variants)
    {
        var years = variants[0].Course.InYear.Length;
        var scenario = Scenario(years, variants.Select(v => new Variant(v.Id, v.Title, [], v.Course.Paid > 0)));
        var layout = ResultLayout.Of(scenario);
        var spec = new RunSpec(1, replicates, [.. variants.Select(v => v.Id)]);
        return new(scenario, RunResult.Merge(layout, spec, variants.Select(v =>
            new WorldResult(v.Id, 0, replicates, Values(layout, replicates, v.Course)))));
    }

    public static RunManifest Manifest(Findings findings, string run = "r-0123456789ab") => new(
        run,
        findings.Scenario.Id,
        new('a', 64),
        [new("synthetic/scenario.yaml", new('b', 64)), new("synthetic/data/stock.csv", new('c', 64))],
        "0.1.0+test",
        findings.Result.Spec,
        new(2026, 11, 23, 9, 30, 0, TimeSpan.Zero));

    public static RunTimings Timings { get; } = new(12.5, 14_640, 0.8712);

    private static Scenario Scenario(int years, IEnumerable<Variant> variants) => new(
        "synthetic",
        "Kent with numbers made for a test",
        new("E10000016", "Kent") { Region = "South East" },
        new(Month.Of(2023, 1), new(2023), years),
        [new("E07000105", "Ashford", [], 2022, 1, 0, 0), new("E07000106", "Canterbury", [], 2022, 1, 0, 0)],
        // Of the rules, reports look at the opening stock alone.
        new([700, 100, 0, 150, 40, 0, 0, 0, 0, 0, 0, 0, 10], [], [], [], [], []), Elicited.Known("births", 0), null!, null!, null!, null!, null!, [], null!, null!, null,
        [],
        [.. variants])
    {
        // As published for Kent in 2022-23, so that its sums are known: 951, 758, 676 and 786.
        PerHead = new(new(2022), [.. SpendingCategories.All.Zip(
            (decimal[][])[[174, 149, 151, 142], [423, 357, 296, 329], [242, 160, 137, 222], [66, 64, 73, 63], [33, 18, 13, 16], [1, 5, 3, 3], [12, 5, 3, 11]],
            (category, row) => new PerHeadBenchmark(
                category, Money.FromPounds(row[0]), Money.FromPounds(row[1]), Money.FromPounds(row[2]), Money.FromPounds(row[3])))]),
        Council = new(Elicited.Known("reserves", 300_000_000), [(new(2023), Elicited.Known("rate", 0.04))], new(2023), []),
    };

    private static long[] Values(ResultLayout layout, int replicates, Course course)
    {
        var values = new long[replicates * layout.Length];
        for (var r = 0; r < replicates; r++)
        {
            // From −1 to 1, the median replicate in the middle: what it draws is known to the penny.
            var luck = replicates == 1 ? 0 : ((2.0 * r) / (replicates - 1)) - 1;
            var deficit = Pence(course.Opening + (8 * luck));
            for (var y = 0; y < layout.Years.Count; y++)
            {
                var inYear = Pence(course.InYear[y] * (1 + (0.25 * luck)));
                var block = Pence(311.7 + (12 * y));
                for (var m = 0; m < layout.Measures.Count; m++)
                {
                    Set(layout.Measures[m].Code, (1000 * (m + 1)) + (10 * y) + r);
                }

                deficit += inYear - Pence(course.Paid) - Pence(course.Contributed);
                Set(MeasureCodes.BlockIncome, block);
                Set(MeasureCodes.Transfer, 0);
                Set(MeasureCodes.OtherIncome, 100);
                Set(MeasureCodes.Spend, block + 100 + inYear);
                Set(MeasureCodes.InYear, inYear);
                Set(MeasureCodes.Payment, Pence(course.Paid));
                Set(MeasureCodes.Contribution, Pence(course.Contributed));
                Set(MeasureCodes.Withheld, 0);
                Set(MeasureCodes.StabilityGrant, 0);
                Set(MeasureCodes.Deficit, deficit);

                void Set(string code, long value) => values[(r * layout.Length) + layout.At(y, layout.IndexOf(code))] = value;
            }
        }

        return values;
    }

    private static long Pence(double millions) => (long)Math.Round(millions * 100_000_000);
}
