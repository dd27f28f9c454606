using HighNeedsSim.Model.Results;

namespace HighNeedsSim.Cluster;

/// <summary>The one directory of runs, key 0.</summary>
[Alias("IRunDirectory"), GrainInterfaceType("run-directory")]
public interface IRunDirectory : IGrainWithIntegerKey
{
    /// <summary>Creates a run and starts it. The same call with the same key gives the same run.</summary>
    /// <param name="clientKey">Made by the client, so that asking again after a lost answer creates nothing new.</param>
    /// <param name="scenarioId">The scenario's id.</param>
    /// <param name="package">The scenario's files, as one package.</param>
    /// <param name="spec">Seed, replicates and variants.</param>
    /// <exception cref="ArgumentException">The run is not possible, or the key belongs to a different run.</exception>
    [Alias("Create")]
    Task<RunTicket> Create(string clientKey, string scenarioId, [Immutable] byte[] package, RunSpec spec);

    /// <summary>The same for somebody: whose run it is and what they call it are remembered with it, when it is made.</summary>
    /// <param name="clientKey">Made by the client, so that asking again after a lost answer creates nothing new.</param>
    /// <param name="scenarioId">The scenario's id.</param>
    /// <param name="package">The scenario's files, as one package.</param>
    /// <param name="spec">Seed, replicates and variants.</param>
    /// <param name="label">Whose it is, and what they call it.</param>
    /// <exception cref="ArgumentException">The run is not possible, or the key belongs to a different run.</exception>
    [Alias("CreateFor")]
    Task<RunTicket> CreateFor(string clientKey, string scenarioId, [Immutable] byte[] package, RunSpec spec, RunLabel label);

    /// <summary>Calls a run something else. Its result stays what it is.</summary>
    /// <param name="run">The run's id.</param>
    /// <param name="tag">As <see cref="RunLabel.FaultOf"/> has it; null for nothing.</param>
    /// <exception cref="ArgumentException">The tag is not one that may be kept.</exception>
    [Alias("Tag")]
    Task Tag(string run, string? tag);

    /// <summary>All runs, the newest first.</summary>
    [Alias("List")]
    Task<IReadOnlyList<RunListing>> List();
}

/// <summary>The answer to a request for a run.</summary>
/// <param name="Run">The run's id.</param>
[GenerateSerializer, Immutable, Alias("RunTicket")]
public sealed record RunTicket([property: Id(0)] string Run);

/// <summary>A run in the list of runs.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="ScenarioId">The scenario's id.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Replicates">How many futures.</param>
/// <param name="Created">When it was asked for (UTC).</param>
/// <param name="Owner">Who asked for it; null where nobody is known.</param>
/// <param name="Tag">What they call it; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("RunListing")]
public sealed record RunListing(
    [property: Id(0)] string Run,
    [property: Id(1)] string ScenarioId,
    [property: Id(2)] RunState State,
    [property: Id(3)] int Replicates,
    [property: Id(4)] DateTimeOffset Created,
    [property: Id(5)] string? Owner = null,
    [property: Id(6)] string? Tag = null);
