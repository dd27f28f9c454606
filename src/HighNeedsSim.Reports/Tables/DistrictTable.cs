using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Tables;

/// <summary>What one district adds to a year's deficit, in the mean over futures, in pence: means add up to the authority's.</summary>
/// <param name="District">The district.</param>
/// <param name="Plans">Residents' plans at the January census.</param>
/// <param name="Spend">High needs spending on residents.</param>
/// <param name="ByCategory">The parts of it, in the order of <see cref="SpendingCategories.All"/>.</param>
/// <param name="Income">Its share of income, by residents aged 2 to 18.</param>
/// <param name="InYear">Spending less that share.</param>
/// <param name="Deficit">Its part of the cumulative deficit on 31 March.</param>
public sealed record DistrictShare(District District, double Plans, double Spend, IReadOnlyList<double> ByCategory, double Income, double InYear, double Deficit);

/// <summary>Where each district's deficit comes from.</summary>
public static class DistrictTable
{
    /// <summary>How income is shared, as a sentence.</summary>
    public const string Rule =
        "Spending follows the child's home district; what follows no child, all income, the opening deficit, payments and contributions are shared "
        + "by residents aged 2 to 18. That is a rule of this report, not of the grant, which goes to the authority as a whole.";

    /// <summary>Every district's share of a year; empty where the scenario's districts are authorities of their own.</summary>
    /// <param name="findings">What the run found.</param>
    /// <param name="variant">The variant's id.</param>
    /// <param name="year">0 for the first year.</param>
    public static IReadOnlyList<DistrictShare> Shares(Findings findings, string variant, int year)
    {
        return !ResultLayout.HasDistrictMoney(findings.Scenario)
            ? []
            :
            [
                .. findings.Scenario.Districts.Select(d => new DistrictShare(
                    d, Mean(MeasureCodes.DistrictPlans(d)), Mean(MeasureCodes.DistrictSpend(d)),
                    [.. SpendingCategories.All.Select(c => Mean(MeasureCodes.DistrictSpend(d, c)))],
                    Mean(MeasureCodes.DistrictIncome(d)), Mean(MeasureCodes.DistrictInYear(d)), Mean(MeasureCodes.DistrictDeficit(d)))),
            ];

        double Mean(string code) => findings.Of(variant, code, year).Mean;
    }

    /// <summary>The same of a variant in the last year as a table, the largest deficit a head first; null where there is nothing to show.</summary>
    public static Table? Of(Findings findings, string variant)
    {
        var shares = Shares(findings, variant, findings.Years.Count - 1);
        if (shares.Count == 0)
        {
            return null;
        }

        var all = new DistrictShare(
            new("", findings.Place, [], 0, 1, 0, 0), shares.Sum(s => s.Plans), shares.Sum(s => s.Spend),
            [.. SpendingCategories.All.Select((_, n) => shares.Sum(s => s.ByCategory[n]))], shares.Sum(s => s.Income), shares.Sum(s => s.InYear), shares.Sum(s => s.Deficit));
        return new(
            $"{findings.Place}: where the deficit comes from, £ million in cash terms, {findings.Last}, {VariantNames.InSentence(variant)}. Mean of "
                + $"{Numbers.Count(findings.Replicates)} simulated futures. Positive is a deficit.",
            [
                new("", "District", IsNumeric: false, IsRowHead: true),
                new("", "Plans", IsNumeric: true),
                new("", "Places", IsNumeric: true),
                new("", "State top-up", IsNumeric: true),
                new("", "Non-state", IsNumeric: true),
                new("", "Other", IsNumeric: true),
                new("", "Spent", IsNumeric: true),
                new("", "Income", IsNumeric: true),
                new("", "In year", IsNumeric: true),
                new("", "Deficit", IsNumeric: true),
            ],
            [
                .. shares.OrderByDescending(s => s.InYear).Select(s => Row(
                    s, MeasureCodes.DistrictPlans(s.District), c => MeasureCodes.DistrictSpend(s.District, c), MeasureCodes.DistrictSpend(s.District),
                    MeasureCodes.DistrictIncome(s.District), MeasureCodes.DistrictInYear(s.District), MeasureCodes.DistrictDeficit(s.District))),
                // A category of the authority is not summarised by itself: its error is at most that of all spending.
                Row(all, MeasureCodes.Plans, _ => MeasureCodes.Spend, MeasureCodes.Spend, Findings.Income, MeasureCodes.InYear, MeasureCodes.Deficit),
            ],
            [Rule, $"Deficit: part of the cumulative one at {Dates.EndOf(findings.Last)}. The last row is the sum of the districts, which is the authority to the penny."]);

        // Each figure to the digit that its own measure's error supports; what is left of spending to that of all spending.
        IReadOnlyList<string> Row(DistrictShare s, string plans, Func<SpendingCategory, string> category, string spend, string income, string inYear, string deficit)
        {
            var named = new[] { SpendingCategory.Places, SpendingCategory.TopUpState, SpendingCategory.TopUpNonState };
            return
            [
                s.District.Name, Numbers.Count(s.Plans, Error(plans)),
                .. named.Select(c => Numbers.Millions(Part(s, c), Error(category(c)))),
                Numbers.Millions(s.Spend - named.Sum(c => Part(s, c)), Error(spend)),
                Numbers.Millions(s.Spend, Error(spend)), Numbers.Millions(s.Income, Error(income)),
                Numbers.Millions(s.InYear, Error(inYear)), Numbers.Millions(s.Deficit, Error(deficit)),
            ];
        }

        double Error(string code) => findings.Of(variant, code, findings.Years.Count - 1).MeanError;
    }

    private static double Part(DistrictShare share, SpendingCategory category) => share.ByCategory[(int)category];
}
