using System.Globalization;
using System.Text.RegularExpressions;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Disclosure;
using HighNeedsSim.Reports.Documents;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Papers;

/// <summary>The tables of words: what was assumed, what went in, who has signed, and what words mean.</summary>
public static partial class RecordTables
{
    private static readonly string[] Confidences = ["low", "medium", "high"];

    // Whole tables of rates are kept in the data files; a paper that printed them would not be read.
    private static readonly string[] ByTheDozen = ["transfers.", "top-ups.", "review-moves.", "openings.", "national."];

    // A paper that printed every one of low confidence would not be read; the file holds them all.
    private const int MostShown = 15;

    /// <summary>The assumptions that members should know of: those of low confidence, that which moves the deficit most first.</summary>
    /// <param name="run">The run.</param>
    /// <param name="option">The option whose deficit they move.</param>
    public static FigureTable Assumptions(ReportedRun run, string option)
    {
        Assumption[] low = [.. run.Assumptions.Where(a => a.Confidence == "low" && !ByTheDozen.Any(prefix => a.Id.StartsWith(prefix, StringComparison.Ordinal)))];
        var moves = AssumptionMoves.Of(run.Findings, option, low.Select(a => a.Id).ToHashSet(StringComparer.Ordinal));
        Assumption[] shown = [.. low.OrderByDescending(a => moves.GetValueOrDefault(a.Id, -1)).ThenByDescending(Width).ThenBy(a => a.Id, StringComparer.Ordinal).Take(MostShown)];
        var first = moves.Count > 0 ? "that move the deficit most" : "with the widest range for their size";
        return Log("assumptions-by-risk", "Assumptions of low confidence", shown,
            $"The {Numbers.Count(shown.Length)} {first}, of {Numbers.Count(low.Length)} figures and tables of low confidence. Ranges are 8 in 10.",
            [
                .. moves.Count > 0
                    ? (string[])[$"Moves: by how many £ million the cumulative deficit at {Dates.EndOf(run.Findings.Last)}, {VariantNames.InSentence(option)}, differs between the two ends of the figure's range, all others at their medians and without chance. "
                        + $"[{Figure.NotApplicable.Text}] = not applicable: known, or not used by that option."]
                    : [],
                "The whole log, with rates by age, placement and band, is in the file assumptions-log and in the workbook of tables.",
            ],
            moves);
    }

    /// <summary>The whole assumptions log, least certain first.</summary>
    public static FigureTable AssumptionsLog(IReadOnlyList<Assumption> all) => Log(
        "assumptions-log", "Assumptions log",
        [.. all.OrderBy(a => Array.IndexOf(Confidences, a.Confidence)).ThenBy(a => a.Id, StringComparer.Ordinal)],
        $"All {Numbers.Count(all.Count)} figures and tables that went in, least certain first. Ranges are 8 in 10.", [], new Dictionary<string, double>());

    /// <summary>The files that went in.</summary>
    public static FigureTable Data(RunManifest manifest, Scenario scenario) => new(
        "data-log",
        "Files that went in",
        $"Scenario {manifest.ScenarioId}; SHA-256 of each file's bytes.",
        [
            new("file", "", "File", FigureUnit.Text, IsRowHead: true),
            new("sha256", "", "SHA-256", FigureUnit.Text),
        ],
        [.. manifest.DataHashes.Select(file => (IReadOnlyList<Figure>)
            [Figure.Of(file.Path), WithheldHashes.Shown(scenario, file) is { } hash ? Figure.Of(hash) : Figure.Confidential])],
        scenario.SuppressBelow is null ? [] : ["[c] = the file counts children; its hash would tell the counts that this paper hides. It stands in the manifest of the run, which stays with the authority."]);

    /// <summary>What fixes the run, and the commands that make it and check it again.</summary>
    public static FigureTable Provenance(ReportedRun run)
    {
        var (manifest, timings) = (run.Manifest, run.Timings);
        return new(
            "provenance",
            "Provenance",
            "What fixes every figure of this paper.",
            [
                new("item", "", "Item", FigureUnit.Text, IsRowHead: true),
                new("value", "", "Value", FigureUnit.Text),
            ],
            Words(
                ["Run", manifest.Run],
                ["Scenario", $"{manifest.ScenarioId}: {run.Findings.Scenario.Title}"],
                ["Scenario hash", manifest.ScenarioHash],
                ["Model version", manifest.ModelVersion],
                ["Random seed", manifest.Spec.Seed.ToString(CultureInfo.InvariantCulture)],
                ["Simulated futures of each option", Numbers.Count(manifest.Spec.Replicates)],
                ["Options", string.Join(", ", manifest.Spec.Variants)],
                ["Digest of every number", run.Findings.Result.Digest],
                ["Run on", $"{manifest.Created.UtcDateTime.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC, in {Numbers.Count(Math.Ceiling(timings.WallSeconds))} seconds"],
                ["Made by", ManifestDocument.Command(manifest)],
                ["Checked by", $"hns reproduce runs/{manifest.Run}"]),
            []);
    }

    /// <summary>Who has signed.</summary>
    public static FigureTable Signatures(Assurance assurance) => new(
        "signatures",
        $"State of assurance: {assurance.State}",
        "Roles of the AQuA Book (Government Analysis Function, 2025). Signatures hold for this result only.",
        [
            new("role", "", "Role", FigureUnit.Text, IsRowHead: true),
            new("name", "", "Name", FigureUnit.Text),
            new("date", "", "Date", FigureUnit.Text),
            new("note", "", "What was looked at, and limits", FigureUnit.Text),
        ],
        [.. Enum.GetValues<AssuranceRole>().Select(role => assurance.Find(role) is { } signature
            ? (IReadOnlyList<Figure>)[Figure.Of(role.ToString()), Figure.Of(signature.Name), Figure.Of(Assurance.Date(signature.Date)), Figure.Of(signature.Note)]
            : [Figure.Of(role.ToString()), Figure.NotAvailable, Figure.NotAvailable, Figure.Of("Not signed")])],
        [$"[{Figure.NotAvailable.Text}] = not available."]);

    /// <summary>The checklist of quality assurance, with the evidence that there is.</summary>
    public static FigureTable Checks(ReportedRun run, Assurance assurance)
    {
        var low = run.Assumptions.Count(a => a.Confidence == "low");
        return new(
            "quality-checks",
            "Quality assurance checklist",
            "What was checked, how, and with what outcome.",
            [
                new("check", "", "Check", FigureUnit.Text, IsRowHead: true),
                new("evidence", "", "Evidence", FigureUnit.Text),
                new("outcome", "", "Outcome", FigureUnit.Text),
            ],
            Words(
                ["What the analysis is for is written down", assurance.Find(AssuranceRole.Commissioner) is { } asked ? $"{asked.Name}, {Assurance.Date(asked.Date)}: {asked.Note}" : "No commissioner has signed", assurance.Find(AssuranceRole.Commissioner) is null ? "Not met" : "Met"],
                ["The result is what the run found", $"SHA-256 over every number of every future, compared when the run's folder was read: {run.Findings.Result.Digest[..16]}…", "Met"],
                ["The scenario is the one that was played", $"SHA-256 of the package, compared with the manifest: {run.Manifest.ScenarioHash[..16]}…", "Met"],
                ["Children, places and pounds are conserved", "Checked every month of every future; a run in which they are not stops", "Met"],
                ["Every figure has a unit, source, year and confidence", $"{Numbers.Count(run.Assumptions.Count)} entries of the assumptions log; the reader refuses one without", "Met"],
                ["Figures are well founded", $"{Numbers.Count(low)} of {Numbers.Count(run.Assumptions.Count)} entries are of low confidence (Appendix B)", low == 0 ? "Met" : "Limit on use"],
                ["How uncertain it is stands beside each figure", $"Ranges of 8 in 10 of {Numbers.Count(run.Findings.Replicates)} simulated futures; what they leave out is named with them. {Frequency.MonteCarloError(run.Findings.Replicates)}", "Met"],
                ["It is known which doubtful figures matter", run.Findings.Scenario.SuppressBelow is null ? "Appendix B, by how much each moves the deficit; hns sensitivity for all figures" : "Not told, because it could tell hidden counts; hns sensitivity tells the authority", run.Findings.Scenario.SuppressBelow is null ? "Met" : "Limit on use"],
                ["The run can be made again", .. assurance.Reproduced is { } again
                    ? (string[])[again.Told(), again.IsSame ? "Met" : "Not met"]
                    : ["Nobody has made it again yet: hns reproduce does, compares every file to the byte, and keeps the outcome here", "Not yet checked"]],
                ["Forecasts were compared with what came to pass", .. OutturnTable.PastOf(run.Findings) is null ? (string[])["None is recorded for this authority", "Limit on use"] : ["See 'How good past forecasts were'", "Met, with the misses told there"]],
                ["Somebody other than the analyst has reviewed it", assurance.Find(AssuranceRole.Assurer) is { } by ? $"{by.Name}, {Assurance.Date(by.Date)}" : "No signature", assurance.State == AssuranceState.Draft ? "Not met" : "Met"]),
            []);
    }

    /// <summary>The words that a member may not know.</summary>
    public static FigureTable Glossary() => new(
        "glossary",
        "Words used in this paper",
        "In alphabetical order.",
        [
            new("term", "", "Word", FigureUnit.Text, IsRowHead: true),
            new("meaning", "", "Meaning", FigureUnit.Text),
        ],
        Words(
            ["8 in 10", "The range that leaves out the lowest tenth and the highest tenth of simulated futures."],
            ["Annual review", "The review of an EHC plan that the law asks for within twelve months of the last one."],
            ["AQuA Book", "Guidance of government on producing quality analysis: who commissions, makes, assures and approves it."],
            ["Cash terms", "Pounds of the year in which they are spent, with no allowance for inflation."],
            ["Cumulative deficit", "What the authority has overspent on the DSG in all years so far, on a 31 March."],
            ["DfE", "The Department for Education."],
            ["Digest", "A short code worked out from every number of a run: another number anywhere gives another code."],
            ["DSG", "Dedicated schools grant: the grant that pays for schools, early years and high needs."],
            ["EHC plan", "Education, health and care plan: says what support a child or young person aged 0 to 25 must have."],
            ["EOTAS", "Education otherwise than at school: support arranged outside any school or college."],
            ["High needs block", "The part of the DSG for pupils with special educational needs and for alternative provision."],
            ["In-year deficit", "High needs spending of a financial year less its income, before Safety Valve payments and council contributions."],
            ["Mean", "The average over all simulated futures. Means of parts add up to the mean of the whole; medians do not."],
            ["Median", "The middle one: half of all simulated futures lie above it, half below."],
            ["Place funding", "What a special school or unit gets for a place, whoever fills it (section 251 line 1.0.2)."],
            ["PRU", "Pupil referral unit: a school for pupils who cannot be in another one."],
            ["Safety Valve", "An agreement in which DfE pays towards a deficit and the authority undertakes to balance its years."],
            ["Schools block transfer", "Money moved from schools' budgets to high needs: up to 0.5% with the Schools Forum, more if the Secretary of State agrees."],
            ["Schools Forum", "Heads, governors and others who advise and decide on how the DSG is spent in an area."],
            ["Section 114 report", "A report of the Section 151 officer that spending will exceed resources."],
            ["Section 151 officer", "The officer who by law answers for a council's financial affairs."],
            ["Section 251", "The return in which authorities report planned and actual spending on education by line."],
            ["SEN", "Special educational needs. SEN support is help without an EHC plan; a SEN unit or resourced provision is a place for them in a mainstream school."],
            ["SEND", "Special educational needs and disabilities."],
            ["SHA-256", "A public way of working out a digest, so that anybody can check one."],
            ["Simulated future", "One play of the simulation from the census to the end, in which chance and uncertain figures fall in one way."],
            ["Statistical neighbours", "The ten authorities most like this one by measures of its population."],
            ["Statutory override", "The regulation that keeps a DSG deficit apart from the council's general reserves."],
            ["Top-up", "What a school or college is paid for a pupil's needs beyond place funding or its own budget (lines 1.2.1 to 1.2.3)."],
            ["Unmitigated", "The future in which nothing new is done."]),
        []);

    /// <summary>The publications that the scenario quotes, for the list of background papers.</summary>
    public static IReadOnlyList<string> BackgroundPapers(IReadOnlyList<Assumption> all) =>
    [
        .. all.Select(a => Publication().Match(a.Source)).Where(match => match.Success).Select(match => match.Value)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    private static IReadOnlyList<IReadOnlyList<Figure>> Words(params IEnumerable<string[]> lines) =>
        [.. lines.Select(line => (IReadOnlyList<Figure>)[.. line.Select(Figure.Of)])];

    private static FigureTable Log(
        string id, string title, IReadOnlyList<Assumption> shown, string caption, IReadOnlyList<string> notes, IReadOnlyDictionary<string, double> moves) => new(
        id,
        title,
        caption,
        [
            new("id", "", "Name", FigureUnit.Text, IsRowHead: true),
            new("label", "", "What", FigureUnit.Text),
            new("value", "", "Value", FigureUnit.Text),
            new("unit", "", "Unit", FigureUnit.Text),
            .. moves.Count > 0 ? (FigureColumn[])[new("moves_deficit_by", "", "Moves, £ million", FigureUnit.Million)] : [],
            new("year", "", "Year", FigureUnit.Text),
            new("confidence", "", "Confidence", FigureUnit.Text),
            new("source", "", "Source or reason", FigureUnit.Text),
        ],
        [.. shown.Select(a => (IReadOnlyList<Figure>)
        [
            Figure.Of(a.Id), Figure.Of(a.Label), Figure.Of(Grouped(a.Value)), Figure.Of(a.Unit),
            .. moves.Count > 0 ? (Figure[])[moves.TryGetValue(a.Id, out var pence) ? Figure.Money(pence) : Figure.NotApplicable] : [],
            Figure.Of(a.Year), Figure.Of(VariantNames.Capital(a.Confidence)), Figure.Of(a.Source),
        ])],
        notes);

    // Long numbers get their separators, and a minus its true sign, as everywhere else; the hyphen of a month or a year is none.
    internal static string Grouped(string value) => MinusSign().Replace(
        LongNumber().Replace(value, match => decimal.Parse(match.Value, CultureInfo.InvariantCulture).ToString("#,##0", CultureInfo.InvariantCulture)),
        Numbers.Minus.ToString());

    // How wide a range is for its size: 0 where there is none.
    private static double Width(Assumption assumption) => Range().Match(assumption.Value) is { Success: true } match
        ? (Number(match, 3) - Number(match, 2)) / Math.Max(Math.Abs(Number(match, 1)), 1e-9)
        : 0;

    private static double Number(Match match, int group) => double.Parse(match.Groups[group].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A(-?[0-9.eE+-]+) \((-?[0-9.eE+-]+) to (-?[0-9.eE+-]+)\)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Range();

    [GeneratedRegex(@"(?<![0-9.])[0-9]{5,}(?![0-9.])", RegexOptions.CultureInvariant)]
    private static partial Regex LongNumber();

    [GeneratedRegex(@"(?<![0-9A-Za-z])-(?=[0-9.])", RegexOptions.CultureInvariant)]
    private static partial Regex MinusSign();

    // "Title, publisher, year" as the source book writes a publication, before any note.
    [GeneratedRegex(@"\A(?!Estimate\.).+?, (?:19|20)[0-9]{2}(?=\.|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex Publication();
}
