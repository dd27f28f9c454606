using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace HighNeedsSim.Model.Results;

/// <summary>
/// The digest of a run: SHA-256, in lower-case hexadecimal, over every number of every replicate: variants in the order of the run, replicates from 0, years,
/// measures; each as eight little-endian bytes. It is worked out piece by piece, so that nobody needs the whole for it.
/// </summary>
public sealed class RunDigest : IDisposable
{
    private const int Part = 1 << 20;

    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Begins a variant, when the last replicate of the one before has been added.</summary>
    public void Begin(string variant) => _sha.AppendData(Encoding.UTF8.GetBytes(variant));

    /// <summary>Adds the numbers of the next replicates of the variant.</summary>
    public void Add(ReadOnlySpan<long> values)
    {
        // In parts: the bytes of very many replicates are more than a span counts.
        for (; values.Length > 0; values = values[Math.Min(Part, values.Length)..])
        {
            var part = values[..Math.Min(Part, values.Length)];
            if (!BitConverter.IsLittleEndian)
            {
                var turned = new long[part.Length];
                BinaryPrimitives.ReverseEndianness(part, turned);
                part = turned;
            }

            _sha.AppendData(MemoryMarshal.AsBytes(part));
        }
    }

    /// <summary>The digest, when everything has been added.</summary>
    public string End() => Convert.ToHexStringLower(_sha.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _sha.Dispose();
}
