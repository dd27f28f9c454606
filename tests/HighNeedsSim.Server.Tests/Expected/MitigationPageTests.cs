using System.Net;
using AngleSharp.Dom;
using HighNeedsSim.Server.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace HighNeedsSim.Server.Tests.Expected;

/// <summary>Setting a mitigation without JavaScript: what the page answers, what it keeps, and what it refuses.</summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public class MitigationPageTests(RunningServer server)
{
    private const string List = $"/scenarios/{RunningServer.Small}/mitigations";
    private const string M1 = $"{List}/M1";

    [Fact]
    public async Task The_list_has_every_mitigation_with_most_pounds_first()
    {
        var page = await server.Page(List);

        var rows = page.QuerySelectorAll("main tbody tr").ToArray();
        var pounds = rows.Select(r => double.Parse(r.Children[^1].TextContent.Trim().Replace('−', '-'), System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(11, rows.Length);
        Assert.Equal(pounds.OrderDescending(), pounds);
        Assert.NotEmpty(page.QuerySelectorAll($"a[href='{M1}']"));
        Assert.NotEmpty((await server.Page($"/scenarios/{RunningServer.Small}")).QuerySelectorAll($"a[href='{List}']"));
    }

    [Fact]
    public async Task A_mitigation_shows_its_figures_its_evidence_and_what_it_does()
    {
        var page = await server.Page(M1);

        Assert.Equal(["2", "6", "14"], new[] { "p10", "p50", "p90" }.Select(end => page.GetElementById($"fewer-requests.{end}")!.GetAttribute("value")));
        Assert.All(page.QuerySelectorAll("[data-slider]"), slider => Assert.NotNull(page.GetElementById(slider.GetAttribute("data-slider")!)));
        Assert.Contains("fewer requests in 2027-28", Means(page), StringComparison.Ordinal);
        Assert.Contains("cumulative deficit at 31 March 2028", Means(page), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("[data-part='answer'] svg[role='img'] desc"));
        Assert.Equal(2, page.QuerySelectorAll("[data-part='tables'] table").Length);
        Assert.Contains("Delivering Better Value", page.QuerySelector("section[aria-labelledby='evidence']")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("M1", true)]
    [InlineData("M3", true)]
    [InlineData("M4", false)]
    public async Task Fewer_cases_are_said_to_shorten_the_wait_first_where_officers_time_is_the_limit(string code, bool isTold) =>
        Assert.Equal(isTold, Means(await server.Page($"{List}/{code}")).Contains("shorten the wait before they lower plans", StringComparison.Ordinal));

    [Fact]
    public async Task A_stronger_effect_means_more_and_the_answer_is_against_what_is_kept()
    {
        var kept = await server.Page(M1);
        var stronger = await server.Page($"{M1}?fewer-requests.p10=20&fewer-requests.p50=30&fewer-requests.p90=40");
        var off = await server.Page($"{M1}?set=1");

        Assert.NotEqual(Means(kept), Means(stronger));
        Assert.StartsWith("Nothing changes", Against(kept), StringComparison.Ordinal);
        Assert.Contains("less than in the scenario as it is kept", Against(stronger), StringComparison.Ordinal);
        Assert.Empty(off.QuerySelectorAll("input[name='on'][checked]"));
        Assert.Equal(Means(kept), Means(off));
    }

    [Fact]
    public async Task Every_bad_number_is_told_at_once_beside_its_field_and_stays_as_typed()
    {
        var page = await server.Page($"{M1}?start=soon&ramp=-3&fewer-requests.p10=many&fewer-requests.p90=400&keep-new-plans-in-mainstream.p50=1&cost.p50=0");

        Assert.Equal(
            ["#start", "#ramp", "#cost.p50", "#fewer-requests.p10", "#fewer-requests.p90", "#keep-new-plans-in-mainstream.p50"],
            page.QuerySelectorAll(".govuk-error-summary a").Select(a => a.GetAttribute("href")));
        Assert.StartsWith("Error:", page.Title, StringComparison.Ordinal);
        Assert.Equal("many", page.GetElementById("fewer-requests.p10")!.GetAttribute("value"));
        foreach (var link in page.QuerySelectorAll(".govuk-error-summary a"))
        {
            var field = page.GetElementById(link.GetAttribute("href")![1..])!;
            Assert.Contains($"{field.Id}-error", field.GetAttribute("aria-describedby"), StringComparison.Ordinal);
            Assert.NotNull(page.GetElementById($"{field.Id}-error"));
        }

        Assert.Empty(page.QuerySelectorAll("[data-part='answer'] svg"));
    }

    [Fact]
    public async Task What_is_set_is_kept_in_a_copy_with_its_reason_and_the_scenario_that_came_with_the_service_stays()
    {
        var copy = $"copy-{Guid.NewGuid():N}"[..20];
        var set = $"{M1}/keep?set=1&on=planned&on=safety-valve&start=2024-04&fewer-requests.p10=4&fewer-requests.p50=8&fewer-requests.p90=15";
        var question = await server.Page(set);

        using var unsaid = await server.Press(question, "main form");
        var mistakes = await server.Read(unsaid);
        Assert.Equal(["#Rationale", "#Confidence"], mistakes.QuerySelectorAll(".govuk-error-summary a").Select(a => a.GetAttribute("href")));

        using var said = await server.Press(question, "main form", ("Rationale", "Schools say so."), ("Confidence", "low"), ("CopyId", copy), ("CopyTitle", "A copy"));
        var check = await server.Read(said);
        Assert.Equal("Check your answers", check.QuerySelector("h1")!.LastChild!.TextContent.Trim());
        Assert.Null(server.Services.GetRequiredService<ScenarioShelf>().Open(copy));

        using var saved = await server.Press(check, "main form", ("step", "save"));
        Assert.Equal($"/scenarios/{copy}/mitigations/M1", saved.Headers.Location!.ToString());
        Assert.Equal($"/?scenario={copy}#start", (await server.Page($"/scenarios/{copy}/mitigations/M1")).QuerySelector(".govuk-inset-text a")!.GetAttribute("href"));
        var open = server.Services.GetRequiredService<ScenarioShelf>().Open(copy)!;
        var mitigation = open.Reading.Scenario!.Mitigations.Single(m => m.Code == "M1");
        Assert.Equal((0.04, 0.08, 0.15), (mitigation.Effects[0].Strength.Low, mitigation.Effects[0].Strength.Central, mitigation.Effects[0].Strength.High));
        Assert.Equal("2024-04", mitigation.Start.ToString());
        Assert.Equal([false, true, true], open.Reading.Scenario.Variants.Select(v => v.Mitigations.Contains("M1")));
        Assert.Contains(open.Reading.Assumptions, a => a.Id == "mitigations.M1.effects.fewer-requests.strength" && a.Source.Contains("Schools say so.", StringComparison.Ordinal) && a.Confidence == "low");
        Assert.Contains((await server.Page("/audit")).QuerySelectorAll("tbody tr"), row => row.TextContent.Contains("M1: Schools say so.", StringComparison.Ordinal));
        Assert.Equal("2", (await server.Page(M1)).GetElementById("fewer-requests.p10")!.GetAttribute("value"));

        // The copy is changed in place from now on.
        var again = await server.Page($"/scenarios/{copy}/mitigations/M1/keep?set=1&on=planned&on=safety-valve&ramp=12");
        Assert.Empty(again.QuerySelectorAll("#CopyId, #Confidence"));
        using var checkedAgain = await server.Press(again, "main form", ("Rationale", "Faster."));
        using var savedAgain = await server.Press(await server.Read(checkedAgain), "main form", ("step", "save"));
        Assert.Equal($"/scenarios/{copy}/mitigations/M1", savedAgain.Headers.Location!.ToString());
        Assert.Equal(12, server.Services.GetRequiredService<ScenarioShelf>().Open(copy)!.Reading.Scenario!.Mitigations.Single(m => m.Code == "M1").RampMonths);
    }

    [Fact]
    public async Task A_change_that_somebody_else_overtook_is_not_kept()
    {
        var copy = $"copy-{Guid.NewGuid():N}"[..20];
        var shelf = server.Services.GetRequiredService<ScenarioShelf>();
        Assert.Null(shelf.Own.Copy(shelf.Open(RunningServer.Small)!.Package!, copy, "A copy"));
        var question = await server.Page($"/scenarios/{copy}/mitigations/M1/keep?ramp=12");
        shelf.Own.Change(copy, shelf.Open(copy)!.Package!.Hash, yaml => Scenarios.ScenarioText.Set(yaml, "title", "Another title"));

        using var check = await server.Press(question, "main form", ("Rationale", "Faster."));
        using var refused = await server.Press(await server.Read(check), "main form", ("step", "save"));

        Assert.Contains("Somebody changed the scenario meanwhile", (await server.Read(refused)).QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(48, shelf.Open(copy)!.Reading.Scenario!.Mitigations.Single(m => m.Code == "M1").RampMonths);
    }

    [Fact]
    public async Task With_nothing_to_keep_the_question_leads_back()
    {
        using var answer = await server.Client.GetAsync(new Uri($"{M1}/keep", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.StartsWith($"{M1}?", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/scenarios/nowhere/mitigations")]
    [InlineData("/scenarios/kent-small/mitigations/M99")]
    [InlineData("/scenarios/kent-small/mitigations/M99/keep")]
    public async Task What_is_not_there_is_said_not_to_be_there(string path)
    {
        using var answer = await server.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public void Published_figures_are_shown_beside_the_authority_s_own_size_only()
    {
        var (shelf, published) = (server.Services.GetRequiredService<ScenarioShelf>(), server.Services.GetRequiredService<PublishedFigures>());

        Assert.NotEmpty(published.HistoryOf(shelf.Open(ScenarioShelf.First)!.Reading.Scenario!));
        Assert.Empty(published.HistoryOf(shelf.Open(RunningServer.Small)!.Reading.Scenario!));
    }

    private static string Means(IDocument page) => string.Join(' ', page.QuerySelectorAll(".app-desk__means li").Select(l => l.TextContent));

    private static string Against(IDocument page) => page.QuerySelector("[data-part='answer'] .govuk-inset-text")!.TextContent.Trim();
}
