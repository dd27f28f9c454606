using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Funding;

/// <summary>Published high needs spending per head aged 2 to 18, against which the run's own is shown. Nothing is worked out from it.</summary>
/// <param name="Year">The financial year of the publication.</param>
/// <param name="Rows">One for each category.</param>
public sealed record PerHeadBenchmarks(FinancialYear Year, IReadOnlyList<PerHeadBenchmark> Rows);

/// <summary>Pounds per head of one category.</summary>
/// <param name="Category">The category.</param>
/// <param name="Own">The authority's own.</param>
/// <param name="England">England.</param>
/// <param name="Neighbours">The mean of its statistical neighbours.</param>
/// <param name="Region">Its region.</param>
public sealed record PerHeadBenchmark(SpendingCategory Category, Money Own, Money England, Money Neighbours, Money Region);
