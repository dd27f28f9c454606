using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.World;

/// <summary>
/// What a cohort's month asks of every replicate of a batch, one replicate after another. It stands with the replicates too
/// (<see cref="Replicate.LeaveChance"/>, <see cref="Reviews.MoveChances.Room"/>), but there each is a walk through memory of its own, which costs
/// more than looking at the children.
/// </summary>
internal sealed class CohortRates
{
    private readonly Month _start;
    private readonly Draws[] _draws;
    private readonly byte[][] _room;
    private readonly ulong[][][] _leaving;

    internal CohortRates(WorldContext world)
    {
        var (timetable, replicates) = (world.Scenario.Timetable, world.Replicates);
        var years = Enumerable.Range(0, NcYear.Count).Select(NcYear.OfAge).ToArray();
        _start = timetable.Start;
        _draws = [.. replicates.Select(r => r.Draws)];
        _room = [.. years.Select(year => replicates.SelectMany(r => r.Moves.Room(year).ToArray()).ToArray())];
        _leaving = new ulong[timetable.Months][][];
        for (var m = 0; m < _leaving.Length; m++)
        {
            // Most months are like the one before.
            var month = _start + m;
            var chances = years.Select(year => replicates.Select(r => r.LeaveChance(month, year)).ToArray()).ToArray();
            _leaving[m] = m > 0 && chances.Zip(_leaving[m - 1]).All(y => y.First.AsSpan().SequenceEqual(y.Second)) ? _leaving[m - 1] : chances;
        }
    }

    /// <summary>The random numbers of each replicate.</summary>
    internal ReadOnlySpan<Draws> Draws => _draws;

    /// <summary>As <see cref="Replicate.LeaveChance"/>, of each replicate.</summary>
    internal ReadOnlySpan<ulong> LeaveChances(Month month, NcYear year) => _leaving[month - _start][year.Position];

    /// <summary>As <see cref="Reviews.MoveChances.Room"/>, of each replicate: <see cref="RowScan.RoomLength"/> bytes each.</summary>
    internal ReadOnlySpan<byte> Rooms(NcYear year) => _room[year.Position];
}
