using System.Text;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Reports.Fit;

/// <summary>The files of a fit: the table as it is printed, its rows for other programs, and a page.</summary>
public static class FitFiles
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["fit.txt", "fit.csv", "fit.html"];

    /// <summary>Writes them.</summary>
    /// <param name="folder">Made if it is not there.</param>
    /// <param name="text">The table for people.</param>
    /// <param name="fit">What was found.</param>
    /// <returns>One sentence about what went wrong; null where nothing did.</returns>
    public static string? Write(string folder, string text, FitTable fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, Names[0]), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.WriteAllText(Path.Combine(folder, Names[1]), fit.WriteCsv(), Csv.Encoding);
            File.WriteAllBytes(Path.Combine(folder, Names[2]), fit.WritePage());
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return $"{folder} could not be written to: name another folder.";
        }
    }
}
