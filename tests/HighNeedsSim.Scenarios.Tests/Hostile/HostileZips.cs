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

    /// <summary>One of them, by chance.</summary>
    public static byte[] Made(Mutations mutations)
    {
        string[] names = ["scenario.yaml", "a/scenario.yaml", "data/x.csv", "../x.csv", "a/../../x.csv", "/x.csv", "a\\x.csv", "C:x.csv", "x.exe", "x.csv ", ".", "..", "/", "data/", "A/SCENARIO.YAML", new('a', 300), "é.csv", "e\u0301.csv", "x\0.csv"];
        var files = Enumerable.Range(0, mutations.Below(6)).Select(n => (
            mutations.Below(4) == 0 ? "x" + System.Text.Encoding.UTF8.GetString(mutations.Token()) : mutations.Of(names),
            mutations.Below(4) == 0 ? new byte[mutations.Below(200_000)] : mutations.Token())).ToArray();
        var zip = mutations.Below(2) == 0 ? Stored(files) : Packed(files);
        return mutations.Below(3) switch
        {
            0 => Lying(zip, mutations.Of<uint>([0, 1, 10_000_000, 0xFFFFFFFE, 0xFFFFFFFF])),
            1 => mutations.Spoil(zip, [zip]),
            _ => zip,
        };
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
