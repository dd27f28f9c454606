using System.Diagnostics;

namespace HighNeedsSim.Cli;

/// <summary>Prints a paper to a tagged PDF with the browser of this machine, where there is one.</summary>
internal static class PaperPrint
{
    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Prints a page of a folder.</summary>
    /// <param name="folder">Where it is, and where the print goes.</param>
    /// <param name="page">The page's file name.</param>
    /// <param name="print">The print's file name.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Whether it was printed, and what to say.</returns>
    public static async Task<(bool IsPrinted, string Said)> PrintAsync(string folder, string page, string print, CancellationToken cancel)
    {
        if (Find() is not { } browser)
        {
            return (false, $"No PDF: there is no Chromium or Chrome on the PATH. Open {page} in a browser and print it.");
        }

        var pdf = Path.GetFullPath(Path.Combine(folder, print));
        if (!await MakeAsync(browser, pdf, Path.Combine(folder, page), ["--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline", $"--print-to-pdf={pdf}"], cancel))
        {
            return (false, $"No PDF: {Path.GetFileName(browser)} did not finish, or made none. Open {page} in a browser and print it.");
        }

        return (true, $"Printed to {print}.");
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
}
