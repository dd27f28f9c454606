using System.Net;
using System.Net.Http.Json;
using AngleSharp.Dom;

namespace HighNeedsSim.Server.Tests;

/// <summary>A figure is changed by a question: what is wrong with the answer is told there and then, and nothing that was typed is lost.</summary>
[Tier("Fact"), Collection(nameof(RunningServer))]
public class EditPageTests(RunningServer server)
{
    private const string Id = "edited";
    private const string Growth = "requests.growth";

    [Theory]
    [InlineData("p50", "lots", "p50", "'lots' is not a number")]
    [InlineData("p50", "1,000", "p50", "without thousands separators")]
    [InlineData("p50", "NaN", "p50", "is not a number")]
    [InlineData("p90", "1e308", "p90", "is not a number")]
    [InlineData("p50", "7", "p50", "7 is out of range: allowed are")]
    [InlineData("p50", "0.5", "p10", "rising order")]
    [InlineData("p10", "", "p10", "give an answer")]
    [InlineData("year", "last year", "year", "write the year or years")]
    [InlineData("source", "hearsay", "source", "is not in sources.yaml")]
    [InlineData("confidence", "total", "confidence", "write high, medium or low")]
    [InlineData("rationale", " ", "rationale", "give an answer")]
    public async Task A_wrong_answer_is_told_at_its_question_and_its_field(string field, string typed, string at, string says)
    {
        var page = await Answer(await Question(), (field, typed));

        var mistake = Assert.Single(page.QuerySelectorAll(".govuk-error-summary__list a"));
        Assert.Equal($"#{at}", mistake.GetAttribute("href"));
        Assert.Contains(says, mistake.TextContent, StringComparison.Ordinal);
        Assert.Contains(says, page.GetElementById($"{at}-error")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Error:", page.Title, StringComparison.Ordinal);
        Assert.Contains($"{at}-error", (at == "confidence" ? page.GetElementById(at)!.Closest("fieldset")! : page.GetElementById(at)!).GetAttribute("aria-describedby"), StringComparison.Ordinal);
        Assert.Equal(field == "rationale" ? "" : typed, field switch
        {
            "rationale" => page.GetElementById(field)!.TextContent.Trim(),
            "confidence" => typed,
            "source" => page.QuerySelector("#source option[selected]")!.GetAttribute("value"),
            _ => page.GetElementById(field)!.GetAttribute("value"),
        });
        Assert.Null(page.QuerySelector("button[value=save]"));
    }

    [Fact]
    public async Task Every_mistake_is_told_at_once()
    {
        var page = await Answer(await Question(), ("p10", "few"), ("p90", "many"), ("year", "never"));

        Assert.Equal(["#p10", "#p90", "#year"], page.QuerySelectorAll(".govuk-error-summary__list a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task A_sound_answer_is_checked_saved_and_shown_with_its_confidence_and_rationale()
    {
        var check = await Answer(await Question(), ("p50", "0.08"), ("confidence", "low"), ("rationale", "The panel of June said so."));
        Assert.Equal("0.08", check.QuerySelector("input[name=p50]")!.GetAttribute("value"));

        using var saved = await Send(check, ("step", "save"));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var question = await Question();
        Assert.Equal("0.08", question.GetElementById("p50")!.GetAttribute("value"));
        Assert.Equal("low", question.QuerySelector("input[name=confidence][checked]")!.GetAttribute("value"));
        Assert.Equal("The panel of June said so.", question.GetElementById("rationale")!.TextContent.Trim());
    }

    [Fact]
    public async Task Whoever_changes_the_answers_finds_them_as_they_were_typed()
    {
        var check = await Answer(await Question(), ("p50", "0.06"), ("rationale", "A second thought."));
        using var answer = await Send(check, ("step", "change"));
        var page = await server.Read(answer);

        Assert.Equal("0.06", page.GetElementById("p50")!.GetAttribute("value"));
        Assert.Equal("A second thought.", page.GetElementById("rationale")!.TextContent.Trim());
    }

    [Fact]
    public async Task A_change_of_somebody_else_is_not_overwritten()
    {
        var mine = await Answer(await Question(), ("p50", "0.065"));
        var theirs = await Answer(await Question(), ("p50", "0.075"));
        using var saved = await Send(theirs, ("step", "save"));

        using var refused = await Send(mine, ("step", "save"));
        Assert.Contains("Somebody changed the scenario meanwhile", (await server.Read(refused)).QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("0.075", (await Question()).GetElementById("p50")!.GetAttribute("value"));
    }

    private async Task<IDocument> Question()
    {
        using var copy = await server.Client.PostAsJsonAsync(new Uri($"/api/v1/scenarios/{RunningServer.Small}/copies", UriKind.Relative), new { id = Id, title = "Edited" });
        return await server.Page($"/scenarios/{Id}/edit/{Growth}");
    }

    private async Task<IDocument> Answer(IDocument page, params (string Field, string Value)[] changes)
    {
        using var answer = await Send(page, changes);
        return await server.Read(answer);
    }

    private async Task<HttpResponseMessage> Send(IDocument page, params (string Field, string Value)[] changes)
    {
        var form = page.QuerySelector("main form")!;
        var fields = form.QuerySelectorAll("input, textarea, select")
            .Where(i => i.GetAttribute("type") is not "radio" || i.HasAttribute("checked"))
            .Select(i => (Field: i.GetAttribute("name")!, Value: i.LocalName switch
            {
                "textarea" => i.TextContent,
                "select" => i.QuerySelector("option[selected]")!.GetAttribute("value")!,
                _ => i.GetAttribute("value") ?? "",
            }))
            .Where(f => changes.All(c => c.Field != f.Field))
            .Concat(changes)
            .Select(f => KeyValuePair.Create(f.Field, f.Value));
        using var content = new FormUrlEncodedContent(fields);
        return await server.Client.PostAsync(new Uri($"/scenarios/{Id}/edit/{Growth}", UriKind.Relative), content);
    }
}
