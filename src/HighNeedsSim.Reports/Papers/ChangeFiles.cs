using System.Text.Json.Nodes;
using HighNeedsSim.Reports.Comparisons;
using HighNeedsSim.Reports.Office;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Papers;

/// <summary>All the files of a comparison paper.</summary>
public static class ChangeFiles
{
    /// <summary>The paper for the screen and for print.</summary>
    public const string Html = "comparison.html";

    /// <summary>The paper as a browser prints it.</summary>
    public const string Pdf = "comparison.pdf";

    /// <summary>The paper for Word.</summary>
    public const string Word = "comparison.docx";

    /// <summary>Its tables and charts.</summary>
    public const string Tables = "comparison.xlsx";

    /// <summary>All of it.</summary>
    public const string Zip = "comparison.zip";

    /// <summary>What is in the archive.</summary>
    public const string Manifest = "comparison-manifest.json";

    /// <summary>The files, in order; the archive of them comes last.</summary>
    /// <param name="change">The two runs.</param>
    /// <param name="details">What no run knows.</param>
    /// <param name="state">How far both runs have been assured: as far as the one that has been less.</param>
    public static IReadOnlyList<PaperFile> Of(ForecastChange change, PaperDetails details, AssuranceState state)
    {
        var paper = ChangePaper.Of(change, details, state);
        var created = change.After.Manifest.Created;
        return new FileSet()
            .Pages(paper, Html, Word, created)
            .Add(Tables, () => new Workbook(paper.Title, paper.Subject, created)
                .Cover(paper.Subject, $"State of assurance: {state}.", Caveats.Simulated)
                .Notes(
                    Caveats.Range,
                    "All money is in cash terms. Positive is a deficit, or makes it larger.",
                    "Cells hold figures in full and show no decimal that so many simulated futures do not support. Where these do not support units either, "
                        + "the paper says a rounder figure than the cell shows. Figures may not sum because of rounding.",
                    "[z] = not applicable. [x] = not available.")
                .Charts(paper.Charts).Add(paper.Tables).Write())
            .Charts(paper.Charts)
            .Data([.. paper.Tables])
            .Closed(Manifest, () => About(change, state), Zip);
    }

    /// <summary>Writes the files to a folder, over those of an earlier paper.</summary>
    /// <returns>What was written, or one sentence about what went wrong.</returns>
    public static (IReadOnlyList<string> Files, string? Fault) Write(string folder, ForecastChange change, PaperDetails details, AssuranceState state) =>
        FileSet.Write(folder, Of(change, details, state));

    private static JsonObject About(ForecastChange change, AssuranceState state) => new()
    {
        ["schema"] = "hn.comparison/1",
        ["lastRun"] = change.Before.Manifest.Run,
        ["lastDigest"] = change.Before.Findings.Result.Digest,
        ["run"] = change.After.Manifest.Run,
        ["digest"] = change.After.Findings.Result.Digest,
        ["assurance"] = state.ToString(),
    };
}
