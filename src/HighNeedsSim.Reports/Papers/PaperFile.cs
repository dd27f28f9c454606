namespace HighNeedsSim.Reports.Papers;

/// <summary>A file that people take away, made when it is first asked for.</summary>
/// <param name="name">Its name, with a folder before it where there are many of a kind.</param>
/// <param name="write">Makes it.</param>
public sealed class PaperFile(string name, Func<byte[]> write)
{
    private readonly Lazy<byte[]> _bytes = new(write);

    /// <summary>Its name, with a folder before it where there are many of a kind.</summary>
    public string Name { get; } = name;

    /// <summary>What is in it: the same for the same run, details and signatures, to the byte.</summary>
    public byte[] Bytes => _bytes.Value;
}
