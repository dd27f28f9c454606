using System.Globalization;
using Microsoft.Playwright;

namespace HighNeedsSim.Browser.Tests;

/// <summary>What officers come to do, from the first page to the file they leave with.</summary>
[Tier("Fact"), Collection(nameof(LiveSite))]
public class JourneyTests(LiveSite site)
{
    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_is_launched_watched_read_compared_and_downloaded(bool javaScript)
    {
        await using var visit = await site.Visit(javaScript);
        var page = visit.Page;
        var how = javaScript ? "" : " without JavaScript";

        await visit.Open($"/?scenario={LiveSite.Small}");
        await page.GetByText("Number of simulated futures and seed").ClickAsync();
        await page.GetByLabel("Simulated futures").FillAsync("24");
        await page.GetByLabel("Seed").FillAsync("1");
        await visit.Keep("launch" + how);
        await page.GetByRole(AriaRole.Button, new() { Name = "Start run" }).ClickAsync();

        await page.WaitForURLAsync("**/runs/*");
        await Watched(page, javaScript);
        await visit.Keep("result" + how);

        Assert.Contains("31 March", await page.GetByRole(AriaRole.Region, new() { Name = "The answer in short" }).InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Another target").FillAsync("1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the chance of missing it" }).ClickAsync();
        await page.WaitForURLAsync("**target=1");

        await page.GetByLabel("The other run").SelectOptionAsync(site.Second);
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true }).ClickAsync();
        await page.WaitForURLAsync($"**/runs/{site.Second}/compare/*");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Compare two runs" }).WaitForAsync();
        await visit.Keep("compare" + how);
        await page.GoBackAsync();

        await Downloaded(page, "trajectories.csv", "time_period");
        await Downloaded(page, "tables.xlsx", "PK");
    }

    [BrowserFact]
    public async Task A_figure_is_changed_and_the_difference_told_in_words()
    {
        await using var visit = await site.Visit();
        var page = visit.Page;

        await visit.Open($"/scenarios/{LiveSite.Small}");
        await page.GetByText("Copy this scenario").ClickAsync();
        await page.GetByLabel("Name of the copy").FillAsync("kent-small-changed");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Title" }).FillAsync("Kent, small, changed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy", Exact = true }).ClickAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Change its figures" }).ClickAsync();
        await page.Locator($"a[href$='/edit/{LiveSite.Figure}']").ClickAsync();
        await visit.Holds("a question");
        await visit.Keep("question");
        var low = page.Locator("form input[type=text]").First;
        var before = decimal.Parse(await low.InputValueAsync(), CultureInfo.InvariantCulture);
        await low.FillAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await visit.Holds("a question answered wrongly");
        await low.FillAsync(decimal.Round(before / 2).ToString(CultureInfo.InvariantCulture));
        await page.GetByLabel("rationale", new() { Exact = false }).FillAsync("To see what it does.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Check your answers" }).WaitForAsync();
        await visit.Holds("check your answers");
        await visit.Keep("check answers");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.WaitForURLAsync("**/edit");

        var run = await site.Finished(await site.Start("kent-small-changed", replicates: 16));
        await visit.Open($"/runs/{site.First}/compare/{run}");
        Assert.DoesNotContain("Nothing: both runs have the same figures", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.Keep("difference of a changed figure");
    }

    [BrowserFact]
    public async Task A_run_under_way_can_be_paused_in_sight_and_cancelled()
    {
        // So many futures that it cannot end by itself meanwhile.
        var run = await site.Start(LiveSite.Small, replicates: 100_000);
        await using var visit = await site.Visit();
        var page = visit.Page;
        await visit.Open($"/runs/{run}");

        await page.Locator("[data-picture]:not([hidden]) svg").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await visit.Keep("live run");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause live updates" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume live updates" }).WaitForAsync();
        await visit.Holds("a run under way");
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume live updates" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel run" }).ClickAsync();

        await Assertions.Expect(page.Locator("[data-live=state]")).ToHaveTextAsync("Cancelled", new() { Timeout = 120_000 });
        await visit.Holds("a cancelled run");
    }

    // How long the answers took is for people: artifacts/measurements/slider.txt.
    [BrowserFact]
    public async Task A_moved_slider_is_answered_and_what_stands_in_the_end_is_the_answer_to_the_last_move()
    {
        const string Page = "/scenarios/kent-2023-safety-valve/mitigations/M1";
        await using var visit = await site.Visit();
        await visit.Open(Page);
        var took = await visit.Page.EvaluateAsync<double[]>(
            """
            async () => {
              // Months to full strength: whatever they are, they fit the other figures.
              const slider = document.querySelector('input[type=range]');
              const answer = document.querySelector('[data-part=answer]');
              const took = [];
              const move = value => {
                slider.value = value;
                slider.dispatchEvent(new Event('input', { bubbles: true }));
              };
              for (let n = 1; n <= 25; n++) {
                const shown = new Promise(done => new MutationObserver((_, watch) => { watch.disconnect(); done(performance.now()); }).observe(answer, { childList: true }));
                const began = performance.now();
                move(2 * n);
                took.push(await shown - began);
              }
              // Faster than anybody could answer: the last one counts.
              for (let n = 1; n <= 12; n++) {
                move(2 * n + 1);
                await new Promise(done => setTimeout(done, 40));
              }
              return took;
            }
            """);

        var address = await visit.Page.EvaluateAsync<string>("`${location.pathname}?${new URLSearchParams(new FormData(document.querySelector('[data-desk]')))}`");
        await visit.Page.WaitForFunctionAsync("asked => location.pathname + location.search === asked", address);
        var shown = await visit.Page.Locator("[data-part=answer]").InnerTextAsync();
        await using var again = await site.Visit(javaScript: false);
        await again.Open(address);
        Assert.Equal(await again.Page.Locator("[data-part=answer]").InnerTextAsync(), shown);

        Array.Sort(took);
        var folder = Directory.CreateDirectory(RepositoryRoot.Of("artifacts", "measurements"));
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "slider.txt"),
            string.Create(CultureInfo.InvariantCulture, $"{Page}: {took.Length} moves, from the slider to the answer on the page: median {took[took.Length / 2]:0} ms, 90th percentile {took[took.Length * 9 / 10]:0} ms, longest {took[^1]:0} ms\n"));
    }

    // A page of the table is looked at as it comes, which may be before the answer is there.
    [BrowserTheory]
    [InlineData("explain", "explain")]
    [InlineData("sensitivity", "sensitivity")]
    [InlineData("seek", "seek?goal=in-year-balance&year=2027-28&futures=8")]
    public async Task An_answer_that_took_its_time_is_for_everybody(string name, string path)
    {
        await using var visit = await site.Visit();
        await visit.Open($"/scenarios/{LiveSite.Own}/{path}");

        // The page that waits looks again by itself.
        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "The answer", Exact = true }).WaitForAsync();
        Assert.NotEqual(0, await visit.Page.Locator("#answer ~ ul li").CountAsync());
        await visit.Holds($"the answer of {name}");
        await visit.Keep($"answer of {name}");
    }

    [BrowserFact]
    public async Task A_form_filled_in_wrongly_says_what_is_wrong_and_where()
    {
        await using var visit = await site.Visit();
        var page = visit.Page;
        await visit.Open($"/?scenario={LiveSite.Small}");
        await page.GetByText("Number of simulated futures and seed").ClickAsync();
        await page.GetByLabel("Simulated futures").FillAsync("many");
        await page.GetByLabel("Seed").FillAsync("-");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start run" }).ClickAsync();

        var summary = page.Locator(".govuk-error-summary");
        await Assertions.Expect(summary).ToBeFocusedAsync(new() { Timeout = 120_000 });
        Assert.Equal(2, await summary.GetByRole(AriaRole.Link).CountAsync());
        await visit.Holds("a form with mistakes");
        await summary.GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(page.GetByLabel("Simulated futures")).ToBeFocusedAsync(new() { Timeout = 120_000 });
    }

    [BrowserFact]
    public async Task A_run_is_launched_and_its_data_taken_away_by_keyboard_alone()
    {
        await using var visit = await site.Visit();
        var page = visit.Page;
        await visit.Open($"/?scenario={LiveSite.Small}");

        await Reach(page, ".govuk-skip-link");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("main-content", await page.EvaluateAsync<string>("document.activeElement.id"));
        await Reach(page, "form summary");
        await page.Keyboard.PressAsync("Enter");
        await Reach(page, "#Replicates");
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("8");
        await Reach(page, "form button[type=submit]");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync("**/runs/*");
        await Watched(page, javaScript: true);
        await Reach(page, "a[href$='/trajectories.csv']");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));
        Assert.EndsWith("trajectories.csv", download.SuggestedFilename, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task The_way_through_a_result_by_keyboard_is_always_in_sight()
    {
        await using var visit = await site.Visit();
        var page = visit.Page;
        await visit.Open($"/runs/{site.First}");
        var last = await page.Locator("a:visible, button:visible").Last.GetAttributeAsync("href");
        var seen = 0;
        do
        {
            await page.Keyboard.PressAsync("Tab");
            await FocusIsInSight(page);
            Assert.True(++seen < 500, "The way through the page does not end.");
        }
        while (await page.EvaluateAsync<string?>("document.activeElement.getAttribute('href')") != last);
    }

    // The result comes by itself; without scripts whoever watches asks for it.
    private static async Task Watched(IPage page, bool javaScript)
    {
        var answer = page.GetByRole(AriaRole.Region, new() { Name = "The answer in short" });
        if (!javaScript)
        {
            var refresh = page.GetByRole(AriaRole.Link, new() { Name = "Refresh to update" });
            while (await refresh.Or(answer).First.TextContentAsync() == "Refresh to update")
            {
                await refresh.ClickAsync();
            }
        }

        await answer.WaitForAsync();
    }

    private static async Task Downloaded(IPage page, string file, string begins)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator($"a[href$='/{file}']").ClickAsync());
        Assert.EndsWith(file, download.SuggestedFilename, StringComparison.Ordinal);
        await using var content = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(content);
        Assert.StartsWith(begins, await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private static async Task Reach(IPage page, string selector)
    {
        for (var presses = 0; presses < 500; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            await FocusIsInSight(page);
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
            {
                return;
            }
        }

        Assert.Fail($"{selector} cannot be reached with the Tab key.");
    }

    private static async Task FocusIsInSight(IPage page) => Assert.Null(await page.EvaluateAsync<string?>(
        """
        () => {
          const e = document.activeElement;
          if (e === document.body) return null;
          const box = (e.matches('.govuk-checkboxes__input, .govuk-radios__input') ? e.closest('div') : e).getBoundingClientRect();
          const style = getComputedStyle(e);
          const before = getComputedStyle(e, '::before'), label = e.labels?.[0] && getComputedStyle(e.labels[0], '::before');
          const marked = [style, before, label].some(s => s && ((s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'));
          const shown = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
          return marked && shown ? null : (marked ? 'out of sight: ' : 'not marked: ') + e.cloneNode(false).outerHTML;
        }
        """));
}
