namespace HighNeedsSim.Browser.Tests;

/// <summary>The browser of this machine: Debian's, never one that a package would download.</summary>
internal static class Chromium
{
    /// <summary>Where it is; null when it is not installed.</summary>
    public static string? Program { get; } =
        (from name in new[] { "chromium", "chromium-browser" }
         from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
         let path = Path.Combine(folder, name)
         where File.Exists(path)
         select path).FirstOrDefault();

    /// <summary>Why a test of pages cannot run here; null when it can.</summary>
    public static string? Missing => Program is null ? "There is no Chromium on the PATH: on Debian, apt-get install chromium." : null;
}

/// <summary>A fact about pages in a browser: it is skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Chromium.Missing;
}

/// <summary>A fact about each of several pages in a browser: it is skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Chromium.Missing;
}
