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

    private static readonly Lazy<BackTestFindings> Once = new(() =>
    {
        var reading = PublishedHistoryReader.Read(Caseloads, Path.Combine(Folder, "all_la_flows_2019_2024.csv"));
        var history = reading.History ?? throw new InvalidOperationException(string.Join('\n', reading.Problems));
        CalendarYear[] origins = [new(2022), new(2023)];
        var result = BackTest.Run(history, new([.. history.Authorities.Select(authority => authority.Code)], origins, 3, 1000, 1));
        return new(result, history.Authorities.Count, history.Last, [], "", reading.Notes);
    });

    public static BackTestFindings Findings => Once.Value;
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
