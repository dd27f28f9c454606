using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Placements;

/// <summary>Which providers a child of a district would be sent to, in what order.</summary>
/// <remarks>
/// Providers with a limit are asked nearest first, as many as <see cref="PlacementRules.Preferences"/>; then, if the type
/// has any, one provider without a limit: of the home district, else one that serves the whole authority, else the nearest.
/// Children whom the same providers accept have the same choice: years fall into few classes, needs and bands into others, so that all that is known
/// stays in the processor's cache.
/// </remarks>
public sealed class ProviderChoices
{
    private readonly Scenario _scenario;
    private readonly short[][] _nearest;
    private readonly int[] _classOfYear;
    private readonly int[] _classOfChild;
    private readonly (int Years, int Children) _classes;
    private readonly int[] _known;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private Choice[] _choices = new Choice[64];

    internal ProviderChoices(Scenario scenario)
    {
        _scenario = scenario;
        _nearest = [.. scenario.Districts.Select(d => Enumerable.Range(0, scenario.Providers.Count)
            .OrderBy(p => SquaredKm(d, scenario.Providers[p])).ThenBy(p => p).Select(p => (short)p).ToArray())];
        (_classOfYear, _classes.Years) = Classes(NcYear.Count, (year, provider) => provider.Serves(NcYear.OfAge(year)));
        (_classOfChild, _classes.Children) = Classes(PrimaryNeeds.Count * OpeningStock.Bands, (child, provider) =>
            provider.Covers((PrimaryNeed)(child / OpeningStock.Bands), (child % OpeningStock.Bands) + 1));
        _known = new int[scenario.Districts.Count * _classes.Years * PlacementTypes.Count * _classes.Children];
    }

    // Members that the same providers accept are of one class.
    private (int[] ClassOf, int Count) Classes(int members, Func<int, Provider, bool> accepts)
    {
        var classes = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] classOf =
        [
            .. Enumerable.Range(0, members).Select(member => string.Concat(_scenario.Providers.Select(p => accepts(member, p) ? '1' : '0')))
                .Select(accepting => classes.TryAdd(accepting, classes.Count) ? classes.Count - 1 : classes[accepting]),
        ];
        return (classOf, classes.Count);
    }

    /// <summary>The providers for a child: worked out when first asked for, the same for ever after.</summary>
    /// <param name="district">Position of the home district.</param>
    /// <param name="type">The type of placement asked for.</param>
    /// <param name="need">Primary need.</param>
    /// <param name="band">Complexity band 1 to 4.</param>
    /// <param name="year">Curriculum year.</param>
    public Choice For(int district, PlacementType type, PrimaryNeed need, int band, NcYear year)
    {
        var child = _classOfChild[((int)need * OpeningStock.Bands) + band - 1];
        ref var known = ref _known[(((((district * _classes.Years) + _classOfYear[year.Position]) * PlacementTypes.Count) + (int)type) * _classes.Children) + child];
        // Two threads may work out the same choice at once; both find the same. A number is written after its choice.
        var number = Volatile.Read(ref known);
        if (number == 0)
        {
            number = Find(district, type, need, band, year);
            Volatile.Write(ref known, number);
        }

        return _choices[number - 1];
    }

    // Apart, because what a lambda captures is allocated where the method begins.
    private int Find(int district, PlacementType type, PrimaryNeed need, int band, NcYear year) =>
        NumberOf(Find(district, p => p.Type == type && p.Accepts(need, band, year)));

    private int NumberOf(Choice choice)
    {
        var providers = $"{string.Join(' ', choice.Limited)}/{string.Join(' ', choice.Open)}";
        lock (_numbers)
        {
            if (!_numbers.TryGetValue(providers, out var number))
            {
                number = _numbers.Count + 1;
                if (number > _choices.Length)
                {
                    Array.Resize(ref _choices, 2 * _choices.Length);
                }

                (_choices[number - 1], _numbers[providers]) = (choice, number);
            }

            return number;
        }
    }

    /// <summary>
    /// The first provider with a free place for an opening plan. Guidance is followed where it can be; plans made before it
    /// may stand outside it, so those left over go to the nearest free place of their type.
    /// </summary>
    internal int FirstFree(int district, PlacementType type, PrimaryNeed need, int band, NcYear year, uint pick, int[] free)
    {
        foreach (var allowed in new Func<Provider, bool>[] { p => p.Type == type && p.Accepts(need, band, year), p => p.Type == type })
        {
            var limited = NearestFirst(district, p => p.HasLimit && allowed(p)).FirstOrDefault(p => free[p] > 0, (short)-1);
            if (limited >= 0)
            {
                return limited;
            }

            var pool = Pool(district, allowed);
            if (pool.Length > 0)
            {
                return pool[(int)(pick % (uint)pool.Length)];
            }
        }

        return -1;
    }

    private Choice Find(int district, Func<Provider, bool> accepts) => new(
        [.. NearestFirst(district, p => p.HasLimit && accepts(p)).Take(_scenario.Placements.Preferences)],
        Pool(district, accepts));

    private short[] Pool(int district, Func<Provider, bool> accepts)
    {
        short[] open = [.. NearestFirst(district, p => !p.HasLimit && accepts(p))];
        short[] own = [.. open.Where(p => _scenario.Providers[p].District == district)];
        short[] wide = [.. open.Where(p => _scenario.Providers[p].District < 0)];
        return own.Length > 0 ? own : wide.Length > 0 ? wide : [.. open.Take(1)];
    }

    private IEnumerable<short> NearestFirst(int district, Func<Provider, bool> accepts) =>
        _nearest[district].Where(p => accepts(_scenario.Providers[p]));

    private static double SquaredKm(District home, Provider provider)
    {
        var (east, north) = (home.EastKm - provider.EastKm, home.NorthKm - provider.NorthKm);
        return (east * east) + (north * north);
    }
}

/// <summary>The providers a child would be sent to.</summary>
/// <param name="Limited">Providers with a limit, in the order in which they are asked.</param>
/// <param name="Open">Providers without a limit, one of which takes the child; empty where the type has none.</param>
public sealed record Choice(short[] Limited, short[] Open);
