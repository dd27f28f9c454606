using System.Text;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Papers;

/// <summary>A file that people take away.</summary>
/// <param name="Name">Its name, with a folder before it where there are many of a kind.</param>
/// <param name="Bytes">What is in it: the same for the same run, details and signatures, to the byte.</param>
public sealed record PaperFile(string Name, byte[] Bytes);

/// <summary>All the files of a paper.</summary>
public static class PaperFiles
{
    /// <summary>The paper for the screen and for print.</summary>
    public const string Html = "paper.html";

    /// <summary>The paper as a browser prints it.</summary>
    public const string Pdf = "paper.pdf";

    /// <summary>The files of a run's paper, in order.</summary>
    /// <param name="run">The run.</param>
    /// <param name="details">What no run knows.</param>
    /// <param name="assurance">Who has signed for it.</param>
    public static IReadOnlyList<PaperFile> Of(ReportedRun run, PaperDetails details, Assurance assurance)
    {
        var paper = CouncilPaper.Of(run, details, assurance);
        List<PaperFile> files = [new(Html, Encoding.UTF8.GetBytes(HtmlPaper.Write(paper)))];
        files.AddRange(paper.Charts.Select(chart => new PaperFile(
            $"charts/{chart.Id}.svg", Encoding.UTF8.GetBytes(chart.Draw(new(chart.Id, ChartWidth.Wide, Headed: true))))));
        foreach (var table in paper.Tables)
        {
            files.Add(new($"data/{table.Id}.csv", Encoded(FigureCsv.Write(table))));
            files.Add(new($"data/{table.Id}.meta.csv", Encoded(FigureCsv.WriteMetadata(table))));
        }

        return files;
    }

    /// <summary>Writes the files to a folder, over those of an earlier paper.</summary>
    /// <returns>What was written, or one sentence about what went wrong.</returns>
    public static (IReadOnlyList<string> Files, string? Fault) Write(string folder, ReportedRun run, PaperDetails details, Assurance assurance)
    {
        var files = Of(run, details, assurance);
        var fault = ResultFiles.Told(folder, () =>
        {
            foreach (var file in files)
            {
                var path = Path.Combine(folder, file.Name.Replace('/', Path.DirectorySeparatorChar));
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                ResultFiles.WriteWhole(path, stream => stream.Write(file.Bytes));
            }

            return null;
        });
        return (fault is null ? [.. files.Select(file => file.Name).Where(name => !name.Contains('/', StringComparison.Ordinal))] : [], fault);
    }

    private static byte[] Encoded(string text) => [.. Csv.Encoding.GetPreamble(), .. Csv.Encoding.GetBytes(text)];
}
