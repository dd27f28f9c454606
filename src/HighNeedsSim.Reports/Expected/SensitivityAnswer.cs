using System.Text.Json.Nodes;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Expected;

/// <summary>Which uncertain parameters matter most to the final deficit: a tornado and a ranking.</summary>
public static class SensitivityAnswer
{
    /// <summary>How many bars are drawn and rows shown; files hold all.</summary>
    public const int Shown = 15;

    /// <summary>The answer.</summary>
    public static Answer Of(Scenario scenario, Variant variant, Sensitivity found)
    {
        var end = Dates.EndOf(scenario.Timetable.FirstYear + (scenario.Timetable.Years - 1));
        var widest = found.Swings.Take(Shown).ToArray();
        var what = $"{scenario.Authority.Name}, {VariantNames.InSentence(variant.Id)}: cumulative DSG deficit at {end}, £ million.";
        return new(
            "sensitivity",
            [
                $"{Answer.Variant(variant.Id)}: {Numbers.PoundsMillion(found.Central)} at {end} with every parameter at its median. Of "
                    + $"{Numbers.Count(found.Swings.Count)} uncertain parameters, {widest[0].Parameter.Name} moves it most: "
                    + $"{Numbers.PoundsMillion(widest[0].AtP10)} at its P10, {Numbers.PoundsMillion(widest[0].AtP90)} at its P90.",
                Answer.Caveat,
            ],
            [
                new(
                    $"One at a time. {what}",
                    [new("", "Parameter", false, true), new("", "At P10", true), new("", "At P90", true), new("", "Width", true)],
                    [.. widest.Select(s => (IReadOnlyList<string>)[s.Parameter.Name, Numbers.Millions(s.AtP10), Numbers.Millions(s.AtP90), Numbers.Millions(s.Width)])],
                    []),
                new(
                    $"Together: change when a parameter moves over half of its range, wherever the others stand (Morris, {Sensitivity.Walks} walks over the {found.Ranking.Count} widest). {what}",
                    [new("", "Parameter", false, true), new("", "Mean", true), new("", "Spread", true)],
                    [.. found.Ranking.Select(r => (IReadOnlyList<string>)[r.Parameter.Name, Numbers.Millions(r.Mean), Numbers.Millions(r.Spread)])],
                    ["A spread that is large beside the mean says that the effect depends on the other parameters, or is not in proportion."]),
            ],
            [("tornado", new(
                $"{widest[0].Parameter.Name} moves the deficit most: by {Numbers.PoundsM(widest[0].Width)}",
                $"{what} Each bar: from the parameter's P10 to its P90, all others at their medians; a framed bar falls. Dashed: all at their medians, {Numbers.PoundsM(found.Central)}.",
                [.. widest.Select(s => new Charts.AmountBar(s.Parameter.Name, s.AtP10, s.AtP90, $"{Numbers.PoundsM(s.AtP10)} to {Numbers.PoundsM(s.AtP90)}"))],
                found.Central))],
            Csv(found),
            new()
            {
                ["schema"] = "hn.sensitivity/1",
                ["scenario"] = scenario.Id,
                ["variant"] = variant.Id,
                ["unit"] = "GBP",
                ["central"] = Figures.Pounds(found.Central),
                ["swings"] = new JsonArray([.. found.Swings.Select(s => new JsonObject
                {
                    ["parameter"] = s.Parameter.Range.Id,
                    ["year"] = s.Parameter.Year == 0 ? null : s.Parameter.Year,
                    ["p10"] = s.Parameter.Range.Low,
                    ["p50"] = s.Parameter.Range.Central,
                    ["p90"] = s.Parameter.Range.High,
                    ["deficitAtP10"] = Figures.Pounds(s.AtP10),
                    ["deficitAtP90"] = Figures.Pounds(s.AtP90),
                })]),
                ["ranking"] = new JsonArray([.. found.Ranking.Select(r => new JsonObject
                {
                    ["parameter"] = r.Parameter.Range.Id,
                    ["year"] = r.Parameter.Year == 0 ? null : r.Parameter.Year,
                    ["meanEffect"] = Figures.Pounds(r.Mean),
                    ["spread"] = Figures.Pounds(r.Spread),
                })]),
            });
    }

    private static string Csv(Sensitivity found)
    {
        var csv = new Csv().Line("parameter", "year", "p10", "p50", "p90", "deficit_at_p10", "deficit_at_p90", "unit");
        foreach (var s in found.Swings)
        {
            csv.Line(
                s.Parameter.Range.Id, s.Parameter.Year == 0 ? "z" : s.Parameter.Year, s.Parameter.Range.Low, s.Parameter.Range.Central, s.Parameter.Range.High,
                Figures.Pounds(s.AtP10), Figures.Pounds(s.AtP90), "GBP");
        }

        return csv.ToString();
    }
}
