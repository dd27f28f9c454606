using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Tests.World;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Funding;

/// <summary>
/// What a monitoring report says of the year, in the still world: spending £914,100 in 2023-24, a twelfth a month; block £700,000, opening deficit
/// £1,000,000. So every report of the year forecasts £1,214,100 at its end.
/// </summary>
[Tier("SmallWorld")]
public class MonitoringTests
{
    private const decimal Forecast = 1_214_100;
    private static readonly Money Due = Money.FromPounds(30_000);
    private static readonly Scenario Still = HandWorkedTests.Make();

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(-1, 0, false)]
    [InlineData(-50, 51, true)]
    [InlineData(-50, 49, false)]
    public void A_report_holds_a_year_at_the_pace_of_its_months_against_the_path_and_the_tolerance(decimal above, double tolerance, bool paid)
    {
        var run = Run(new(2023), Forecast + above, tolerance, years: 1);

        Assert.Equal(paid ? Due.Pence : 0, run.Replicates("valve", MeasureCodes.Payment, 0)[0]);
        Assert.Equal(paid ? 0 : Due.Pence, run.Replicates("valve", MeasureCodes.Withheld, 0)[0]);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(-1, false)]
    public void A_report_of_a_later_year_begins_from_the_deficit_of_the_years_before(decimal above, bool paid)
    {
        // Of the second year nothing is told but its own in-year deficit: prices have risen by 3 %, and the block as it was drawn.
        var free = Run(new(2024), 0, 0, years: 2);
        var end = 1_000_000 + ((free.Replicates("valve", MeasureCodes.InYear, 0)[0] + free.Replicates("valve", MeasureCodes.InYear, 1)[0]) / 100m);

        Assert.Equal(paid ? Due.Pence : 0, Run(new(2024), end + above, 0, years: 2).Replicates("valve", MeasureCodes.Payment, 1)[0]);
    }

    // The path ends in the year of payment, so what is agreed for it is the agreed deficit.
    private static RunResult Run(FinancialYear paid, decimal agreed, double tolerance, int years)
    {
        var scenario = Still with
        {
            Timetable = Still.Timetable with { Years = years },
            Agreement = new([new(paid, Due, Money.Zero)], paid, Money.FromPounds(agreed), [8, 12, 3], Elicited.Known("agreement.tolerance", tolerance)),
            Variants = [new("valve", "Safety Valve", [], true)],
        };
        return ReferenceLoopTests.Run(scenario, new(1, 1, ["valve"]), 1);
    }
}
