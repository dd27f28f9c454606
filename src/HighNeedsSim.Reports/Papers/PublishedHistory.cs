using System.Globalization;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Reports.Papers;

/// <summary>What was published of an authority over the years, for tables that ask for the past: plans by age and placement, blocks of the DSG.</summary>
/// <remarks>Figures and their sources stand in scenarios/history/plans-and-blocks.csv; of a run's own future nothing is shown.</remarks>
public sealed class PublishedHistory
{
    private const string Resource = "HighNeedsSim.Reports.Papers.plans-and-blocks.csv";

    private readonly Dictionary<(string Measure, string Period), decimal> _values = [];
    private readonly SortedSet<string> _sources = new(StringComparer.Ordinal);

    /// <summary>The history of an authority; empty where none is kept.</summary>
    /// <param name="code">Its nine-character code.</param>
    public static PublishedHistory Of(string code)
    {
        using var stream = typeof(PublishedHistory).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not among the resources.");
        using var reader = new StreamReader(stream);
        var history = new PublishedHistory();
        // No cell holds a comma or a quotation mark: authority, measure, period, value, source, confidence.
        foreach (var cells in reader.ReadToEnd().Split('\n').Skip(1).Select(line => line.Split(',')).Where(cells => cells[0] == code))
        {
            history._values[(cells[1], cells[2])] = decimal.Parse(cells[3], CultureInfo.InvariantCulture);
            history._sources.Add(cells[4]);
        }

        return history;
    }

    /// <summary>The history of what a scenario plays out; empty where none is kept, or where it is only a part of its authority.</summary>
    public static PublishedHistory Of(Scenario scenario)
    {
        var history = Of(scenario.Authority.Code);
        var counted = PlacementTypes.All.Sum(type => history.Plans($"placement:{type.Code()}", scenario.Timetable.Census.CalendarYear).Number ?? 0);
        return counted == scenario.OpeningStock.Total ? history : new();
    }

    /// <summary>Where its figures come from; empty where there are none.</summary>
    public IReadOnlyList<string> Sources => [.. _sources];

    /// <summary>Plans of a kind in a January: <c>age:5-10</c>, <c>placement:mainstream</c>.</summary>
    public Figure Plans(string kind, int january) => Find($"plans:{kind}", string.Create(CultureInfo.InvariantCulture, $"{january}-01"));

    /// <summary>A block of the DSG before deductions, in pounds: <c>high-needs</c>.</summary>
    public Figure Block(string block, FinancialYear year) => Find($"block:{block}", year.ToString());

    private Figure Find(string measure, string period) => _values.TryGetValue((measure, period), out var value) ? Figure.Of(value) : Figure.NotAvailable;
}
