using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.Placements;

/// <summary>The type of placement that a new plan asks for, by age and need; and complexity bands by type.</summary>
/// <remarks>
/// Published are first placements by age, and the stock's placements by need. Need bends the age's shares by how much more
/// (or less) often than all plans those of that need are in each type.
/// </remarks>
internal sealed class FirstPlacements
{
    private readonly ulong[][][] _types;
    private readonly ulong[][] _bands;

    internal FirstPlacements(PlacementRules rules, OpeningStock stock)
    {
        var all = stock.NeedPattern.Sum(row => row.Sum());
        var weights = new double[PlacementTypes.Count];
        _types = new ulong[OpeningStock.Ages][][];
        for (var age = 0; age < OpeningStock.Ages; age++)
        {
            _types[age] = new ulong[PrimaryNeeds.Count][];
            for (var need = 0; need < PrimaryNeeds.Count; need++)
            {
                var ofNeed = stock.NeedPattern.Sum(row => row[need]);
                for (var type = 0; type < PlacementTypes.Count; type++)
                {
                    var inType = stock.NeedPattern[type].Sum();
                    var affinity = ofNeed > 0 && inType > 0 ? stock.NeedPattern[type][need] / inType / (ofNeed / all) : 1;
                    weights[type] = rules.NewPlans[age][type] * affinity;
                }

                _types[age][need] = weights.Sum() > 0 ? Chance.Cumulative(weights) : Chance.Cumulative(rules.NewPlans[age]);
            }
        }

        _bands = [.. stock.BandShares.Select(shares => Chance.Cumulative(shares))];
    }

    internal PlacementType Type(int age, int need, uint word) =>
        Chance.Pick(_types[age][need], word) is var type and >= 0 ? (PlacementType)type : PlacementType.Mainstream;

    internal int Band(PlacementType type, uint word) => Math.Max(0, Chance.Pick(_bands[(int)type], word)) + 1;

    /// <summary>The share of each placement type among new plans of an age and need.</summary>
    internal double[] TypeShares(int age, int need)
    {
        var shares = Chance.Shares(_types[age][need]);
        if (shares.Sum() <= 0)
        {
            shares[(int)PlacementType.Mainstream] = 1;
        }

        return shares;
    }

    /// <summary>The share of each complexity band among new plans that first ask for a type; position 0 is band 1.</summary>
    internal double[] BandShares(PlacementType type)
    {
        var shares = Chance.Shares(_bands[(int)type]);
        if (shares.Sum() <= 0)
        {
            shares[0] = 1;
        }

        return shares;
    }
}
