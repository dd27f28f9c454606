using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.World;

/// <summary>A world to play out: one variant, a batch of replicates, with everything drawn that is drawn once.</summary>
/// <remarks>Immutable, but for the memory in which it is played; all districts, cohorts, providers and the authority of the world share it.</remarks>
public sealed class WorldContext
{
    private CohortRates? _cohorts;

    private WorldContext(WorldTables tables, Variant variant, ulong seed, int first, Replicate[] replicates, WorldMemory? memory = null)
    {
        Pieces = new(memory ?? new());
        Tables = tables;
        Variant = variant;
        Seed = seed;
        First = first;
        Replicates = replicates;
    }

    /// <summary>What all worlds of the scenario share.</summary>
    public WorldTables Tables { get; }

    /// <summary>The scenario.</summary>
    public Scenario Scenario => Tables.Scenario;

    /// <summary>The policies played out.</summary>
    public Variant Variant { get; }

    /// <summary>The run's seed.</summary>
    public ulong Seed { get; }

    /// <summary>The first replicate of the batch.</summary>
    public int First { get; }

    /// <summary>How many replicates the batch has.</summary>
    public int Count => Replicates.Length;

    internal Replicate[] Replicates { get; }

    /// <summary>The memory in which it is played.</summary>
    internal WorldPieces Pieces { get; }

    /// <summary>What cohorts ask of every replicate: worked out when first asked for. Two threads may do so at once; both find the same.</summary>
    internal CohortRates Cohorts => _cohorts ??= new(this);

    /// <summary>A world.</summary>
    /// <param name="tables">The scenario's tables.</param>
    /// <param name="variant">Id of one of the scenario's variants.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="first">The first replicate, 0 or more.</param>
    /// <param name="count">How many replicates, 1 to 65,535.</param>
    /// <param name="memory">Memory that worlds before it have left; null for its own.</param>
    /// <exception cref="ArgumentException">There is no such variant, or the batch is empty or too large.</exception>
    public static WorldContext Create(WorldTables tables, string variant, ulong seed, int first, int count, WorldMemory? memory = null)
    {
        if (first < 0 || count is < 1 or > ushort.MaxValue)
        {
            throw new ArgumentException($"A batch of {count} replicates from {first} is not possible: 1 to {ushort.MaxValue}, from 0.", nameof(count));
        }

        var policies = tables.Scenario.Variants.FirstOrDefault(v => v.Id == variant)
            ?? throw new ArgumentException(
                $"There is no variant '{variant}'; there are: {string.Join(", ", tables.Scenario.Variants.Select(v => v.Id))}.", nameof(variant));
        var replicates = new Replicate[count];
        for (var r = 0; r < count; r++)
        {
            replicates[r] = new(tables, policies, seed, first + r);
        }

        return new(tables, policies, seed, first, replicates, memory);
    }

    /// <summary>
    /// Hands the memory of this world on to the next. Only for a world that has been played to its end, with every question to every part of it answered: from here
    /// on none of its parts may be asked for anything, and nothing that they lent may be read.
    /// </summary>
    public void HandOn() => Pieces.HandOn();

    /// <summary>The same futures' parameters with other chance: what two such worlds have in common is their parameters.</summary>
    /// <param name="tables">The scenario's tables.</param>
    /// <param name="variant">Id of one of the scenario's variants.</param>
    /// <param name="seed">The run's seed, from which parameters come.</param>
    /// <param name="first">The first replicate.</param>
    /// <param name="count">How many replicates.</param>
    /// <param name="chance">Another seed, from which all else comes.</param>
    internal static WorldContext OtherChance(WorldTables tables, string variant, ulong seed, int first, int count, ulong chance)
    {
        var policies = tables.Scenario.Variants.First(v => v.Id == variant);
        return new(tables, policies, seed, first, [.. Enumerable.Range(first, count).Select(r =>
            new Replicate(tables, policies, Draws.Of(chance, r), Parameters.Drawn(tables, seed, r)))]);
    }

    /// <summary>A world of one future whose parameters are given, in which nothing is left to chance.</summary>
    internal static WorldContext Expected(WorldTables tables, Variant variant, Parameters parameters) =>
        new(tables, variant, 0, 0, [new(tables, variant, default, parameters)]);
}
