using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace HighNeedsSim.Server.Tests.Security;

/// <summary>Methods: HEAD wherever GET is, and for what an address does not do, the answer what it does.</summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public partial class MethodTests(RunningServer server)
{
    private static readonly string[] All = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"];
    private static readonly string[] Slow = ["explain", "explain.csv", "sensitivity", "sensitivity.csv", "seek", "seek.csv", "ledger"];

    [Fact]
    public async Task An_address_says_which_methods_it_answers_when_it_is_asked_by_another()
    {
        var wrong = new List<string>();
        foreach (var (route, methods) in await Routes())
        {
            foreach (var method in All.Except(methods))
            {
                using var request = new HttpRequestMessage(new(method), "/" + Parameter().Replace(route, "none"));
                using var answer = await server.Client.SendAsync(request);
                if (answer.StatusCode != HttpStatusCode.MethodNotAllowed || !answer.Content.Headers.Allow.Order().SequenceEqual(methods.Order()))
                {
                    wrong.Add($"{method} /{route}: {(int)answer.StatusCode}, Allow: {string.Join(", ", answer.Content.Headers.Allow)} and not {string.Join(", ", methods)}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Head_is_answered_as_get_would_be_and_without_a_body()
    {
        var run = (await server.Finished()).Split('/')[^1];
        var (wrong, asked) = (new List<string>(), 0);
        foreach (var (route, methods) in (await Routes()).Where(r => r.Methods.Contains("GET")))
        {
            // An answer that takes its time may come between the two questions: those are asked of what is not there.
            var scenario = Slow.Any(end => route.EndsWith(end, StringComparison.Ordinal)) ? "none" : RunningServer.Small;
            var path = "/" + Parameter().Replace(route, match => match.Value.Trim('{', '}', '?') switch
            {
                "run" => Slow.Any(end => route.EndsWith(end, StringComparison.Ordinal)) ? "none" : run,
                "id" => route.StartsWith("runs", StringComparison.Ordinal) ? run : scenario,
                "scenario" => scenario,
                "section" => "deficit",
                "documentName" => "v1",
                "code" => "M1",
                _ => "none",
            });
            using var get = await server.Client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var head = await server.Client.SendAsync(request);
            asked++;
            var body = await head.Content.ReadAsByteArrayAsync();
            if (head.StatusCode != get.StatusCode || body.Length > 0 || head.Content.Headers.ContentType?.MediaType != get.Content.Headers.ContentType?.MediaType
                || head.Headers.ETag?.Tag != get.Headers.ETag?.Tag)
            {
                wrong.Add($"{path}: GET {(int)get.StatusCode} {get.Content.Headers.ContentType}, HEAD {(int)head.StatusCode} {head.Content.Headers.ContentType}, {body.Length} bytes");
            }
        }

        Assert.True(asked > 80, $"Only {asked} addresses were asked.");
        Assert.Empty(wrong);
    }

    // By address and not by endpoint: several endpoints may answer one.
    private async Task<IReadOnlyList<(string Route, IReadOnlyList<string> Methods)>> Routes()
    {
        var known = new List<(string Route, string Method)>();
        foreach (var endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            // Styles and scripts are the framework's to answer; the page of errors answers whatever went wrong.
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null && endpoint.RoutePattern.RawText?.Trim('/') is { } route && route != "error")
            {
                known.AddRange((await MethodsOf(endpoint)).Select(method => (route, method)));
            }
        }

        return
        [
            .. known.GroupBy(k => k.Route, k => k.Method, StringComparer.Ordinal)
                .Select(same => (same.Key, (IReadOnlyList<string>)[.. same.Concat(same.Contains("GET") ? ["HEAD"] : []).Distinct()])),
        ];
    }

    // A page answers what it has a handler for.
    private async Task<IEnumerable<string>> MethodsOf(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } mapped)
        {
            return mapped;
        }

        if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } descriptor)
        {
            return ["GET"];
        }

        var page = await server.Services.GetRequiredService<PageLoader>().LoadAsync(descriptor, endpoint.Metadata);
        return page.HandlerMethods.Select(handler => handler.HttpMethod.ToUpperInvariant()).Append("GET");
    }

    [GeneratedRegex(@"\{\w+\??\}")]
    private static partial Regex Parameter();
}
