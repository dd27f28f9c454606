using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using HighNeedsSim.Model.Results;

namespace HighNeedsSim.Reports.Runs;

/// <summary>
/// Every number of every replicate as a file: an array of 64-bit integers, [variant][replicate][number], in the open
/// format of NumPy, so that an analyst reads it with one call and this program needs nothing else to write a paper later.
/// A replicate's numbers are [year][measure] and after them [month][monthly measure]; all are named in the manifest, in order.
/// </summary>
internal static partial class ReplicatesFile
{
    internal const string Name = "replicates.npy";

    // Longer headers than this are no array of ours.
    private const int LongestHeader = 4096;
    private const int Alignment = 64;

    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    /// <summary>Writes the array.</summary>
    internal static void Write(Stream stream, RunResult result)
    {
        var layout = result.Layout;
        var header = string.Create(
            CultureInfo.InvariantCulture,
            $"{{'descr': '<i8', 'fortran_order': False, 'shape': ({result.Spec.Variants.Count}, {result.Spec.Replicates}, {layout.Length}), }}");
        var length = Magic.Length + sizeof(ushort) + header.Length + 1;
        header = header.PadRight(header.Length + ((Alignment - (length % Alignment)) % Alignment)) + "\n";
        stream.Write(Magic);
        Span<byte> size = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(size, (ushort)header.Length);
        stream.Write(size);
        stream.Write(Encoding.ASCII.GetBytes(header));
        foreach (var variant in result.Spec.Variants)
        {
            WriteValues(stream, result.Values(variant));
        }
    }

    /// <summary>Reads the array back; null where the file is not one that fits the run.</summary>
    internal static RunResult? Read(Stream stream, ResultLayout layout, RunSpec spec)
    {
        Span<byte> start = stackalloc byte[10];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start[..8].SequenceEqual(Magic))
        {
            return null;
        }

        var header = new byte[Math.Min(LongestHeader, (int)BinaryPrimitives.ReadUInt16LittleEndian(start[8..]))];
        int[] shape = [spec.Variants.Count, spec.Replicates, layout.Length];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length
            || !Shape(Encoding.ASCII.GetString(header)).SequenceEqual(shape))
        {
            return null;
        }

        var worlds = new List<WorldResult>();
        foreach (var variant in spec.Variants)
        {
            if (ReadValues(stream, spec.Replicates * layout.Length) is not { } values)
            {
                return null;
            }

            worlds.Add(new(variant, 0, spec.Replicates, values));
        }

        return stream.ReadByte() < 0 ? RunResult.Merge(layout, spec, worlds) : null;
    }

    private static IEnumerable<int> Shape(string header) => Header().Match(header) is { Success: true } match
        ? match.Groups[1].Value.Split(',').Select(part => int.TryParse(part, NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var n) ? n : -1)
        : [];

    private static void WriteValues(Stream stream, ReadOnlySpan<long> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        Span<byte> eight = stackalloc byte[sizeof(long)];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteInt64LittleEndian(eight, value);
            stream.Write(eight);
        }
    }

    private static long[]? ReadValues(Stream stream, int count)
    {
        var values = new long[count];
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            return null;
        }

        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(values, values);
        }

        return values;
    }

    [GeneratedRegex(@"\A\{'descr': '<i8', 'fortran_order': False, 'shape': \(([0-9]+, [0-9]+, [0-9]+)\), \} *\n\z", RegexOptions.CultureInvariant)]
    private static partial Regex Header();
}
