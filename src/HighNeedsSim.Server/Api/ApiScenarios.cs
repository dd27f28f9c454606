using HighNeedsSim.Scenarios;
using HighNeedsSim.Server.Runs;
using Microsoft.AspNetCore.Mvc;

namespace HighNeedsSim.Server.Api;

/// <summary>Scenarios, as programs read them.</summary>
internal static class ApiScenarios
{
    private const string Zip = "application/zip";

    public static void Map(RouteGroupBuilder api)
    {
        var scenarios = api.MapGroup("/scenarios").WithTags("Scenarios");
        scenarios.MapGet("", List).WithName("ListScenarios").WithSummary("All scenarios").Produces<ApiScenarioList>();
        scenarios.MapGet("/{scenario}", Get).WithName("GetScenario").WithSummary("A scenario with every figure it assumes")
            .Produces<ApiScenarioDetail>().Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status404NotFound);
        scenarios.MapGet("/{scenario}/files.zip", Files).WithName("GetScenarioFiles").WithSummary("A scenario's files")
            .Produces(StatusCodes.Status200OK, contentType: Zip).ProducesProblem(StatusCodes.Status404NotFound);
        scenarios.MapPut("/{scenario}", Put).WithName("PutScenario").WithSummary("Make or replace a scenario")
            .WithDescription("A zip file with the scenario's folder. If-Match with the entity tag that was read replaces it, If-None-Match: * makes a new one.")
            .Accepts<byte[]>(Zip)
            .WithMetadata(new RequestSizeLimitAttribute(ScenarioArchive.MostBytes))
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired).ProducesProblem(StatusCodes.Status429TooManyRequests);
        scenarios.MapDelete("/{scenario}", Delete).WithName("DeleteScenario").WithSummary("Take a scenario away").WithDescription("Runs of it stay.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);
    }

    private static IResult Files(string scenario, ScenarioShelf shelf) => shelf.Open(scenario)?.ToHandOut is { } package
        ? TypedResults.File(ScenarioArchive.Write(package), Zip, $"{scenario}.zip")
        : NoScenario(scenario);

    private static async Task<IResult> Put(string scenario, HttpContext context, ScenarioShelf shelf, CancellationToken cancel)
    {
        var found = shelf.Open(scenario);
        if (found is not null && !shelf.IsOwn(found.Listing))
        {
            return Problems.Of("read-only", StatusCodes.Status403Forbidden);
        }

        if (Expected(context, found) is not { } expected)
        {
            return Problems.Of("match-missing", StatusCodes.Status428PreconditionRequired);
        }

        if (expected.Stale || (found is null && shelf.Own.Refusal(scenario) is not null))
        {
            return expected.Stale ? Problems.Of("stale", StatusCodes.Status412PreconditionFailed)
                : Problems.Of("invalid-request", StatusCodes.Status422UnprocessableEntity, errors: ApiRuns.Errors("scenario", shelf.Own.Refusal(scenario)!));
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancel);
        var (files, refusals) = ScenarioArchive.Read(body.ToArray());
        if (files is null)
        {
            return Problems.Of("invalid-scenario", StatusCodes.Status422UnprocessableEntity, errors: new Dictionary<string, string[]> { ["zip"] = [.. refusals] });
        }

        return Told(context, shelf, scenario, shelf.Own.Put(scenario, files, found?.Package?.Hash));
    }

    /// <summary>What somebody is told who changed a scenario: its new entity tag, that it had changed meanwhile, or every problem of its files.</summary>
    internal static IResult Told(HttpContext context, ScenarioShelf shelf, string scenario, (SaveOutcome Outcome, IReadOnlyList<Problem> Problems) saved)
    {
        switch (saved.Outcome)
        {
            case SaveOutcome.Saved:
                context.Response.Headers.ETag = $"\"{shelf.Open(scenario)!.Package!.Hash}\"";
                return TypedResults.NoContent();
            case SaveOutcome.Stale:
                return Problems.Of("stale", StatusCodes.Status412PreconditionFailed);
            default:
                return Problems.Of("invalid-scenario", StatusCodes.Status422UnprocessableEntity, errors: new Dictionary<string, string[]> { ["files"] = [.. saved.Problems.Select(p => p.ToString())] });
        }
    }

    private static IResult Delete(string scenario, HttpContext context, ScenarioShelf shelf)
    {
        if (shelf.Open(scenario) is not { } found)
        {
            return NoScenario(scenario);
        }

        if (!shelf.IsOwn(found.Listing))
        {
            return Problems.Of("read-only", StatusCodes.Status403Forbidden);
        }

        return Expected(context, found) switch
        {
            null => Problems.Of("match-missing", StatusCodes.Status428PreconditionRequired),
            { Stale: true } => Problems.Of("stale", StatusCodes.Status412PreconditionFailed),
            _ => shelf.Own.Remove(scenario, found.Package?.Hash ?? "") == SaveOutcome.Saved
                ? TypedResults.NoContent()
                : Problems.Of("stale", StatusCodes.Status412PreconditionFailed),
        };
    }

    // Whether what the client read is what is there; null when it does not say what it read.
    private static Precondition? Expected(HttpContext context, OpenScenario? found)
    {
        var headers = context.Request.Headers;
        if (headers.IfMatch.Count > 0)
        {
            return new(found?.Package is not { } package || !ApiRuns.Matches(headers.IfMatch.ToString(), $"\"{package.Hash}\""));
        }

        return headers.IfNoneMatch == "*" ? new(found is not null) : null;
    }

    private sealed record Precondition(bool Stale);

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult NoScenario(string scenario) =>
        Problems.Of("not-found", StatusCodes.Status404NotFound, $"There is no scenario '{scenario}'.");

    private static Microsoft.AspNetCore.Http.HttpResults.Ok<ApiScenarioList> List(ScenarioShelf shelf) =>
        TypedResults.Ok(new ApiScenarioList([.. shelf.List().Select(s => new ApiScenario(s.Id, s.Title, s.Summary, shelf.IsOwn(s)))]));

    private static IResult Get(string scenario, HttpContext context, ScenarioShelf shelf)
    {
        if (shelf.Open(scenario) is not { } open)
        {
            return NoScenario(scenario);
        }

        if (open.Package is { } package)
        {
            var tag = $"\"{package.Hash}\"";
            context.Response.Headers.ETag = tag;
            context.Response.Headers.CacheControl = "private, no-cache";
            if (ApiRuns.Matches(context.Request.Headers.IfNoneMatch.ToString(), tag))
            {
                return TypedResults.StatusCode(StatusCodes.Status304NotModified);
            }
        }

        var (listing, reading) = (open.Listing, open.Reading);
        return TypedResults.Ok(new ApiScenarioDetail(
            listing.Id, listing.Title, listing.Summary, shelf.IsOwn(listing), open.Package?.Hash,
            [.. reading.Scenario?.Variants.Select(v => new ApiVariant(v.Id, v.Title, v.Mitigations, v.SafetyValve)) ?? []],
            reading.Assumptions,
            [.. reading.Problems.Select(p => p.ToString())]));
    }
}
