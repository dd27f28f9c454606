using System.Reflection;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cluster;

/// <summary>The model's version: the same version and manifest give the same bytes.</summary>
internal static class ModelVersion
{
    /// <summary>The informational version of the model's assembly.</summary>
    public static string Current { get; } =
        typeof(World).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
