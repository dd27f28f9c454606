using System.Globalization;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Fit;

/// <summary>A published figure beside what a run says of it.</summary>
/// <param name="Target">The figure.</param>
/// <param name="Variant">The variant it is held against.</param>
/// <param name="Modelled">The run's median and 8-in-10 range, in the target's unit.</param>
public sealed record FitRow(Target Target, string Variant, Summary Modelled)
{
    /// <summary>Whether the published figure lies in the 8-in-10 range, both as precise as the figure is told.</summary>
    public bool IsInside => Told(Target.Value) >= Told(Modelled.P10) && Told(Target.Value) <= Told(Modelled.P90);

    /// <summary>How far the published figure lies from the median, in half widths of the range: 1 at its edge.</summary>
    public double Distance => Math.Abs(Target.Value - Modelled.P50)
        / Math.Max(1e-9, Target.Value < Modelled.P50 ? Modelled.P50 - Modelled.P10 : Modelled.P90 - Modelled.P50);

    /// <summary>How many decimals figures of the target's unit are told with.</summary>
    public int Decimals => Target.Unit is "%" or "GBP m" ? 1 : 0;

    /// <summary>A figure of the row as precise as it is told: <c>97.5</c>, <c>20,635</c>.</summary>
    internal string Tell(double value) => Decimals > 0 ? value.ToString("#,##0.0", CultureInfo.InvariantCulture) : Numbers.Count(value);

    private double Told(double value) => Math.Round(value, Decimals, MidpointRounding.AwayFromZero);
}

/// <summary>A published figure that the run does not speak to.</summary>
/// <param name="Target">The figure.</param>
/// <param name="Because">Why not, in a few words: <c>the run begins in 2023-02</c>.</param>
public sealed record FitSilence(Target Target, string Because);

/// <summary>How a run fits what was published of its authority: misses first, and why where that is known.</summary>
public sealed class FitTable
{
    private FitTable(Findings findings, IReadOnlyList<FitRow> rows, IReadOnlyList<FitSilence> silent)
    {
        (Findings, Rows, Silent) = (findings, rows, silent);
    }

    private Findings Findings { get; }

    /// <summary>Every target the run can speak to: the worst miss first, then what lies inside, in the order of the targets.</summary>
    public IReadOnlyList<FitRow> Rows { get; }

    /// <summary>Targets of years or variants that the run does not reach.</summary>
    public IReadOnlyList<FitSilence> Silent { get; }

    /// <summary>How many published figures lie in their 8-in-10 range.</summary>
    public int Inside => Rows.Count(row => row.IsInside);

    /// <summary>What is wrong with a target, whatever the run; null where nothing is.</summary>
    public static string? Fault(Target target) => FitMeasures.Fault(target);

    /// <summary>A run beside what was published.</summary>
    public static FitTable Of(Findings findings, IReadOnlyList<Target> targets)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var measures = new FitMeasures(findings);
        var rows = new List<FitRow>();
        var silent = new List<FitSilence>();
        foreach (var target in targets)
        {
            if (measures.Of(target) is { } values)
            {
                rows.Add(new(target, target.Variant.Length == 0 ? findings.Baseline : target.Variant, RunResult.Summarise(values)));
            }
            else
            {
                silent.Add(new(target, measures.WhySilent(target)));
            }
        }

        return new(findings, [.. rows.Where(r => !r.IsInside).OrderByDescending(r => r.Distance), .. rows.Where(r => r.IsInside)], silent);
    }

    /// <summary>
    /// The deficits that came to pass on a 31 March after the run's opening, each beside what the run said, by date. What a council expected of a
    /// year still to come is no outcome.
    /// </summary>
    public IReadOnlyList<FitRow> Deficits =>
    [
        .. Rows.Where(row => row.Target.Measure == "deficit" && EndsIn(row.Target) is var ends && ends > Findings.Base.Starts + 1
            && int.TryParse(row.Target.Year, NumberStyles.None, CultureInfo.InvariantCulture, out var published) && published >= ends)
            .OrderBy(row => row.Target.Period, StringComparer.Ordinal),
    ];

    /// <summary>How many lie inside, in a sentence.</summary>
    public string InWords => Rows.Count == 0
        ? "None of the published figures is of a year that this run plays out."
        : Judged("in the places listed first");

    /// <summary>The same where no list of the places stands beside it.</summary>
    public string InWordsAlone => Judged("in places");

    private string Judged(string where) =>
        $"{Inside} of {Rows.Count} published figures lie in the 8-in-10 range of {Numbers.Count(Findings.Replicates)} simulated futures"
        + (Inside * 10 < Rows.Count * 8 ? $"; of ranges that were right, about 8 in 10 would. The ranges are too narrow, or the model is wrong {where}." : ".");

    /// <summary>A deficit beside what the run said of it, in a sentence.</summary>
    public string InWordsOf(FitRow deficit) =>
        $"{VariantNames.Label(Findings, deficit.Variant)}, this run said a deficit of £{deficit.Tell(deficit.Modelled.P50)} million at {Dates.EndOf(new(EndsIn(deficit.Target) - 1))} "
        + $"(8 in 10: £{deficit.Tell(deficit.Modelled.P10)} million to £{deficit.Tell(deficit.Modelled.P90)} million); £{deficit.Tell(deficit.Target.Value)} million was published, "
        + $"{Where(deficit)} the range.";

    /// <summary>Where a published figure lies: inside, below or above the range.</summary>
    internal static string Where(FitRow row) => row.IsInside ? "inside" : row.Target.Value < row.Modelled.P50 ? "below" : "above";

    /// <summary>The year in which a target's 31 March falls.</summary>
    private static int EndsIn(Target target) => int.Parse(target.Period.AsSpan(0, 4), CultureInfo.InvariantCulture);

    /// <summary>The table for people.</summary>
    public Table ForPeople() => new(
        $"{Findings.Place}: what was published beside what the run says, misses first.",
        [
            new("", "Figure", IsNumeric: false, IsRowHead: true),
            new("", "Period", IsNumeric: false, IsRowHead: true),
            new("", "Unit", IsNumeric: false),
            new("", "Published", IsNumeric: true),
            new("", "Median", IsNumeric: true),
            new("", "8 in 10", IsNumeric: true),
            new("", "", IsNumeric: false),
        ],
        [.. Rows.Select(row => (IReadOnlyList<string>)
        [
            Name(row), row.Target.Period, row.Target.Unit, row.Tell(row.Target.Value), row.Tell(row.Modelled.P50),
            $"{row.Tell(row.Modelled.P10)} to {row.Tell(row.Modelled.P90)}", row.IsInside ? "inside" : "OUTSIDE",
        ])],
        [
            InWords,
            .. Reasons(),
            Silent.Count > 0
                ? $"{Silent.Count} more published figures are of years or variants that this run does not play out:"
                : "The run speaks to every published figure of the table.",
            .. Silences(),
            "Flows of the calendar year that begins with the census are eleven months, brought to twelve.",
            Caveats.Range,
        ]);

    /// <summary>The table as a page that needs nothing beside it, in UTF-8.</summary>
    public byte[] WritePage()
    {
        var table = ForPeople();
        var html = PlainPage.Begin($"{Findings.Scenario.Title}: what was published, beside what the run says");
        PlainPage.Append(html, table with { Columns = [.. table.Columns.SkipLast(1), table.Columns[^1] with { Head = "In its range?" }] });
        return PlainPage.End(html);
    }

    /// <summary>The table as comma-separated values, in full.</summary>
    public string WriteCsv()
    {
        var csv = new Csv().Line(
            "measure", "figure", "period", "variant", "unit", "published", "source", "published_in", "confidence", "p10", "p50", "p90", "inside", "why");
        foreach (var row in Rows)
        {
            csv.Line(
                row.Target.Measure, FitWords.Of(row.Target.Measure), row.Target.Period, row.Variant, row.Target.Unit, (decimal)row.Target.Value, row.Target.Source, row.Target.Year,
                row.Target.Confidence, Rounded(row.Modelled.P10), Rounded(row.Modelled.P50), Rounded(row.Modelled.P90),
                row.IsInside ? "inside" : "outside", row.Target.Why);
        }

        foreach (var (target, because) in Silent)
        {
            csv.Line(
                target.Measure, FitWords.Of(target.Measure), target.Period, target.Variant.Length == 0 ? Findings.Baseline : target.Variant, target.Unit,
                (decimal)target.Value, target.Source, target.Year, target.Confidence, "z", "z", "z", "not judged", $"Not judged: {because}. {target.Why}".TrimEnd());
        }

        return csv.ToString();
    }

    // The same sentence is said once for all rows it belongs to.
    private IEnumerable<string> Reasons() => Rows.Where(r => !r.IsInside && r.Target.Why.Length > 0)
        .GroupBy(r => r.Target.Why)
        .Select(g => $"Why {string.Join(", ", g.Select(Name).Distinct())} ({string.Join(", ", g.Select(r => r.Target.Period).Distinct())}) may be missed: {g.Key}");

    // What cannot be judged is named all the same, with what would speak to it where that is known.
    private IEnumerable<string> Silences() => Silent.GroupBy(s => (s.Because, s.Target.Why)).Select(g =>
        $"Not judged, because {g.Key.Because}: {string.Join("; ", g.GroupBy(s => Name(s.Target)).Select(of => $"{of.Key} ({string.Join(", ", of.Select(s => s.Target.Period))})"))}."
            + (g.Key.Why.Length > 0 ? $" {g.Key.Why}" : ""));

    private string Name(FitRow row) => Name(row.Target);

    private string Name(Target target)
    {
        var name = FitWords.Of(target.Measure);
        return target.Variant.Length == 0 || target.Variant == Findings.Baseline ? name : $"{name} ({VariantNames.InSentence(target.Variant)})";
    }

    private static decimal Rounded(double value) => decimal.Round((decimal)value, 4, MidpointRounding.AwayFromZero);
}
