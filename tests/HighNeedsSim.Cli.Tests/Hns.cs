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

    public static async Task<Hns> RunAsync(string folder, string[] words)
    {
        using var process = Start(folder, words);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return new(process.ExitCode, await output, await error);
    }

    public static Process Start(string folder, string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "hns.dll"), .. words])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false, throwOnInvalidBytes: true),
            StandardErrorEncoding = new UTF8Encoding(false, throwOnInvalidBytes: true),
        };
        return Process.Start(start) ?? throw new InvalidOperationException("hns did not start.");
    }
}
