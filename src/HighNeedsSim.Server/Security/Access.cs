using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Server.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.StaticAssets;

namespace HighNeedsSim.Server.Security;

/// <summary>What somebody must be allowed to do to be answered.</summary>
public enum Need
{
    /// <summary>Nothing: anybody may ask.</summary>
    Nothing,

    /// <summary>To read scenarios, runs and results: every role.</summary>
    Read,

    /// <summary>To change scenarios and to start and stop runs: analysts and operators.</summary>
    Change,

    /// <summary>To sign off what others made: approvers.</summary>
    Approve,

    /// <summary>To answer for a run, in one of the roles that <see cref="Access.MaySign"/> names: analysts and approvers.</summary>
    Sign,

    /// <summary>To see who changed what: approvers and operators.</summary>
    Audit,

    /// <summary>To issue tokens for programs and to take them back: operators.</summary>
    Issue,

    /// <summary>To scrape metrics: operators, and programs on this machine, which cannot sign in.</summary>
    Watch,
}

/// <summary>What a route and method need.</summary>
/// <param name="Method">GET, which covers HEAD, another, or * for any.</param>
/// <param name="Route">The route's pattern without its slashes at either end.</param>
/// <param name="Need">What it needs.</param>
public sealed record AccessRule(string Method, string Route, Need Need);

/// <summary>Who may do what: the one table, asked at every request. What is not in it is not reachable.</summary>
public static class Access
{
    /// <summary>Whatever went wrong is told whatever the method was, one that nobody knows among them.</summary>
    private const string AnyMethod = "*";

    /// <summary>The roles, from the one that may least.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["viewer", "analyst", "approver", "operator"];

    /// <summary>Every route.</summary>
    public static IReadOnlyList<AccessRule> Rules { get; } =
    [
        new("GET", "", Need.Read), new("POST", "", Need.Change),
        new("GET", "Index", Need.Read), new("POST", "Index", Need.Change),
        new(AnyMethod, "error", Need.Nothing),
        new("GET", "glossary", Need.Nothing), new("GET", "methodology", Need.Nothing), new("GET", "accessibility", Need.Nothing),
        new("GET", "problems", Need.Nothing), new("GET", "health/live", Need.Nothing), new("GET", "health/ready", Need.Nothing),
        new("GET", "metrics", Need.Watch), new("GET", "live", Need.Read), new("GET", "live/events", Need.Read),
        new("GET", "tokens", Need.Issue), new("POST", "tokens", Need.Issue),
        new("GET", "audit", Need.Audit), new("GET", "sign-out", Need.Read), new("POST", "sign-out", Need.Read),

        new("GET", "scenarios", Need.Read), new("POST", "scenarios", Need.Change),
        new("GET", "scenarios/{id}", Need.Read), new("POST", "scenarios/{id}", Need.Change),
        new("GET", "scenarios/{id}/files.zip", Need.Read),
        new("GET", "scenarios/{id}/compare/{other?}", Need.Read),
        new("GET", "scenarios/{id}/edit/{assumption?}", Need.Change), new("POST", "scenarios/{id}/edit/{assumption?}", Need.Change),
        new("GET", "scenarios/{id}/baseline", Need.Read), new("POST", "scenarios/{id}/baseline", Need.Approve),

        new("GET", "scenarios/{id}/mitigations", Need.Read),
        new("GET", "scenarios/{id}/explain/{file?}", Need.Read), new("GET", "scenarios/{id}/sensitivity/{file?}", Need.Read),
        new("GET", "scenarios/{id}/seek/{file?}", Need.Read),
        new("GET", "scenarios/{id}/mitigations/{code}", Need.Read),
        new("GET", "scenarios/{id}/mitigations/{code}/keep", Need.Change), new("POST", "scenarios/{id}/mitigations/{code}/keep", Need.Change),

        new("GET", "runs/{id}", Need.Read), new("POST", "runs/{id}", Need.Change),
        new("GET", "runs/{id}/events", Need.Read),
        new("GET", "runs/{id}/compare/{other?}", Need.Read),
        new("GET", "runs/{id}/ledger/{file?}", Need.Read), new("GET", "runs/{id}/fit/{file?}", Need.Read),
        new("GET", "runs/{id}/assurance", Need.Read), new("POST", "runs/{id}/assurance", Need.Sign),
        new("GET", "runs/{id}/run.json", Need.Read), new("GET", "runs/{id}/run-folder.zip", Need.Read),
        new("GET", "runs/{id}/paper", Need.Read), new("GET", "runs/{id}/paper.css", Need.Read),
        .. new[] { "paper.docx", "tables.xlsx", "officers.xlsx", "dsg-management-plan.xlsx", "report.zip" }
            .Select(file => new AccessRule("GET", $"runs/{{id}}/{file}", Need.Read)),
        new("GET", "runs/{id}/since/{earlier?}", Need.Read),
        .. new[] { "paper", "paper.css", "comparison.docx", "comparison.xlsx", "comparison.zip" }
            .Select(file => new AccessRule("GET", $"runs/{{id}}/since/{{earlier}}/{file}", Need.Read)),
        new("GET", "runs/{id}/trajectories.csv", Need.Read),
        new("GET", "runs/{id}/trajectories.meta.csv", Need.Read),
        .. Reports.Sections.RunSections.All.SelectMany(kind => new[] { "csv", "json", "svg" }
            .Select(form => new AccessRule("GET", $"runs/{{id}}/{kind.Id}.{form}", Need.Read))),

        new("GET", "api/{documentName}/openapi.json", Need.Nothing),
        new("GET", "api/v1/scenarios", Need.Read),
        new("GET", "api/v1/scenarios/{scenario}", Need.Read),
        new("PUT", "api/v1/scenarios/{scenario}", Need.Change),
        new("DELETE", "api/v1/scenarios/{scenario}", Need.Change),
        new("GET", "api/v1/scenarios/{scenario}/files.zip", Need.Read),
        new("GET", "api/v1/scenarios/{scenario}/mitigations", Need.Read),
        new("PUT", "api/v1/scenarios/{scenario}/mitigations/{code}", Need.Change),
        new("POST", "api/v1/scenarios/{scenario}/mitigations/{code}/preview", Need.Read),
        .. new[] { "explain", "sensitivity", "seek" }.SelectMany(question => new[] { "", ".csv", ".txt" }
            .Select(form => new AccessRule("GET", $"api/v1/scenarios/{{scenario}}/{question}{form}", Need.Read))),
        new("GET", "api/v1/runs/{run}/fit", Need.Read), new("GET", "api/v1/runs/{run}/ledger", Need.Read),
        new("POST", "api/v1/scenarios/{scenario}/copies", Need.Change), new("PUT", "api/v1/scenarios/{scenario}/figures/{figure}", Need.Change),
        new("GET", "api/v1/scenarios/{scenario}/compare/{other}", Need.Read),
        new("GET", "api/v1/scenarios/{scenario}/sign-offs", Need.Read), new("POST", "api/v1/scenarios/{scenario}/sign-offs", Need.Approve),
        new("GET", "api/v1/runs/{run}/assurance", Need.Read), new("POST", "api/v1/runs/{run}/assurance", Need.Sign),
        new("PUT", "api/v1/runs/{run}/tag", Need.Change), new("GET", "api/v1/runs/{run}/headline", Need.Read),
        new("GET", "api/v1/runs/{run}/files/run-folder.zip", Need.Read),
        .. Runs.PaperRoutes.Downloads.Select(file => new AccessRule("GET", $"api/v1/runs/{{run}}/files/{file.Name}", Need.Read)),
        .. Runs.PaperRoutes.ChangeDownloads.Select(file => new AccessRule("GET", $"api/v1/runs/{{run}}/since/{{earlier}}/files/{file.Name}", Need.Read)),
        new("GET", "api/v1/scenarios/{scenario}/baseline", Need.Read),
        new("GET", "api/v1/audit", Need.Audit),
        new("GET", "api/v1/runs", Need.Read), new("POST", "api/v1/runs", Need.Change),
        new("GET", "api/v1/runs/{run}", Need.Read), new("DELETE", "api/v1/runs/{run}", Need.Change),
        new("GET", "api/v1/runs/{run}/events", Need.Read),
        new("GET", "api/v1/runs/{run}/compare/{other}", Need.Read),
        .. new[] { "", ".json", ".csv", ".txt" }.Select(form => new AccessRule("GET", "api/v1/runs/{run}/results" + form, Need.Read)),
        .. new[] { "", ".json", ".csv", ".svg" }.Select(form => new AccessRule("GET", "api/v1/runs/{run}/sections/{section}" + form, Need.Read)),
    ];

    private static readonly Dictionary<(string Method, string Route), Need> Table =
        Rules.ToDictionary(rule => (rule.Method, rule.Route), rule => rule.Need);

    // HEAD stands behind GET. The words of one list, so that they come in one order.
    private static readonly ILookup<string, string> Methods = Rules
        .SelectMany(rule => rule.Method == "GET" ? (string[])["GET", "HEAD"] : [rule.Method], (rule, method) => (rule.Route, method))
        .ToLookup(known => known.Route, known => known.method, StringComparer.Ordinal);

    /// <summary>What a route needs; null when it is not in the table.</summary>
    public static Need? Of(string method, string? route)
    {
        var path = route?.Trim('/') ?? "";
        return Table.TryGetValue((HttpMethods.IsHead(method) ? "GET" : method.ToUpperInvariant(), path), out var need)
            || Table.TryGetValue((AnyMethod, path), out need) ? need : null;
    }

    /// <summary>The methods that a route answers; none when it is not in the table.</summary>
    public static IEnumerable<string> MethodsOf(string route) => Methods[route.Trim('/')];

    /// <summary>Whether somebody with these roles may do it.</summary>
    public static bool Allows(Need need, Func<string, bool> isInRole) => need switch
    {
        Need.Nothing => true,
        Need.Read => Roles.Any(isInRole),
        Need.Change => isInRole("analyst") || isInRole("operator"),
        Need.Approve => isInRole("approver"),
        Need.Sign => isInRole("analyst") || isInRole("approver"),
        Need.Watch or Need.Issue => isInRole("operator"),
        _ => isInRole("approver") || isInRole("operator"),
    };

    /// <summary>Whether whoever sent a request may do it.</summary>
    public static bool Allows(Need need, HttpContext context) =>
        Allows(need, context.User.IsInRole) || (need == Need.Watch && IsOnThisMachine(context));

    /// <summary>
    /// Whether somebody may sign for a run in a role of the AQuA Book. That nobody assures or approves what they made or started themselves is
    /// <see cref="Assurance.Sign"/>'s to say.
    /// </summary>
    public static bool MaySign(AssuranceRole role, Func<string, bool> isInRole) => role switch
    {
        AssuranceRole.Analyst => isInRole("analyst"),
        AssuranceRole.Approver => isInRole("approver"),
        _ => isInRole("analyst") || isInRole("approver"),
    };

    /// <summary>Asks the table at every request.</summary>
    public static void UseAccess(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        // What has no endpoint is answered with 'not found'; styles and scripts are the same for everybody.
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            await next(context);
            return;
        }

        if (endpoint is not RouteEndpoint { RoutePattern.RawText: { } route })
        {
            // There is such an address, and not for this method: routing says which it has, and HEAD is where GET is.
            await next(context);
            if (context.Response.Headers.Allow is [{ } allowed] && allowed.Split(", ") is var methods && methods.Contains("GET") && !methods.Contains("HEAD"))
            {
                context.Response.Headers.Allow = $"{allowed}, HEAD";
            }
        }
        else if (Of(context.Request.Method, route) is not { } need)
        {
            // A page would answer any method as if it were GET.
            string[] answered = [.. MethodsOf(route)];
            context.Response.StatusCode = answered.Length == 0 ? StatusCodes.Status404NotFound : StatusCodes.Status405MethodNotAllowed;
            if (answered.Length > 0)
            {
                context.Response.Headers.Allow = string.Join(", ", answered);
            }
        }
        else if (Allows(need, context))
        {
            await next(context);
        }
        else if (context.User.Identity?.IsAuthenticated == true)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (!HttpMethods.IsGet(context.Request.Method) || ApiRoutes.IsForPrograms(context) || context.Request.Headers.Authorization.Count > 0
            || context.Request.Headers.Accept == "text/event-stream")
        {
            // Neither a program nor a form can follow the way to a sign-in page.
            context.Response.Headers.WWWAuthenticate = "Bearer";
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else
        {
            await context.ChallengeAsync();
        }
    });

    // A proxy on this machine speaks for somebody elsewhere, and says so.
    private static bool IsOnThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && System.Net.IPAddress.IsLoopback(address)
        && !context.Request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || name == "Forwarded");
}
