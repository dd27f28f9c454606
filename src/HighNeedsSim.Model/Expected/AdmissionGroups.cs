using HighNeedsSim.Model.Placements;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>
/// The children who apply for a type of placement, put together where no provider of the type tells them apart: by home
/// district, curriculum years, needs and bands. Exact: all of a group have the same list of providers.
/// </summary>
internal sealed class AdmissionGroups
{
    private readonly int[] _yearClass;
    private readonly int[] _needGroup;
    private readonly int[] _bandGroup;
    private readonly short[][] _limited;
    private readonly bool[] _open;
    private readonly int[] _byLane;
    private readonly bool[] _takesAll;
    private readonly int _lanes;

    internal AdmissionGroups(WorldTables world, PlacementType type)
    {
        Type = type;
        var scenario = world.Scenario;
        var providers = scenario.Providers.Where(p => p.Type == type).ToArray();
        Limited = [.. Enumerable.Range(0, scenario.Providers.Count).Where(p => scenario.Providers[p].Type == type && scenario.Providers[p].HasLimit)];
        _yearClass = Alike(NcYear.Count, (y, p) => y + NcYear.First.Value >= providers[p].FromYear && y + NcYear.First.Value <= providers[p].ToYear, providers.Length);
        _needGroup = Alike(PrimaryNeeds.Count, (n, p) => providers[p].Needs.Contains((PrimaryNeed)n), providers.Length);
        _bandGroup = Alike(OpeningStock.Bands, (b, p) => b + 1 >= providers[p].FromBand && b + 1 <= providers[p].ToBand, providers.Length);
        YearClasses = _yearClass.Max() + 1;
        NeedGroups = _needGroup.Max() + 1;
        BandGroups = _bandGroup.Max() + 1;
        Count = world.Districts * YearClasses * NeedGroups * BandGroups;
        _limited = new short[Count][];
        _open = new bool[Count];
        for (var d = 0; d < world.Districts; d++)
        {
            for (var y = NcYear.Count - 1; y >= 0; y--)
            {
                for (var n = PrimaryNeeds.Count - 1; n >= 0; n--)
                {
                    for (var b = OpeningStock.Bands - 1; b >= 0; b--)
                    {
                        var group = GroupOf(d, y, _needGroup[n], b);
                        if (_limited[group] is null)
                        {
                            var choice = world.Choices.For(d, type, (PrimaryNeed)n, b + 1, new(y + NcYear.First.Value));
                            (_limited[group], _open[group]) = (choice.Limited, choice.Open.Length > 0);
                        }
                    }
                }
            }
        }

        _lanes = world.Districts * OpeningStock.Bands;
        _byLane = new int[YearClasses * NeedGroups * _lanes];
        _takesAll = new bool[YearClasses];
        for (var y = NcYear.Count - 1; y >= 0; y--)
        {
            for (var n = 0; n < NeedGroups; n++)
            {
                for (var lane = 0; lane < _lanes; lane++)
                {
                    _byLane[(((_yearClass[y] * NeedGroups) + n) * _lanes) + lane] = GroupOf(lane / OpeningStock.Bands, y, n, lane % OpeningStock.Bands);
                }
            }

            _takesAll[_yearClass[y]] = Enumerable.Range(0, NeedGroups).All(n => Of(y, n).ToArray().All(IsOpen));
        }
    }

    /// <summary>The type.</summary>
    internal PlacementType Type { get; }

    /// <summary>Positions of its providers with a limit.</summary>
    internal int[] Limited { get; }

    /// <summary>How many groups there are.</summary>
    internal int Count { get; }

    /// <summary>How many classes of curriculum years.</summary>
    internal int YearClasses { get; }

    /// <summary>How many groups of needs.</summary>
    internal int NeedGroups { get; }

    /// <summary>How many groups of bands.</summary>
    internal int BandGroups { get; }

    /// <summary>The class of a curriculum year, by position.</summary>
    internal int YearClass(int year) => _yearClass[year];

    /// <summary>The group of a primary need.</summary>
    internal int NeedGroup(PrimaryNeed need) => _needGroup[(int)need];

    /// <summary>The groups of children of a curriculum year (by position) and group of needs, by home district and band.</summary>
    internal ReadOnlySpan<int> Of(int year, int needGroup) =>
        _byLane.AsSpan(((_yearClass[year] * NeedGroups) + needGroup) * _lanes, _lanes);

    /// <summary>Whether a provider without a limit takes whoever of a curriculum year (by position) is turned away by the others.</summary>
    internal bool TakesAll(int year) => _takesAll[_yearClass[year]];

    /// <summary>The class of curriculum years that a group is of.</summary>
    internal int YearClassOf(int group) => group / (BandGroups * NeedGroups) % YearClasses;

    /// <summary>Providers with a limit, in the order in which a group asks them.</summary>
    internal short[] List(int group) => _limited[group];

    /// <summary>Whether a provider without a limit takes those of a group whom the others turn away.</summary>
    internal bool IsOpen(int group) => _open[group];

    private int GroupOf(int district, int year, int needGroup, int band) =>
        (((((district * YearClasses) + _yearClass[year]) * NeedGroups) + needGroup) * BandGroups) + _bandGroup[band];

    // Things that every provider treats alike share a number.
    private static int[] Alike(int count, Func<int, int, bool> accepts, int providers)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var groups = new int[count];
        for (var i = 0; i < count; i++)
        {
            var signature = new string([.. Enumerable.Range(0, providers).Select(p => accepts(i, p) ? '1' : '0')]);
            groups[i] = known.TryGetValue(signature, out var group) ? group : known[signature] = known.Count;
        }

        return groups;
    }
}
