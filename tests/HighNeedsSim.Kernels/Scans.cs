using BenchmarkDotNet.Attributes;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Kernels;

/// <summary>The scans of a month over the plan-holders of a cohort; a plan-holder each.</summary>
public class Scans
{
    private const int Holders = 1024;
    private readonly ushort[] _screens = new ushort[Holders];
    private readonly byte[] _standing = new byte[Holders];
    private readonly short[] _due = new short[Holders];
    private readonly int[] _rows = new int[Holders];
    private readonly byte[] _room = RowScan.Room([.. Enumerable.Repeat(Chance.Of(0.004), Model.Sen.PlacementTypes.Count)]);
    private ushort _leave;

    /// <summary>A month in which one in two hundred is let through to leave or to move, and one in twelve is to be reviewed.</summary>
    [GlobalSetup]
    public void Fill()
    {
        _leave = (ushort)(Chance.Of(0.002) >> 16);
        for (var n = 0; n < Holders; n++)
        {
            var words = Philox.At((uint)n, 0, 0, 0, 1, 2);
            (_screens[n], _standing[n], _due[n]) = ((ushort)(words.A >> 16), (byte)(words.B % Model.Sen.PlacementTypes.Count), (short)(words.C % 12));
        }
    }

    [Benchmark(OperationsPerInvoke = Holders)]
    public int WhoMayLeaveOrMove() => RowScan.Screened(_screens, _standing, _leave, _room, _rows);

    [Benchmark(OperationsPerInvoke = Holders)]
    public int WhoIsToBeReviewed() => RowScan.AtMost(_due, 0, _rows);
}
