using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using HighNeedsSim.Scenarios;
using HighNeedsSim.Server.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace HighNeedsSim.Server.Tests.Expected;

/// <summary>Explain, sensitivity, goal-seek, ledger and fit: as pages, as files and for programs.</summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public class AnswerPageTests(RunningServer server)
{
    private const string Scenario = $"/scenarios/{RunningServer.Small}";

    [Fact]
    public async Task Spending_is_explained_and_the_shares_add_up_to_the_saving_to_the_penny()
    {
        // Shares need all combinations: a copy with three mitigations has eight of them.
        var shelf = server.Services.GetRequiredService<ScenarioShelf>();
        Assert.Null(shelf.Own.Copy(shelf.Open(RunningServer.Small)!.Package!, "three-mitigations", "Three mitigations"));
        var (outcome, _) = shelf.Own.Change(
            "three-mitigations", shelf.Open("three-mitigations")!.Package!.Hash, yaml => ScenarioText.SetList(yaml, "variants.safety-valve.mitigations", ["M1", "M3", "M10"]));
        Assert.Equal(SaveOutcome.Saved, outcome);
        const string Question = "/scenarios/three-mitigations/explain?variant=safety-valve&from=2023-24&to=2024-25";
        var page = await Answered(Question);
        var document = JsonDocument.Parse(await server.Client.GetStringAsync(new Uri(File(page, "explain.json"), UriKind.Relative))).RootElement;
        var api = JsonDocument.Parse(await server.Client.GetStringAsync(new Uri($"/api/v1{Question}", UriKind.Relative))).RootElement;

        var saving = document.GetProperty("saving");
        Assert.Equal(
            saving.GetProperty("total").GetDecimal(),
            saving.GetProperty("agreement").GetDecimal() + saving.GetProperty("shares").EnumerateArray().Sum(s => s.GetProperty("share").GetDecimal()));
        Assert.Equal(document.GetRawText(), api.GetRawText());
        Assert.Equal(2, page.QuerySelectorAll(".app-chart__wide svg[role='img']").Length);
        Assert.Equal(2, page.QuerySelectorAll("main table caption").Length);
        await EachFileIsThere(page);
    }

    [Fact]
    public async Task The_figures_that_matter_most_are_ranked_with_a_tornado()
    {
        var page = await Answered($"{Scenario}/sensitivity");

        Assert.NotNull(page.QuerySelector(".app-chart__wide svg[role='img']"));
        Assert.Contains("One at a time", page.QuerySelector("main table caption")!.TextContent, StringComparison.Ordinal);
        await EachFileIsThere(page);
    }

    [Fact]
    public async Task A_target_that_nothing_reaches_is_said_to_be_out_of_reach()
    {
        Assert.Empty((await server.Page($"{Scenario}/seek")).QuerySelectorAll("#answer, .govuk-error-summary"));

        var page = await Answered($"{Scenario}/seek?variant=planned&goal=deficit-below&below=0&year=2027-28&futures=2");

        Assert.Contains("no combination of these mitigations within their elicited limits reaches it", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        await EachFileIsThere(page);
    }

    [Theory]
    [InlineData("cost")]
    [InlineData("harm")]
    public async Task What_is_to_be_least_can_be_chosen(string least)
    {
        var page = await Answered($"{Scenario}/seek?variant=planned&goal=deficit-below&below=100000&year=2027-28&futures=2&least={least}");

        Assert.Equal(least, page.QuerySelector("#least option[selected]")!.GetAttribute("value"));
        Assert.Contains($"Least {least}: not needed, and left out", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explain?variant=wishes&from=2027-28&to=1999-00", "#variant", "#to")]
    [InlineData("sensitivity?variant=wishes", "#variant")]
    [InlineData("seek?variant=unmitigated&goal=deficit-below&below=lots&year=2099-00&futures=0&least=trouble", "#variant", "#year", "#below", "#futures", "#least")]
    public async Task Everything_wrong_with_a_question_is_told_at_once(string question, params string[] fields)
    {
        var page = await server.Page($"{Scenario}/{question}");
        using var api = await server.Client.GetAsync(new Uri($"/api/v1{Scenario}/{question}", UriKind.Relative));

        Assert.Equal(fields, page.QuerySelectorAll(".govuk-error-summary a").Select(a => a.GetAttribute("href")));
        Assert.All(fields, field => Assert.NotNull(page.QuerySelector(field)));
        Assert.Equal(HttpStatusCode.BadRequest, api.StatusCode);
        Assert.Equal(fields, JsonDocument.Parse(await api.Content.ReadAsStringAsync()).RootElement.GetProperty("errors").EnumerateObject().Select(e => "#" + e.Name));
    }

    [Fact]
    public async Task A_line_leads_to_its_postings_and_the_placements_behind_it_and_they_add_up_to_the_run()
    {
        var run = await server.Finished();
        var year = await Answered($"{run}/ledger");
        var link = year.QuerySelectorAll("main a").First(a => a.TextContent.StartsWith("1.2.3 ", StringComparison.Ordinal)).GetAttribute("href")!;
        var line = await Answered(link);

        Assert.Contains("to the penny", line.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, line.QuerySelectorAll("main table").Length);
        await EachFileIsThere(line);
        var api = JsonDocument.Parse(await server.Client.GetStringAsync(new Uri($"/api/v1{link}", UriKind.Relative))).RootElement;
        Assert.All(api.GetProperty("postings").EnumerateArray(), posting => Assert.Equal("1.2.3", posting.GetProperty("line").GetString()));
    }

    [Fact]
    public async Task A_run_of_another_size_than_the_authority_is_held_against_nothing()
    {
        var run = await server.Finished();

        Assert.Contains("another size", (await server.Page($"{run}/fit")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var api = await server.Client.GetAsync(new Uri($"/api/v1{run}/fit", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, api.StatusCode);
    }

    [Fact]
    public async Task Answers_are_linked_from_the_scenario_and_the_result()
    {
        var run = await server.Finished();
        var (scenario, result) = (await server.Page(Scenario), await server.Page(run));

        foreach (var question in new[] { "mitigations", "explain", "sensitivity", "seek" })
        {
            Assert.NotEmpty(scenario.QuerySelectorAll($"a[href='{Scenario}/{question}']"));
            Assert.NotEmpty(result.QuerySelectorAll($"a[href='{Scenario}/{question}']"));
        }

        Assert.NotEmpty(result.QuerySelectorAll($"a[href='{run}/ledger']"));
        Assert.NotEmpty(result.QuerySelectorAll($"a[href='{run}/fit']"));
    }

    // As a visitor without JavaScript does: follows the link until the answer is there.
    private async Task<IDocument> Answered(string path)
    {
        for (var patience = 0; patience < 200; patience++)
        {
            var page = await server.Page(path);
            if (page.QuerySelector("[data-working]") is not { } waiting)
            {
                Assert.Empty(page.QuerySelectorAll(".govuk-error-summary"));
                return page;
            }

            path = waiting.QuerySelector("a")!.GetAttribute("href")!;
        }

        throw new TimeoutException($"No answer came at {path}.");
    }

    private async Task EachFileIsThere(IDocument page)
    {
        Assert.NotEmpty(page.QuerySelectorAll("a[download]"));
        foreach (var link in page.QuerySelectorAll("a[download]"))
        {
            using var answer = await server.Client.GetAsync(new Uri(link.GetAttribute("href")!, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
        }
    }

    private static string File(IDocument page, string name) =>
        page.QuerySelectorAll("a[download]").Single(a => a.TextContent == name).GetAttribute("href")!;
}
