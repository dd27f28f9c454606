using System.Collections.Concurrent;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Server.Runs;

/// <summary>The scenarios that this server offers, those that came with it and those made here: read afresh each time, so an edit shows at once.</summary>
/// <param name="Root">The folder of the scenarios that came with it.</param>
/// <param name="Own">Those made here.</param>
public sealed record ScenarioShelf(string Root, OwnScenarios Own)
{
    /// <summary>The scenario that a newcomer meets first, if it is there.</summary>
    public const string First = "kent-2023-safety-valve";

    private const int ReadingsAtHand = 8;

    // By the hash of the files: what was read of the same files is the same.
    private readonly ConcurrentDictionary<string, ScenarioReading> _readings = new(StringComparer.Ordinal);

    /// <summary>All scenarios: <see cref="First"/>, then the others that came with the server, then those made here.</summary>
    public IReadOnlyList<ScenarioListing> List() =>
    [
        .. ScenarioCatalogue.List(Root).OrderBy(s => s.Id != First).ThenBy(s => s.Id, StringComparer.Ordinal),
        .. ScenarioCatalogue.List(Own.Folder).Where(s => !Path.GetFileName(s.Folder).StartsWith('.')).OrderBy(s => s.Id, StringComparer.Ordinal),
    ];

    /// <summary>Whether a scenario was made here and may be changed.</summary>
    public bool IsOwn(ScenarioListing listing) => listing.Folder.StartsWith(Own.Folder, StringComparison.Ordinal);

    /// <summary>Takes a scenario from the shelf and reads it; null when there is none of that id.</summary>
    /// <param name="id">As it stands in an address: where nothing but space does, there is none.</param>
    public OpenScenario? Open(string? id)
    {
        if (id is null || (ScenarioCatalogue.Find(Root, id) ?? (id.StartsWith('.') ? null : ScenarioCatalogue.Find(Own.Folder, id))) is not { } listing)
        {
            return null;
        }

        var (package, problems) = ScenarioPackage.FromFolder(listing.Folder);
        return new(listing, package, package is null ? new(null, problems, []) : Read(package));
    }

    private ScenarioReading Read(ScenarioPackage package)
    {
        if (_readings.Count >= ReadingsAtHand)
        {
            _readings.Clear();
        }

        return _readings.GetOrAdd(package.Hash, _ => ScenarioReader.Read(package));
    }
}

/// <summary>A scenario as its files say it now.</summary>
/// <param name="Listing">Its name on the shelf.</param>
/// <param name="Package">Its files; null when they could not be gathered.</param>
/// <param name="Reading">What was understood of them, and every problem found.</param>
public sealed record OpenScenario(ScenarioListing Listing, ScenarioPackage? Package, ScenarioReading Reading)
{
    /// <summary>Its files where they may be handed out: none holds small counts of real children.</summary>
    public ScenarioPackage? ToHandOut => Reading.Scenario?.SuppressBelow is null ? Package : null;
}
