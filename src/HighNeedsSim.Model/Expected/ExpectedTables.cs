using System.Collections.Concurrent;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>
/// What the expected path needs of a scenario beside its compiled tables, worked out from them once: the opening stock as
/// numbers of children rather than children, and shares where the simulation has thresholds.
/// </summary>
internal sealed class ExpectedTables
{
    internal const int Types = PlacementTypes.Count;
    internal const int Years = NcYear.Count;
    internal const int Bands = OpeningStock.Bands;

    /// <summary>Months from request to plan, the statutory 20 weeks: by which the age of a request lies before that of the plan.</summary>
    internal const int MonthsToPlan = 5;

    private readonly ConcurrentBag<Room> _rooms = [];

    internal ExpectedTables(WorldTables world)
    {
        World = world;
        Lanes = world.Districts * Bands;
        Groups = [.. PlacementTypes.All.Select(type => new AdmissionGroups(world, type))];
        FirstBands = [.. PlacementTypes.All.Select(world.FirstPlacements.BandShares)];
        NewNeeds = [.. world.NeedByAge.Select(OfAge)];
        (double[][] Types, double[][] Mix)[] plans = [NewPlans(0), NewPlans(1)];
        (FirstTypes, NewMix) = ([.. plans.Select(p => p.Types)], [.. plans.Select(p => p.Mix)]);
        (MoveInAges, MoveInNeeds, MoveInTypes) = MovesIn();
        HeldMix = Mixes();
        OpeningPlaced = new double[Years * Types * Lanes];
        OpeningWaiting = new double[Years * Lanes];
        OpeningRolls = new double[world.Providers * Years];
        OpeningMarket = new double[Types];
        foreach (var plan in world.Opening)
        {
            var lane = (plan.District * Bands) + plan.Band - 1;
            if (plan.Provider < 0)
            {
                OpeningWaiting[(plan.Age * Lanes) + lane]++;
                continue;
            }

            OpeningPlaced[(((plan.Age * Types) + (int)plan.Type) * Lanes) + lane]++;
            OpeningRolls[(plan.Provider * Years) + plan.Age]++;
            OpeningMarket[(int)plan.Type]++;
        }

        Waited = [.. world.Waiting.Select(thresholds => Chance.Shares(thresholds))];
        Served = OpenYears();
        HomeShares = [.. Enumerable.Range(0, world.Providers).Select(HomeSharesOf)];
        OpenShares = [.. from type in PlacementTypes.All from d in Enumerable.Range(0, world.Districts) select OpenSharesOf(type, d)];
        Representatives = [.. PlacementTypes.All.Select(type => Enumerable.Range(0, world.Providers).FirstOrDefault(p => world.TypeOf(p) == type, -1))];
    }

    /// <summary>The tables that these are made from.</summary>
    internal WorldTables World { get; }

    /// <summary>Home districts × bands: what stands side by side wherever children are counted.</summary>
    internal int Lanes { get; }

    /// <summary>Who is told apart by admission, by type.</summary>
    internal AdmissionGroups[] Groups { get; }

    /// <summary>Shares of bands among new plans that first ask for a type: [type][band].</summary>
    internal double[][] FirstBands { get; }


    /// <summary>Primary needs of new plans: [age][need].</summary>
    internal double[][] NewNeeds { get; }

    /// <summary>Types that new plans first ask for, over all needs: [curriculum years since the request, 0 or 1][age][type].</summary>
    internal double[][][] FirstTypes { get; }

    /// <summary>Groups of needs among new plans that ask for a type: [years since the request][age × types + type][need group of the type].</summary>
    internal double[][][] NewMix { get; }

    /// <summary>Ages of those who move in.</summary>
    internal double[] MoveInAges { get; }

    /// <summary>Primary needs of those who move in: [age][need].</summary>
    internal double[][] MoveInNeeds { get; }

    /// <summary>Types that those who move in first ask for: [age][type].</summary>
    internal double[][] MoveInTypes { get; }

    /// <summary>Groups of needs among those who hold one type and ask for another: [held × types + wanted][need group of the wanted type].</summary>
    internal double[][] HeldMix { get; }

    /// <summary>Opening plans with a place: [age × types × lanes].</summary>
    internal double[] OpeningPlaced { get; }

    /// <summary>Opening plans without a place, who wait for one: [age × lanes].</summary>
    internal double[] OpeningWaiting { get; }

    /// <summary>What those without a place wait for, by age: [age][type].</summary>
    internal double[][] Waited { get; }

    /// <summary>Opening rolls: [provider × years + age].</summary>
    internal double[] OpeningRolls { get; }

    /// <summary>How many are on a provider's opening roll.</summary>
    internal double OpeningRollOf(int provider)
    {
        var sum = 0.0;
        foreach (var children in OpeningRolls.AsSpan(provider * Years, Years))
        {
            sum += children;
        }

        return sum;
    }

    /// <summary>Opening rolls of a type.</summary>
    internal double[] OpeningMarket { get; }

    /// <summary>The part of a type's providers without a limit, by opening roll, that serves a curriculum year: [type × years + year].</summary>
    internal double[] Served { get; }

    /// <summary>Home districts of a provider's opening roll: what its place funding is shared by.</summary>
    internal double[][] HomeShares { get; }

    /// <summary>Providers without a limit that a district's children of a type are with: [type × districts + district].</summary>
    internal (int Provider, double Share)[][] OpenShares { get; }

    /// <summary>A provider that stands for its type where only the type matters; −1 where it has none.</summary>
    internal int[] Representatives { get; }

    /// <summary>Room to play worlds out in: one that is not in use, or a new one.</summary>
    internal Room Rent() => _rooms.TryTake(out var room) ? room : new(new(this), new(this), new(this));

    /// <summary>Gives a room back, for the next world.</summary>
    internal void Return(Room room) => _rooms.Add(room);

    private static double[] OfAge(ulong[] thresholds)
    {
        var needs = Chance.Shares(thresholds);
        if (needs.Sum() <= 0)
        {
            needs[0] = 1;
        }

        return needs;
    }

    private (double[][] Types, double[][] Mix) NewPlans(int yearsSinceRequest)
    {
        var (types, mix) = (new double[OpeningStock.Ages][], new double[OpeningStock.Ages * Types][]);
        for (var age = 0; age < OpeningStock.Ages; age++)
        {
            var needs = NewNeeds[Math.Max(0, age - yearsSinceRequest)];
            types[age] = new double[Types];
            var byNeed = needs.Select((share, need) => World.FirstPlacements.TypeShares(age, need).Select(s => s * share).ToArray()).ToArray();
            for (var type = 0; type < Types; type++)
            {
                types[age][type] = byNeed.Sum(row => row[type]);
                mix[(age * Types) + type] = Mix(Groups[type], need => byNeed[need][type]);
            }

            // A mitigation may lead to a type that none of this age first asks for: the needs of all then.
            for (var type = 0; type < Types; type++)
            {
                if (types[age][type] <= 0)
                {
                    mix[(age * Types) + type] = Mix(Groups[type], need => needs[need]);
                }
            }
        }

        return (types, mix);
    }

    private (double[] Ages, double[][] Needs, double[][] Types) MovesIn()
    {
        var ages = new double[OpeningStock.Ages];
        double[][] needs = [.. ages.Select(_ => new double[PrimaryNeeds.Count])];
        double[][] types = [.. ages.Select(_ => new double[Types])];
        foreach (var like in World.MoversPool.GroupBy(p => (p.Age, p.Need)))
        {
            var share = (double)like.Count() / World.MoversPool.Length;
            ages[like.Key.Age] += share;
            needs[like.Key.Age][(int)like.Key.Need] += share;
            var of = World.FirstPlacements.TypeShares(like.Key.Age, (int)like.Key.Need);
            for (var type = 0; type < Types; type++)
            {
                types[like.Key.Age][type] += share * of[type];
            }
        }

        for (var age = 0; age < ages.Length; age++)
        {
            for (var type = 0; type < Types; type++)
            {
                types[age][type] /= ages[age] > 0 ? ages[age] : 1;
            }

            for (var need = 0; need < PrimaryNeeds.Count; need++)
            {
                needs[age][need] /= ages[age] > 0 ? ages[age] : 1;
            }
        }

        return (ages, needs, types);
    }

    private double[][] Mixes()
    {
        var needs = new double[Types][];
        foreach (var type in PlacementTypes.All)
        {
            needs[(int)type] = new double[PrimaryNeeds.Count];
        }

        foreach (var plan in World.Opening)
        {
            needs[(int)plan.Type][(int)plan.Need]++;
        }

        var all = Enumerable.Range(0, PrimaryNeeds.Count).Select(n => needs.Sum(row => row[n])).ToArray();
        return
        [
            .. from held in needs
               let known = held.Sum() > 0 ? held : all
               from wanted in Groups
               select Mix(wanted, need => known[need]),
        ];
    }

    private static double[] Mix(AdmissionGroups groups, Func<int, double> weight)
    {
        var mix = new double[groups.NeedGroups];
        foreach (var need in PrimaryNeeds.All)
        {
            mix[groups.NeedGroup(need)] += weight((int)need);
        }

        var sum = mix.Sum();
        for (var n = 0; n < mix.Length; n++)
        {
            mix[n] = sum > 0 ? mix[n] / sum : 1.0 / mix.Length;
        }

        return mix;
    }

    private double[] OpenYears()
    {
        var served = new double[Types * Years];
        foreach (var type in PlacementTypes.All)
        {
            var open = Enumerable.Range(0, World.Providers).Where(p => World.TypeOf(p) == type && !World.Scenario.Providers[p].HasLimit).ToArray();
            var total = open.Sum(p => 1e-9 + OpeningRollOf(p));
            for (var year = 0; year < Years; year++)
            {
                served[((int)type * Years) + year] = open
                    .Where(p => Serves(World.Scenario.Providers[p], year))
                    .Sum(p => (1e-9 + OpeningRollOf(p)) / total);
            }
        }

        return served;
    }

    /// <summary>Whether a provider serves a curriculum year, by position.</summary>
    internal static bool Serves(Providers.Provider provider, int year) =>
        year + NcYear.First.Value >= provider.FromYear && year + NcYear.First.Value <= provider.ToYear;

    private double[] HomeSharesOf(int provider)
    {
        var shares = new double[World.Districts];
        var roll = World.OpeningRolls[provider];
        for (var at = 0; at < roll.Length; at++)
        {
            shares[at / Bands] += roll[at];
        }

        var total = shares.Sum();
        if (total <= 0)
        {
            shares[Math.Max(0, World.Scenario.Providers[provider].District)] = total = 1;
        }

        return [.. shares.Select(s => s / total)];
    }

    private (int Provider, double Share)[] OpenSharesOf(PlacementType type, int district)
    {
        var rolls = Enumerable.Range(0, World.Providers)
            .Where(p => World.TypeOf(p) == type && !World.Scenario.Providers[p].HasLimit)
            .Select(p => (Provider: p, Roll: (double)World.OpeningRolls[p].AsSpan(district * Bands, Bands).ToArray().Sum()))
            .ToArray();
        var total = rolls.Sum(r => r.Roll);
        if (total > 0)
        {
            return [.. rolls.Where(r => r.Roll > 0).Select(r => (r.Provider, r.Roll / total))];
        }

        // Nobody yet: the district's own, else the first.
        return
        [
            .. rolls.OrderByDescending(r => World.Scenario.Providers[r.Provider].District == district).ThenBy(r => r.Provider)
                .Take(1).Select(r => (r.Provider, 1.0)),
        ];
    }
}

/// <summary>Where one world after another is played out.</summary>
/// <param name="Children">Those who are played.</param>
/// <param name="Months">What is kept of them.</param>
/// <param name="Claims">What they cost.</param>
internal sealed record Room(ExpectedChildren Children, ExpectedMonths Months, ExpectedClaims Claims);
