using HighNeedsSim.Model.BackTests;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Reports.BackTests;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Tests.BackTests;

/// <summary>The back-test whose figures docs/backtest.md publishes, on the official tables beside the repository.</summary>
internal static class Published
{
    public const string Command = "hns backtest --history ../shared/data/all_la_caseload_2019_2025.csv "
        + "--flows ../shared/data/all_la_flows_2019_2024.csv --la all --origin 2022 2023 --horizon 3";

    public static string Caseloads { get; } = Path.Combine(Folder, "all_la_caseload_2019_2025.csv");

    private static string Folder => Path.GetFullPath(RepositoryRoot.Of("..", "shared", "data"));

    private static readonly Lazy<BackTestFindings> Once = new(() => From(3, new(2022), new(2023)));

    private static readonly Lazy<BackTestFindings> Last = new(() => From(1, new CalendarYear(2024)));

    public static BackTestFindings Findings => Once.Value;

    /// <summary>From the last origin that can be scored, which nobody looked at before the forecast had its shape.</summary>
    public static BackTestFindings Fresh => Last.Value;

    private static BackTestFindings From(int horizon, params CalendarYear[] origins)
    {
        var reading = PublishedHistoryReader.Read(Caseloads, Path.Combine(Folder, "all_la_flows_2019_2024.csv"));
        var history = reading.History ?? throw new InvalidOperationException(string.Join('\n', reading.Problems));
        var result = BackTest.Run(history, new([.. history.Authorities.Select(authority => authority.Code)], origins, horizon, 1000, 1));
        return new(result, history.Authorities.Count, history.Last, [], "", reading.Notes);
    }
}

/// <summary>A fact about published figures: it is skipped where they are not beside the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PublishedFactAttribute : FactAttribute
{
    public PublishedFactAttribute()
    {
        if (!File.Exists(Published.Caseloads))
        {
            Skip = "The official statistics (../shared/data) are not beside this clone.";
        }
    }
}
