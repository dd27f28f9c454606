using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace HighNeedsSim.Server.Tests.Security;

/// <summary>
/// Who may do what, asked of the running server: every route that is mapped, by every role, by somebody with none, and by a stranger. What is
/// expected is written down here in rules and exceptions, not taken from the table that the server asks.
/// </summary>
[Tier("Fact"), Collection(nameof(SignedInServer))]
public partial class MatrixTests(SignedInServer server)
{
    private const string Everybody = "stranger nobody viewer analyst approver operator";
    private const string Readers = "viewer analyst approver operator";
    private const string Changers = "analyst operator";

    // What is the same for everybody, and what has its own way of asking who somebody is.
    private static readonly string[] Open =
    [
        "glossary", "methodology", "accessibility", "problems", "health/live", "health/ready", "api/{documentName}/openapi.json", "error",
    ];

    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["GET audit"] = "approver operator",
        ["GET api/v1/audit"] = "approver operator",
        ["GET scenarios/{id}/edit/{assumption?}"] = Changers,
        ["POST scenarios/{id}/baseline"] = "approver",
        ["POST runs/{id}/assurance"] = "analyst approver",
        ["POST api/v1/runs/{run}/assurance"] = "analyst approver",
        ["POST sign-out"] = Readers,
        ["GET scenarios/{id}/mitigations/{code}/keep"] = Changers,
        ["POST api/v1/scenarios/{scenario}/mitigations/{code}/preview"] = Readers,
        ["POST api/v1/scenarios/{scenario}/sign-offs"] = "approver",
        ["GET tokens"] = "operator",
        ["POST tokens"] = "operator",
    };

    [Theory]
    [InlineData("stranger")]
    [InlineData("nobody")]
    [InlineData("viewer")]
    [InlineData("analyst")]
    [InlineData("approver")]
    [InlineData("operator")]
    public async Task Every_route_answers_those_who_may_and_nobody_else(string role)
    {
        using var stranger = server.Stranger();
        var person = role == "stranger" ? stranger : await server.Person(role);
        var wrong = new List<string>();
        foreach (var (method, route) in Routes())
        {
            using var request = new HttpRequestMessage(new(method), "/" + Parameter().Replace(route, "none"));
            using var answer = await person.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var refused = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                || (answer.Headers.Location?.ToString() ?? "").StartsWith(server.Provider.Address + "authorize", StringComparison.Ordinal);
            var may = Expected(method, route).Split(' ').Contains(role);
            if (refused == may)
            {
                wrong.Add($"{method} /{route}: {role} {(may ? "may, but was" : "may not, but was not")} refused ({(int)answer.StatusCode})");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void There_are_routes_and_every_exception_is_one_of_them()
    {
        var routes = Routes().Select(r => $"{r.Method} {r.Route}").ToList();

        Assert.True(routes.Count > 80, $"Only {routes.Count} routes were found.");
        Assert.Empty(Exceptions.Keys.Except(routes));
    }

    private static string Expected(string method, string route) =>
        Exceptions.TryGetValue($"{method} {route}", out var own) ? own
        : Open.Contains(route) ? Everybody
        : method == "GET" ? Readers
        : Changers;

    // Each route with the methods that it answers, as the server has mapped them; a page answers GET, and POST where it has something to post.
    private IEnumerable<(string Method, string Route)> Routes()
    {
        foreach (var endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            // Styles and scripts are the same for everybody.
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null || endpoint.RoutePattern.RawText is not { } pattern)
            {
                continue;
            }

            var route = pattern.Trim('/');
            if (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods)
            {
                foreach (var method in methods)
                {
                    yield return (method, route);
                }
            }
            else
            {
                yield return ("GET", route);
                if (HighNeedsSim.Server.Security.Access.Of("POST", route) is not null)
                {
                    yield return ("POST", route);
                }
            }
        }
    }

    [GeneratedRegex(@"\{\w+\??\}")]
    private static partial Regex Parameter();
}
