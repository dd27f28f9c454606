using Microsoft.AspNetCore.Http.HttpResults;

namespace HighNeedsSim.Server.Api;

/// <summary>What the API says when it cannot do what was asked: RFC 9457, each kind with an address that explains it.</summary>
public static class Problems
{
    /// <summary>Every kind of problem: its name in the address, and what it means and what to do.</summary>
    public static IReadOnlyList<(string Kind, string Title, string Meaning)> All { get; } =
    [
        ("not-found", "There is no such thing", "The scenario, run, section or file of that name is not on this server. List what there is, and check the spelling."),
        ("invalid-request", "The request is not possible", "Something in the request is missing or outside its limits; the field errors says what, all of it at once."),
        ("invalid-scenario", "The scenario has problems", "Its files must be mended before it can run; errors has every problem with file and line."),
        ("key-missing", "A key is missing", "Creating something needs the header Idempotency-Key: any text of up to 100 characters that is new for each new thing, so that a request sent twice does one thing."),
        ("key-reused", "The key belongs to another request", "The same Idempotency-Key was sent before with another body. Make a new key for a new run."),
        ("key-in-flight", "The first request is still being answered", "The same Idempotency-Key is being dealt with now. Ask again in a second with the same key."),
        ("not-finished", "The run has no result yet", "Follow its events until it has finished, then ask again. A run that failed or was cancelled never has one."),
        ("not-comparable", "The runs cannot be compared", "A difference between them would not come from the scenario alone; errors has every reason."),
        ("match-missing", "The version is missing", "Changing a scenario needs the header If-Match with the entity tag that was read, so that nobody's change is lost."),
        ("stale", "The scenario has changed meanwhile", "Somebody changed it after you read it: read it again, and make your change to what is there now."),
        ("read-only", "The scenario may not be changed", "It came with the server. Copy it and change the copy."),
        ("not-yours", "You may not do this", "Your role does not allow it, or it takes a person and not a program; detail says which."),
        ("not-acceptable", "There is no such form", "Ask for application/json, text/csv or another form that the description names."),
        ("other-model", "The result is of another version of the model", "The version that played the run counted other measures, so this one cannot read what it found. Nothing is lost: start the same run again, or ask the earlier version."),
        ("disk-full", "The disk is full", "Nothing new can be kept just now; runs, results and scenarios from before are unharmed and can be read, and a run under way waits. Ask whoever runs this server to make room, then send the request again."),
        ("store-away", "The database does not answer", "It may be starting again, or be busy. Nothing that was kept is lost: send the request again after the time in Retry-After."),
        ("too-many-requests", "Too many requests", "Wait for the time in Retry-After, then go on."),
    ];

    /// <summary>A problem of a kind.</summary>
    public static ProblemHttpResult Of(string kind, int status, string? detail = null, IReadOnlyDictionary<string, string[]>? errors = null)
    {
        var known = All.First(k => k.Kind == kind);
        return TypedResults.Problem(
            detail ?? known.Meaning,
            statusCode: status,
            title: known.Title,
            type: TypeOf(kind),
            extensions: errors is null ? null : new Dictionary<string, object?> { ["errors"] = errors });
    }

    /// <summary>The address that explains a kind.</summary>
    public static string TypeOf(string kind) => $"/problems#{kind}";
}
