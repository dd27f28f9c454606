using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Reports.Disclosure;

/// <summary>
/// Plans in force at the census from which a run starts, as they may be shown: in full where they are published, with small counts
/// and what would betray them hidden where the authority counted them in its own records of children.
/// </summary>
/// <remarks>
/// Tables by age, placement and need have one total, so each helps to work out the others: they are looked at together. Only those
/// counts are of real children; everything after the census is simulated.
/// </remarks>
public sealed class CountedPlans
{
    private readonly int[] _byAge;
    private readonly int[] _byPlacement;
    private readonly int[] _byNeed;
    private readonly IReadOnlyList<bool> _hidden;

    private CountedPlans(Scenario scenario)
    {
        _byAge = [.. scenario.OpeningStock.ByAgeGroup];
        _byPlacement = [.. scenario.OpeningStock.ByPlacement];
        _byNeed = new int[PrimaryNeeds.Count];
        foreach (var plan in WorldTables.Compile(scenario).OpeningPlans)
        {
            _byNeed[(int)plan.Need]++;
        }

        var sums = new SumNetwork();
        var (first, second, third, last) = (sums.Node(), sums.Node(), sums.Node(), sums.Node());
        Add(first, second, _byAge);
        Add(second, third, _byPlacement);
        Add(third, last, _byNeed);
        var total = sums.Add(last, first, scenario.OpeningStock.Total);
        _hidden = scenario.SuppressBelow is { } threshold ? Suppression.Hide(sums, threshold, arc => arc == total) : new bool[sums.Count];

        void Add(int from, int to, int[] counts)
        {
            foreach (var count in counts)
            {
                sums.Add(from, to, count);
            }
        }
    }

    /// <summary>The plans of a scenario.</summary>
    public static CountedPlans Of(Scenario scenario) => new(scenario);

    /// <summary>Plans of an age group.</summary>
    public Figure this[AgeGroup group] => Shown(_byAge, 0, (int)group);

    /// <summary>Plans of a placement type.</summary>
    public Figure this[PlacementType type] => Shown(_byPlacement, _byAge.Length, (int)type);

    /// <summary>Plans of a primary need.</summary>
    public Figure this[PrimaryNeed need] => Shown(_byNeed, _byAge.Length + _byPlacement.Length, (int)need);

    /// <summary>All plans.</summary>
    public Figure Total => _hidden[^1] ? Figure.Confidential : Figure.Of(_byPlacement.Sum());

    /// <summary>What tables with such counts say under them; nothing where all is published.</summary>
    public static IReadOnlyList<string> Notes(Scenario scenario) => scenario.SuppressBelow is { } threshold
        ? [FormattableString.Invariant($"[c] = suppressed: counts of the census below {threshold} come from the authority's own records, and others are hidden so that none can be worked out.")]
        : [];

    private Figure Shown(int[] counts, int offset, int at) => _hidden[offset + at] ? Figure.Confidential : Figure.Of(counts[at]);
}
