using HighNeedsSim.Model.Sen;
using HighNeedsSim.Reports.Expected;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Server.Expected;
using HighNeedsSim.Server.Pages.Scenarios;
using HighNeedsSim.Server.Runs;

namespace HighNeedsSim.Server.Api;

/// <summary>What pages work out of scenarios and runs, for programs: explain, sensitivity, goal-seek, ledger and fit.</summary>
internal static class ApiAnswers
{
    private const string Csv = "text/csv";
    private const string Json = "application/json";
    private const string Text = "text/plain";

    public static void Map(RouteGroupBuilder api)
    {
        var scenarios = api.MapGroup("/scenarios/{scenario}").WithTags("Answers").RequireRateLimiting(ExpectedLimits.Asking);
        foreach (var form in new[] { "", ".csv", ".txt" })
        {
            Describe(scenarios.MapGet("/explain" + form,
                    (string scenario, string? variant, string? from, string? to, HttpContext context, ScenarioShelf shelf, AnswerDesk answers) => Of(
                        scenario, form, context, shelf, (open, given) =>
                        {
                            var asked = ExplainForm.Read(open.Reading.Scenario!, given);
                            return (asked.Mistakes, asked.Mistakes.Count > 0 ? null : answers.Explain(open, asked.Variant, asked.From, asked.To));
                        })),
                "Explain", form, "Why spending grows, and whose the saving is", "hn.explain/1");
            Describe(scenarios.MapGet("/sensitivity" + form,
                    (string scenario, string? variant, HttpContext context, ScenarioShelf shelf, AnswerDesk answers) => Of(
                        scenario, form, context, shelf, (open, given) =>
                        {
                            var mistakes = new List<(string, string)>();
                            var asked = Forms.VariantOf(open.Reading.Scenario!, given("variant"), open.Reading.Scenario!.Variants[0], mistakes);
                            return (mistakes, mistakes.Count > 0 ? null : answers.Sensitivity(open, asked));
                        })),
                "Sensitivity", form, "Which uncertain figures matter most to the final deficit", "hn.sensitivity/1");
            Describe(scenarios.MapGet("/seek" + form,
                    (string scenario, string? variant, string? goal, string? below, string? year, string? futures, string? least, HttpContext context, ScenarioShelf shelf, AnswerDesk answers) => Of(
                        scenario, form, context, shelf, (open, given) =>
                        {
                            var asked = SeekForm.Read(open.Reading.Scenario!, given);
                            return (asked.Mistakes, asked.Mistakes.Count > 0 ? null : answers.Seek(open, asked));
                        })),
                "Seek", form, "The least effort with which mitigations reach a target, or that none does", "hn.seek/1");
        }

        var runs = api.MapGroup("/runs/{run}").WithTags("Answers");
        runs.MapGet("/fit", Fit).WithName("GetFit").WithSummary("A run beside what was published of its authority, misses first").Produces<ApiFit>()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        runs.MapGet("/ledger", Ledger).WithName("GetLedger").WithSummary("Every posting of one year of one future of a run")
            .WithDescription("202 with Retry-After while the future is played again.")
            .Produces<ApiLedger>().Produces(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .RequireRateLimiting(ExpectedLimits.Asking);
    }

    private static void Describe(RouteHandlerBuilder route, string name, string form, string summary, string schema) => route
        .WithName($"Get{name}{form.TrimStart('.').ToUpperInvariant()}").WithSummary(summary)
        .WithDescription($"{form switch { "" => $"A document {schema}.", ".txt" => "Sentences and tables, as the command line prints them.", _ => "The figures in pounds to the penny." }} 202 with Retry-After while it is being worked out: ask again.")
        .Produces(StatusCodes.Status200OK, contentType: form switch { "" => Json, ".txt" => Text, _ => Csv }).Produces(StatusCodes.Status202Accepted)
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> Of(
        string scenario, string form, HttpContext context, ScenarioShelf shelf,
        Func<OpenScenario, Func<string, string?>, (IReadOnlyList<(string Field, string Message)> Mistakes, Task<Asked<Answer>>? Asking)> ask)
    {
        if (shelf.Open(scenario) is not { } open)
        {
            return Problems.Of("not-found", StatusCodes.Status404NotFound, $"There is no scenario '{scenario}'.");
        }

        if (open is not { Package: not null, Reading.Scenario: not null })
        {
            return Problems.Of("invalid-scenario", StatusCodes.Status422UnprocessableEntity, errors: new Dictionary<string, string[]> { ["scenario"] = [.. open.Reading.Problems.Select(p => p.ToString())] });
        }

        var (mistakes, asking) = ask(open, AnswerPage.Given(context.Request.Query));
        return asking is null
            ? Problems.Of("invalid-request", StatusCodes.Status400BadRequest, errors: Grouped(mistakes))
            : Told(context, await asking, answer => form switch
            {
                "" => TypedResults.Text(answer.Json, Json),
                ".txt" => TypedResults.Text(answer.Screen, Text),
                _ => TypedResults.Bytes(RunRoutes.Spreadsheet(answer.Csv), "text/csv; charset=utf-8"),
            });
    }

    private static IResult Told<T>(HttpContext context, Asked<T> asked, Func<T, IResult> tell)
        where T : class
    {
        if (asked.Answer is { } answer)
        {
            return tell(answer);
        }

        context.Response.Headers.RetryAfter = asked.IsBusy ? "60" : "2";
        return asked.IsBusy
            ? Problems.Of("too-many-requests", StatusCodes.Status429TooManyRequests, "Too many questions are being worked out already.")
            : TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> Fit(string run, IGrainFactory grains, FinishedRuns finished, PublishedFigures published, CancellationToken cancel)
    {
        if (await RunRoutes.Find(grains, run) is null)
        {
            return Problems.Of("not-found", StatusCodes.Status404NotFound, $"There is no run '{run}'.");
        }

        if (await finished.Find(run, cancel) is not { } found)
        {
            return Problems.Of("not-finished", StatusCodes.Status409Conflict);
        }

        return published.FitOf(found.Findings) is { } fit
            ? TypedResults.Ok(new ApiFit(run, fit.InWords, fit.Rows.Count, fit.Inside,
            [
                .. fit.Rows.Select(row => new ApiFitRow(
                    row.Target.Measure, row.Target.Period, row.Variant, row.Target.Unit, row.Target.Value, row.Target.Source,
                    row.Modelled.P10, row.Modelled.P50, row.Modelled.P90, row.IsInside, row.Target.Why)),
            ]))
            : Problems.Of("not-found", StatusCodes.Status404NotFound, "Nothing was published that this run can be held against.");
    }

    private static async Task<IResult> Ledger(
        string run, string? variant, string? future, string? year, string? line, HttpContext context, IGrainFactory grains, FinishedRuns finished, AnswerDesk answers, CancellationToken cancel)
    {
        if (await RunRoutes.Find(grains, run) is null)
        {
            return Problems.Of("not-found", StatusCodes.Status404NotFound, $"There is no run '{run}'.");
        }

        if (await finished.Find(run, cancel) is not { } found)
        {
            return Problems.Of("not-finished", StatusCodes.Status409Conflict);
        }

        var form = LedgerForm.Read(found, AnswerPage.Given(context.Request.Query));
        if (form.Mistakes.Count > 0)
        {
            return Problems.Of("invalid-request", StatusCodes.Status400BadRequest, errors: Grouped(form.Mistakes));
        }

        var of = found.Findings.Years[form.Year];
        return Told(context, await answers.Ledger(found, form.Variant, form.Future), book => TypedResults.Ok(new ApiLedger(
            run, form.Variant, form.Future, of.ToString(), of.Starts, form.Line?.Code(), "GBP",
            [
                .. LedgerTables.Of(book, of, form.Line).Select(p => new ApiPosting(p.Month.ToString(), p.From, p.To, p.Line?.Code(), p.Provider, p.Amount.Pounds, p.Reason)),
            ])));
    }

    private static Dictionary<string, string[]> Grouped(IEnumerable<(string Field, string Message)> mistakes) =>
        mistakes.GroupBy(m => m.Field).ToDictionary(g => g.Key, g => g.Select(m => m.Message).ToArray(), StringComparer.Ordinal);
}

/// <summary>A run beside what was published of its authority.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Sentence">How many figures lie in their range, in words.</param>
/// <param name="Figures">How many published figures the run speaks to.</param>
/// <param name="Inside">How many lie in their 8-in-10 range.</param>
/// <param name="Rows">The figures, the worst miss first.</param>
public sealed record ApiFit(string Run, string Sentence, int Figures, int Inside, IReadOnlyList<ApiFitRow> Rows);

/// <summary>A published figure beside what a run says of it.</summary>
/// <param name="Measure">What was counted.</param>
/// <param name="Period">When.</param>
/// <param name="Variant">Id of the variant it is held against.</param>
/// <param name="Unit">Of all numbers of the row.</param>
/// <param name="Published">As published.</param>
/// <param name="Source">The publication.</param>
/// <param name="P10">1 simulated future in 10 lies below.</param>
/// <param name="P50">The median.</param>
/// <param name="P90">1 simulated future in 10 lies above.</param>
/// <param name="Inside">Whether the published figure lies between them.</param>
/// <param name="Why">Why a run may miss it, where that is known.</param>
public sealed record ApiFitRow(
    string Measure, string Period, string Variant, string Unit, double Published, string Source, double P10, double P50, double P90, bool Inside, string Why);

/// <summary>Postings of one year of one future of a run.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Variant">Id of the variant.</param>
/// <param name="Future">Which future, from 0.</param>
/// <param name="Year">The financial year: 2026-27.</param>
/// <param name="StartYear">The calendar year in which it starts.</param>
/// <param name="Line">The section 251 line; null for all.</param>
/// <param name="Unit">Of all amounts.</param>
/// <param name="Postings">In the order in which they were made.</param>
public sealed record ApiLedger(
    string Run, string Variant, int Future, string Year, int StartYear, string? Line, string Unit, IReadOnlyList<ApiPosting> Postings);

/// <summary>An amount that moves from one account to another.</summary>
/// <param name="Month">The month.</param>
/// <param name="From">The account that it leaves.</param>
/// <param name="To">The account that it comes to.</param>
/// <param name="Line">The section 251 line; null where it is none.</param>
/// <param name="Provider">Whom it is paid to; null where nobody in particular.</param>
/// <param name="Amount">How much.</param>
/// <param name="Reason">Why, with the numbers behind it.</param>
public sealed record ApiPosting(string Month, string From, string To, string? Line, string? Provider, decimal Amount, string Reason);
