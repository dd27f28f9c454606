using System.Text;
using HighNeedsSim.Cluster;
using HighNeedsSim.Server.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace HighNeedsSim.Server.Security;

/// <summary>
/// Who changed what, when and why: an entry for each request that is not a reading, beside the runs in their database, so that all processes that share
/// it keep one trail. No content of a form is in it but the reason.
/// </summary>
public sealed class AuditTrail(AuditEntries kept, TimeProvider time, ILogger<AuditTrail> log)
{
    /// <summary>Under this name a page leaves the reason that somebody gave.</summary>
    private const string ReasonItem = "audit reason";
    private const string SubjectItem = "audit subject";

    /// <summary>Says why something is done, and to what where the address does not tell.</summary>
    public static void Because(HttpContext context, string? reason, string? subject = null)
    {
        context.Items[ReasonItem] = reason;
        context.Items[SubjectItem] = subject;
    }

    /// <summary>Writes down what a request did.</summary>
    /// <param name="context">The request.</param>
    /// <param name="route">Its route's pattern.</param>
    /// <param name="status">What it is answered with.</param>
    /// <exception cref="StoreUnavailableException">There is no room for it, or the database does not answer: it stands in the log instead.</exception>
    public async Task Add(HttpContext context, string route, int status)
    {
        var values = context.Request.RouteValues;
        var subject = context.Items[SubjectItem] as string ?? (values["id"] ?? values["run"] ?? values["scenario"])?.ToString();
        var handler = context.Request.Query["handler"].ToString();
        var reason = context.Items[ReasonItem] as string;
        var entry = new AuditEntry(
            time.GetUtcNow(), context.User.Identity?.Name ?? "nobody", $"{context.Request.Method} /{route}{(handler.Length > 0 ? $" ({handler})" : "")}",
            Storable(subject), Storable(reason is { Length: > AuditEntries.LongestReason } ? reason[..AuditEntries.LongestReason] : reason), status);
        try
        {
            await kept.Add(entry);
        }
        catch (StoreUnavailableException failure)
        {
            log.LogError(
                failure, "Not in the audit trail, which could not be written: {User} asked {Action} of {Subject}; answer {Status}", entry.User, entry.Action, entry.Subject, status);
            throw;
        }
    }

    /// <summary>The newest entries, the newest first.</summary>
    /// <param name="most">No more than so many.</param>
    public async Task<IReadOnlyList<AuditEntry>> Newest(int most) => await kept.Newest(most);

    // No database holds NUL or half a character, and what somebody sends may have them.
    private static string? Storable(string? text) =>
        text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
}

/// <summary>Marks a route that changes nothing although its method is not GET, because what it is asked does not fit an address.</summary>
public sealed class ReadsOnly
{
    /// <summary>The mark.</summary>
    public static ReadsOnly Metadata { get; } = new();
}

/// <summary>Keeps the trail.</summary>
public static class Audit
{
    /// <summary>Writes down every request that may have changed something, whatever became of it.</summary>
    public static void UseAudit(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            || context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<ReadsOnly>() is not null || endpoint.RoutePattern.RawText?.Trim('/') is not { } route || route == "error"
            || Access.Of(context.Request.Method, route) is null)
        {
            await next(context);
            return;
        }

        var trail = context.RequestServices.GetRequiredService<AuditTrail>();
        // The answer goes out when its line stands in the trail, and not before: where there is no room for the line, whoever asked is told so, and does not
        // get an answer that breaks off in the middle.
        var answer = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var held = new MemoryStream();
        var holding = new StreamResponseBodyFeature(held);
        context.Features.Set<IHttpResponseBodyFeature>(holding);
        try
        {
            await next(context);
            await holding.CompleteAsync();
        }
        catch (Exception failure)
        {
            context.Features.Set(answer);
            await trail.Add(context, route, context.RequestAborted.IsCancellationRequested ? StatusCodes.Status499ClientClosedRequest : Failures.StatusOf(failure));
            throw;
        }

        context.Features.Set(answer);
        await trail.Add(context, route, context.Response.StatusCode);
        if (held.Length > 0)
        {
            held.Position = 0;
            await held.CopyToAsync(answer.Stream);
        }
    });
}
