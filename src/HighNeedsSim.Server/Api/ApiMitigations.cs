using System.Globalization;
using System.Text.Json;
using HighNeedsSim.Cluster;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using HighNeedsSim.Scenarios;
using HighNeedsSim.Server.Expected;
using HighNeedsSim.Server.Runs;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HighNeedsSim.Server.Api;

/// <summary>The mitigations of a scenario, as programs read, try and change them.</summary>
internal static class ApiMitigations
{
    public static void Map(RouteGroupBuilder api)
    {
        var mitigations = api.MapGroup("/scenarios/{scenario}/mitigations").WithTags("Mitigations");
        mitigations.MapGet("", List).WithName("ListMitigations").WithSummary("The mitigations of a scenario, with what each takes off the final deficit alone")
            .WithDescription("On the expected path, the largest first.")
            .Produces<ApiMitigationList>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests).RequireRateLimiting(ExpectedLimits.Asking);
        mitigations.MapPost("/{code}/preview", Preview).WithName("PreviewMitigation").WithSummary("What a mitigation would do as it is set here; nothing is kept")
            .WithDescription($"On the expected path. What is left out stays as the scenario has it. {ExpectedLimits.QuestionsPerMinute} questions a minute for each user.")
            .Produces<ApiMitigationPreview>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status429TooManyRequests).RequireRateLimiting(ExpectedLimits.Asking)
            .WithMetadata(ReadsOnly.Metadata);
        mitigations.MapPut("/{code}", Put).WithName("PutMitigation").WithSummary("Change a mitigation of a scenario that was made here")
            .WithDescription("What is left out stays as it is. If-Match with the entity tag of the scenario that was read; a rationale is required, and stands beside every changed figure.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status428PreconditionRequired);
    }

    private static async Task<IResult> List(string scenario, ScenarioShelf shelf, ExpectedDesk desk, CancellationToken cancel)
    {
        var (open, known, problem) = Find(scenario, shelf);
        if (open is null || known is null)
        {
            return problem!;
        }

        var alone = await desk.Alone(open, cancel);
        return TypedResults.Ok(new ApiMitigationList(scenario, "GBP", [.. alone.Select(saved => Of(known, known.Mitigations.First(m => m.Code == saved.Code), saved.Pence))]));
    }

    private static async Task<IResult> Preview(
        string scenario, string code, ApiMitigationRequest asked, ScenarioShelf shelf, ExpectedDesk desk, CancellationToken cancel)
    {
        var (open, known, problem) = Find(scenario, shelf);
        if (open is null || known is null)
        {
            return problem!;
        }

        if (Read(known, code, asked) is not { } form)
        {
            return NoMitigation(known, code);
        }

        if (form.Changed is null)
        {
            return Invalid(form);
        }

        var preview = await desk.Preview(open, form, cancel);
        var (layout, reach) = (preview.Layout, preview.Reach);
        decimal Deficit(long[] path, int year) => new Money(path[layout.At(year, layout.IndexOf(MeasureCodes.Deficit))]).Pounds;
        return TypedResults.Ok(new ApiMitigationPreview(
            scenario, code, form.Shown.Id, "GBP", [.. preview.Answer.Means], preview.AgainstKept,
            [.. layout.Years.Select((year, n) => new ApiReach(
                year.ToString(), year.Starts, Deficit(reach.Without, n), Deficit(reach.Weak, n), Deficit(reach.Middle, n), Deficit(reach.Strong, n), Deficit(preview.Now, n)))]));
    }

    private static IResult Put(string scenario, string code, ApiMitigationRequest asked, HttpContext context, ScenarioShelf shelf)
    {
        var (open, known, problem) = Find(scenario, shelf);
        if (open is null || known is null)
        {
            return problem!;
        }

        if (!shelf.IsOwn(open.Listing))
        {
            return Problems.Of("read-only", StatusCodes.Status403Forbidden);
        }

        var match = context.Request.Headers.IfMatch.ToString();
        if (match.Length == 0)
        {
            return Problems.Of("match-missing", StatusCodes.Status428PreconditionRequired);
        }

        if (!ApiRuns.Matches(match, $"\"{open.Package!.Hash}\""))
        {
            return Problems.Of("stale", StatusCodes.Status412PreconditionFailed);
        }

        if (Read(known, code, asked) is not { } form)
        {
            return NoMitigation(known, code);
        }

        var errors = form.Mistakes.Select(m => (m.Field, m.Message)).ToList();
        if (asked.Rationale?.Trim() is not { Length: > 0 and <= AuditEntries.LongestReason })
        {
            errors.Add(("rationale", $"is missing: say in at most {AuditEntries.LongestReason:N0} characters why"));
        }

        if (asked.Confidence is { } confidence && confidence is not ("high" or "medium" or "low"))
        {
            errors.Add(("confidence", "must be high, medium or low"));
        }

        if (errors.Count > 0)
        {
            return Problems.Of("invalid-request", StatusCodes.Status400BadRequest, errors: Grouped(errors));
        }

        AuditTrail.Because(context, $"{code}: {asked.Rationale}");
        var saved = form.Changes.Count == 0 ? (SaveOutcome.Saved, [])
            : shelf.Own.Change(scenario, open.Package.Hash, yaml => form.Apply(yaml, asked.Rationale!.Trim(), asked.Confidence));
        return ApiScenarios.Told(context, shelf, scenario, saved);
    }

    // The same form as the page's, with shares as they stand in files.
    private static MitigationForm? Read(Scenario scenario, string code, ApiMitigationRequest asked)
    {
        if (!MitigationForm.CanBeAsked(scenario) || scenario.Mitigations.FirstOrDefault(m => m.Code == code) is not { } kept)
        {
            return null;
        }

        var given = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        void Add(string field, string? value)
        {
            if (value is not null)
            {
                given[field] = [value];
            }
        }

        Add("show", asked.Variant);
        Add("start", asked.Start);
        Add("ramp", asked.RampMonths?.ToString(CultureInfo.InvariantCulture));
        // A program may send null in place of a figure: it leaves it out.
        foreach (var (key, figure) in (asked.Effects ?? new Dictionary<string, ApiRange>()).Append(new(MitigationForm.Cost, asked.AnnualCost ?? new(null, null, null, null))))
        {
            if (figure is null)
            {
                continue;
            }

            foreach (var (name, number) in new[] { ("p10", figure.P10), ("p50", figure.P50), ("p90", figure.P90), ("value", figure.Value) })
            {
                Add($"{key}.{name}", number?.ToString(CultureInfo.InvariantCulture));
            }
        }

        if (asked.On is { } on)
        {
            given["on"] = on;
            Add("set", "1");
        }

        return MitigationForm.Read(scenario, kept, given.GetValueOrDefault, inPercent: false);
    }

    private static ApiMitigation Of(Scenario scenario, Mitigation mitigation, long saves) => new(
        mitigation.Code, mitigation.Title, [.. scenario.Variants.Where(v => v.Mitigations.Contains(mitigation.Code)).Select(v => v.Id)],
        mitigation.Start.ToString(), mitigation.RampMonths, Of(mitigation.AnnualCost),
        mitigation.Effects.ToDictionary(MitigationForm.NameOf, effect => Of(effect.Strength)), new Money(saves).Pounds);

    private static ApiRange Of(Model.Uncertainty.Elicited figure) => figure.IsKnown
        ? new(null, null, null, (decimal)figure.Central)
        : new((decimal)figure.Low, (decimal)figure.Central, (decimal)figure.High, null);

    private static (OpenScenario? Found, Scenario? Scenario, IResult? Problem) Find(string scenario, ScenarioShelf shelf) => shelf.Open(scenario) switch
    {
        null => (null, null, Problems.Of("not-found", StatusCodes.Status404NotFound, $"There is no scenario '{scenario}'.")),
        { Package: not null, Reading.Scenario: { } known } open => (open, known, null),
        { } broken => (null, null, Problems.Of(
            "invalid-scenario", StatusCodes.Status422UnprocessableEntity,
            errors: new Dictionary<string, string[]> { ["scenario"] = [.. broken.Reading.Problems.Select(p => p.ToString())] })),
    };

    private static ProblemHttpResult NoMitigation(Scenario scenario, string code) => Problems.Of(
        "not-found", StatusCodes.Status404NotFound, $"There is no mitigation '{code}': there are {string.Join(", ", scenario.Mitigations.Select(m => m.Code))}.");

    private static ProblemHttpResult Invalid(MitigationForm form) => Problems.Of("invalid-request", StatusCodes.Status400BadRequest, errors: Grouped(form.Mistakes));

    private static Dictionary<string, string[]> Grouped(IEnumerable<(string Field, string Message)> mistakes) => mistakes
        .GroupBy(m => JsonNamingPolicy.CamelCase.ConvertName(m.Field)).ToDictionary(g => g.Key, g => g.Select(m => m.Message).ToArray(), StringComparer.Ordinal);
}
