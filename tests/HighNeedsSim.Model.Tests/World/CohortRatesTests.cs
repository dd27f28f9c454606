using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.World;

[Tier("Fact")]
public class CohortRatesTests
{
    [Fact]
    public void Rates_that_stand_together_are_each_replicates_own()
    {
        var scenario = SmallScenario.Make();
        var world = WorldContext.Create(SmallScenario.Tables(scenario), "planned", 3, 2, 5);
        var rates = world.Cohorts;

        for (var year = NcYear.First; year <= NcYear.Last; year = new(year.Value + 1))
        {
            for (var r = 0; r < world.Count; r++)
            {
                Assert.Equal(world.Replicates[r].Moves.Room(year), rates.Rooms(year).Slice(r * RowScan.RoomLength, RowScan.RoomLength));
                for (var month = scenario.Timetable.Start; month <= scenario.Timetable.End; month += 1)
                {
                    Assert.Equal(world.Replicates[r].LeaveChance(month, year), rates.LeaveChances(month, year)[r]);
                }
            }
        }
    }
}
