using System.Globalization;
using System.Text.Json.Nodes;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Expected;

/// <summary>What it takes to reach a target, or that nothing does.</summary>
public static class SeekAnswer
{
    /// <summary>The answer.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="variant">The policies that were worked.</param>
    /// <param name="target">The target in words.</param>
    /// <param name="found">What was found.</param>
    /// <param name="confirmed">In how many simulated futures the target is met with these efforts, and of how many.</param>
    /// <param name="least">What was to be least.</param>
    public static Answer Of(
        Scenario scenario, Variant variant, string target, GoalSeek found, (int Met, int Futures) confirmed,
        SeekLeast least = SeekLeast.Effort)
    {
        var rows = found.Efforts.Select(e => (Effort: e, Mitigation: scenario.Mitigations.First(m => m.Code == e.Code))).ToArray();
        var undertaken = rows.Where(r => !r.Effort.IsLeftOut).ToArray();
        var measure = $"{Numbers.PoundsMillion(found.Answer)} (target: no more than {Numbers.PoundsMillion(found.Target)})";
        return new(
            "seek",
            [
                found.Reached
                    ? $"{Answer.Variant(variant.Id)}, {target}: reached on the expected path with efforts that sum to {Plain(found.Total)} of {found.Efforts.Count}: {measure}."
                    : $"{Answer.Variant(variant.Id)}, {target}: no combination of these mitigations within their elicited limits reaches it. The nearest found: {measure}.",
                $"With these efforts the target is met {Frequency.Of(confirmed.Met, confirmed.Futures)}. {Frequency.MonteCarloError(confirmed.Futures)}",
                .. least == SeekLeast.Effort ? Array.Empty<string>() :
                [
                    $"Least {least.ToString().ToLowerInvariant()}: {(undertaken.Length == rows.Length ? "every mitigation is needed" : "not needed, and left out: " + string.Join(", ", rows.Where(r => r.Effort.IsLeftOut).Select(r => r.Effort.Code)))}. "
                        + $"Those undertaken cost {Numbers.PoundsMillion(100 * undertaken.Sum(r => r.Mitigation.AnnualCost.Central))} a year to run.",
                ],
                $"With no effort beyond the P10 of every effect the expected path stands at {Numbers.PoundsMillion(found.Least)}.",
            ],
            [
                new(
                    "Effort: 0 is the P10 of every effect of a mitigation, 1 its P90. Strengths are those of the scenario to write.",
                    [new("", "Mitigation", false, true), new("", "Effort", true), new("", "Strengths", false)],
                    [.. rows.Select(r => (IReadOnlyList<string>)
                    [
                        $"{r.Effort.Code} {r.Mitigation.Title}", r.Effort.IsLeftOut ? "left out" : Plain(r.Effort.Level),
                        string.Join(", ", r.Mitigation.Effects.Select(e => GoalSeek.StrengthOf(e, r.Effort).ToString("0.####", CultureInfo.InvariantCulture))),
                    ])],
                    ["With --write DIR the answer is written as a scenario, in which these strengths are known values."]),
            ],
            [],
            Csv(rows.SelectMany(r => r.Mitigation.Effects.Select(e => (r.Effort, e.Strength.Id, Strength: GoalSeek.StrengthOf(e, r.Effort))))),
            new()
            {
                ["schema"] = "hn.seek/1",
                ["scenario"] = scenario.Id,
                ["variant"] = variant.Id,
                ["target"] = target,
                ["unit"] = "GBP",
                ["least"] = least.ToString().ToLowerInvariant(),
                ["reached"] = found.Reached,
                ["answer"] = Figures.Pounds(found.Answer),
                ["noMoreThan"] = Figures.Pounds(found.Target),
                ["withNoEffort"] = Figures.Pounds(found.Least),
                ["futures"] = confirmed.Futures,
                ["futuresThatMeetIt"] = confirmed.Met,
                ["efforts"] = new JsonArray([.. rows.Select(r => new JsonObject
                {
                    ["code"] = r.Effort.Code,
                    ["effort"] = Math.Round(r.Effort.Level, 4),
                    ["leftOut"] = r.Effort.IsLeftOut,
                    ["strengths"] = new JsonObject(r.Mitigation.Effects.Select(e => KeyValuePair.Create(e.Strength.Id, (JsonNode?)GoalSeek.StrengthOf(e, r.Effort)))),
                })]),
            });
    }

    private static string Plain(double effort) => effort.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Csv(IEnumerable<(Effort Effort, string Id, double Strength)> rows)
    {
        var csv = new Csv().Line("mitigation", "effort", "parameter", "value");
        foreach (var (effort, id, strength) in rows)
        {
            csv.Line(effort.Code, Math.Round(effort.Level, 4), id, strength);
        }

        return csv.ToString();
    }
}
