using System.Diagnostics;
using System.Text;

namespace HighNeedsSim.Cli.Tests;

/// <summary>The built command as a process of its own: what it prints where, and how it ends.</summary>
internal sealed record Hns(int ExitCode, string Out, string Error)
{
    /// <summary>The repository's root, in which people type commands.</summary>
    public static string Root { get; } = RepositoryRoot.Folder;

    /// <summary>A scenario small enough for tests.</summary>
    public const string Small = "scenarios/kent-small";

    public static Task<Hns> RunAsync(params string[] words) => RunAsync(Root, words);

    /// <param name="folder">Where the command is typed.</param>
    /// <param name="words">The command.</param>
    /// <param name="settings">Of its environment.</param>
    public static async Task<Hns> RunAsync(string folder, string[] words, params (string Name, string Value)[] settings)
    {
        using var process = Start(folder, words, settings);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return new(process.ExitCode, await output, await error);
    }

    public static Process Start(string folder, string[] words, params (string Name, string Value)[] settings)
    {
        // Tests that were started in the background ignore Ctrl+C, and what they start would too.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "hns.dll"), .. words])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false, throwOnInvalidBytes: true),
            StandardErrorEncoding = new UTF8Encoding(false, throwOnInvalidBytes: true),
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("hns did not start.");
    }
}
