using System.Net;
using System.Text.Json;
using HighNeedsSim.Reports.Sections;

namespace HighNeedsSim.Server.Tests;

/// <summary>What a visitor without JavaScript can do and see.</summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public class PageTests(RunningServer server)
{
    [Fact]
    public async Task The_first_page_has_the_first_scenario_ready_to_start()
    {
        var page = await server.Page("/");

        Assert.Equal("kent-2023-safety-valve", page.QuerySelector("input[name='Form.Scenario']")!.GetAttribute("value"));
        Assert.Equal("1000", page.QuerySelector("input[name='Form.Replicates']")!.GetAttribute("value"));
        Assert.Equal("1", page.QuerySelector("input[name='Form.Seed']")!.GetAttribute("value"));
        Assert.All(page.QuerySelectorAll("input[type='checkbox']"), box => Assert.True(box.HasAttribute("checked")));
        Assert.NotEmpty(page.QuerySelectorAll($"a[href='/?scenario={RunningServer.Small}#start']"));
    }

    [Fact]
    public async Task A_started_run_finishes_and_shows_its_result()
    {
        var page = await server.Page(await server.Finished());

        var chart = page.QuerySelector("main svg[role='img']");
        Assert.NotNull(chart?.QuerySelector("title"));
        Assert.NotNull(chart.QuerySelector("desc"));
        Assert.All(page.QuerySelectorAll("main table"), t => Assert.NotNull(t.QuerySelector("caption")));
        Assert.Contains("31 March", page.QuerySelector("main table")!.TextContent, StringComparison.Ordinal);
        Assert.Contains($"./run scenarios/{RunningServer.Small} --replicates 8 --seed 1 --variants ", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("[data-events]"));
    }

    [Fact]
    public async Task No_two_elements_of_the_result_share_an_id()
    {
        var page = await server.Page(await server.Finished());

        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id!).ToArray();
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
    }

    [Fact]
    public async Task The_result_can_be_taken_away_as_files()
    {
        var run = await server.Finished();
        var page = await server.Page(run);

        foreach (var (file, type) in new[] { ("run.json", "application/json"), ("trajectories.csv", "text/csv"), ("deficit.svg", "image/svg+xml"), ("report.zip", "application/zip") })
        {
            Assert.NotEmpty(page.QuerySelectorAll($"a[href='{run}/{file}']"));
            using var answer = await server.Client.GetAsync(new Uri($"{run}/{file}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        }

        var document = JsonDocument.Parse(await server.Client.GetStringAsync(new Uri($"{run}/run.json", UriKind.Relative)));
        Assert.Equal("hn.run/1", document.RootElement.GetProperty("schema").GetString());
    }

    [Fact]
    public async Task Whether_such_answers_were_right_before_stands_above_the_figures()
    {
        var told = (await server.Page(await server.Finished())).QuerySelector("main [data-right]")!;

        Assert.Contains("that this run can be held against", told.TextContent, StringComparison.Ordinal);
        Assert.Equal("#right", told.QuerySelector("a")!.GetAttribute("href"));
        Assert.NotNull(told.NextElementSibling!.QuerySelector("table"));
    }

    [Fact]
    public async Task Every_part_of_the_answer_has_its_table_and_its_files()
    {
        var run = await server.Finished();
        var page = await server.Page(run);

        foreach (var kind in RunSections.All)
        {
            var part = page.QuerySelector($"section[aria-labelledby='{kind.Id}']")!;
            Assert.NotNull(part.QuerySelector("table"));
            foreach (var link in part.QuerySelectorAll("a[download]"))
            {
                using var answer = await server.Client.GetAsync(new Uri(link.GetAttribute("href")!, UriKind.Relative));
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        }
    }

    [Fact]
    public async Task The_chance_of_missing_a_target_is_told_for_the_target_in_the_address()
    {
        var run = await server.Finished();

        Assert.Contains("Deficit above £37.5m", (await server.Page($"{run}?target=37.5")).QuerySelector("main table")!.TextContent, StringComparison.Ordinal);
        var wrong = await server.Page($"{run}?target=lots");
        Assert.Equal("#target", wrong.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        Assert.Equal("lots", wrong.QuerySelector("#target")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Two_runs_are_compared_and_unlike_ones_refused_with_the_reason()
    {
        var first = await server.Finished();
        var same = await server.Finished(seed: 1);
        var unlike = await server.Finished(seed: 2);

        var chosen = await server.Client.GetAsync(new Uri($"{first}/compare?other={same["/runs/".Length..]}", UriKind.Relative));
        Assert.Equal($"{first}/compare/{same["/runs/".Length..]}", chosen.Headers.Location!.ToString());
        // The same from the later run's page: the earlier one stands first.
        var turned = await server.Client.GetAsync(new Uri($"{same}/compare?other={first["/runs/".Length..]}", UriKind.Relative));
        Assert.Equal(chosen.Headers.Location, turned.Headers.Location);
        var page = await server.Page(chosen.Headers.Location.ToString());
        Assert.Contains("is the same in both", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("main table caption"));

        var refused = await server.Page($"{first}/compare/{unlike["/runs/".Length..]}");
        Assert.Contains("different seeds (1 and 2)", refused.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Null(refused.QuerySelector("main table"));
    }

    [Theory]
    [InlineData("/scenarios")]
    [InlineData("/glossary")]
    [InlineData("/methodology")]
    [InlineData("/accessibility")]
    public async Task What_explains_the_service_is_there_and_linked_from_every_page(string path)
    {
        var page = await server.Page(path);

        Assert.NotNull(page.QuerySelector("main h1"));
        Assert.NotEmpty((await server.Page("/")).QuerySelectorAll($"a[href='{path}']"));
    }

    [Fact]
    public async Task Runs_are_listed_with_a_link_to_each()
    {
        var run = await server.Finished();
        var page = await server.Page("/");

        var row = page.QuerySelector($"table a[href='{run}']")!.Closest("tr")!;
        Assert.Contains("Finished", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_form_sent_twice_starts_one_run()
    {
        using var first = await server.Send(RunningServer.Small, ("Form.Replicates", "2"), ("Form.Key", "sent-twice"));
        using var second = await server.Send(RunningServer.Small, ("Form.Replicates", "2"), ("Form.Key", "sent-twice"));

        Assert.Equal(HttpStatusCode.Found, first.StatusCode);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
    }

    [Fact]
    public async Task Every_mistake_in_the_form_is_shown_at_once_and_what_was_typed_stays()
    {
        using var answer = await server.Send(RunningServer.Small, ("Form.Replicates", "many"), ("Form.Seed", "-1"));
        var page = await server.Read(answer);

        Assert.Equal(["#Replicates", "#Seed"], page.QuerySelectorAll(".govuk-error-summary__list a").Select(a => a.GetAttribute("href")));
        Assert.Equal("many", page.QuerySelector("#Replicates")!.GetAttribute("value"));
        Assert.StartsWith("Error:", page.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scenario_can_be_read_with_the_source_of_each_assumption()
    {
        var page = await server.Page($"/scenarios/{RunningServer.Small}");

        var table = page.QuerySelector("#assumptions")!.Closest("table")!;
        Assert.Equal(["Assumption", "Value", "Unit", "Source", "Year", "Confidence"], table.QuerySelectorAll("thead th").Select(h => h.TextContent));
        Assert.All(table.QuerySelectorAll("tbody td"), cell => Assert.NotEmpty(cell.TextContent.Trim()));
        string[] groups = [.. page.QuerySelectorAll("nav[aria-label='Groups of assumptions'] a").Select(link => link.GetAttribute("href")!)];
        Assert.Contains("#assumptions-mitigations", groups);
        Assert.All(groups, group => Assert.Equal("TR", page.QuerySelector(group)!.TagName));
    }

    [Theory]
    [InlineData("/runs/nobody")]
    [InlineData("/runs/nobody/events")]
    [InlineData("/runs/nobody/run.json")]
    [InlineData("/runs/nobody/compare/nobody")]
    [InlineData("/runs/nobody/compare")]
    [InlineData("/runs/nobody/placements.csv")]
    [InlineData("/scenarios/nowhere")]
    [InlineData("/scenarios/national")]
    [InlineData("/?scenario=..%2Fnational")]
    [InlineData("/error")]
    [InlineData("/nothing")]
    public async Task What_is_not_there_is_said_not_to_be_there(string path)
    {
        using var answer = await server.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task The_server_says_that_it_is_well(string path)
    {
        using var answer = await server.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Styles_arrive_whole_when_the_browser_asks_for_them_packed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dist/app.css") { Headers = { { "Accept-Encoding", "gzip" } } };
        using var answer = await server.Client.SendAsync(request);

        Assert.Equal("text/css", answer.Content.Headers.ContentType!.MediaType);
        Assert.True((await answer.Content.ReadAsByteArrayAsync()).Length > 5_000);
    }
}
