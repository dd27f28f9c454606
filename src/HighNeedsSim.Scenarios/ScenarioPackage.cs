using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HighNeedsSim.Scenarios;

/// <summary>
/// An immutable set of files: a scenario's folder, the national rules and the mitigation registry it uses. What a run
/// is made from, and what travels to the silos that run it.
/// </summary>
public sealed class ScenarioPackage
{
    internal const string National = "national";
    internal const string Registry = "mitigations.yaml";

    private static readonly byte[] Magic = "HNSPKG1\n"u8.ToArray();
    private readonly SortedDictionary<string, byte[]> _files;

    internal ScenarioPackage(string scenarioId, IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        ScenarioId = scenarioId;
        _files = new(StringComparer.Ordinal);
        foreach (var (path, bytes) in files)
        {
            _files[path] = bytes;
        }

        Files = [.. _files.Select(f => new FileHash(f.Key, Convert.ToHexStringLower(SHA256.HashData(f.Value))))];
        Hash = HashOf(_files);
    }

    /// <summary>The name of the scenario's folder.</summary>
    public string ScenarioId { get; }

    /// <summary>SHA-256 over the ordinally sorted files (path, length, bytes), lower-case hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>The files and their own hashes, in ordinal order of paths.</summary>
    public IReadOnlyList<FileHash> Files { get; }

    internal IReadOnlyDictionary<string, byte[]> Contents => _files;

    /// <summary>
    /// Reads a scenario's folder; <c>national/</c> and <c>mitigations.yaml</c> are found beside it, in the scenarios' root.
    /// </summary>
    /// <param name="folder">The scenario's folder.</param>
    /// <returns>
    /// The package; or null and every problem there is: those of files that cannot be read, and those of what the other
    /// files hold.
    /// </returns>
    public static (ScenarioPackage? Package, IReadOnlyList<Problem> Problems) FromFolder(string folder) => PackageFolder.Read(folder);

    /// <summary>The package as bytes: the same for the same files, on any machine.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        stream.Write(Magic);
        Write(stream, Encoding.UTF8.GetBytes(ScenarioId));
        Write(stream, _files.Count);
        foreach (var (path, bytes) in _files)
        {
            Write(stream, Encoding.UTF8.GetBytes(path));
            Write(stream, bytes);
        }

        return stream.ToArray();
    }

    /// <summary>A package from the bytes that <see cref="ToBytes"/> gave.</summary>
    /// <exception cref="InvalidDataException">The bytes are not those of a package: they were damaged on the way.</exception>
    public static ScenarioPackage FromBytes(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var rest = bytes.AsSpan();
        if (!rest.StartsWith(Magic))
        {
            throw new InvalidDataException("These bytes are not a scenario package.");
        }

        rest = rest[Magic.Length..];
        var id = Encoding.UTF8.GetString(Part(ref rest));
        var count = Length(ref rest);
        var files = new List<KeyValuePair<string, byte[]>>();
        for (var i = 0; i < count; i++)
        {
            var path = Encoding.UTF8.GetString(Part(ref rest));
            files.Add(new(path, Part(ref rest).ToArray()));
        }

        return rest.IsEmpty ? new(id, files) : throw Damaged();
    }

    private static string HashOf(SortedDictionary<string, byte[]> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[8];
        foreach (var (path, bytes) in files)
        {
            // Lengths before both, so that no two sets of files run together into the same bytes.
            var name = Encoding.UTF8.GetBytes(path);
            BinaryPrimitives.WriteInt64LittleEndian(length, name.Length);
            hash.AppendData(length);
            hash.AppendData(name);
            BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Write(MemoryStream stream, byte[] bytes)
    {
        Write(stream, bytes.Length);
        stream.Write(bytes);
    }

    private static void Write(MemoryStream stream, int number)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(four, number);
        stream.Write(four);
    }

    private static int Length(ref Span<byte> rest)
    {
        if (rest.Length < 4 || BinaryPrimitives.ReadInt32LittleEndian(rest) is not (>= 0 and var length))
        {
            throw Damaged();
        }

        rest = rest[4..];
        return length;
    }

    private static Span<byte> Part(ref Span<byte> rest)
    {
        var length = Length(ref rest);
        if (length > rest.Length)
        {
            throw Damaged();
        }

        var part = rest[..length];
        rest = rest[length..];
        return part;
    }

    private static InvalidDataException Damaged() => new("The scenario package was damaged: its lengths do not fit its bytes.");
}
