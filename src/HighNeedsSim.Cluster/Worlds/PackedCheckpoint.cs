using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cluster;

/// <summary>A checkpoint as the store keeps it: packed, because most of what plan-holders remember repeats.</summary>
/// <remarks>
/// A sixth to a third of its room, for about as much processor time as a database needs to take in the rest: docs/benchmarks.md. Deflate at its
/// fastest; Brotli packs a quarter closer and takes half as long again.
/// </remarks>
internal static class PackedCheckpoint
{
    // Small enough that the collector takes them with what is short-lived, and lent ones are used again.
    private const int Piece = 1 << 16;

    /// <summary>Packs it, piece by piece: neither the checkpoint nor what it is packed into grows in one large array, for which the collector would come late.</summary>
    public static byte[] Of(WorldCheckpoint checkpoint)
    {
        var pipe = new Pipe(new PipeOptions(minimumSegmentSize: Piece, pauseWriterThreshold: 0, useSynchronizationContext: false));
        using (var packing = new ZLibStream(pipe.Writer.AsStream(), CompressionLevel.Fastest))
        {
            checkpoint.Write(new Into(packing));
        }

        try
        {
            return pipe.Reader.TryRead(out var packed) ? packed.Buffer.ToArray() : [];
        }
        finally
        {
            pipe.Reader.Complete();
        }
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

    // The model knows of no streams: it writes into room that it is given, and here that is one piece, again and again.
    private sealed class Into(Stream stream) : IBufferWriter<byte>
    {
        private readonly byte[] _piece = new byte[Piece];

        public void Advance(int count) => stream.Write(_piece, 0, count);

        public Memory<byte> GetMemory(int sizeHint = 0) => sizeHint <= Piece ? _piece : throw new ArgumentOutOfRangeException(nameof(sizeHint));

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
