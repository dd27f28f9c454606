using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Comparisons;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Papers;

/// <summary>
/// The comparison paper: what changed in the answer since the last forecast, and how much of it comes from data, assumptions, prices
/// and the model. Every sentence with a figure is made from the two runs.
/// </summary>
public sealed class ChangePaper
{
    private readonly ForecastChange _change;
    private readonly PaperDetails _details;
    private readonly AssuranceState _state;
    private readonly string[] _shown;

    private ChangePaper(ForecastChange change, PaperDetails details, AssuranceState state)
    {
        (_change, _details, _state) = (change, details, state);
        _shown = [.. new[] { change.Variants[0], PreferredOf(change, details) }.Distinct()];
    }

    private Findings Before => _change.Before.Findings;

    private Findings After => _change.After.Findings;

    /// <summary>The paper.</summary>
    /// <param name="change">The two runs.</param>
    /// <param name="details">What no run knows.</param>
    /// <param name="state">How far both runs have been assured.</param>
    public static Paper Of(ForecastChange change, PaperDetails details, AssuranceState state) => new ChangePaper(change, details, state).Write();

    /// <summary>The option that the paper follows beside the baseline, of those that both runs played.</summary>
    public static string PreferredOf(ForecastChange change, PaperDetails details)
    {
        var preferred = CouncilPaper.PreferredOf(change.After.Findings, details);
        return change.Variants.Contains(preferred)
            ? preferred
            : change.Variants.MinBy(variant => change.Is(variant, change.Years[^1]).P50)!;
    }

    /// <summary>The executive summary.</summary>
    public static string SummaryText(ForecastChange change, string preferred)
    {
        var end = change.Years[^1];
        var text = $"This paper sets {Forecasts(change)}. ";
        foreach (var variant in new[] { change.Variants[0], preferred }.Distinct())
        {
            var whole = change.Of(variant)[^1];
            text += $"{Option(change, variant)}, the expected deficit at {Dates.EndOf(end)} {Moved(whole)}{Because(whole)}. ";
        }

        return text + $"Expected means the average of simulated futures; 8 in 10 of them fall between {Between(change.Is(preferred, end))} "
            + $"{(preferred == change.Variants[0] ? "" : $"in the option {VariantNames.InSentence(preferred)} ")}now, and fell between {Between(change.Was(preferred, end))} in the last forecast. "
            + $"Both ranges leave out {Caveats.LeftOut}.";
    }

    // Two runs of a day, as when one figure was changed to see what it does, are told apart by their titles.
    private static string Forecasts(ForecastChange change)
    {
        var (before, after) = (change.Before.Findings, change.After.Findings);
        var census = $"from the census of {Dates.CensusOf(after.Base)}";
        return !change.IsPaired ? $"the forecast {census} beside that from the census of {Dates.CensusOf(before.Base)}"
            : before.Scenario.Title != after.Scenario.Title ? $"the forecast “{after.Scenario.Title}” beside “{before.Scenario.Title}”, both {census}"
            : $"the forecast {census} beside the forecast of {Dates.Day(change.Before.Manifest.Created)}, made from the same census";
    }

    private Paper Write()
    {
        var sections = new SectionWriter();
        sections.Section("Executive summary").Paragraph(SummaryText(_change, _shown[^1]));
        sections.Section("Recommendations")
            .Paragraph("That the committee notes what changed in the forecast of the high needs deficit since the last one, and why.")
            .Paragraph("That the committee notes what the ranges of both forecasts leave out.");
        Answer(sections);
        Why(sections);
        Reliability(sections);
        Changed(sections);
        sections.Appendix("What went in otherwise").Table(ChangeTables.Inputs(_change));
        sections.Appendix("Where the figures come from").Table(ChangeTables.Provenance(_change));
        sections.Appendix("Glossary").Table(RecordTables.Glossary());
        return new(
            $"High needs: what changed since the last forecast, {_change.Years[0]} to {_change.Years[^1]}",
            $"{After.Scenario.Title}; run {_change.After.Manifest.Run} beside {_change.Before.Manifest.Run}",
            _state, Front(), sections.Sections);
    }

    private (string, string)[] Front() =>
    [
        ("Council", After.Place),
        ("Committee", _details.Committee ?? CouncilPaper.ToBeWritten),
        ("Date of meeting", _details.Date ?? CouncilPaper.ToBeWritten),
        ("Last forecast", Told(_change.Before)),
        ("This forecast", Told(_change.After)),
        ("Lead officer", _details.LeadOfficer ?? CouncilPaper.ToBeWritten),
        ("Report author", _details.Author ?? CouncilPaper.ToBeWritten),
        ("For decision or noting", "For noting"),
        ("State of assurance", _state.ToString()),
    ];

    private static string Told(Runs.ReportedRun run) =>
        $"{run.Findings.Scenario.Title}: census of {Dates.CensusOf(run.Findings.Base)}, run on {Dates.Day(run.Manifest.Created)}";

    private void Answer(SectionWriter sections)
    {
        var end = _change.Years[^1];
        sections.Section("What the two forecasts say");
        foreach (var variant in _change.Variants)
        {
            var (was, now) = (_change.Was(variant, end), _change.Is(variant, end));
            sections.Paragraph($"{Option(_change, variant)}: the cumulative deficit at {Dates.EndOf(end)} was {Numbers.Median(was, Numbers.PoundsMillion)} in the median "
                + $"(8 in 10: {Range(was)}) and is now {Numbers.Median(now, Numbers.PoundsMillion)} ({Range(now)})."
                + (_change.Difference(variant, end) is { } difference
                    ? $" Future by future that is {Numbers.MedianSize(difference, Numbers.PoundsMillion)} {(difference.P50 >= 0 ? "more" : "less")} ({Range(difference)})."
                    : ""));
        }

        sections.Paragraph($"These ranges leave out {Caveats.LeftOut}.");
        foreach (var variant in _shown)
        {
            sections.Chart(Fan(variant));
        }

        sections.Table(ChangeTables.Deficit(_change));
    }

    private void Why(SectionWriter sections)
    {
        var end = _change.Years[^1];
        sections.Section("Why the forecast changed");
        foreach (var variant in _shown)
        {
            var whole = _change.Of(variant)[^1];
            sections.Paragraph($"{Option(_change, variant)}, the expected deficit at {Dates.EndOf(end)} {Moved(whole)}"
                + (IsUnmoved(whole) ? "." : $": {string.Join("; ", whole.Parts.Select(part => $"{NameInSentence(part.Name)} {Signed(part.Amount)}"))}."));
        }

        sections.Paragraph(Start(_change.Variants[0]));
        foreach (var variant in _shown.Where(variant => !IsUnmoved(_change.Of(variant)[^1])))
        {
            sections.Chart(Causes(variant));
        }

        foreach (var variant in _shown)
        {
            sections.Table(ChangeTables.Shares(_change, variant));
        }

        sections.Heading("How the change is split");
        sections.Paragraph("Data is what was counted and where the forecast starts; assumptions are what is believed and planned of the years to come; prices are what things cost "
            + "and what comes in. "
            + (_change.OnlyKind is { } only
                ? $"Here {NameInSentence(InputChanges.NameOf(only))} alone changed, and both forecasts play the same futures, child by child. So all that differs between them, "
                    + "future by future, comes from that, and nothing of it is chance."
                : "The expected path (the same rules without chance, every uncertain figure at its middle value) is played out with each combination of "
                    + "the two forecasts' data, assumptions and prices. The share of a kind is what exchanging it adds, averaged over all orders in which the three could be exchanged "
                    + "(Shapley value), so that no order has to be chosen."));
        sections.Paragraph(_change.IsOtherModel
            ? $"The model changed from version {_change.Before.Manifest.ModelVersion} to {_change.After.Manifest.ModelVersion}. Its share is the difference between what the new version finds in "
                + "the last forecast's own files, played again with the same random numbers, and what the last forecast found."
            : $"Both forecasts were made by the same version of the model ({_change.After.Manifest.ModelVersion}), so its share is nil.");
        sections.Paragraph(_change.OnlyKind is not null
            ? null
            : "What is left is chance, and what the expected path simplifies: it knows no luck, and takes the middle of each range where futures use all of it.");
    }

    // The largest part of what data did is often that the years between the two censuses went otherwise than forecast.
    private string? Start(string variant)
    {
        if (After.Base < Before.Years[0])
        {
            return null;
        }

        var (was, now) = (_change.Was(variant, After.Base), After.Opening(variant));
        return $"Data holds what came to pass between the two: this forecast starts from a deficit of {Numbers.Mean(now, Numbers.PoundsMillion)} at {Dates.EndOf(After.Base)}, payments and "
            + $"contributions received by then included, where the last one expected {Numbers.Mean(was, Numbers.PoundsMillion)} if nothing was done.";
    }

    private void Reliability(SectionWriter sections)
    {
        var tables = ChangeTables.Outturn(_change);
        if (tables.Count == 0)
        {
            return;
        }

        sections.Section("How good the last forecast was so far");
        sections.Paragraph($"The last forecast played out the years up to {After.Base}, whose end is where this one starts. Beside what it said then stands what this one starts from.");
        foreach (var table in tables)
        {
            sections.Table(table);
        }
    }

    private void Changed(SectionWriter sections)
    {
        sections.Section("What went in otherwise");
        foreach (var kind in Enum.GetValues<InputKind>())
        {
            var count = _change.Inputs.Count(input => input.Kind == kind);
            sections.Paragraph($"{InputChanges.NameOf(kind)}: {(count == 0 ? "nothing changed" : count == 1 ? "one figure, table or policy changed" : $"{Numbers.Count(count)} figures, tables and policies changed")}"
                + $"{(count == 0 ? "" : " (Appendix A)")}.");
        }
    }

    private PaperChart Fan(string variant)
    {
        var start = _change.Years[0] + -1;
        FinancialYear[] years = [start, .. _change.Years];
        var (was, now) = (_change.Was(variant, years[^1]), _change.Is(variant, years[^1]));
        var fan = new FanData(
            $"{VariantNames.Label(After, variant)}: {Numbers.Median(was, Numbers.PoundsM)} in the last forecast, {Numbers.Median(now, Numbers.PoundsM)} now",
            $"Cumulative DSG deficit, £ million in cash terms, {After.Place}, {Dates.EndOf(start)} to {Dates.EndOf(years[^1])}. Positive is a deficit. Line: median; shaded: 8 in 10 "
                + $"simulated futures. What is shaded leaves out: {Caveats.LeftOut}.",
            start,
            [
                new("Last forecast", [.. years.Select(year => _change.Was(variant, year))]),
                new("This forecast", [.. years.Select(year => _change.Is(variant, year))]),
            ]);
        return PaperCharts.Lines($"forecasts-{variant}", fan);
    }

    private PaperChart Causes(string variant)
    {
        var whole = _change.Of(variant)[^1];
        var largest = whole.Parts.MaxBy(part => Math.Abs(part.Amount.Pence));
        (string Name, Money Amount)[] bars = [("Last forecast", whole.Before), .. whole.Parts, ("This forecast", whole.After)];
        var data = new AmountBarData(
            $"{VariantNames.Label(After, variant)}: {NameInSentence(largest.Name)} changed the forecast most, by {Signed(largest.Amount, Numbers.PoundsM)}",
            $"Expected DSG deficit at {Dates.EndOf(whole.Year)}, £ million in cash terms, {After.Place}: each change begins where the one before ends. Filled: makes the deficit larger; "
                + "framed: makes it smaller.",
            AmountBars.Waterfall("Last forecast", whole.Before.Pence, whole.Parts.Select(part => (part.Name, (double)part.Amount.Pence)), "This forecast"),
            null);
        return new(
            $"causes-{variant}", data.Title, data.Caption, data.Description, FigureUnit.Million, "Change",
            [.. bars.Select(bar => bar.Name)],
            [new("£ million", [.. bars.Select(bar => Figure.Of(bar.Amount.Pounds))], [], [])],
            IsBars: true,
            options => AmountBars.Draw(data, options));
    }

    private static bool IsUnmoved(DeficitChange whole) => whole.Parts.All(part => Numbers.Millions(Math.Abs(part.Amount.Pence)) == Numbers.Millions(0));

    private static string Option(ForecastChange change, string variant) => variant == change.After.Findings.Baseline
        ? "If nothing is done"
        : $"In the option {VariantNames.InSentence(variant)}";

    private static string Moved(DeficitChange whole) => Numbers.PoundsMillion(whole.Before.Pence) == Numbers.PoundsMillion(whole.After.Pence)
        ? $"stays at {Numbers.PoundsMillion(whole.After.Pence)}"
        : $"{(whole.Total > Money.Zero ? "rises" : "falls")} from {Numbers.PoundsMillion(whole.Before.Pence)} to {Numbers.PoundsMillion(whole.After.Pence)}";

    // The largest cause that goes with the whole, and the largest that goes against it.
    private static string Because(DeficitChange whole)
    {
        var causes = whole.Parts.Where(part => Numbers.Millions(Math.Abs(part.Amount.Pence)) != Numbers.Millions(0)).OrderByDescending(part => Math.Abs(part.Amount.Pence)).Take(3).ToArray();
        return causes.Length == 0 ? "" : $" ({string.Join(", ", causes.Select(cause => $"{NameInSentence(cause.Name)} {Signed(cause.Amount)}"))})";
    }

    private static string NameInSentence(string name) => name == "Model" ? "the model" : char.ToLowerInvariant(name[0]) + name[1..];

    private static string Signed(Money amount) => Signed(amount, Numbers.PoundsMillion);

    private static string Signed(Money amount, Func<double, string> number) => number(amount.Pence) is var text && amount > Money.Zero && text != number(0) ? "+" + text : text;

    private static string Range(Summary summary) => Numbers.Range(summary, Numbers.PoundsMillion);

    private static string Between(Summary summary) => Numbers.Range(summary, Numbers.PoundsMillion, "and");
}
