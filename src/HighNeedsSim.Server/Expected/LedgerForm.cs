using System.Globalization;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Server.Runs;

namespace HighNeedsSim.Server.Expected;

/// <summary>Which accounts of a run somebody wants to see.</summary>
/// <param name="Variant">Id of the variant.</param>
/// <param name="Future">Which future, from 0.</param>
/// <param name="Year">0 for the first year.</param>
/// <param name="Line">The section 251 line; null for the whole year.</param>
/// <param name="Mistakes">Everything that is wrong with what was asked, by field.</param>
public sealed record LedgerForm(string Variant, int Future, int Year, Section251Line? Line, IReadOnlyList<(string Field, string Message)> Mistakes)
{
    /// <summary>Reads it; what is not given is the baseline, the future nearest the median, the last year, all lines.</summary>
    public static LedgerForm Read(FinishedRun run, Func<string, string?> given)
    {
        var (findings, mistakes) = (run.Findings, new List<(string, string)>());
        var variant = given("variant") ?? findings.Baseline;
        if (!findings.Variants.Contains(variant))
        {
            mistakes.Add(("variant", $"Select a future from the list: {string.Join(", ", findings.Variants)}"));
            variant = findings.Baseline;
        }

        var year = Forms.YearOf(findings.Scenario, given, "year", findings.Years.Count - 1, mistakes);
        Section251Line? line = null;
        if (given("line") is { } code)
        {
            if (Section251Lines.TryParse(code, out var known))
            {
                line = known;
            }
            else
            {
                mistakes.Add(("line", $"Select a line from the list: {string.Join(", ", Section251Lines.All.Select(l => l.Code()))}"));
            }
        }

        var future = Middle(run, variant);
        if (given("future") is { } typed
            && (!int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out future) || future >= findings.Replicates))
        {
            mistakes.Add(("future", $"The future must be a whole number from 0 to {findings.Replicates - 1}"));
            future = 0;
        }

        return new(variant, future, year, line, mistakes);
    }

    // The future whose final deficit is nearest the median: that which the first page tells of.
    private static int Middle(FinishedRun run, string variant)
    {
        var last = run.Findings.Years.Count - 1;
        var (ends, median) = (run.Findings.Result.Replicates(variant, MeasureCodes.Deficit, last), run.Findings.Of(variant, MeasureCodes.Deficit, last).P50);
        return Enumerable.Range(0, ends.Length).MinBy(r => Math.Abs(ends[r] - median));
    }
}
