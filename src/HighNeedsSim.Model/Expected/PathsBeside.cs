using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>
/// The expected paths that a run is set beside. They depend on the scenario and the seed alone, so they can be played before the run, after it, or meanwhile, each by
/// whoever has time.
/// </summary>
public sealed class PathsBeside
{
    // Of a run of fewer than 250, two in five: a short run is to have its answer in seconds, and its own mean is no surer.
    private const int ComparedOfFive = 2;

    // The sample of parameters: so many Latin hypercubes of so many points, whose means tell how sure their mean is. Hypercubes of twenty would know it little
    // better, those of eight half as well (docs/decisions/0028).
    private const int Hypercubes = 5;
    private const int Points = 12;
    private const ulong SampleSeed = 0x5A17_CE11_0000_0001;

    private readonly Lazy<WorldTables> _tables;
    private readonly Variant[] _variants;
    private readonly RunSpec _spec;
    private readonly long[][][] _paths;

    internal PathsBeside(Scenario scenario, RunSpec spec, int futures)
    {
        (_spec, Futures) = (spec, Math.Min(futures, spec.Replicates));
        _tables = new(() => WorldTables.Compile(scenario));
        _variants = [.. spec.Variants.Select(id => scenario.Variants.First(v => v.Id == id))];
        _paths = new long[1 + Futures + (Hypercubes * Points)][][];
    }

    /// <summary>How many there are to play.</summary>
    public int Count => _paths.Length;

    /// <summary>How many futures are compared: the first ones of the run.</summary>
    internal int Futures { get; }

    /// <summary>The paths of a run, where comparing it says anything: with enough futures, of one authority; else null.</summary>
    /// <param name="scenario">What is played out.</param>
    /// <param name="spec">Seed, futures, variants.</param>
    public static PathsBeside? WhereTheySaySomething(Scenario scenario, RunSpec spec) =>
        spec.Replicates < ExpectedBeside.Fewest || scenario.Districts.Count > ExpectedBeside.MostDistricts ? null
            : new(scenario, spec, Math.Clamp(spec.Replicates * ComparedOfFive / 5, ExpectedBeside.Fewest, ExpectedBeside.Most));

    /// <summary>Plays one of them; different ones may be played at the same time.</summary>
    /// <param name="n">0 to <see cref="Count"/> − 1: first that of the medians, then those of the futures, then the sample.</param>
    public void Play(int n) => _paths[n] = ExpectedPath.Run(_tables.Value, _variants, n == 0 ? Parameters.Central
        : n <= Futures ? Parameters.Drawn(_tables.Value, _spec.Seed, n - 1)
        : Parameters.Spread(_tables.Value, SampleSeed, n - 1 - Futures, Points));

    /// <summary>Sets the run beside them, once all have been played.</summary>
    /// <param name="result">What was found by the run that they were made for.</param>
    public ExpectedBeside Beside(RunResult result) => new(result, this);

    /// <summary>That of the medians.</summary>
    internal long[] Central(string variant) => _paths[0][At(variant)];

    /// <summary>Those of the futures compared, in their order.</summary>
    internal IEnumerable<long[]> OfFutures(string variant) => _paths[1..(1 + Futures)].Select(path => path[At(variant)]);

    /// <summary>Those of the sample, hypercube by hypercube.</summary>
    internal IEnumerable<long[][]> Sample(string variant) => _paths[(1 + Futures)..].Select(path => path[At(variant)]).Chunk(Points);

    private int At(string variant) => Array.FindIndex(_variants, v => v.Id == variant);
}
