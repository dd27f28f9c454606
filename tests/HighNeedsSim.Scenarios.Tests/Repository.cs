namespace HighNeedsSim.Scenarios.Tests;

/// <summary>Where the repository lies on the machine that runs the tests, and what lies beside it.</summary>
internal static class Repository
{
    internal static string Root { get; } = RepositoryRoot.Folder;

    internal static string Scenarios => Path.Combine(Root, "scenarios");

    /// <summary>The official statistics that the scenarios were written from; not part of the repository.</summary>
    internal static string Published => Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));

    internal static string Scenario(string id) => Path.Combine(Scenarios, id);
}

/// <summary>A fact about published figures: it is skipped where they are not beside the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PublishedFactAttribute : FactAttribute
{
    public PublishedFactAttribute()
    {
        if (!Directory.Exists(Repository.Published))
        {
            Skip = "The official statistics (../shared/data) are not beside this clone.";
        }
    }
}
