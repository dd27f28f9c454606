using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Funding;

/// <summary>
/// What each district costs and adds to the deficit, in one replicate: spending follows the child, whatever follows no child is
/// shared by residents aged 2 to 18, and every penny of the authority's is some district's.
/// </summary>
internal sealed class DistrictAccounts
{
    private static readonly int Categories = SpendingCategories.All.Length;
    private static readonly int[] CategoryOf = [.. Section251Lines.All.Select(line => SpendingCategories.Of(line) is { } c ? (int)c : -1)];
    private readonly WorldTables _tables;
    private readonly long[] _spend;
    private readonly long[] _byCategory;
    private readonly long[] _deficit;
    private readonly (int Spend, int Category, int Income, int InYear, int Deficit)[] _measures;

    /// <param name="tables">The world's tables.</param>
    /// <param name="openingDeficit">Of the authority, after whatever was paid before the first year.</param>
    internal DistrictAccounts(WorldTables tables, long openingDeficit)
    {
        _tables = tables;
        _spend = new long[tables.Districts];
        _byCategory = new long[tables.Districts * Categories];
        _deficit = new long[tables.Districts];
        Units.Money.SharePence(openingDeficit, tables.Heads2To18, _deficit);
        var (layout, detailed) = (tables.Layout, ResultLayout.HasDistrictMoney(tables.Scenario));
        _measures =
        [
            .. tables.Scenario.Districts.Select(d => detailed
                ? (layout.IndexOf(MeasureCodes.DistrictSpend(d)), layout.IndexOf(MeasureCodes.DistrictSpend(d, SpendingCategory.Places)),
                    layout.IndexOf(MeasureCodes.DistrictIncome(d)), layout.IndexOf(MeasureCodes.DistrictInYear(d)), layout.IndexOf(MeasureCodes.DistrictDeficit(d)))
                : (layout.IndexOf(MeasureCodes.DistrictSpend(d)), -1, -1, -1, -1)),
        ];
    }

    /// <summary>Spending of all districts since April.</summary>
    internal long Spent => _spend.Sum();

    /// <summary>The cumulative deficit of all districts, as of the last close.</summary>
    internal long Deficit => _deficit.Sum();

    // Every field that lasts from month to month: a new one must be named here too, or a resumed world forgets it.
    internal void Carry(Carrier carrier)
    {
        carrier.Values(_spend);
        carrier.Values(_byCategory);
        carrier.Values(_deficit);
    }

    /// <summary>Spends on a line.</summary>
    /// <returns>The sum over districts.</returns>
    internal long Spend(Section251Line line, ReadOnlySpan<long> byDistrict)
    {
        var (total, category) = (0L, CategoryOf[(int)line]);
        for (var d = 0; d < byDistrict.Length; d++)
        {
            _spend[d] += byDistrict[d];
            total += byDistrict[d];
            if (category >= 0)
            {
                _byCategory[(d * Categories) + category] += byDistrict[d];
            }
        }

        return total;
    }

    /// <summary>Closes the year and keeps the results.</summary>
    /// <param name="income">Of the year.</param>
    /// <param name="paid">Payments, contribution and grant of the year.</param>
    /// <param name="values">The year's results.</param>
    internal void CloseYear(long income, long paid, Span<long> values)
    {
        Span<long> incomes = stackalloc long[_spend.Length];
        Span<long> payments = stackalloc long[_spend.Length];
        Units.Money.SharePence(income, _tables.Heads2To18, incomes);
        Units.Money.SharePence(paid, _tables.Heads2To18, payments);
        for (var d = 0; d < _spend.Length; d++)
        {
            var at = _measures[d];
            var inYear = _spend[d] - incomes[d];
            _deficit[d] += inYear - payments[d];
            values[at.Spend] = _spend[d];
            if (at.Category >= 0)
            {
                _byCategory.AsSpan(d * Categories, Categories).CopyTo(values[at.Category..]);
                (values[at.Income], values[at.InYear], values[at.Deficit]) = (incomes[d], inYear, _deficit[d]);
            }
        }

        Array.Clear(_spend);
        Array.Clear(_byCategory);
    }
}
