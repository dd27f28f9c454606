using System.Globalization;
using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.BackTests;
using HighNeedsSim.Reports.Fit;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Papers;

/// <summary>
/// The paper of a run for a scrutiny or cabinet committee, in the order in which councils read: what is asked of them, why,
/// what the options are, what they cost, how sure it is. Every sentence with a figure is made from the run.
/// </summary>
public sealed class CouncilPaper
{
    /// <summary>What stands where officers have not written yet.</summary>
    public const string ToBeWritten = "[To be completed by the council]";

    /// <summary>The most words that an executive summary may have.</summary>
    public const int MostSummaryWords = 150;

    private readonly ReportedRun _run;
    private readonly PaperDetails _details;
    private readonly Assurance _assurance;
    private readonly Findings _findings;
    private readonly Scenario _scenario;
    private readonly int _last;

    private CouncilPaper(ReportedRun run, PaperDetails details, Assurance assurance)
    {
        (_run, _details, _assurance) = (run, details, assurance);
        (_findings, _scenario) = (run.Findings, run.Findings.Scenario);
        _last = _findings.Years.Count - 1;
        Preferred = PreferredOf(_findings, details);
    }

    private string Preferred { get; }

    private string Baseline => _findings.Baseline;

    /// <summary>The paper.</summary>
    /// <param name="run">The run it tells of.</param>
    /// <param name="details">What no run knows.</param>
    /// <param name="assurance">Who has signed for the run.</param>
    public static Paper Of(ReportedRun run, PaperDetails details, Assurance assurance) => new CouncilPaper(run, details, assurance).Write();

    /// <summary>The option that the paper prefers.</summary>
    public static string PreferredOf(Findings findings, PaperDetails details) =>
        details.Preferred is { } preferred && findings.Variants.Contains(preferred) ? preferred : Smallest(findings);

    /// <summary>The option that officers prefer, where they have not said: the one that leaves the smallest deficit in the median.</summary>
    public static string Smallest(Findings findings) =>
        findings.Variants.MinBy(variant => findings.Of(variant, MeasureCodes.Deficit, findings.Years.Count - 1).P50)!;

    private Paper Write()
    {
        var sections = new SectionWriter();
        Summary(sections);
        Recommendations(sections);
        Background(sections);
        Options(sections);
        PreferredOption(sections);
        sections.Section("Key measures").Table(Scorecard.Of(_findings, Preferred, _details.Thresholds));
        Finance(sections);
        Legal(sections);
        sections.Section("Equality impact").Paragraph(_details.Equality ?? $"{ToBeWritten} An equality impact assessment (Equality Act 2010, section 149) "
            + "should say how each option bears on disabled children and young people, by age, sex and ethnicity. The run tells how many plans each option "
            + "changes and where children would be placed (Appendix A); it does not tell outcomes for a child.");
        Risk(sections);
        sections.Section("Consultation").Paragraph(_details.Consultation ?? $"{ToBeWritten} To be said here: what the Schools Forum was asked and answered, and how parents, "
            + "children and young people, schools, and health partners were heard.");
        Appendices(sections);
        return new(
            $"High needs: where the deficit goes, {_findings.Years[0]} to {_findings.Last}",
            $"{_scenario.Title}; run {_run.Manifest.Run}",
            _assurance.State, Front(), sections.Sections);
    }

    private (string, string)[] Front() =>
    [
        ("Council", _findings.Place),
        ("Committee", _details.Committee ?? ToBeWritten),
        ("Date of meeting", _details.Date ?? ToBeWritten),
        ("Report title", $"High needs: where the deficit goes, {_findings.Years[0]} to {_findings.Last}"),
        ("Wards or divisions affected", _details.Wards ?? "All"),
        ("Classification", _details.Classification ?? ToBeWritten),
        ("Lead officer", _details.LeadOfficer ?? ToBeWritten),
        ("Report author", _details.Author ?? ToBeWritten),
        ("Cabinet member", _details.CabinetMember ?? ToBeWritten),
        ("For decision or noting", _details.ForDecision ? "For decision" : "For noting"),
        ("State of assurance", $"{_assurance.State}: {Assured()}"),
    ];

    private string Assured() => _assurance.State switch
    {
        AssuranceState.Draft => "nobody has yet assured this analysis; nothing should rest on it alone",
        AssuranceState.Assured => $"assured by {Signed(AssuranceRole.Assurer)}; not yet approved",
        _ => $"assured by {Signed(AssuranceRole.Assurer)}; approved by {Signed(AssuranceRole.Approver)}",
    };

    private string Signed(AssuranceRole role) => _assurance.Find(role) is { } signature ? $"{signature.Name}, {Assurance.Date(signature.Date)}" : "nobody";

    private void Summary(SectionWriter sections) => sections.Section("Executive summary").Paragraph(SummaryText(_findings, Preferred));

    /// <summary>The executive summary.</summary>
    public static string SummaryText(Findings findings, string preferred)
    {
        var last = findings.Years.Count - 1;
        var end = findings.Of(findings.Baseline, MeasureCodes.Deficit, last);
        var text = $"{findings.Place} spends more on children with special educational needs than its high needs block brings in. If nothing is done, the "
            + $"cumulative deficit goes from {Numbers.Median(findings.Opening(findings.Baseline), Numbers.PoundsMillion)} at {Dates.EndOf(findings.Base)} to {Numbers.Median(end, Numbers.PoundsMillion)} at "
            + $"{Dates.EndOf(findings.Last)} (8 in 10 simulated futures: {Range(end)}). ";
        if (preferred != findings.Baseline)
        {
            var (ends, saving) = (findings.Of(preferred, MeasureCodes.Deficit, last), Findings.Saving(findings.Difference(preferred, MeasureCodes.Deficit, last)));
            text += $"The preferred option ends at {Numbers.Median(ends, Numbers.PoundsMillion)} ({Range(ends)}): {Saved(saving)}. {ByActions(findings, preferred)}";
        }

        var balanced = findings.Futures(preferred, MeasureCodes.InYear, last, deficit => deficit <= 0);
        text += $"{(preferred == findings.Baseline ? $"The year {findings.Last} balances" : $"It balances {findings.Last}")} {Frequency.Of(balanced, findings.Replicates)} ({Frequency.GiveOrTake(findings.Replicates)}). ";
        if (findings.Scenario.Agreement is { } agreement && findings.Years.Contains(agreement.Balanced))
        {
            text += $"The agreed {Numbers.PoundsMillion(agreement.AgreedDeficit.Pence)} before contributions is kept to {Frequency.Of(Within(findings, preferred, agreement), findings.Replicates)}. ";
        }

        return text + (PublishedSince.FitOf(findings) is { } fit
            ? $"{Numbers.Count(fit.Inside)} of {Numbers.Count(fit.Rows.Count)} published figures {(fit.Inside == 1 ? "lies" : "lie")} in these ranges, which leave out {Caveats.LeftOut}."
            : $"These ranges leave out {Caveats.LeftOut}.");
    }

    private static string Saved(Summary saving) => $"{Numbers.MedianSize(saving, Numbers.PoundsMillion)} {(saving.P50 >= 0 ? "less" : "more")} ({Range(saving)})";

    // Money that others pay does not make a service cheaper: where an option has both, what its actions do is told apart.
    private static string ByActions(Findings findings, string variant)
    {
        if (!findings.Scenario.Variants.Any(v => v.Id == variant && v.SafetyValve))
        {
            return "";
        }

        var last = findings.Years.Count - 1;
        var actions = RunResult.Summarise([.. RunTables.BeforeContributions(findings, findings.Baseline, last)
            .Zip(RunTables.BeforeContributions(findings, variant, last), (baseline, option) => baseline - option)]);
        return $"Its actions account for {Numbers.Median(actions, Numbers.PoundsMillion)} of that ({Range(actions)}), payments and contributions for the rest. ";
    }

    private void Recommendations(SectionWriter sections)
    {
        sections.Section("Recommendations");
        sections.Paragraph($"That the committee {(_details.ForDecision ? "agrees" : "notes")} the forecast of the high needs deficit, its range, and what the range leaves out.");
        sections.Paragraph(Preferred == Baseline
            ? "That the committee notes that no option before it does better than the present course."
            : $"That the committee {(_details.ForDecision ? "approves" : "notes")} the preferred option: {LowerFirst(_findings.TitleOf(Preferred))}.");
        // A forecast from a census of years ago is a test of the model; what a committee needs is the next one.
        var newest = OutturnTable.PastOf(_findings) is null ? null : PastForecasts.SincePublished(_findings, Baseline).Max(forecast => (int?)forecast.January.Value);
        sections.Paragraph(newest is { } january
            ? $"That the committee asks for this forecast to be made again from the newest census: that of January {january} has been published since the one from which it starts."
            : $"That the committee asks for this forecast to be made again when the January {_scenario.Timetable.Census.CalendarYear + 1} census is published, and to be "
                + "shown beside what then came to pass.");
    }

    private void Background(SectionWriter sections)
    {
        var stock = _scenario.OpeningStock;
        var census = string.Create(CultureInfo.InvariantCulture, $"January {_scenario.Timetable.Census.CalendarYear}");
        sections.Section("Background");
        sections.Paragraph("The dedicated schools grant (DSG) pays for schools and, through its high needs block, for the education of children and young people with special "
            + "educational needs and disabilities whose support costs more than a mainstream school's own budget should bear. Demand is set by law and by "
            + "families' needs; the block is set by national formula. A shortfall is carried forward as a DSG deficit.");
        sections.Paragraph($"At the {census} census {Numbers.Count(stock.Total)} children and young people in {_findings.Place} held an education, health and care (EHC) plan: "
            + $"{PlacementShare(PlacementType.Mainstream)} in mainstream schools, {PlacementShare(PlacementType.StateSpecial)} in state special schools, and "
            + $"{PlacementShare(PlacementType.IndependentSpecial)} in independent or non-maintained special schools.");
        var opening = _findings.Opening(Baseline);
        sections.Paragraph($"The DSG deficit at {Dates.EndOf(_findings.Base)}, before any Safety Valve money, is taken to be {Numbers.Median(opening, Numbers.PoundsMillion)} "
            + $"(8 in 10: {Range(opening)}).{Told("income.opening-deficit")}");
        sections.Paragraph($"The high needs block was {string.Join(" and ", _scenario.Income.Known.Select(known => $"{Numbers.PoundsMillion(known.Amount.Pence)} in {known.Year}"))}. After "
            + $"that the run lets it grow by {GrowthInWords()}.");
        Agreement(sections);
        sections.Paragraph(_details.Background);
        sections.Paragraph($"The figures below come from a simulation. It plays out every child, place and pound of the authority, month by month, {Numbers.Count(_findings.Replicates)} "
            + "times; each time is one simulated future. The same children live in every option, so that options differ only by what is done. The people in it are "
            + "simulated: none of them is real. It is a planning tool, not a forecast of any child.");
        sections.Paragraph($"8 in 10 simulated futures fall in each range given. A range covers chance and the uncertainty stated in the scenario's figures; it leaves out {Caveats.LeftOut}. {Caveats.Digits} "
            + $"{Numbers.Count(_run.Assumptions.Count(a => a.Confidence == "low"))} of the {Numbers.Count(_run.Assumptions.Count)} figures that went in are of low confidence (Appendix B).");
        if (_scenario.PerHead is { } published)
        {
            var (now, then) = (SpendingTables.AHead(_findings, Baseline, 0), SpendingTables.AHead(_findings, Baseline, _last));
            sections.Heading($"How {_findings.Place} compares");
            sections.Paragraph(BesideOthers.InWords(_findings.Place, published, _scenario.Authority.Region) + Told("data/per-head.csv"));
            sections.Paragraph($"If nothing is done, the run spends £{FigureText.Of(now, FigureUnit.Pounds)} a head in {_findings.Years[0]} and £{FigureText.Of(then, FigureUnit.Pounds)} in {_findings.Last}, in cash terms and in "
                + $"the mean of simulated futures. Appendix A has each category beside England, statistical neighbours and {BesideOthers.Region(_scenario.Authority.Region)}.");
        }

        sections.Heading("How good past forecasts were");
        if (PublishedSince.FitOf(_findings) is { } fit)
        {
            sections.Paragraph($"This run against what has been published: {fit.InWordsAlone}");
            if (fit.Deficits.Count > 0)
            {
                sections.List(fit.Deficits.Select(deficit => $"{fit.InWordsOf(deficit)} Source: {deficit.Target.Source}."));
            }
        }

        if (OutturnTable.PastOf(_findings) is { } past)
        {
            sections.Paragraph("Forecasts made in the past are set beside what was published since, misses included:").List(past.InWords());
        }
        else
        {
            sections.Paragraph("No comparison of earlier forecasts with what came to pass is recorded for this authority. Until one is, how good this model's forecasts are is not known "
                + "from experience.");
        }

        if (OutturnTable.Of(_findings, Preferred) is { } outturn)
        {
            sections.Table(outturn);
        }
    }

    private void Agreement(SectionWriter sections)
    {
        if (_scenario.Agreement is not { } agreement)
        {
            return;
        }

        var (payments, contributions) = agreement.Schedule.Aggregate(
            (Paid: Money.Zero, Given: Money.Zero), (sum, year) => (sum.Paid + year.Payment, sum.Given + year.Contribution));
        sections.Paragraph($"Under its Safety Valve agreement the Department for Education (DfE) is to pay {Numbers.PoundsMillion(payments.Pence)} and the council to contribute "
            + $"{Numbers.PoundsMillion(contributions.Pence)} over {agreement.Schedule[0].Year} to {agreement.Schedule[^1].Year}. The year {agreement.Balanced} is to balance, and the cumulative "
            + $"deficit before contributions to end at {Numbers.PoundsMillion(agreement.AgreedDeficit.Pence)}. Payments follow monitoring reports and are withheld where the forecast "
            + "is too far above the agreed path.");
    }

    private void Options(SectionWriter sections)
    {
        sections.Section("Options");
        for (var n = 0; n < _findings.Variants.Count; n++)
        {
            var variant = _findings.Variants[n];
            sections.Heading(string.Create(CultureInfo.InvariantCulture, $"Option {n + 1}: {(variant == Baseline ? "do nothing (unmitigated)" : LowerFirst(_findings.TitleOf(variant)))}"));
            Actions(sections, n);
            var (end, inYear) = (_findings.Of(variant, MeasureCodes.Deficit, _last), _findings.Of(variant, MeasureCodes.InYear, _last));
            sections.Paragraph($"The cumulative deficit at {Dates.EndOf(_findings.Last)} is {Numbers.Median(end, Numbers.PoundsMillion)} in the median; 8 in 10 simulated futures fall between {Between(end)}. "
                + $"The in-year {Gap(inYear.P50)} of {_findings.Last} is {Numbers.MedianSize(inYear, Numbers.PoundsMillion)} ({Range(inYear)}). {FirstBalance(variant)}");
            if (variant != Baseline)
            {
                var saving = Findings.Saving(_findings.Difference(variant, MeasureCodes.Deficit, _last));
                var before = RunResult.Summarise(RunTables.BeforeContributions(_findings, variant, _last));
                sections.Paragraph($"Compared with doing nothing, future by future, that is {Saved(saving)}. {ByActions(_findings, variant)}"
                    + (IsInAgreement(variant) ? $"Before payments and contributions the deficit would be {Numbers.Median(before, Numbers.PoundsMillion)} ({Range(before)})." : ""));
                sections.Paragraph(IsInAgreement(variant) ? Paid(variant) : null);
                sections.Paragraph(AgainstAgreement(variant));
            }
        }

        sections.Chart(PaperCharts.Deficit(_findings)).Chart(PaperCharts.Plans(_findings)).Chart(PaperCharts.Placements(_findings, Preferred));
        sections.Table(RunTables.Deficit(_findings));
        sections.Table(RunTables.Chances(_findings));
    }

    // Actions that an earlier option has listed are not listed again.
    private void Actions(SectionWriter sections, int option)
    {
        var chosen = Chosen(option);
        if (option == 0)
        {
            sections.Paragraph("Services go on as they are; no action is added and no agreement is in force.");
            return;
        }

        var actions = _scenario.Mitigations.Where(m => chosen.Mitigations.Contains(m.Code)).ToArray();
        var listed = Enumerable.Range(1, option - 1).FirstOrDefault(other => Chosen(other).Mitigations.SequenceEqual(chosen.Mitigations), -1);
        var (what, isListed) = (actions.Length, listed) switch
        {
            (0, _) => ("No action is added.", false),
            (_, > 0) => (string.Create(CultureInfo.InvariantCulture, $"The actions of option {listed + 1}."), false),
            (1, _) => ("There is one action:", true),
            _ => ($"There are {Numbers.Count(actions.Length)} actions:", true),
        };
        var agreement = chosen.SafetyValve ? "The Safety Valve agreement's payments and the council's contributions are in force." : null;
        if (isListed)
        {
            sections.Paragraph(agreement).Paragraph(what).List(actions.Select(m => $"{m.Title} (from {MonthName(m.Start)})"));
        }
        else
        {
            sections.Paragraph(agreement is null ? what : $"{what} {agreement}");
        }
    }

    private Variant Chosen(int option) => _scenario.Variants.Single(v => v.Id == _findings.Variants[option]);

    private string? AgainstAgreement(string variant)
    {
        if (_scenario.Agreement is not { } agreement || !_findings.Years.Contains(agreement.Balanced))
        {
            return null;
        }

        return $"The agreed {Numbers.PoundsMillion(agreement.AgreedDeficit.Pence)} before contributions at {Dates.EndOf(agreement.Balanced)} is kept to "
            + $"{Frequency.Of(Within(_findings, variant, agreement), _findings.Replicates)}.";
    }

    // What is paid of what falls due within the run, and how often some is not.
    private string? Paid(string variant)
    {
        if (_scenario.Agreement is not { } agreement)
        {
            return null;
        }

        var due = agreement.Schedule.Where(year => _findings.Years.Contains(year.Year)).Aggregate(Money.Zero, (sum, year) => sum + year.Payment);
        var paid = new long[_findings.Replicates];
        for (var year = 0; year <= _last; year++)
        {
            var payments = _findings.Result.Replicates(variant, MeasureCodes.Payment, year);
            for (var future = 0; future < paid.Length; future++)
            {
                paid[future] += payments[future];
            }
        }

        var withheld = _findings.Futures(variant, MeasureCodes.Withheld, _last, amount => amount > 0);
        return due == Money.Zero
            ? null
            : $"DfE is to pay {Numbers.PoundsMillion(due.Pence)} of its share in {_findings.Years[0]} to {_findings.Last}. In the mean of simulated futures it pays {Numbers.Mean(RunResult.Summarise(paid), Numbers.PoundsMillion)}: some payment is "
                + $"withheld {Frequency.Of(withheld, _findings.Replicates)}, because the forecast is too far above the agreed path.";
    }

    // In how many futures the deficit before contributions ends within what was agreed.
    private static int Within(Findings findings, string variant, SafetyValveAgreement agreement) =>
        RunTables.BeforeContributions(findings, variant, agreement.Balanced - findings.Years[0]).Count(deficit => deficit <= agreement.AgreedDeficit.Pence);

    private void PreferredOption(SectionWriter sections)
    {
        sections.Section("Preferred option and reasons");
        sections.Paragraph(Preferred == Baseline
            ? "Of the options played out, doing nothing leaves the smallest deficit in the median."
            : $"The preferred option is {LowerFirst(_findings.TitleOf(Preferred))}."
                + (_details.Preferred is null ? " It is named here because it leaves the smallest cumulative deficit in the median; officers may prefer another and say why." : ""));
        sections.Paragraph(_details.Reasons);
        var balanced = _findings.Futures(Preferred, MeasureCodes.InYear, _last, deficit => deficit <= 0);
        var larger = RunTables.Larger(_findings, Preferred);
        sections.Paragraph($"What it does not do: the year {_findings.Last} balances {Frequency.Of(balanced, _findings.Replicates)}, and the deficit at {Dates.EndOf(_findings.Last)} is larger than "
            + $"at {Dates.EndOf(_findings.Base)} {Frequency.Of(larger, _findings.Replicates)}. {Frequency.MonteCarloError(_findings.Replicates)}");
    }

    private void Finance(SectionWriter sections)
    {
        sections.Section("Financial implications");
        sections.Paragraph(_details.Section151 ?? $"{ToBeWritten} Comments of the Section 151 officer.");
        var (spend, income) = (_findings.Of(Preferred, MeasureCodes.Spend, _last), _findings.Of(Preferred, Findings.Income, _last));
        sections.Paragraph($"Under the preferred option high needs spending in {_findings.Last} is {Numbers.Median(spend, Numbers.PoundsMillion)} in the median ({Range(spend)}) against income of "
            + $"{Numbers.Median(income, Numbers.PoundsMillion)} ({Range(income)}). All figures are in cash terms.");
        sections.Table(RunTables.Finance(_findings, Baseline));
        if (Preferred != Baseline)
        {
            sections.Table(RunTables.Finance(_findings, Preferred));
        }

        if (_scenario.Council is not null)
        {
            sections.Table(SpendingTables.GeneralFund(_findings, Preferred));
        }
    }

    private void Legal(SectionWriter sections)
    {
        sections.Section("Legal implications");
        sections.Paragraph(_details.Legal ?? $"{ToBeWritten} Comments of the monitoring officer.");
        sections.Paragraph("The authority's duties to assess, to make and maintain EHC plans and to secure the provision in them come from the Children and Families Act 2014 and the "
            + "SEND Regulations 2014; they are not limited by the high needs block.");
        sections.Paragraph(_scenario.DeficitRules.OverrideEnds is not { } ends
            ? null
            : $"A DSG deficit is held apart from the council's general reserves until the end of {MonthName(ends)} by regulation{OverrideSource(ends)}. What follows after that day is not settled "
                + "by this paper: without it, the deficit counts against general reserves, and the Section 151 officer must judge whether a report under section 114 of the Local "
                + "Government Finance Act 1988 is due.");
        var beyond = _findings.Of(Preferred, MeasureCodes.BeyondOverride, _last);
        sections.Paragraph(beyond.P90 <= 0
            ? null
            : $"At {Dates.EndOf(_findings.Last)} {Numbers.Median(beyond, Numbers.PoundsMillion)} of the deficit under the preferred option ({Range(beyond)}) is no longer kept apart by that "
                + "regulation.");
    }

    private void Risk(SectionWriter sections)
    {
        sections.Section("Risk");
        sections.Paragraph("The first lines are scored from the run; the last ones are left out of it and are for their owners to score.");
        sections.Table(RiskTable.Of(_findings, Preferred));
    }

    private void Appendices(SectionWriter sections)
    {
        string[] shown = [.. new[] { Baseline, Preferred }.Distinct()];
        // Tables that need the page on its side come last, one after another: each turn of the page leaves the rest of a page white.
        sections.Appendix("Tables");
        foreach (var of in (Func<Findings, string, FigureTable>[])[RunTables.ByPlacement, RunTables.ByAge, RunTables.ByNeed, RunTables.Section251InUse, SpendingTables.PerHead])
        {
            foreach (var variant in shown)
            {
                sections.Table(of(_findings, variant));
            }
        }

        sections.Table(RunTables.Process(_findings)).Table(RunTables.Plans(_findings)).Table(RunTables.Districts(_findings, Preferred));
        sections.Appendix("Assumptions by risk").Table(RecordTables.Assumptions(_run, Preferred));
        sections.Appendix("Data log").Table(RecordTables.Data(_run.Manifest, _scenario));
        sections.Appendix("Where the figures come from, and how to make them again").Table(RecordTables.Provenance(_run));
        sections.Appendix("Assurance").Table(RecordTables.Signatures(_assurance)).Table(RecordTables.Checks(_run, _assurance));
        sections.Appendix("Glossary").Table(RecordTables.Glossary());
        sections.Appendix("Background papers").List(RecordTables.BackgroundPapers(_run.Assumptions));
    }

    private string FirstBalance(string variant)
    {
        for (var year = 0; year <= _last; year++)
        {
            if (_findings.Of(variant, MeasureCodes.InYear, year).P50 <= 0)
            {
                return $"The first year in balance is {_findings.Years[year]} in the median.";
            }
        }

        return $"No year to {_findings.Last} balances in the median.";
    }

    private bool IsInAgreement(string variant) => _scenario.Variants.Any(v => v.Id == variant && v.SafetyValve);

    private string Told(string assumption) => _run.Assumptions.FirstOrDefault(a => a.Id == assumption) is { } found ? $" Source: {found.Source}" : "";

    private string GrowthInWords()
    {
        var growth = _scenario.Income.Growth;
        return growth.IsKnown
            ? $"{Numbers.Share(growth.Central)} a year"
            : $"{Numbers.Share(growth.Central)} a year (8 in 10: {Numbers.Share(growth.Low)} to {Numbers.Share(growth.High)})";
    }

    private string PlacementShare(PlacementType type) => _findings.Counted[type].Number is { } plans
        ? Numbers.Share((double)plans / _scenario.OpeningStock.Total)
        : "a share that is not told, to protect children,";

    private static string Range(Summary summary) => Numbers.Range(summary, Numbers.PoundsMillion);

    private static string Between(Summary summary) => Numbers.Range(summary, Numbers.PoundsMillion, "and");

    private static string Gap(double pence) => pence < 0 ? "surplus" : "deficit";

    // The rule in force is the last that was known when the scenario's rules were; its entry in the log says where it is from.
    private string OverrideSource(Month ends) =>
        _run.Assumptions.LastOrDefault(a => a.Id.StartsWith("national.statutory-override-ends.", StringComparison.Ordinal) && a.Value == ends.ToString()) is { } rule
            ? $" ({LowerFirst(rule.Source)})"
            : "";

    private static string MonthName(Month month) => month.FirstDay.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    // Titles begin with a capital; within a sentence only names keep it.
    private static string LowerFirst(string text) => text.Length > 1 && char.IsUpper(text[0]) && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
