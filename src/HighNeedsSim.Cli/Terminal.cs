using System.Text;

namespace HighNeedsSim.Cli;

/// <summary>Where a command writes: data to one stream, progress and errors to the other.</summary>
/// <param name="Out">Data.</param>
/// <param name="Error">Progress, notes and errors.</param>
/// <param name="OutIsTerminal">Whether a person reads the data as they come.</param>
/// <param name="ErrorIsTerminal">Whether a person reads the errors as they come.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool OutIsTerminal, bool ErrorIsTerminal)
{
    /// <summary>This process's own streams, in UTF-8 whatever the machine's language is.</summary>
    public static Terminal OfThisProcess()
    {
        var dumb = Environment.GetEnvironmentVariable("TERM") == "dumb";
        return new(
            Utf8(Console.OpenStandardOutput()), Utf8(Console.OpenStandardError()),
            !Console.IsOutputRedirected && !dumb, !Console.IsErrorRedirected && !dumb);
    }

    private static StreamWriter Utf8(Stream stream) => new(stream, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
}
