using System.Text.Json.Nodes;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Expected;

/// <summary>Why spending grows, and whose the saving is.</summary>
public static class ExplainAnswer
{
    /// <summary>The answer.</summary>
    public static Answer Of(Scenario scenario, Variant variant, SpendingGrowth growth, SavingShares saving)
    {
        var end = Dates.EndOf(growth.To);
        (string Label, double Amount)[] causes =
        [
            ("Demand: more plans", growth.Demand.Pence), ("Mix: dearer placements, places and services for each plan", growth.Mix.Pence),
            ("Price: dearer top-ups, fees and services", growth.Price.Pence),
        ];
        (string Label, double Amount)[] shares =
        [
            .. saving.Shares.Select(s => ($"{s.Code} {s.Title}", (double)s.Amount.Pence)),
            .. variant.SafetyValve ? [("Safety Valve payments and contributions", (double)saving.Agreement.Pence)] : Array.Empty<(string, double)>(),
        ];
        return new(
            "explain",
            [
                $"{Answer.Variant(variant.Id)}: spending grows by {Numbers.PoundsMillion(growth.After.Pence - growth.Before.Pence)} from {growth.From} to {growth.To}, "
                    + $"of which demand {Numbers.PoundsMillion(growth.Demand.Pence)}, mix {Numbers.PoundsMillion(growth.Mix.Pence)}, price {Numbers.PoundsMillion(growth.Price.Pence)}; "
                    + $"income grows by {Numbers.PoundsMillion(growth.Income.Pence)}.",
                $"It saves {Numbers.PoundsMillion(saving.Total.Pence)} on {VariantNames.InSentence(scenario.Variants[0].Id)} by {end}.",
                Answer.Caveat,
            ],
            [
                new(
                    $"{scenario.Authority.Name}: growth of high needs spending, {growth.From} to {growth.To}, £ million.",
                    [new("", "Cause", false, true), new("", "Growth", true)],
                    [.. causes.Select(c => (IReadOnlyList<string>)[c.Label, Numbers.Millions(c.Amount)]),
                        ["Spending", Numbers.Millions(growth.After.Pence - growth.Before.Pence)], ["Income, for comparison", Numbers.Millions(growth.Income.Pence)]],
                    ["Spending is plans × cost of a plan without growth of prices × price; each cause is its Shapley share of the change, so that they add up to it."]),
                .. shares.Length == 0 ? [] : new Table[] { new(
                    $"{scenario.Authority.Name}: saving on the cumulative deficit at {end}, £ million.",
                    [new("", "Mitigation", false, true), new("", "Share", true), new("", "Alone", true)],
                    [.. shares.Select((s, n) => (IReadOnlyList<string>)[s.Label, Numbers.Millions(s.Amount), n < saving.Shares.Count ? Numbers.Millions(saving.Shares[n].Alone.Pence) : Missing.NotApplicable]),
                        ["All", Numbers.Millions(saving.Total.Pence), Missing.NotApplicable]],
                    ["Share: what it adds, averaged over all orders of adding the mitigations (Shapley value); shares add up to the saving to the penny. Negative: it costs more to run than it saves by then."]) },
            ],
            [
                ("growth", new(
                    $"Spending grows by {Numbers.PoundsM(growth.After.Pence - growth.Before.Pence)} from {growth.From} to {growth.To}",
                    "High needs spending, £ million in cash terms; each cause begins where the one before ends.",
                    AmountBars.Waterfall($"Spending {growth.From}", growth.Before.Pence, causes, $"Spending {growth.To}"), null)),
                .. shares.Length == 0 ? [] : new (string, AmountBarData)[] { ("saving", new(
                    $"{Answer.Variant(variant.Id)} saves {Numbers.PoundsM(saving.Total.Pence)} by {end}",
                    $"Saving on the cumulative deficit at {end}, £ million; each mitigation's share begins where the one before ends.",
                    [.. AmountBars.Waterfall("", 0, shares, "Saving").Skip(1)], 0)) },
            ],
            Csv(growth, saving, causes, shares),
            new()
            {
                ["schema"] = "hn.explain/1",
                ["scenario"] = scenario.Id,
                ["variant"] = variant.Id,
                ["unit"] = "GBP",
                ["growth"] = new JsonObject
                {
                    ["from"] = growth.From.ToString(),
                    ["to"] = growth.To.ToString(),
                    ["before"] = growth.Before.Pounds,
                    ["after"] = growth.After.Pounds,
                    ["demand"] = growth.Demand.Pounds,
                    ["mix"] = growth.Mix.Pounds,
                    ["price"] = growth.Price.Pounds,
                    ["income"] = growth.Income.Pounds,
                },
                ["saving"] = new JsonObject
                {
                    ["year"] = growth.To.ToString(),
                    ["total"] = saving.Total.Pounds,
                    ["agreement"] = saving.Agreement.Pounds,
                    ["shares"] = new JsonArray([.. saving.Shares.Select(s => new JsonObject
                    {
                        ["code"] = s.Code, ["title"] = s.Title, ["share"] = s.Amount.Pounds, ["alone"] = s.Alone.Pounds,
                    })]),
                },
            });
    }

    private static string Csv(SpendingGrowth growth, SavingShares saving, (string Label, double Amount)[] causes, (string Label, double Amount)[] shares)
    {
        var csv = new Csv().Line("part", "of", "time_period", "amount", "unit");
        foreach (var (label, amount) in causes)
        {
            csv.Line(label, "growth of spending", Dates.TimePeriod(growth.To), Figures.Pounds(amount), "GBP");
        }

        foreach (var (label, amount) in shares)
        {
            csv.Line(label, "saving", Dates.TimePeriod(growth.To), Figures.Pounds(amount), "GBP");
        }

        return csv.Line("all", "saving", Dates.TimePeriod(growth.To), saving.Total.Pounds, "GBP").ToString();
    }
}
