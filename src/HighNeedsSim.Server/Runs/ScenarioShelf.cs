using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Server.Runs;

/// <summary>The scenarios that this server offers: the folders under one root, read afresh each time, so an edit shows at once.</summary>
/// <param name="Root">The scenarios' folder.</param>
public sealed record ScenarioShelf(string Root)
{
    /// <summary>The scenario that a newcomer meets first, if it is there.</summary>
    public const string First = "kent-2023-safety-valve";

    /// <summary>All scenarios, <see cref="First"/> first, the others by id.</summary>
    public IReadOnlyList<ScenarioListing> List() =>
        [.. ScenarioCatalogue.List(Root).OrderBy(s => s.Id != First).ThenBy(s => s.Id, StringComparer.Ordinal)];

    /// <summary>Takes a scenario from the shelf and reads it; null when there is none of that id.</summary>
    public OpenScenario? Open(string id)
    {
        // Only an id that the catalogue lists becomes a path.
        if (List().FirstOrDefault(s => s.Id == id) is not { } listing)
        {
            return null;
        }

        var (package, problems) = ScenarioPackage.FromFolder(listing.Folder);
        return new(listing, package, package is null ? new(null, problems, []) : ScenarioReader.Read(package));
    }
}

/// <summary>A scenario as its files say it now.</summary>
/// <param name="Listing">Its name on the shelf.</param>
/// <param name="Package">Its files; null when they could not be gathered.</param>
/// <param name="Reading">What was understood of them, and every problem found.</param>
public sealed record OpenScenario(ScenarioListing Listing, ScenarioPackage? Package, ScenarioReading Reading);
