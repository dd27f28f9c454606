using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>By how much the expected deficit on a 31 March differs between two scenarios, and what kind of input that comes from.</summary>
/// <param name="Year">The financial year that ends on it.</param>
/// <param name="Before">The expected deficit of the earlier scenario.</param>
/// <param name="After">That of the later one.</param>
/// <param name="Shares">By <see cref="InputKind"/>: they add up to the change to the penny.</param>
public sealed record ChangeShares(FinancialYear Year, Money Before, Money After, IReadOnlyList<Money> Shares)
{
    /// <summary>The share of a kind of input.</summary>
    public Money this[InputKind kind] => Shares[(int)kind];

    /// <summary>
    /// Plays out the expected path with every combination of the two scenarios' inputs; a kind's share is what it adds, averaged over
    /// all orders in which the kinds could be exchanged (Shapley value), so that no order has to be chosen.
    /// </summary>
    /// <param name="before">The earlier scenario.</param>
    /// <param name="after">The later one, of the same authority and with a year in common.</param>
    /// <param name="variant">Id of a variant that both have.</param>
    /// <param name="repeat">How the runs are done.</param>
    /// <returns>One for each year that both play out, in order.</returns>
    public static IReadOnlyList<ChangeShares> Of(Scenario before, Scenario after, string variant, Repeat repeat)
    {
        var kinds = Enum.GetValues<InputKind>().Length;
        var paths = new (ResultLayout Layout, long[] Values)[1 << kinds];
        repeat(paths.Length, set =>
        {
            var tables = WorldTables.Compile(set == 0 ? before
                : set == paths.Length - 1 ? after
                : MixedInputs.Of(From(set, InputKind.Data), From(set, InputKind.Assumptions), From(set, InputKind.Prices)));
            paths[set] = (tables.Layout, ExpectedPath.Run(tables, tables.Scenario.Variants.First(v => v.Id == variant), Parameters.Central));
        });
        return [.. paths[0].Layout.Years.Where(paths[^1].Layout.Years.Contains).Select(year =>
        {
            long[] deficits = [.. paths.Select(path =>
                path.Values[path.Layout.At(year - path.Layout.Years[0], path.Layout.IndexOf(MeasureCodes.Deficit))])];
            var shares = SavingShares.LargestRemainders(SavingShares.Shapley(kinds, deficits), deficits[^1] - deficits[0]);
            return new ChangeShares(year, new(deficits[0]), new(deficits[^1]), [.. shares.Select(share => new Money(share))]);
        })];

        Scenario From(int set, InputKind kind) => (set & (1 << (int)kind)) != 0 ? after : before;
    }
}
