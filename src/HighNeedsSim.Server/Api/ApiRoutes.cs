using System.Threading.RateLimiting;
using HighNeedsSim.Server.Expected;
using Microsoft.OpenApi;

namespace HighNeedsSim.Server.Api;

/// <summary>The API for programs: everything that the pages do, under <c>/api/v1</c>, described by OpenAPI.</summary>
public static class ApiRoutes
{
    /// <summary>The one path below which everything answers programs.</summary>
    public const string Root = "/api";

    private const string Document = "v1";
    private const string Changes = "changes";

    /// <summary>Whether a request comes from a program, which is told what is wrong as a problem document and not as a page.</summary>
    public static bool IsForPrograms(HttpContext context) => context.Request.Path.StartsWithSegments(Root, StringComparison.Ordinal);

    /// <summary>What the API needs.</summary>
    /// <param name="services">The services.</param>
    /// <param name="changesPerMinute">How many things each user may start or change in a minute.</param>
    public static void AddApi(this IServiceCollection services, int changesPerMinute)
    {
        services.AddSingleton<IdempotencyKeys>();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Hosting.Failures.Explain);
        services.AddRateLimiter(limiter =>
        {
            limiter.AddPolicy(Changes, context => HttpMethods.IsGet(context.Request.Method)
                ? RateLimitPartition.GetNoLimiter("reading")
                : RateLimitPartition.GetFixedWindowLimiter(
                    context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "",
                    _ => new() { PermitLimit = changesPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));
            limiter.AddPolicy(ExpectedLimits.Asking, context => RateLimitPartition.GetTokenBucketLimiter(
                context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new()
                {
                    TokenLimit = ExpectedLimits.QuestionsPerMinute / 10,
                    TokensPerPeriod = ExpectedLimits.QuestionsPerMinute / 60,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    QueueLimit = 0,
                }));
            limiter.OnRejected = async (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = "60";
                await Problems.Of("too-many-requests", StatusCodes.Status429TooManyRequests).ExecuteAsync(rejected.HttpContext);
            };
        });
        services.AddOpenApi(Document, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new()
                {
                    Title = "HighNeedsSim",
                    Version = Document,
                    Description = "What a local authority's high needs block will cost, and what could change it. Money is in pounds, a deficit is positive. "
                        + $"Each user may start or change {changesPerMinute} things a minute; a request may hold 64 KiB, a scenario 20 MiB. Errors are problem documents (RFC 9457) "
                        + "whose type is explained at /problems.",
                };
                // Where it listens is not part of what it is.
                document.Servers?.Clear();
                return Task.CompletedTask;
            });
            options.AddOperationTransformer((operation, context, _) =>
            {
                if (context.Description is { HttpMethod: "POST", RelativePath: "api/v1/runs" })
                {
                    operation.Parameters ??= [];
                    operation.Parameters.Add(new OpenApiParameter
                    {
                        Name = "Idempotency-Key",
                        In = ParameterLocation.Header,
                        Required = true,
                        Description = "Any text of up to 100 characters, new for each new run; kept for 24 hours.",
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = IdempotencyKeys.MostCharacters },
                    });
                }

                return Task.CompletedTask;
            });
        });
    }

    /// <summary>Maps <c>/api/v1</c>.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root + "/v1").RequireRateLimiting(Changes);
        ApiScenarios.Map(api);
        ApiMitigations.Map(api);
        ApiAnswers.Map(api);
        ApiDesk.Map(api);
        ApiRuns.Map(api);
        routes.MapOpenApi(Root + "/{documentName}/openapi.json");
    }
}
