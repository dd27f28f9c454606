using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using HighNeedsSim.Cluster;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Comparisons;
using HighNeedsSim.Reports.Documents;
using HighNeedsSim.Reports.Sections;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Server.Hosting;
using HighNeedsSim.Server.Runs;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace HighNeedsSim.Server.Api;

/// <summary>Runs, as programs start, follow and read them.</summary>
internal static class ApiRuns
{
    private const int MostAtOnce = 200;
    private const string Json = "application/json";
    private const string CsvType = "text/csv";
    private const string Svg = "image/svg+xml";

    private static readonly JsonSerializerOptions Web = JsonSerializerOptions.Web;

    public static void Map(RouteGroupBuilder api)
    {
        var runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("", List).WithName("ListRuns").WithSummary("Runs, the newest first")
            .Produces<ApiRunList>().ProducesProblem(StatusCodes.Status400BadRequest);
        runs.MapPost("", Start).WithName("StartRun").WithSummary("Start a run")
            .WithDescription("Answers at once; the run goes on. The header Idempotency-Key is required: the same key with the same body gives the same run.")
            .Accepts<ApiRunRequest>(Json)
            .Produces<ApiRun>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status429TooManyRequests);
        runs.MapGet("/{run}", Get).WithName("GetRun").WithSummary("A run as it stands now")
            .Produces<ApiRun>().ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapDelete("/{run}", Cancel).WithName("CancelRun").WithSummary("Stop a run for good").WithDescription("What has ended stays as it ended.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapGet("/{run}/events", Events).WithName("FollowRun").WithSummary("A run's progress as server-sent events, until it ends")
            .WithDescription("Events named progress hold a run; heartbeat comes at least every 15 seconds. Last-Event-ID goes on after what was seen.")
            .Produces<ApiRun>(StatusCodes.Status200OK, RunRoutes.EventStream).ProducesProblem(StatusCodes.Status404NotFound);
        foreach (var form in new[] { "", ".json", ".csv", ".txt" })
        {
            Result(runs.MapGet("/{run}/results" + form, (string run, HttpContext context, IGrainFactory grains, FinishedRuns finished, CancellationToken cancel) =>
                Results(run, form, context, grains, finished, cancel)), "Results", form, Json, CsvType, "text/plain");
        }

        foreach (var form in new[] { "", ".json", ".csv", ".svg" })
        {
            Result(runs.MapGet("/{run}/sections/{section}" + form, (string run, string section, HttpContext context, IGrainFactory grains, FinishedRuns finished, CancellationToken cancel) =>
                OfSection(run, section, form, context, grains, finished, cancel)), "Section", form, Json, CsvType, Svg);
        }

        runs.MapGet("/{run}/compare/{other}", Compare).WithName("CompareRuns").WithSummary("The second run less the first, future by future")
            .Produces<ApiComparison>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static void Result(RouteHandlerBuilder route, string what, string form, params string[] types) => route
        .WithName($"Get{what}{form.TrimStart('.').ToUpperInvariant()}")
        .WithSummary(what == "Results" ? "What a run found, all of it" : "What a run found, one part of it")
        .WithDescription(form.Length == 0 ? "The form is chosen by Accept." : "The form is chosen by the suffix.")
        .Produces(StatusCodes.Status200OK, contentType: form switch { ".csv" => CsvType, ".svg" => Svg, ".txt" => "text/plain", _ => types[0] }, additionalContentTypes: form.Length == 0 ? types[1..] : [])
        .Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status406NotAcceptable)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> List(
        HttpContext context, IGrainFactory grains, string? limit = null, string? after = null, string? owner = null, string? tag = null, string? state = null, string? of = null)
    {
        var most = 50;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MostAtOnce))
        {
            return Problems.Of("invalid-request", StatusCodes.Status400BadRequest, errors: Errors("limit", $"must be a whole number from 1 to {MostAtOnce}"));
        }

        var filter = new RunFilter(owner, tag, state, of);
        List<RunListing> all = [.. (await grains.GetGrain<IRunDirectory>(0).List()).Where(filter.Shows)];
        var from = 0;
        if (after is not null && (from = all.FindIndex(r => r.Run == after) + 1) == 0)
        {
            return Problems.Of("invalid-request", StatusCodes.Status400BadRequest, errors: Errors("after", "must be the id of a run in the list"));
        }

        var page = all.Skip(from).Take(most).ToList();
        var next = from + page.Count < all.Count ? $"/api/v1/runs?limit={most.ToString(CultureInfo.InvariantCulture)}&after={Uri.EscapeDataString(page[^1].Run)}{filter.Query}" : null;
        if (next is not null)
        {
            context.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        }

        return TypedResults.Ok(new ApiRunList([.. page.Select(r => Of(r, null))], next));
    }

    private static async Task<IResult> Start(HttpContext context, IGrainFactory grains, ScenarioShelf shelf, IdempotencyKeys keys, CancellationToken cancel)
    {
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length is 0 or > IdempotencyKeys.MostCharacters)
        {
            return Problems.Of("key-missing", StatusCodes.Status400BadRequest);
        }

        if (!context.Request.HasJsonContentType())
        {
            return Problems.Of("invalid-request", StatusCodes.Status415UnsupportedMediaType, "Send application/json.");
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancel);
        var owner = $"{context.User.Identity?.Name}\n{key}";
        return await keys.Once(owner, body.ToArray(), async () =>
        {
            ApiRunRequest? asked;
            try
            {
                asked = JsonSerializer.Deserialize<ApiRunRequest>(body.ToArray(), Web);
            }
            catch (JsonException wrong)
            {
                return (Problems.Of("invalid-request", StatusCodes.Status400BadRequest, errors: Errors(wrong.Path ?? "$", "is not what the description of the request says")), false);
            }

            return await Play(asked, $"api\n{owner}", context, grains, shelf);
        });
    }

    private static async Task<(IResult Answer, bool Keep)> Play(
        ApiRunRequest? asked, string key, HttpContext context, IGrainFactory grains, ScenarioShelf shelf)
    {
        if (asked?.Scenario is not { } id)
        {
            return (Problems.Of("invalid-request", StatusCodes.Status400BadRequest, errors: Errors("scenario", "is missing: name one of /api/v1/scenarios")), false);
        }

        if (shelf.Open(id) is not { } open)
        {
            return (Problems.Of("not-found", StatusCodes.Status404NotFound, $"There is no scenario '{id}'."), false);
        }

        if (open is not { Package: { } package, Reading.Scenario: { } scenario })
        {
            return (Problems.Of("invalid-scenario", StatusCodes.Status422UnprocessableEntity, errors: new Dictionary<string, string[]> { ["scenario"] = [.. open.Reading.Problems.Select(p => p.ToString())] }), false);
        }

        var form = new LaunchForm
        {
            Scenario = id,
            Replicates = asked.Replicates.ToString(CultureInfo.InvariantCulture),
            Seed = asked.Seed.ToString(CultureInfo.InvariantCulture),
            Variants = [.. asked.Variants ?? [.. scenario.Variants.Select(v => v.Id)]],
            Key = "api",
            Tag = asked.Tag,
        };
        var (spec, mistakes) = form.Read(scenario);
        if (spec is null)
        {
            return (Problems.Of("invalid-request", StatusCodes.Status400BadRequest, errors: mistakes
                .GroupBy(m => JsonNamingPolicy.CamelCase.ConvertName(m.Field))
                .ToDictionary(g => g.Key, g => g.Select(m => m.Message).ToArray())), false);
        }

        string run;
        try
        {
            run = (await grains.GetGrain<IRunDirectory>(0).CreateFor(key, id, package.ToBytes(), spec, form.LabelOf(context.User.Identity?.Name))).Run;
        }
        catch (ArgumentException)
        {
            // After a restart the store still knows the key, with what it belongs to.
            return (Problems.Of("key-reused", StatusCodes.Status422UnprocessableEntity), false);
        }

        AuditTrail.Because(context, asked.Tag?.Trim(), run);
        context.Response.Headers.RetryAfter = "1";
        var listing = (await RunRoutes.Find(grains, run))!;
        return (TypedResults.Accepted($"/api/v1/runs/{run}", Of(listing, await grains.GetGrain<IRun>(run).Status())), true);
    }

    private static async Task<IResult> Get(string run, IGrainFactory grains) => await RunRoutes.Find(grains, run) is { } listing
        ? TypedResults.Ok(Of(listing, await grains.GetGrain<IRun>(run).Status()))
        : NoRun(run);

    private static async Task<IResult> Cancel(string run, IGrainFactory grains)
    {
        if (await RunRoutes.Find(grains, run) is null)
        {
            return NoRun(run);
        }

        await grains.GetGrain<IRun>(run).Cancel();
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Events(string run, HttpContext context, IGrainFactory grains, IHostApplicationLifetime life)
    {
        if (await RunRoutes.Find(grains, run) is not { } listing)
        {
            return NoRun(run);
        }

        if (context.IsHead())
        {
            return TypedResults.Bytes(Array.Empty<byte>(), RunRoutes.EventStream);
        }

        var seen = long.TryParse(context.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : -1;
        return TypedResults.ServerSentEvents(Progress(listing, grains.GetGrain<IRun>(run), seen, life.ApplicationStopping));
    }

    private static async IAsyncEnumerable<SseItem<ApiRun?>> Progress(
        RunListing listing, IRun run, long after, CancellationToken stopping, [EnumeratorCancellation] CancellationToken left = default)
    {
        await foreach (var change in RunEvents.Changes(run, after, stopping, left))
        {
            yield return change is null
                ? new(null, "heartbeat")
                : new(Of(listing with { State = change.State }, new(listing.Run, change.State, change.Progress, null)), "progress")
                {
                    EventId = change.Sequence < 0 ? null : change.Sequence.ToString(CultureInfo.InvariantCulture),
                };
        }
    }

    private static Task<IResult> Results(
        string run, string form, HttpContext context, IGrainFactory grains, FinishedRuns finished, CancellationToken cancel) =>
        Finished(run, context, grains, finished, found => Chosen(form, context, Json, CsvType, "text/plain") switch
        {
            Json => TypedResults.Bytes(found.File("run.json", found.Document)!, Json),
            CsvType => TypedResults.Bytes(found.File("trajectories.csv", () => RunRoutes.Spreadsheet(TidyData.Write(found.Findings)))!, "text/csv; charset=utf-8"),
            "text/plain" => TypedResults.Bytes(Encoding.UTF8.GetBytes(TerminalPage.Write(found.Findings, title => title)), "text/plain; charset=utf-8"),
            _ => Problems.Of("not-acceptable", StatusCodes.Status406NotAcceptable),
        }, cancel);

    private static Task<IResult> OfSection(
        string run, string section, string form, HttpContext context, IGrainFactory grains, FinishedRuns finished, CancellationToken cancel) =>
        Finished(run, context, grains, finished, found =>
        {
            if (RunSections.Find(section)?.Of(found.Findings) is not { } part)
            {
                return Problems.Of("not-found", StatusCodes.Status404NotFound, $"There is no section '{section}': there are {string.Join(", ", RunSections.All.Select(kind => kind.Id))}.");
            }

            return Chosen(form, context, Json, CsvType, Svg) switch
            {
                Json => TypedResults.Bytes(SectionDocument.Write(part, found.Findings, found.Manifest), Json),
                CsvType => TypedResults.Bytes(RunRoutes.Spreadsheet(RunRoutes.Data(part, found)), "text/csv; charset=utf-8"),
                Svg when part.Draw is { } draw => TypedResults.Bytes(Encoding.UTF8.GetBytes(draw(new(part.Id, ChartWidth.Wide, Headed: true))), Svg),
                Svg => Problems.Of("not-found", StatusCodes.Status404NotFound, $"The section '{section}' has no chart."),
                _ => Problems.Of("not-acceptable", StatusCodes.Status406NotAcceptable),
            };
        }, cancel);

    // A finished run never changes, so its digest with the version that writes it names every form of its result.
    private static async Task<IResult> Finished(
        string run, HttpContext context, IGrainFactory grains, FinishedRuns finished, Func<FinishedRun, IResult> write, CancellationToken cancel)
    {
        if (await RunRoutes.Find(grains, run) is null)
        {
            return NoRun(run);
        }

        if (await finished.Find(run, cancel) is not { } found)
        {
            return Problems.Of("not-finished", StatusCodes.Status409Conflict);
        }

        var tag = $"\"{found.Findings.Result.Digest[..32]}-{typeof(ApiRuns).Module.ModuleVersionId:N}\"";
        if (Matches(context.Request.Headers.IfNoneMatch.ToString(), tag))
        {
            context.Response.Headers.ETag = tag;
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var answer = write(found);
        if (answer is not ProblemHttpResult)
        {
            context.Response.Headers.ETag = tag;
            context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
            context.Response.Headers.Vary = "Accept";
        }

        return answer;
    }

    private static async Task<IResult> Compare(string run, string other, IGrainFactory grains, FinishedRuns finished, CancellationToken cancel)
    {
        var found = new List<FinishedRun>();
        foreach (var id in new[] { run, other })
        {
            if (await RunRoutes.Find(grains, id) is null)
            {
                return NoRun(id);
            }

            if (await finished.Find(id, cancel) is not { } result)
            {
                return Problems.Of("not-finished", StatusCodes.Status409Conflict, $"The run '{id}' has no result.");
            }

            found.Add(result);
        }

        var (comparison, refusals) = RunComparison.Of(Of(found[0]), Of(found[1]));
        if (comparison is null)
        {
            return Problems.Of("not-comparable", StatusCodes.Status422UnprocessableEntity, errors: new Dictionary<string, string[]> { ["runs"] = [.. refusals] });
        }

        var years = found[0].Findings.Years;
        return TypedResults.Ok(new ApiComparison(
            run, other, comparison.Futures, "GBP", comparison.InWords(), comparison.Changes(),
            [.. from variant in comparison.Variants
                from year in Enumerable.Range(0, years.Count)
                let difference = comparison.Difference(variant, MeasureCodes.Deficit, year)
                select new ApiDifference(
                    variant, years[year].ToString(), years[year].Starts,
                    Pounds(difference.Mean), Pounds(difference.P10), Pounds(difference.P50), Pounds(difference.P90))]));

        static Comparable Of(FinishedRun run) => new(run.Manifest, run.Findings, run.Assumptions);
        static decimal Pounds(double pence) => decimal.Round((decimal)pence, 0, MidpointRounding.AwayFromZero) / 100;
    }

    private static string? Chosen(string form, HttpContext context, params ReadOnlySpan<string> types)
    {
        if (form.Length > 0)
        {
            return form switch { ".json" => Json, ".csv" => CsvType, ".svg" => Svg, _ => "text/plain" };
        }

        var accepted = context.Request.GetTypedHeaders().Accept;
        if (accepted.Count == 0)
        {
            return types[0];
        }

        foreach (var wanted in accepted.OrderByDescending(a => a, MediaTypeHeaderValueComparer.QualityComparer))
        {
            foreach (var type in types)
            {
                if ((wanted.Quality ?? 1) > 0 && new MediaTypeHeaderValue(type).IsSubsetOf(new(wanted.MediaType)))
                {
                    return type;
                }
            }
        }

        return null;
    }

    internal static bool Matches(string header, string tag) =>
        header == "*" || header.Split(',', StringSplitOptions.TrimEntries).Contains(tag, StringComparer.Ordinal);

    internal static Dictionary<string, string[]> Errors(string field, string message) => new(StringComparer.Ordinal) { [field] = [message] };

    private static ProblemHttpResult NoRun(string run) => Problems.Of("not-found", StatusCodes.Status404NotFound, $"There is no run '{run}'.");

    private static ApiRun Of(RunListing listing, RunStatus? status)
    {
        var self = $"/api/v1/runs/{Uri.EscapeDataString(listing.Run)}";
        var state = status?.State ?? listing.State;
        return new(
            listing.Run, listing.ScenarioId, JsonNamingPolicy.CamelCase.ConvertName(state.ToString()), listing.Replicates, listing.Created, listing.Owner, listing.Tag,
            status is null ? null : new(
                ProgressFrame.Percentage(status.Progress), status.Progress.ReplicatesDone,
                Math.Round(status.Progress.Elapsed.TotalSeconds, 1), status.Progress.Left is { } left ? Math.Round(left.TotalSeconds, 1) : null),
            status?.Failure,
            new(self, self + "/events", self + "/results", $"/runs/{Uri.EscapeDataString(listing.Run)}"));
    }
}
