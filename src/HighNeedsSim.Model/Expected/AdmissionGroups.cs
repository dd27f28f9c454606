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
    private readonly short[] _nearest;
    private readonly bool[] _open;
    private readonly bool[] _takesAll;
    private readonly int _districts;

    internal AdmissionGroups(WorldTables world, PlacementType type)
    {
        (Type, _districts) = (type, world.Districts);
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
                        var group = First(_yearClass[y], d, _bandGroup[b]) + _needGroup[n];
                        if (_limited[group] is null)
                        {
                            var choice = world.Choices.For(d, type, (PrimaryNeed)n, b + 1, new(y + NcYear.First.Value));
                            (_limited[group], _open[group]) = (choice.Limited, choice.Open.Length > 0);
                        }
                    }
                }
            }
        }

        OfClass = Count / YearClasses;
        _nearest = [.. _limited.Select(list => list is [var nearest, ..] ? nearest : (short)-1)];
        _takesAll = [.. Enumerable.Range(0, YearClasses).Select(c => _open.AsSpan(c * OfClass, OfClass).IndexOf(false) < 0)];
        IsPlain = Limited.Length == 0 && Enumerable.Range(0, YearClasses).All(c => _takesAll[c] || _open.AsSpan(c * OfClass, OfClass).IndexOf(true) < 0);
        Rounds =
        [
            .. Enumerable.Range(0, _limited.Max(list => list.Length)).Select(round =>
                Enumerable.Range(0, Count).Where(g => round < _limited[g].Length).GroupBy(g => _limited[g][round])
                    .OrderBy(asking => asking.Key).Select(asking => new Asking(
                        asking.Key, [.. asking], [.. asking.Select(g => (Array.IndexOf(Limited, asking.Key) * YearClasses) + YearClassOf(g))])).ToArray()),
        ];
    }

    /// <summary>The type.</summary>
    internal PlacementType Type { get; }

    /// <summary>Positions of its providers with a limit.</summary>
    internal int[] Limited { get; }

    /// <summary>Whether providers without a limit take everybody, of all curriculum years.</summary>
    internal bool TakesEverybody => Array.IndexOf(_takesAll, false) < 0;

    /// <summary>
    /// Whether nothing depends on who applies: no provider of the type has a limit, and those of a class of years are all taken or all
    /// turned away.
    /// </summary>
    internal bool IsPlain { get; }

    /// <summary>Round by round, the groups that ask each provider with a limit: those whose list has it in that place.</summary>
    internal Asking[][] Rounds { get; }

    /// <summary>How many groups there are.</summary>
    internal int Count { get; }

    /// <summary>How many of them are of each class of curriculum years.</summary>
    internal int OfClass { get; }

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

    /// <summary>The first of the groups of a class of years, home district and group of bands: its groups of needs follow.</summary>
    internal int First(int yearClass, int district, int bandGroup) =>
        ((((yearClass * _districts) + district) * BandGroups) + bandGroup) * NeedGroups;

    /// <summary>The group of a band, by position.</summary>
    internal int BandGroup(int band) => _bandGroup[band];

    /// <summary>Whether a provider without a limit takes whoever of a curriculum year (by position) is turned away by the others.</summary>
    internal bool TakesAll(int year) => _takesAll[_yearClass[year]];

    /// <summary>The class of curriculum years that a group is of.</summary>
    internal int YearClassOf(int group) => group / OfClass;

    /// <summary>Whether a provider without a limit takes whoever of a class of years is turned away by the others.</summary>
    internal bool ClassTakesAll(int yearClass) => _takesAll[yearClass];

    /// <summary>Providers with a limit, in the order in which a group asks them.</summary>
    internal short[] List(int group) => _limited[group];

    /// <summary>The provider with a limit that each group of a class of years asks first; −1 where there is none.</summary>
    internal ReadOnlySpan<short> Nearest(int yearClass) => _nearest.AsSpan(yearClass * OfClass, OfClass);

    /// <summary>Whether a provider without a limit takes those of a group whom the others turn away.</summary>
    internal bool IsOpen(int group) => _open[group];

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

/// <summary>Who asks a provider in a round.</summary>
/// <param name="Provider">Its position among all providers.</param>
/// <param name="Groups">The groups, in rising order.</param>
/// <param name="AdmittedAt">For each of them, its class of years at the provider: [position among the type's providers with a limit × classes + class].</param>
internal sealed record Asking(int Provider, int[] Groups, int[] AdmittedAt);
