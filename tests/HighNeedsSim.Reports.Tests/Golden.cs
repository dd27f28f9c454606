namespace HighNeedsSim.Reports.Tests;

/// <summary>Compares text with a file in the repository, whose diff is the review of a change.</summary>
internal static class Golden
{
    /// <summary>Set to 1, the files are written anew instead of compared: on purpose, and looked at before the commit.</summary>
    private const string Regenerate = "HNS_REGENERATE";

    public static void Matches(string name, string text)
    {
        var file = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable(Regenerate) == "1")
        {
            File.WriteAllText(file, text);
        }

        Assert.Equal(File.ReadAllText(file), text);
    }

    private static string Folder() => RepositoryRoot.Of("tests", "HighNeedsSim.Reports.Tests", "Golden");
}
