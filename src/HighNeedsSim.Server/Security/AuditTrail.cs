using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace HighNeedsSim.Server.Security;

/// <summary>Something that somebody changed, or tried to.</summary>
/// <param name="Time">When.</param>
/// <param name="User">Who, by the name that the identity provider gives.</param>
/// <param name="Action">The method and the route.</param>
/// <param name="Subject">What it was about: the run's or scenario's id.</param>
/// <param name="Reason">Why, in the words of whoever did it; null where nobody is asked.</param>
/// <param name="Status">The answer's status.</param>
public sealed record AuditEntry(DateTimeOffset Time, string User, string Action, string? Subject, string? Reason, int Status);

/// <summary>
/// Who changed what, when and why: a line of JSON for each request that is not a reading, only ever added to. It lies in the data folder, which
/// its owner alone may read. No content of a form is in it but the reason.
/// </summary>
public sealed class AuditTrail(string file, TimeProvider time) : IDisposable
{
    /// <summary>Under this name a page leaves the reason that somebody gave.</summary>
    private const string ReasonItem = "audit reason";
    private const string SubjectItem = "audit subject";
    private const int LongestReason = 2_000;

    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private readonly SemaphoreSlim _turn = new(1);
    private bool _torn;

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Says why something is done, and to what where the address does not tell.</summary>
    public static void Because(HttpContext context, string? reason, string? subject = null)
    {
        context.Items[ReasonItem] = reason;
        context.Items[SubjectItem] = subject;
    }

    /// <summary>Writes down what a request did.</summary>
    public async Task Add(HttpContext context, string route)
    {
        var values = context.Request.RouteValues;
        var subject = context.Items[SubjectItem] as string ?? (values["id"] ?? values["run"] ?? values["scenario"])?.ToString();
        var handler = context.Request.Query["handler"].ToString();
        var reason = context.Items[ReasonItem] as string;
        var entry = new AuditEntry(
            time.GetUtcNow(), context.User.Identity?.Name ?? "nobody", $"{context.Request.Method} /{route}{(handler.Length > 0 ? $" ({handler})" : "")}",
            subject, reason is { Length: > LongestReason } ? reason[..LongestReason] : reason, context.Response.StatusCode);
        await _turn.WaitAsync();
        try
        {
            await File.AppendAllTextAsync(file, $"{(_torn ? "\n" : "")}{JsonSerializer.Serialize(entry, Lines)}\n");
            _torn = false;
        }
        catch (IOException)
        {
            // Part of the line may be there, on a disk that is full: the next one begins on a line of its own.
            _torn = true;
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The newest entries, the newest first.</summary>
    /// <param name="most">No more than so many.</param>
    public async Task<IReadOnlyList<AuditEntry>> Newest(int most)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        var newest = new Queue<string>();
        await foreach (var line in File.ReadLinesAsync(file))
        {
            newest.Enqueue(line);
            if (newest.Count > most)
            {
                newest.Dequeue();
            }
        }

        return [.. newest.Reverse().SelectMany(line => Read(line) is { } entry ? [entry] : Array.Empty<AuditEntry>())];
    }

    private static AuditEntry? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditEntry>(line, Lines);
        }
        catch (JsonException)
        {
            // Half a line from when the disk was full: the lines after it count.
            return null;
        }
    }
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
            || context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<ReadsOnly>() is not null || endpoint.RoutePattern.RawText?.Trim('/') is not { } route || route == "error")
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            await context.RequestServices.GetRequiredService<AuditTrail>().Add(context, route);
        }
    });
}
