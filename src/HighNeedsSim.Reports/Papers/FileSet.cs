using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Documents;
using HighNeedsSim.Reports.Office;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Reports.Papers;

/// <summary>Gathers the files of a paper: none is made before somebody asks for it.</summary>
internal sealed class FileSet
{
    private readonly List<PaperFile> _files = [];

    /// <summary>Adds a file.</summary>
    internal FileSet Add(string name, Func<byte[]> write)
    {
        _files.Add(new(name, write));
        return this;
    }

    /// <summary>Adds the pages of a paper: for the screen and print, and for Word.</summary>
    internal FileSet Pages(Paper paper, string html, string word, DateTimeOffset created) =>
        Add(html, () => Encoding.UTF8.GetBytes(HtmlPaper.Write(paper))).Add(word, () => WordPaper.Write(paper, created));

    /// <summary>Adds charts as drawings, each with a picture of it.</summary>
    internal FileSet Charts(IEnumerable<PaperChart> charts)
    {
        foreach (var chart in charts)
        {
            var drawing = new Lazy<string>(() => chart.Draw(new(chart.Id, ChartWidth.Wide, Headed: true)));
            Add($"charts/{chart.Id}.svg", () => Encoding.UTF8.GetBytes(drawing.Value));
            Add($"charts/{chart.Id}.png", () => ChartPicture.Png(drawing.Value));
        }

        return this;
    }

    /// <summary>Adds tables as data files, each with its metadata, and a dictionary of all their columns.</summary>
    internal FileSet Data(IReadOnlyList<FigureTable> tables)
    {
        foreach (var table in tables)
        {
            Add($"data/{table.Id}.csv", () => Encoded(FigureCsv.Write(table)));
            Add($"data/{table.Id}.meta.csv", () => Encoded(FigureCsv.WriteMetadata(table)));
        }

        return Add("data/data-dictionary.csv", () => Encoded(FigureCsv.WriteDictionary(tables)));
    }

    /// <summary>All files, with a manifest of them and last an archive of everything.</summary>
    /// <param name="manifest">Name of the manifest.</param>
    /// <param name="about">What the manifest says beside the files.</param>
    /// <param name="archive">Name of the archive.</param>
    internal IReadOnlyList<PaperFile> Closed(string manifest, Func<JsonObject> about, string archive)
    {
        PaperFile[] told = [.. _files];
        Add(manifest, () =>
        {
            var document = about();
            document["files"] = new JsonArray([.. told.Select(file => new JsonObject
            {
                ["path"] = file.Name,
                ["bytes"] = file.Bytes.Length,
                ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(file.Bytes)),
            })]);
            return RunDocument.Bytes(document);
        });
        PaperFile[] packed = [.. _files];
        Add(archive, () => FixedPackage.Zip(packed.Select(file => (file.Name, file.Bytes))));
        return _files;
    }

    /// <summary>Writes files to a folder, over those of an earlier paper.</summary>
    /// <returns>The names of those at its top, or one sentence about what went wrong.</returns>
    internal static (IReadOnlyList<string> Files, string? Fault) Write(string folder, IReadOnlyList<PaperFile> files)
    {
        var fault = ResultFiles.Told(folder, () =>
        {
            foreach (var file in files)
            {
                var path = Path.Combine(folder, file.Name.Replace('/', Path.DirectorySeparatorChar));
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                ResultFiles.WriteWhole(path, ResultFiles.Bytes(file.Bytes));
            }

            return null;
        });
        return (fault is null ? [.. files.Select(file => file.Name).Where(name => !name.Contains('/', StringComparison.Ordinal))] : [], fault);
    }

    private static byte[] Encoded(string text) => [.. Csv.Encoding.GetPreamble(), .. Csv.Encoding.GetBytes(text)];
}
