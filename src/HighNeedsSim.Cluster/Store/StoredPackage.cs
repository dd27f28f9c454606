using HighNeedsSim.Model.World;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Cluster;

/// <summary>Reads a package's bytes.</summary>
/// <exception cref="ArgumentException">They are no package, or its scenario is not sound.</exception>
internal delegate StoredPackage OpenPackage(byte[] bytes);

/// <summary>What a run needs to know of a scenario package.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Hash">SHA-256 of the whole package.</param>
/// <param name="Files">SHA-256 of each file.</param>
internal sealed record StoredPackage(Scenario Scenario, string Hash, IReadOnlyList<FileHash> Files)
{
    /// <summary>Reads a package as it was made from a scenario's folder.</summary>
    public static StoredPackage Open(byte[] bytes)
    {
        ScenarioPackage package;
        try
        {
            package = ScenarioPackage.FromBytes(bytes);
        }
        catch (InvalidDataException damage)
        {
            throw new ArgumentException(damage.Message, nameof(bytes), damage);
        }

        var reading = ScenarioReader.Read(package);
        return new(
            reading.Scenario ?? throw new ArgumentException($"The scenario is not sound: {string.Join(" ", reading.Problems)}", nameof(bytes)),
            package.Hash,
            package.Files);
    }
}
