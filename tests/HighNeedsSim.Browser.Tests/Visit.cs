using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace HighNeedsSim.Browser.Tests;

/// <summary>
/// Somebody's visit: a context of its own in the shared browser, which listens from the first request to the last. Whatever the browser
/// complains of, and whatever is asked of another host, fails the test when the visit ends.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    /// <summary>Width and height of an officer's screen.</summary>
    public static readonly (int Width, int Height) Desk = (1280, 900);

    /// <summary>Of the narrowest screen that WCAG's reflow speaks of, and of a page read at 400%.</summary>
    public static readonly (int Width, int Height) Phone = (320, 640);

    // A machine that does ten other things answers late, and is not broken.
    private const float Patience = 120_000;

    // Once in each page: it is half a megabyte.
    private static readonly Lazy<string> Axe = new(() =>
    {
        using var stream = typeof(AxeResult).Assembly.GetManifestResourceStream("Deque.AxeCore.Commons.Resources.axe.min.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    private readonly IBrowserContext _context;
    private readonly Uri _site;
    private readonly List<string> _complaints = [];

    private Visit(IBrowserContext context, IPage page, Uri site) => (_context, Page, _site) = (context, page, site);

    /// <summary>The page that is looked at.</summary>
    public IPage Page { get; }

    public static async Task<Visit> Begin(IBrowser browser, Uri site, bool javaScript = true, (int Width, int Height)? screen = null)
    {
        var (width, height) = screen ?? Desk;
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = site.ToString(),
            JavaScriptEnabled = javaScript,
            Locale = "en-GB",
            ViewportSize = new() { Width = width, Height = height },
        });
        context.SetDefaultTimeout(Patience);
        context.SetDefaultNavigationTimeout(Patience);
        var visit = new Visit(context, await context.NewPageAsync(), site);
        context.Request += visit.Note;
        visit.Page.Console += visit.Note;
        visit.Page.PageError += (_, error) => visit.Complain($"script failed: {error}");
        return visit;
    }

    /// <summary>Opens a page of the site, whose answer must be this.</summary>
    public async Task Open(string path, int status = 200)
    {
        var answer = await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        Assert.Equal((path, status), (path, answer!.Status));
        if (status >= 400)
        {
            // The browser tells of every page that is not there, and this one was not to be.
            lock (_complaints)
            {
                _complaints.RemoveAll(said => said.Contains($"the server responded with a status of {status}", StringComparison.Ordinal));
            }
        }
    }

    /// <summary>
    /// Nothing on the page as it stands is against a rule of WCAG 2.2 AA or of good practice that axe can judge: on a wide and a narrow
    /// screen, in the reader's own colours and in print; no chart cuts a word off; and nothing has to be scrolled sideways, at twice the size of text neither.
    /// </summary>
    /// <param name="name">What the page is called where something is wrong.</param>
    public async Task Holds(string name)
    {
        var wrong = new List<string>();
        await Look(name, "1280 px", wrong);
        await Cut(name, "1280 px", wrong);
        await Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        await Look(name, "forced colours", wrong);
        await Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.None, Media = Media.Print });
        await Look(name, "print", wrong);
        await Page.EmulateMediaAsync(new() { Media = Media.Screen });

        await Page.EvaluateAsync("document.documentElement.style.fontSize = '200%'");
        await Wide(name, "1280 px with text of 200%", wrong);
        await Page.EvaluateAsync("document.documentElement.style.fontSize = ''");
        await Page.SetViewportSizeAsync(Phone.Width, Phone.Height);
        await Wide(name, "320 px", wrong);
        await Cut(name, "320 px", wrong);
        await Look(name, "320 px", wrong);
        await Page.SetViewportSizeAsync(Desk.Width, Desk.Height);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Keeps a picture of the page, so that a person can look.</summary>
    public async Task Keep(string name)
    {
        // The end of a long page looks like its middle, and takes seconds to draw.
        var height = Math.Min(3_000, await Page.EvaluateAsync<int>("document.documentElement.scrollHeight"));
        await Page.ScreenshotAsync(new()
        {
            Path = RepositoryRoot.Of("artifacts", "screenshots", name + ".png"),
            FullPage = true,
            Clip = new() { Width = Desk.Width, Height = height },
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        lock (_complaints)
        {
            Assert.True(_complaints.Count == 0, string.Join('\n', _complaints));
        }
    }

    private async Task Look(string name, string how, List<string> wrong)
    {
        if (!await Page.EvaluateAsync<bool>("'axe' in window"))
        {
            await Page.EvaluateAsync(Axe.Value);
        }

        var found = await Page.EvaluateAsync<string[]>(
            """
            async () => {
              const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
              const found = await axe.run(document, { runOnly: tags, resultTypes: ['violations'], selectors: false, preload: false });
              return found.violations.flatMap(v => v.nodes.map(n => `${v.id} (${v.impact}): ${v.help}: ${n.html}`));
            }
            """);
        wrong.AddRange(found.Select(what => $"{name}, {how}: {what}"));
    }

    private async Task Wide(string name, string how, List<string> wrong)
    {
        // What sticks out is named, not only that something does.
        var sticksOut = await Page.EvaluateAsync<string[]>(
            """
            () => {
              const width = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= width) return [];
              const scrolls = e => e && e !== document.body && (['auto', 'scroll', 'hidden'].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
              const wide = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > width + 0.5 && !scrolls(e.parentElement));
              return ['the page is ' + document.documentElement.scrollWidth + ' px wide', ...wide.slice(0, 5).map(e => e.cloneNode(false).outerHTML)];
            }
            """);
        wrong.AddRange(sticksOut.Select(what => $"{name}, {how}: has to be scrolled sideways: {what}"));
    }

    // In whatever font this machine has: without Arial it is a wider one.
    private async Task Cut(string name, string how, List<string> wrong)
    {
        var cut = await Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('svg[role=img] text')].filter(text => text.getClientRects().length > 0).filter(text => {
              const [drawing, box] = [text.ownerSVGElement.viewBox.baseVal, text.getBBox()];
              return box.x < drawing.x - 1 || box.x + box.width > drawing.x + drawing.width + 1;
            }).map(text => text.textContent)
            """);
        wrong.AddRange(cut.Select(what => $"{name}, {how}: a chart cuts '{what}' off"));
    }

    private void Note(object? sender, Microsoft.Playwright.IRequest request)
    {
        var address = new Uri(request.Url);
        if (address.Scheme is not ("blob" or "data" or "about") && address.Authority != _site.Authority)
        {
            Complain($"asked elsewhere: {request.Url}");
        }
    }

    private void Note(object? sender, IConsoleMessage message) => Complain($"the browser said ({message.Type}) on {Page.Url}: {message.Text}");

    private void Complain(string what)
    {
        lock (_complaints)
        {
            _complaints.Add(what);
        }
    }
}
