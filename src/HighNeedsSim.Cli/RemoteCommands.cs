using System.IO.Compression;
using System.Text;
using HighNeedsSim.Reports;

namespace HighNeedsSim.Cli;

/// <summary><c>hns run --server</c> and <c>hns report --server</c>: the same commands, where a running server does the work.</summary>
internal static class RemoteCommands
{
    // Where papers keep charts and data files; their manifest names them so.
    private static readonly string[] PaperFolders = ["charts", "data"];

    /// <summary>Starts a run on a server, follows it to its end and prints what it found.</summary>
    public static async Task<int> RunAsync(Terminal terminal, RunWords words, string address, string? tokenFile, CancellationToken cancel)
    {
        var faults = new List<string>();
        var (replicates, seed) = (words.ReadReplicates(faults), words.ReadSeed(faults));
        if (faults.Count > 0 || replicates is null || seed is null)
        {
            foreach (var fault in faults)
            {
                await terminal.Error.WriteLineAsync($"hns: {fault}");
            }

            return ExitCode.Usage;
        }

        if (words.Folder is { } target && ResultFiles.WhatIsInTheWayOfNew(target) is { } inTheWay)
        {
            await terminal.Error.WriteLineAsync($"hns: {inTheWay}");
            return ExitCode.Usage;
        }

        var notes = words.Quiet ? TextWriter.Null : terminal.Error;
        // The server knows its scenarios by name; a folder's name is the same.
        var scenario = Path.GetFileName(Path.TrimEndingDirectorySeparator(words.Scenario));
        string[]? variants = words.Variants?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string? started = null;
        try
        {
            using var server = await RemoteServer.Open(address, tokenFile, cancel);
            var run = await server.Start(scenario, replicates.Value, seed.Value, variants, cancel);
            started = run.Run;
            await notes.WriteLineAsync($"Run {run.Run} on {address}.");
            using (var progress = new ProgressReport(notes, terminal.ErrorIsTerminal, TimeProvider.System))
            {
                run = await server.Follow(run.Run, progress, cancel);
            }

            if (run.State != "finished")
            {
                await terminal.Error.WriteLineAsync($"hns: the run was {run.State}{(run.Failure is null ? "." : $": {run.Failure}")}");
                return ExitCode.Failure;
            }

            await terminal.Out.WriteAsync(Encoding.UTF8.GetString(await server.Bytes(RemoteServer.Path(run.Run, words.Json ? "/results.json" : "/results.txt"), cancel)));
            if (words.Folder is { } folder)
            {
                await notes.WriteLineAsync($"Written to {folder}: {string.Join(", ", await KeepAsync(server, run.Run, folder, cancel))}.");
            }

            return ExitCode.Ok;
        }
        catch (RemoteException fault)
        {
            await terminal.Error.WriteLineAsync($"hns: {fault.Message}");
            return fault.ExitCode;
        }
        catch (OperationCanceledException) when (started is not null)
        {
            await terminal.Error.WriteLineAsync($"hns: the run goes on there; 'hns runs stop {started} --server {address}' stops it.");
            throw;
        }
    }

    /// <summary>Takes the council paper of a run and the files beside it from a server.</summary>
    public static async Task<int> ReportAsync(
        Terminal terminal, string run, string? since, string? details, string? target, string address, string? tokenFile, CancellationToken cancel)
    {
        if (details is not null)
        {
            await terminal.Error.WriteLineAsync("hns: --details belongs to a run's folder here: a server writes its papers without.");
            return ExitCode.Usage;
        }

        try
        {
            using var server = await RemoteServer.Open(address, tokenFile, cancel);
            await server.Get(run, cancel);
            var folder = target ?? Path.Combine("runs", run, "report");
            var into = Directory.CreateDirectory(folder).FullName;
            var part = since is null ? "report.zip" : $"since/{Uri.EscapeDataString(since)}/comparison.zip";
            using var zip = new ZipArchive(new MemoryStream(await server.Bytes($"/runs/{Uri.EscapeDataString(run)}/{part}", cancel)));
            var names = new List<string>();
            foreach (var entry in zip.Entries.Where(entry => entry.Name.Length > 0))
            {
                // Its name alone, in one of two folders that a paper is known to have: nothing else that comes over a line decides where it lies.
                var beside = PaperFolders.FirstOrDefault(known => entry.FullName == $"{known}/{entry.Name}");
                await entry.ExtractToFileAsync(Path.Combine(beside is null ? into : Directory.CreateDirectory(Path.Combine(into, beside)).FullName, entry.Name), overwrite: true, cancel);
                if (beside is null)
                {
                    names.Add(entry.Name);
                }
            }

            await terminal.Out.WriteLineAsync($"Written to {folder}: {string.Join(", ", names)}.");
            return ExitCode.Ok;
        }
        catch (RemoteException fault)
        {
            await terminal.Error.WriteLineAsync($"hns: {fault.Message}");
            return fault.ExitCode;
        }
        catch (InvalidDataException)
        {
            await terminal.Error.WriteLineAsync("hns: what came from the server is no zip file.");
            return ExitCode.Failure;
        }
    }

    // The run's own folder, as a run here would have written it.
    private static async Task<IReadOnlyList<string>> KeepAsync(RemoteServer server, string run, string folder, CancellationToken cancel)
    {
        var into = Directory.CreateDirectory(folder).FullName;
        await using var packed = new FileStream(
            Path.Combine(into, $"{run}.zip.part"), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await server.Save(RemoteServer.Path(run, "/files/run-folder.zip"), packed, cancel);
        packed.Position = 0;
        await using var zip = await ZipArchive.CreateAsync(packed, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancel);
        var names = new List<string>();
        // A name alone decides where a file lies, and nothing else that comes over a line. The manifest comes last, so a folder with one is complete.
        foreach (var entry in zip.Entries.Where(entry => entry.Name.Length > 0 && entry.Name == entry.FullName))
        {
            await entry.ExtractToFileAsync(Path.Combine(into, entry.Name), overwrite: true, cancel);
            names.Add(entry.Name);
        }

        return names;
    }
}
