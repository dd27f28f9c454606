using System.IO.Compression;

namespace HighNeedsSim.Reports.Office;

/// <summary>
/// Packages whose bytes depend on what is in them and on nothing else: entries in the order given, all of the same time, stored
/// and not compressed, because what a compressor writes depends on its version and on the processor.
/// </summary>
internal static class FixedPackage
{
    // The first day that the format can tell.
    private static readonly DateTimeOffset Beginning = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Files as a zip archive.</summary>
    internal static byte[] Zip(IEnumerable<(string Name, byte[] Bytes)> files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
                entry.LastWriteTime = Beginning;
                using var content = entry.Open();
                content.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    /// <summary>The same Office document with fixed bytes.</summary>
    internal static byte[] Of(MemoryStream document)
    {
        document.Position = 0;
        using var zip = new ZipArchive(document, ZipArchiveMode.Read);
        var parts = zip.Entries
            // Readers look for the list of content types first.
            .OrderBy(entry => entry.FullName != "[Content_Types].xml").ThenBy(entry => entry.FullName, StringComparer.Ordinal)
            .Select(entry =>
            {
                using var content = entry.Open();
                using var bytes = new MemoryStream();
                content.CopyTo(bytes);
                return (entry.FullName, bytes.ToArray());
            });
        return Zip([.. parts]);
    }
}
