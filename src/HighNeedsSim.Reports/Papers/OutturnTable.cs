using System.Globalization;
using HighNeedsSim.Reports.BackTests;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Papers;

/// <summary>Forecast against outturn: what the run says of Januaries that have been counted since.</summary>
public static class OutturnTable
{
    /// <summary>
    /// The past forecasts of the run's authority; null where none are kept, or where the scenario plays out only a part of it.
    /// </summary>
    public static PastForecasts? PastOf(Findings findings)
    {
        var census = findings.Scenario.Timetable.Census.CalendarYear;
        return PastForecasts.Of(findings.Scenario.Authority.Code) is { } past
            && past.Forecasts.Any(forecast => forecast.January.Value == census && forecast.Published == findings.Scenario.OpeningStock.Total)
            ? past
            : null;
    }

    /// <summary>The run's own forecast beside what was published; null where nothing can be set beside it.</summary>
    public static FigureTable? Of(Findings findings, string preferred)
    {
        if (PastOf(findings) is not { } past)
        {
            return null;
        }

        var lines = new[] { findings.Baseline, preferred }.Distinct()
            .SelectMany(variant => PastForecasts.SincePublished(findings, variant).Select(forecast => (Variant: variant, Forecast: forecast)))
            .OrderBy(line => line.Forecast.January.Value).ToArray();
        return lines.Length == 0 ? null : new(
            "forecast-against-outturn",
            "Forecast against outturn: plans in force",
            $"EHC plans at the January census, {findings.Place}: this run's forecast from {findings.Scenario.Timetable.Census.CalendarYear.ToString(CultureInfo.InvariantCulture)}, and what was published since. "
                + $"Median and 8 in 10 of {Numbers.Count(findings.Replicates)} simulated futures. No published figure after the census went into the run.",
            [
                new("january", "", "January", FigureUnit.Text, IsRowHead: true),
                new("variant", "", "Option", FigureUnit.Text, IsRowHead: true),
                new("published", "", "Published", FigureUnit.Count),
                .. RunTables.Summary("forecast", "Forecast", FigureUnit.Count),
                new("held", "", "Was it in the range?", FigureUnit.Text),
            ],
            [.. lines.Select(line => (IReadOnlyList<Figure>)
            [
                Figure.Of(line.Forecast.January.Value.ToString(CultureInfo.InvariantCulture)), Figure.Of(VariantNames.Label(findings, line.Variant)),
                Figure.Of(line.Forecast.Published),
                Figure.Count(line.Forecast.P50), Figure.Count(line.Forecast.P10), Figure.Count(line.Forecast.P90),
                Figure.Of(line.Forecast.Held ? "Yes" : line.Forecast.Published < line.Forecast.P10 ? "No: fewer were published" : "No: more were published"),
            ])],
            [$"Source of published figures: {past.Source}"]);
    }
}
