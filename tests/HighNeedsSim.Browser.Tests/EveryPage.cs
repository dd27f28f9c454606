using System.Text.RegularExpressions;
using HighNeedsSim.Server.Security;

namespace HighNeedsSim.Browser.Tests;

/// <summary>Every page there is, from the one table that says what can be reached: a new page is looked at without anybody remembering to.</summary>
internal static partial class EveryPage
{
    /// <summary>The patterns of what is read, files and the API aside.</summary>
    public static IReadOnlyList<string> Patterns { get; } =
    [
        .. from rule in Access.Rules
           where rule.Method == "GET" && !IsForPrograms(rule.Route)
           from pattern in Forms(rule.Route)
           select pattern,
    ];

    /// <summary>The patterns of all the rest that is read.</summary>
    public static IReadOnlyList<string> Others { get; } = [.. from rule in Access.Rules where rule.Method == "GET" && IsForPrograms(rule.Route) select rule.Route];

    /// <summary>A pattern with the site's own scenarios and runs in it.</summary>
    public static string Filled(string pattern, LiveSite site) => "/" + Parameter().Replace(pattern, found => found.Groups[1].Value switch
    {
        "id" when pattern.StartsWith("scenarios/", StringComparison.Ordinal) => LiveSite.Own,
        "other" when pattern.Contains("scenarios/", StringComparison.Ordinal) => LiveSite.Small,
        "id" or "run" => site.First,
        "other" or "earlier" => site.Second,
        "assumption" or "figure" => LiveSite.Figure,
        "code" => LiveSite.Mitigation,
        "scenario" => LiveSite.Own,
        "section" => "deficit",
        "documentName" => "v1",
        var unknown => throw new InvalidOperationException($"Say here what {{{unknown}}} of '{pattern}' stands for, so that the page is looked at."),
    });

    private static bool IsForPrograms(string route) =>
        route.StartsWith("api/", StringComparison.Ordinal) || route.StartsWith("health/", StringComparison.Ordinal) || route == "metrics"
        || route.EndsWith("/events", StringComparison.Ordinal) || Path.HasExtension(route);

    // What may be left out of an address is left out once and given once; a file of a page is no page.
    private static IEnumerable<string> Forms(string route) =>
        route.EndsWith("/{file?}", StringComparison.Ordinal) ? [route[..route.LastIndexOf('/')]]
        : route.EndsWith("?}", StringComparison.Ordinal) ? [route[..route.LastIndexOf('/')], route] : [route];

    [GeneratedRegex(@"\{(\w+)\??\}")]
    private static partial Regex Parameter();
}
