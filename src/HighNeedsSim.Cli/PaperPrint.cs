using System.Diagnostics;
using System.Text.RegularExpressions;

namespace HighNeedsSim.Cli;

/// <summary>Prints a paper to a tagged PDF and its charts to pictures with the browser of this machine, where there is one.</summary>
internal static partial class PaperPrint
{
    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Prints a page of a folder, and the drawings beside it.</summary>
    /// <param name="folder">Where they are, and where prints and pictures go.</param>
    /// <param name="page">The page's file name.</param>
    /// <param name="print">The print's file name.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Whether it was printed, and what to say.</returns>
    public static async Task<(bool IsPrinted, string Said)> PrintAsync(string folder, string page, string print, CancellationToken cancel)
    {
        if (Find() is not { } browser)
        {
            return (false, $"No PDF and no PNG: there is no Chromium or Chrome on the PATH. Open {page} in a browser and print it.");
        }

        var pdf = Path.GetFullPath(Path.Combine(folder, print));
        if (!await MakeAsync(browser, pdf, Path.Combine(folder, page), ["--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline", $"--print-to-pdf={pdf}"], cancel))
        {
            return (false, $"No PDF: {Path.GetFileName(browser)} did not finish, or made none. Open {page} in a browser and print it.");
        }

        var pictures = 0;
        foreach (var drawing in Directory.GetFiles(Path.Combine(folder, "charts"), "*.svg").Order(StringComparer.Ordinal))
        {
            var size = Size().Match(await File.ReadAllTextAsync(drawing, cancel));
            var picture = Path.GetFullPath(Path.ChangeExtension(drawing, ".png"));
            pictures += size.Success && await MakeAsync(
                browser, picture, drawing, ["--hide-scrollbars", "--force-device-scale-factor=2", $"--window-size={size.Groups[1].Value},{size.Groups[2].Value}", $"--screenshot={picture}"], cancel)
                ? 1
                : 0;
        }

        return (true, $"Printed to {print}{(pictures > 0 ? $", and {pictures} charts to charts/*.png" : "")}.");
    }

    private static async Task<bool> MakeAsync(string browser, string made, string page, string[] asked, CancellationToken cancel)
    {
        // What an earlier paper left there would look as if it had been made now.
        File.Delete(made);
        var profile = Directory.CreateTempSubdirectory("hns-").FullName;
        try
        {
            var start = new ProcessStartInfo(browser) { RedirectStandardOutput = true, RedirectStandardError = true };
            string[] words =
            [
                // The page is ours and names nothing outside itself; as root a browser refuses its own sandbox.
                "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", $"--user-data-dir={profile}", .. asked,
                .. Environment.IsPrivilegedProcess ? (string[])["--no-sandbox"] : [],
                new Uri(Path.GetFullPath(page)).AbsoluteUri,
            ];
            foreach (var word in words)
            {
                start.ArgumentList.Add(word);
            }

            using var process = Process.Start(start)!;
            var silence = Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(Patience);
            try
            {
                await process.WaitForExitAsync(limit.Token);
                await silence;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancel.ThrowIfCancellationRequested();
                return false;
            }

            return File.Exists(made);
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }

    private static string? Find() =>
        (from name in Browsers
         from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         let path = Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)
         where File.Exists(path)
         select path).FirstOrDefault();

    // Width and height of a drawing, as our own writer puts them.
    [GeneratedRegex(@"<svg [^>]*? width=""([0-9]+)(?:\.[0-9]+)?"" height=""([0-9]+)(?:\.[0-9]+)?""", RegexOptions.CultureInvariant)]
    private static partial Regex Size();
}
