using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Population;

/// <summary>What a scan names many at a time is what a look at each row would name.</summary>
public class RowScanTests
{
    // Around the sixteen rows that are looked at together, so that every path and every tail is met.
    public static TheoryData<int> Lengths => [0, 1, 15, 16, 17, 31, 32, 33, 500];

    [Theory, Tier("Fact")]
    [MemberData(nameof(Lengths))]
    public void Rows_at_most_a_limit_are_named_last_first(int count)
    {
        short[] due = [.. Enumerable.Range(0, count).Select(n => (short)((int)(Word(n, 0) % 40) - 20))];
        var rows = new int[count];

        foreach (var limit in new short[] { -30, -5, 0, 30 })
        {
            var found = RowScan.AtMost(due, limit, rows);

            Assert.Equal(Enumerable.Range(0, count).Where(n => due[n] <= limit).Reverse(), rows[..found]);
            Assert.Equal(rows[..found], rows[..RowScan.AtMost([.. due.Select(d => (int)d)], (int)limit, rows)]);
        }
    }

    [Theory, Tier("Fact")]
    [MemberData(nameof(Lengths))]
    public void Rows_are_screened_by_the_chances_of_leaving_and_of_moving_from_where_they_are(int count)
    {
        ushort[] screens = [.. Enumerable.Range(0, count).Select(n => (ushort)(Word(n, 1) & ushort.MaxValue))];
        byte[] standing = [.. Enumerable.Range(0, count).Select(n => Word(n, 2) % 4 == 0
            ? PlanHolders.Applying((byte)(Word(n, 3) % 5))
            : PlanHolders.Settled((PlacementType)(Word(n, 3) % PlacementTypes.Count)))];
        ulong[] chances = [.. Enumerable.Range(0, PlacementTypes.Count).Select(type => Chance.Of(type / 20.0))];
        var rows = new int[count];

        var found = RowScan.Screened(screens, standing, leave: 3000, RowScan.Room(chances), rows);

        // The word that decides begins with these sixteen bits: it may fall below the chance if the lowest such word does.
        bool MayMove(int n) => PlanHolders.IsSettled(standing[n]) && (ulong)(ushort.MaxValue - screens[n]) << 16 < chances[standing[n]];
        Assert.Equal(Enumerable.Range(0, count).Where(n => screens[n] <= 3000 || MayMove(n)).Reverse(), rows[..found]);
    }

    [Theory, Tier("Fact")]
    [MemberData(nameof(Lengths))]
    public void Words_below_a_threshold_are_found_in_rising_order(int count)
    {
        var (words, found) = (new ManyDraws(), new Gathered<int>());
        words.AddEveryFourth(Draws.Of(9, 1), subject: 3, below: 4 * count);
        words.Draw(Purpose.RequestSlot, 24_000);
        uint[] all = [.. Enumerable.Range(0, count).SelectMany(n => new[] { words[n].A, words[n].B, words[n].C, words[n].D })];

        foreach (var threshold in new ulong[] { 0, Chance.Of(0.02), Chance.Of(0.5), Chance.Of(1) })
        {
            words.FindBelow(threshold, found);

            Assert.Equal(Enumerable.Range(0, all.Length).Where(n => all[n] < threshold), found.Rows.ToArray());
        }
    }

    private static uint Word(int n, uint plane) => Draws.Of(4, 0).At((uint)n, Purpose.Rank, 0, plane).A;
}
