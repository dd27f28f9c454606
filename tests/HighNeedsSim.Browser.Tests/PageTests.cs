using System.Net;

namespace HighNeedsSim.Browser.Tests;

/// <summary>What holds for every page, whoever reads it with whatever.</summary>
[Tier("Fact"), Collection(nameof(LiveSite))]
public class PageTests(LiveSite site)
{
    // What has no page of its own without the part that may be left out.
    private static readonly string[] NotThere = ["error", "runs/{id}/compare", "runs/{id}/since", "scenarios/{id}/compare"];

    public static TheoryData<string> Pages => [.. EveryPage.Patterns];

    public static TheoryData<string> Others => [.. EveryPage.Others];

    [BrowserTheory, MemberData(nameof(Pages))]
    public async Task A_page_is_for_everybody_and_asks_nothing_of_anybody_else(string pattern)
    {
        await using var visit = await site.Visit();
        await visit.Open(EveryPage.Filled(pattern, site), NotThere.Contains(pattern) ? 404 : 200);

        await visit.Holds($"/{pattern}");
        await visit.Keep(pattern.Length == 0 ? "first page" : string.Concat(pattern.Select(c => c == '/' ? ' ' : c).Where(c => c is not ('{' or '}' or '?'))));
    }

    [BrowserTheory, MemberData(nameof(Others))]
    public async Task Whatever_is_not_looked_at_as_a_page_is_none(string pattern)
    {
        using var answer = await site.Programs.GetAsync(new Uri(EveryPage.Filled(pattern, site), UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);

        // A section without a chart has no drawing, and the page that says so is looked at with the others.
        Assert.True(answer.StatusCode == HttpStatusCode.NotFound || answer.Content.Headers.ContentType?.MediaType != "text/html", $"{pattern} is a page: {answer.Content.Headers.ContentType}");
    }
}
