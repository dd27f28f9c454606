using System.Net;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace HighNeedsSim.Server.Tests.Security;

/// <summary>Who may do what.</summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public class AccessTests(RunningServer server)
{
    [Fact]
    public void Every_route_that_is_mapped_is_in_the_table()
    {
        var missing = new List<string>();
        foreach (var endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            // Styles and scripts are the same for everybody.
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            {
                continue;
            }

            // A page answers GET, and POST where it has something to post.
            var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } known ? known : ["GET"];
            missing.AddRange(methods.Where(m => Access.Of(m, endpoint.RoutePattern.RawText) is null).Select(m => $"{m} {endpoint.RoutePattern.RawText}"));
        }

        Assert.Empty(missing);
    }

    [Theory]
    [InlineData(Need.Nothing, "nobody viewer analyst approver operator")]
    [InlineData(Need.Read, "viewer analyst approver operator")]
    [InlineData(Need.Change, "analyst operator")]
    [InlineData(Need.Approve, "approver")]
    [InlineData(Need.Sign, "analyst approver")]
    [InlineData(Need.Audit, "approver operator")]
    [InlineData(Need.Watch, "operator")]
    [InlineData(Need.Issue, "operator")]
    public void A_need_is_met_by_these_roles_and_no_others(Need need, string allowed) => Assert.Equal(
        allowed.Split(' '),
        ((string[])["nobody", .. Access.Roles]).Where(somebody => Access.Allows(need, role => role == somebody)));

    [Fact]
    public void Whatever_changes_something_needs_more_than_reading() => Assert.All(
        // A preview keeps nothing: it is a question that does not fit an address.
        Access.Rules.Where(r => r.Method != "GET" && r.Route is not ("error" or "sign-out" or "api/v1/scenarios/{scenario}/mitigations/{code}/preview")),
        rule => Assert.True(rule.Need is Need.Change or Need.Approve or Need.Sign or Need.Issue, $"{rule.Method} {rule.Route}"));

    [Theory]
    [InlineData("/runs/none/secret")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/metrics/more")]
    public async Task What_is_not_in_the_table_is_not_there(string path)
    {
        using var answer = await server.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
