using HighNeedsSim.Cluster;

namespace HighNeedsSim.Server.Runs;

/// <summary>Which runs somebody wants to see; what is null is not asked about.</summary>
/// <param name="Owner">Whose.</param>
/// <param name="Tag">Words of the tag, in small or capital letters.</param>
/// <param name="State">In which state, in one small word.</param>
/// <param name="Scenario">Of which scenario, by id.</param>
public sealed record RunFilter(string? Owner, string? Tag, string? State, string? Scenario)
{
    /// <summary>All of them.</summary>
    public static RunFilter None { get; } = new(null, null, null, null);

    /// <summary>Whether anything is asked about.</summary>
    public bool IsSet => this != None;

    /// <summary>Reads it.</summary>
    public static RunFilter Read(Func<string, string?> given) => new(given("owner"), given("tag"), given("state"), given("of"));

    /// <summary>The same as a query, to be added to another.</summary>
    public string Query => string.Concat(new[] { ("owner", Owner), ("tag", Tag), ("state", State), ("of", Scenario) }
        .Where(part => part.Item2 is not null).Select(part => $"&{part.Item1}={Uri.EscapeDataString(part.Item2!)}"));

    /// <summary>Whether a run is shown.</summary>
    public bool Shows(RunListing run) =>
        (Owner is null || run.Owner == Owner)
        && (Tag is null || run.Tag?.Contains(Tag, StringComparison.OrdinalIgnoreCase) == true)
        && (State is null || run.State.Word() == State)
        && (Scenario is null || run.ScenarioId == Scenario);
}
