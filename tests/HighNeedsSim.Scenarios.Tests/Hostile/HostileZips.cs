using System.Buffers.Binary;
using System.IO.Compression;

namespace HighNeedsSim.Scenarios.Tests.Hostile;

/// <summary>Zip files as no packing program makes them.</summary>
internal static class HostileZips
{
    /// <summary>What a zip file says of an entry in its directory at the end.</summary>
    private const uint DirectoryEntry = 0x02014b50;
    private const int SizeUnpacked = 24;

    /// <summary>Files, packed as they are.</summary>
    public static byte[] Stored(params (string Name, byte[] Bytes)[] files) => Of(files, CompressionLevel.NoCompression);

    /// <summary>Files, packed.</summary>
    public static byte[] Packed(params (string Name, byte[] Bytes)[] files) => Of(files, CompressionLevel.Optimal);

    /// <summary>A file that is a link, as Unix marks one.</summary>
    public static byte[] Link(string name, string to)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var yaml = zip.CreateEntry("scenario.yaml").Open())
            {
                yaml.Write("id: a\n"u8);
            }

            var entry = zip.CreateEntry(name);
            // S_IFLNK with all permissions, in the upper half.
            entry.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var content = entry.Open();
            content.Write(System.Text.Encoding.UTF8.GetBytes(to));
        }

        return stream.ToArray();
    }

    /// <summary>The same file, whose directory says that every entry unpacks to so many bytes.</summary>
    public static byte[] Lying(byte[] zip, uint bytes)
    {
        var lying = zip.ToArray();
        for (var at = 0; at + 46 < lying.Length; at++)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(lying.AsSpan(at)) == DirectoryEntry)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(lying.AsSpan(at + SizeUnpacked), bytes);
            }
        }

        return lying;
    }

    private static byte[] Of((string Name, byte[] Bytes)[] files, CompressionLevel level)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var content = zip.CreateEntry(name, level).Open();
                content.Write(bytes);
            }
        }

        return stream.ToArray();
    }
}
