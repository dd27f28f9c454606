using System.IO.Compression;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cluster;

/// <summary>A checkpoint as the store keeps it: packed, because most of what plan-holders remember repeats.</summary>
/// <remarks>
/// A sixth to a third of its room, for about as much processor time as a database needs to take in the rest: docs/benchmarks.md. Deflate at its
/// fastest; Brotli packs a quarter closer and takes half as long again.
/// </remarks>
internal static class PackedCheckpoint
{
    /// <summary>Packs it.</summary>
    public static byte[] Of(WorldCheckpoint checkpoint)
    {
        var bytes = checkpoint.ToBytes();
        using var packed = new MemoryStream(bytes.Length / 4);
        using (var packing = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            packing.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>Unpacks it.</summary>
    /// <exception cref="InvalidDataException">The bytes are no packed checkpoint.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint is of another shape.</exception>
    public static WorldCheckpoint Open(byte[] packed)
    {
        using var unpacking = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var bytes = new MemoryStream(packed.Length * 4);
        unpacking.CopyTo(bytes);
        return WorldCheckpoint.FromBytes(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }
}
