using HighNeedsSim.Model.BackTests;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Scenarios;

/// <summary>What came of reading the two tables of a back-test.</summary>
/// <param name="History">What they hold; null where there is any problem.</param>
/// <param name="Problems">Every problem of both, by file and line.</param>
/// <param name="Notes">What a reader of the results must know about the data.</param>
public sealed record PublishedHistoryReading(PublishedHistory? History, IReadOnlyList<Problem> Problems, IReadOnlyList<string> Notes);

/// <summary>
/// Reads what was published of every authority: plans in force by January and placement, requests and new plans by calendar
/// year. docs/back-test-format.md says which columns.
/// </summary>
public static class PublishedHistoryReader
{
    /// <summary>
    /// With fewer authorities there is too little to tell what is an authority's own and what is a chance of one year.
    /// </summary>
    public const int FewestAuthorities = 10;

    // The total, then the parts of each group in the order of CensusMeasures.Groups.
    private static readonly string[][] Groups =
    [
        ["mainstream_total"],
        ["special_la_maintained", "special_academy_free"],
        ["special_independent", "special_non_maintained"],
        ["ap_pru_total"],
        ["fe_total"],
        ["ed_elsewhere"],
        ["nm_early_years"],
    ];

    private static readonly string[] CaseloadColumns = ["ehcplans", .. Groups.SelectMany(group => group)];
    private static readonly string[] FlowColumns = ["requests_received_in_year", "new_ehc_plans"];

    /// <summary>Reads them. A mistake in a file is a problem in the answer, never an exception.</summary>
    /// <param name="caseloads">Path of the table of plans in force.</param>
    /// <param name="flows">Path of the table of flows.</param>
    public static PublishedHistoryReading Read(string caseloads, string flows)
    {
        var problems = new ProblemList();
        var stock = PublishedTable.Read(caseloads, "january", CaseloadColumns, problems);
        var during = PublishedTable.Read(flows, "calendar_year", FlowColumns, problems);
        foreach (var row in stock.Where(row => row.Counts[0] is { } total && row.Counts.Skip(1).Sum() > total))
        {
            problems.Add(caseloads, row.Line, $"{row.Name}, {row.Year}: the placements add up to more than ehcplans: one of them is wrong.");
        }

        var impossible = new List<(CalendarYear Year, string Name)>();
        var authorities = stock.Where(row => row.Level == PublishedTable.Local).Select(row => row.Code).Distinct().Order(StringComparer.Ordinal)
            .Select(code => WithoutImpossible(Of(code, stock, during), impossible)).ToArray();
        var notes = impossible.GroupBy(entry => entry.Year).OrderBy(year => year.Key).Select(year =>
            $"More new plans than plans in force are told for {year.Key} of {string.Join(", ", year.Select(entry => entry.Name))}: those counts are not used.").ToList();
        if (!problems.Has(caseloads) && authorities.Length < FewestAuthorities)
        {
            problems.Add(caseloads, null, $"the table holds {authorities.Length} authorities: at least {FewestAuthorities} are wanted, "
                + "because what is an authority's own is told from how authorities differ.");
        }

        var england = stock.Any(row => row.Level == PublishedTable.National) && during.Any(row => row.Level == PublishedTable.National)
            ? Of("", stock, during) with { Name = "England" }
            : null;
        var isSum = england is null;
        if (isSum && !problems.Any)
        {
            england = PublishedHistory.SumOf(authorities);
            notes.Add("One of the tables has no row of England: the sum of the authorities that have every year stands in for it.");
        }

        var history = england is null || problems.Any ? null : new PublishedHistory(england, authorities) { EnglandIsSum = isSum };
        if (history is { Origins.Count: 0 })
        {
            problems.Add(flows, null, $"no January has {PublishedHistory.YearsBeforeOrigin} calendar years of requests_received_in_year and new_ehc_plans "
                + "of England before it and another January after it: give longer tables.");
        }

        return new(problems.Any ? null : history, problems.ToList(), notes);
    }

    // Published by mistake: in 2022 eight authorities of Yorkshire have their region's new plans.
    private static AuthorityHistory WithoutImpossible(AuthorityHistory authority, List<(CalendarYear Year, string Name)> impossible)
    {
        CalendarYear[] years = [.. authority.Flows.Where(entry => authority.In(entry.Key) is { } plans && entry.Value.NewPlans > plans.Total)
            .Select(entry => entry.Key)];
        impossible.AddRange(years.Select(year => (year, authority.Name)));
        return years.Length == 0 ? authority : authority with
        {
            Flows = authority.Flows.ToDictionary(
                entry => entry.Key, entry => years.Contains(entry.Key) ? entry.Value with { NewPlans = null } : entry.Value),
        };
    }

    private static AuthorityHistory Of(string code, IReadOnlyList<PublishedRow> stock, IReadOnlyList<PublishedRow> during)
    {
        var level = code.Length == 0 ? PublishedTable.National : PublishedTable.Local;
        var own = stock.Where(row => row.Level == level && row.Code == code && row.Counts[0] is not null).ToArray();
        return new(
            code,
            own.Length > 0 ? own[^1].Name : code,
            own.ToDictionary(row => row.Year, CaseloadOf),
            during.Where(row => row.Level == level && row.Code == code).ToDictionary(row => row.Year, row => new YearOfFlows(row.Counts[0], row.Counts[1])));
    }

    private static Caseload CaseloadOf(PublishedRow row)
    {
        var groups = new int?[Groups.Length];
        for (int group = 0, at = 1; group < groups.Length; at += Groups[group].Length, group++)
        {
            var parts = row.Counts[at..(at + Groups[group].Length)];
            groups[group] = parts.Contains(null) ? null : parts.Sum();
        }

        return new(row.Counts[0]!.Value, groups);
    }
}
