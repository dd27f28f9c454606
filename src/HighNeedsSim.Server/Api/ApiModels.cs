using System.ComponentModel;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Server.Api;

/// <summary>A scenario in the list of scenarios.</summary>
/// <param name="Id">Its name in addresses.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Summary">A few sentences.</param>
/// <param name="Own">Whether it was made on this server and may be changed.</param>
public sealed record ApiScenario(string Id, string Title, string Summary, bool Own);

/// <summary>The list of scenarios.</summary>
/// <param name="Scenarios">All of them.</param>
public sealed record ApiScenarioList(IReadOnlyList<ApiScenario> Scenarios);

/// <summary>A scenario with what it assumes.</summary>
/// <param name="Id">Its name in addresses.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Summary">A few sentences.</param>
/// <param name="Own">Whether it was made on this server and may be changed.</param>
/// <param name="Hash">SHA-256 over its files: also its entity tag. Null when its files cannot be gathered.</param>
/// <param name="Variants">The policies it compares, the baseline first; empty while it has problems.</param>
/// <param name="Assumptions">Every figure with its source, year and confidence.</param>
/// <param name="Problems">Every problem of its files; empty when it can run.</param>
public sealed record ApiScenarioDetail(
    string Id,
    string Title,
    string Summary,
    bool Own,
    string? Hash,
    IReadOnlyList<ApiVariant> Variants,
    IReadOnlyList<Assumption> Assumptions,
    IReadOnlyList<string> Problems);

/// <summary>One set of policies to play out.</summary>
/// <param name="Id">Used in results.</param>
/// <param name="Title">For people.</param>
/// <param name="Mitigations">Codes of the mitigations in force.</param>
/// <param name="SafetyValve">Whether the Safety Valve agreement is in force.</param>
public sealed record ApiVariant(string Id, string Title, IReadOnlyList<string> Mitigations, bool SafetyValve);

/// <summary>What to play out.</summary>
/// <param name="Scenario">Id of the scenario.</param>
/// <param name="Replicates">How many simulated futures, 1 to 100,000.</param>
/// <param name="Seed">The same seed gives the same futures.</param>
/// <param name="Variants">Ids of the variants to compare with the baseline; all when left out.</param>
/// <param name="Tag">What it is to be called, in at most 80 characters.</param>
public sealed record ApiRunRequest(
    string Scenario,
    [property: DefaultValue(1000)] int Replicates = 1000,
    [property: DefaultValue(1UL)] ulong Seed = 1,
    IReadOnlyList<string>? Variants = null,
    string? Tag = null);

/// <summary>What a run is to be called.</summary>
/// <param name="Tag">In at most 80 characters; null for nothing.</param>
public sealed record ApiTag(string? Tag);

/// <summary>A run.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Scenario">Id of its scenario.</param>
/// <param name="State">queued, running, finished, failed or cancelled.</param>
/// <param name="Replicates">How many simulated futures.</param>
/// <param name="Created">When it was asked for.</param>
/// <param name="Owner">Who asked for it; null where nobody is known.</param>
/// <param name="Tag">What they call it; null for nothing.</param>
/// <param name="Progress">How far it is; null in lists.</param>
/// <param name="Failure">Why it failed; null for all others.</param>
/// <param name="Links">Where the rest is.</param>
public sealed record ApiRun(
    string Run,
    string Scenario,
    string State,
    int Replicates,
    DateTimeOffset Created,
    string? Owner,
    string? Tag,
    ApiProgress? Progress,
    string? Failure,
    ApiLinks Links);

/// <summary>How far a run is.</summary>
/// <param name="Percent">0 to 100.</param>
/// <param name="ReplicatesDone">Futures finished in every variant.</param>
/// <param name="ElapsedSeconds">Time since it was asked for; once it has ended, how long it took.</param>
/// <param name="LeftSeconds">Estimated time left; null while there is nothing to judge by.</param>
public sealed record ApiProgress(int Percent, int ReplicatesDone, double ElapsedSeconds, double? LeftSeconds);

/// <summary>Where the rest of a run is.</summary>
/// <param name="Self">The run itself.</param>
/// <param name="Events">Its progress as server-sent events.</param>
/// <param name="Results">Its result, once it has finished.</param>
/// <param name="Page">Its page for people.</param>
public sealed record ApiLinks(string Self, string Events, string Results, string Page);

/// <summary>Some runs, the newest first.</summary>
/// <param name="Runs">The runs.</param>
/// <param name="Next">Where the next ones are; null at the end.</param>
public sealed record ApiRunList(IReadOnlyList<ApiRun> Runs, string? Next);

/// <summary>Two runs compared, the second less the first, future by future.</summary>
/// <param name="First">Id of the first run.</param>
/// <param name="Second">Id of the second run.</param>
/// <param name="Futures">How many futures both played.</param>
/// <param name="Unit">Of all amounts.</param>
/// <param name="Sentences">What changes, in words.</param>
/// <param name="Changes">What the second scenario assumes differently, in words.</param>
/// <param name="Differences">The differences.</param>
public sealed record ApiComparison(
    string First,
    string Second,
    int Futures,
    string Unit,
    IReadOnlyList<string> Sentences,
    IReadOnlyList<string> Changes,
    IReadOnlyList<ApiDifference> Differences);

/// <summary>A difference of the cumulative deficit on a 31 March.</summary>
/// <param name="Variant">The variant's id.</param>
/// <param name="Year">The financial year that ends on it: 2026-27.</param>
/// <param name="StartYear">The calendar year in which it starts.</param>
/// <param name="Mean">The mean over futures.</param>
/// <param name="P10">1 future in 10 lies below.</param>
/// <param name="P50">The median.</param>
/// <param name="P90">1 future in 10 lies above.</param>
public sealed record ApiDifference(string Variant, string Year, int StartYear, decimal Mean, decimal P10, decimal P50, decimal P90);
