using System.Text;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Documents;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports;

/// <summary>The files of a run: what a council keeps with its papers.</summary>
public static class ResultFiles
{
    internal const string ManifestName = "manifest.json";
    internal const string DocumentName = "run.json";

    // ENOSPC and EROFS, which .NET hands through, and ERROR_DISK_FULL.
    private const int NoSpace = 28;
    private const int ReadOnlyDisk = 30;
    private const int NoSpaceOnWindows = unchecked((int)0x80070070);

    /// <summary>Whether the results of a run could be written to a folder, without writing them; null when they could.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    /// <param name="run">The run; its id may still be empty, because what fixes a result is known before.</param>
    /// <returns>One sentence about what is in the way.</returns>
    public static string? WhatIsInTheWay(string folder, RunManifest run) => WhatIsInTheWay(folder, () => InTheWayInside(folder, run));

    /// <summary>The same where all that is known is that the folder must be new or empty.</summary>
    public static string? WhatIsInTheWayOfNew(string folder) => WhatIsInTheWay(
        folder, () => Directory.EnumerateFileSystemEntries(folder).Any() ? $"{folder} is not empty: name an empty or new folder." : null);

    /// <summary>The same for other results.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    /// <param name="inside">Says what is in the way inside it, where it exists.</param>
    internal static string? WhatIsInTheWay(string folder, Func<string?> inside) => Told(folder, () =>
    {
        if (string.IsNullOrWhiteSpace(folder))
        {
            return "is no folder: name one for the results.";
        }

        if (File.Exists(folder))
        {
            return $"{folder} is a file: name a folder for the results, or move the file away.";
        }

        var nearest = new DirectoryInfo(Path.GetFullPath(folder));
        while (!nearest.Exists)
        {
            if (File.Exists(nearest.FullName))
            {
                return $"{folder} cannot be made, because {nearest.FullName} is a file.";
            }

            nearest = nearest.Parent ?? throw new DirectoryNotFoundException($"{folder} has no folder above it.");
        }

        // Permissions are many; the sure way to know is to write.
        using (File.Create(Path.Combine(nearest.FullName, $".hns-{Guid.NewGuid():N}"), 1, FileOptions.DeleteOnClose))
        {
        }

        return Directory.Exists(folder) ? inside() : null;
    });

    /// <summary>
    /// A run's files: the document, the data and its metadata, the table, the chart, every replicate, the scenario and the manifest, which comes last.
    /// </summary>
    /// <param name="findings">What the run found.</param>
    /// <param name="manifest">What fixes its result.</param>
    /// <param name="document">The run document.</param>
    /// <param name="package">The bytes of the scenario package that was played, so that the run can be made again from its files alone.</param>
    /// <returns>Their names, each with what writes it.</returns>
    public static IReadOnlyList<(string Name, Action<Stream> Write)> Of(Findings findings, RunManifest manifest, byte[] document, byte[] package) =>
    [
        (DocumentName, Bytes(document)),
        ("trajectories.csv", Bytes(Encoded(TidyData.Write(findings)))),
        ("trajectories.meta.csv", Bytes(Encoded(TidyData.WriteMetadata()))),
        ("deficit.csv", Bytes(Encoded(TrajectoryTable.WriteCsv(findings)))),
        ("deficit.svg", Bytes(Encoding.UTF8.GetBytes(
            FanChart.Draw(DeficitFan.Of(findings), new("deficit", ChartWidth.Wide, Headed: true))))),
        (ReplicatesFile.Name, stream => ReplicatesFile.Write(stream, findings.Result)),
        (RunFolder.PackageName, Bytes(package)),
        (ManifestName, Bytes(ManifestDocument.Write(manifest, findings.Result))),
    ];

    /// <summary>
    /// Writes a run's files: the document, the data and its metadata, the table, the chart, every replicate, the scenario and the
    /// manifest, each whole or not at all. The manifest comes last, so a folder with one is complete.
    /// </summary>
    /// <param name="folder">Made if it is not there; it must be empty, or hold this run or one of the same result.</param>
    /// <param name="findings">What the run found.</param>
    /// <param name="manifest">What fixes its result.</param>
    /// <param name="timings">How long it took.</param>
    /// <param name="package">The bytes of the scenario package that was played, so that the run can be made again from its folder alone.</param>
    /// <param name="beside">The expected path beside a variant, measure and year; null where nobody worked it out.</param>
    /// <returns>The names of the files, or one sentence about what went wrong.</returns>
    public static (IReadOnlyList<string> Files, string? Fault) Write(
        string folder, Findings findings, RunManifest manifest, RunTimings timings, byte[] package,
        Func<string, string, int, ExpectedFigure>? beside = null)
    {
        if (WhatIsInTheWay(folder, manifest) is { } fault)
        {
            return ([], fault);
        }

        var files = Of(findings, manifest, RunDocument.Write(findings, manifest, timings, beside), package);
        fault = WriteAll(folder, files);
        return (fault is null ? [.. files.Select(file => file.Name)] : [], fault);
    }

    /// <summary>Writes files into a folder, each whole or not at all; where one fails, those that were new are taken back.</summary>
    /// <returns>One sentence about what went wrong; null where nothing did.</returns>
    internal static string? WriteAll(string folder, IReadOnlyList<(string Name, Action<Stream> Write)> files)
    {
        List<string> made = [];
        var fault = Told(folder, () =>
        {
            if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder);
                made.Add(folder);
            }

            foreach (var (name, write) in files)
            {
                var path = Path.Combine(folder, name);
                if (!File.Exists(path))
                {
                    made.Add(path);
                }

                WriteWhole(path, write);
            }

            return null;
        });
        if (fault is not null)
        {
            // Half a result's files would look like somebody else's folder to the next attempt.
            made.Reverse();
            made.ForEach(Remove);
        }

        return fault;
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path);
        }
        else
        {
            File.Delete(path);
        }
    }

    private static string? InTheWayInside(string folder, RunManifest run)
    {
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return null;
        }

        var path = Path.Combine(folder, ManifestName);
        if (!File.Exists(path) || ManifestDocument.RunOf(File.ReadAllBytes(path)) is not { } there)
        {
            return $"{folder} is not empty and holds no run: name an empty or new folder.";
        }

        return there.Run == run.Run || there.Fixed == ManifestDocument.WhatFixes(run)
            ? null
            : $"{folder} holds another run, {there.Run}: name another folder.";
    }

    internal static Action<Stream> Bytes(byte[] bytes) => stream => stream.Write(bytes);

    internal static void WriteWhole(string path, Action<Stream> write)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (var stream = File.Create(unfinished))
            {
                write(stream);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private static byte[] Encoded(string text) => [.. Csv.Encoding.GetPreamble(), .. Csv.Encoding.GetBytes(text)];

    // What the disk refuses is told in a sentence: a reader of it can do something, a reader of a stack trace cannot.
    internal static string? Told(string folder, Func<string?> act)
    {
        try
        {
            return act();
        }
        catch (UnauthorizedAccessException)
        {
            return $"{folder} may not be written to: name another folder, or ask for the right to write there.";
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or NotSupportedException)
        {
            return exception.HResult switch
            {
                NoSpace or NoSpaceOnWindows => $"{folder} could not be written to, because the disk is full: make room, or name another folder.",
                ReadOnlyDisk => $"{folder} could not be written to, because its disk is read-only: name another folder.",
                _ => $"{folder} could not be written to: name another folder.",
            };
        }
    }
}
