namespace HighNeedsSim.House.Tests;

/// <summary>The parts of the house and which other parts each may see: architecture in one table.</summary>
internal static class Parts
{
    public const string Model = "HighNeedsSim.Model";
    public const string Scenarios = "HighNeedsSim.Scenarios";
    public const string Cluster = "HighNeedsSim.Cluster";
    public const string Reports = "HighNeedsSim.Reports";
    public const string Server = "HighNeedsSim.Server";
    public const string Cli = "HighNeedsSim.Cli";

    public static IReadOnlyDictionary<string, string[]> MaySee { get; } = new Dictionary<string, string[]>
    {
        [Model] = [],
        [Scenarios] = [Model],
        [Cluster] = [Model, Scenarios],
        [Reports] = [Model, Scenarios],
        [Server] = [Model, Scenarios, Cluster, Reports],
        [Cli] = [Model, Scenarios, Cluster, Reports],
    };

    /// <summary>The name of the assembly that a part is built into.</summary>
    public static string AssemblyOf(string part) => part == Cli ? "hns" : part;

    public static string FileOf(string part) => Path.Combine(AppContext.BaseDirectory, AssemblyOf(part) + ".dll");
}
