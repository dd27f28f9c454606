using System.Text;

namespace HighNeedsSim.Scenarios;

/// <summary>A file of a package as text: UTF-8, of bearable size, with lines of bearable length.</summary>
internal sealed record TextFile(string Path, string Text)
{
    internal const int MostBytes = 20 * 1024 * 1024;
    internal const int LongestLine = 64 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or null where the bytes are none; why not is then among the problems.</summary>
    internal static TextFile? Of(string path, ReadOnlyMemory<byte> bytes, ProblemList problems)
    {
        var span = bytes.Span;
        if (Fault(span) is { } fault)
        {
            problems.Add(path, fault.Line, fault.Message);
            return null;
        }

        if (span.StartsWith(Encoding.UTF8.Preamble))
        {
            span = span[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            return new(path, Strict.GetString(span));
        }
        catch (DecoderFallbackException e)
        {
            problems.Add(path, LineOf(span, e.Index),
                "the bytes here are not UTF-8 text: save the file as 'UTF-8' (in Excel: 'CSV UTF-8').");
            return null;
        }
    }

    private static (int? Line, string Message)? Fault(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MostBytes)
        {
            return (null, TooLarge(bytes.Length));
        }

        if (bytes.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return (null, "the file is empty: fill it in, or take the one of another scenario as a start.");
        }

        if (bytes.StartsWith<byte>([0xFF, 0xFE]) || bytes.StartsWith<byte>([0xFE, 0xFF]))
        {
            return (null, "the file is UTF-16: save it as 'UTF-8' (in Excel: 'CSV UTF-8').");
        }

        if (bytes.IndexOf((byte)0) is var nul and >= 0)
        {
            return (LineOf(bytes, nul), "there is a NUL byte here, so this is not a text file: save it as UTF-8 text.");
        }

        return LongLine(bytes) is { } line
            ? (line, $"the line is longer than {LongestLine / 1024} KiB: a table has one row a line, text is wrapped.")
            : null;
    }

    internal static string TooLarge(long bytes) =>
        $"the file has {bytes / (1024 * 1024)} MiB: at most {MostBytes / (1024 * 1024)} MiB are read. Leave out what the scenario does not need.";

    private static int? LongLine(ReadOnlySpan<byte> bytes)
    {
        for (var line = 1; bytes.Length > 0; line++)
        {
            var end = bytes.IndexOf((byte)'\n');
            var length = end < 0 ? bytes.Length : end;
            if (length > LongestLine)
            {
                return line;
            }

            bytes = end < 0 ? [] : bytes[(end + 1)..];
        }

        return null;
    }

    private static int LineOf(ReadOnlySpan<byte> bytes, int at) => bytes[..Math.Max(0, at)].Count((byte)'\n') + 1;
}
