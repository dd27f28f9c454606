using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HighNeedsSim.Reports.BackTests;

/// <summary>The files of a back-test.</summary>
public static class BackTestFiles
{
    private const string DocumentName = "backtest.json";

    /// <summary>Whether a back-test could be written to a folder, without writing it; null when it could.</summary>
    /// <param name="folder">The folder; it need not exist, else it must be empty or hold a back-test.</param>
    public static string? WhatIsInTheWay(string folder) => ResultFiles.WhatIsInTheWay(folder, () =>
        !Directory.EnumerateFileSystemEntries(folder).Any() || IsBackTest(Path.Combine(folder, DocumentName))
            ? null
            : $"{folder} is not empty and holds no back-test: name an empty or new folder.");

    /// <summary>Writes data, metadata, charts, page and, last, the document, each whole or not at all.</summary>
    /// <returns>The names of the files, or one sentence about what went wrong.</returns>
    public static (IReadOnlyList<string> Files, string? Fault) Write(string folder, BackTestFindings findings)
    {
        if (WhatIsInTheWay(folder) is { } inTheWay)
        {
            return ([], inTheWay);
        }

        (string Name, Action<Stream> Write)[] files =
        [
            ("backtest.csv", ResultFiles.Bytes(BackTestData.Write(findings.Result))),
            ("backtest.meta.csv", ResultFiles.Bytes(BackTestData.WriteMetadata())),
            ("coverage.svg", ResultFiles.Bytes(Encoding.UTF8.GetBytes(BackTestChart.Coverage(findings, "coverage")))),
            ("skill.svg", ResultFiles.Bytes(Encoding.UTF8.GetBytes(BackTestChart.Skill(findings, "skill")))),
            ("index.html", ResultFiles.Bytes(BackTestPage.Write(findings))),
            (DocumentName, ResultFiles.Bytes(BackTestDocument.Write(findings))),
        ];
        var fault = ResultFiles.WriteAll(folder, files);
        return (fault is null ? [.. files.Select(file => file.Name)] : [], fault);
    }

    private static bool IsBackTest(string document)
    {
        try
        {
            return File.Exists(document) && JsonNode.Parse(File.ReadAllBytes(document)) is JsonObject there
                && there["schema"]?.GetValue<string>() == BackTestDocument.Schema;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
