using System.IO.Compression;
using HighNeedsSim.Cluster;
using HighNeedsSim.Reports;

namespace HighNeedsSim.Server.Runs;

/// <summary>
/// Whole runs to take away: the folder that <c>hns run</c> writes, packed, from which <c>hns reproduce</c>, <c>compare</c>, <c>sign</c> and <c>report</c> go on elsewhere.
/// </summary>
/// <param name="reader">Reads the scenario that was played.</param>
/// <param name="folder">Where a folder is packed before it leaves: its numbers may be more than memory should hold.</param>
public sealed class PackedRuns(RunReader reader, string folder) : IDisposable
{
    /// <summary>What it is called.</summary>
    public const string Name = "run-folder.zip";

    /// <summary>Its type.</summary>
    public const string Type = "application/zip";

    /// <summary>What is in it, for people.</summary>
    public const string What = "the whole run, every number of every future among it, to make again, compare or report elsewhere";

    private const int Buffer = 1 << 16;

    // One at a time: packing keeps a processor busy that runs need.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Whether a run may leave the house: not where its scenario holds small counts of real children.</summary>
    public static bool MayLeave(FinishedRun run) => run.Findings.Scenario.SuppressBelow is null;

    /// <summary>A run's folder as a zip archive, at its beginning; the file is gone when the stream is closed. Null where it stays in the house.</summary>
    /// <exception cref="IOException">There is no room for it.</exception>
    public async Task<Stream?> Pack(FinishedRun run, CancellationToken cancel)
    {
        if (!MayLeave(run) || await reader.ReadPackage(run.Manifest.Run, cancel) is not { } package)
        {
            return null;
        }

        await _turn.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => Write(run, package.ToBytes(), cancel), cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private FileStream Write(FinishedRun run, byte[] package, CancellationToken cancel)
    {
        var packed = new FileStream(
            Path.Combine(folder, $"{Guid.NewGuid():N}.zip.part"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, Buffer, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (var (name, write) in ResultFiles.Of(run.Findings, run.Manifest, run.File("run.json", run.Document)!, package))
                {
                    cancel.ThrowIfCancellationRequested();
                    var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
                    entry.LastWriteTime = run.Manifest.Created;
                    using var content = entry.Open();
                    write(content);
                }
            }

            packed.Position = 0;
            return packed;
        }
        catch
        {
            packed.Dispose();
            throw;
        }
    }
}
