using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HighNeedsSim.Model.Expected;

/// <summary>
/// The rounds of applications for one type of placement in expectation: in each, the groups of children apply to the next
/// provider of their list, and a provider takes as large a part of each priority as it has places for.
/// </summary>
internal sealed class PlaceRounds
{
    /// <summary>The priorities, side by side: what is done to one is done to all four at once.</summary>
    internal const int Kinds = 4;

    /// <summary>So few children are none: what rounding leaves over.</summary>
    internal const double Nobody = 1e-9;
    private readonly AdmissionGroups _groups;
    private readonly int _lanes;
    private readonly double[] _asked;
    private readonly double[] _pending;
    private readonly double[] _admitted;
    private readonly double[] _byClass;
    private readonly double[] _byBands;
    private readonly double[] _needs;
    private readonly double[] _left;
    private readonly bool[] _asks;

    internal PlaceRounds(AdmissionGroups groups, int lanes)
    {
        (_groups, _lanes) = (groups, lanes);
        _asked = new double[groups.Count * Kinds];
        _pending = new double[groups.Count * Kinds];
        _admitted = new double[groups.Limited.Length * groups.YearClasses * Kinds];
        _byClass = new double[lanes];
        _byBands = new double[lanes / ExpectedTables.Bands * groups.BandGroups * Kinds];
        _needs = new double[groups.YearClasses * groups.NeedGroups * Kinds];
        _left = new double[groups.NeedGroups * Kinds];
        _asks = new bool[groups.YearClasses * Kinds];
    }

    /// <summary>Children who applied this month: [curriculum year × kinds + kind].</summary>
    internal double[] AskedByYear { get; } = new double[ExpectedTables.Years * Kinds];

    /// <summary>Children of a class of years admitted this month by one of the type's providers with a limit, by kind.</summary>
    internal Vector256<double> Admitted(int limited, int yearClass) => Vectors(_admitted)[(limited * _groups.YearClasses) + yearClass];

    /// <summary>Whether one of the type's providers with a limit has admitted anybody this month.</summary>
    internal bool HasAdmitted(int limited) =>
        _admitted.AsSpan(limited * _groups.YearClasses * Kinds, _groups.YearClasses * Kinds).IndexOfAnyExcept(0) >= 0;

    /// <summary>Children apply, of all priorities.</summary>
    /// <param name="kinds">Their applications, of each priority.</param>
    /// <returns>False where nobody does.</returns>
    internal bool Ask(ReadOnlySpan<Applications> kinds)
    {
        Array.Clear(AskedByYear);
        Array.Clear(_admitted);
        var any = false;
        foreach (var applications in kinds)
        {
            any |= applications.IsAnyLive;
        }

        if (!any)
        {
            return false;
        }

        Array.Clear(_needs);
        Array.Clear(_asks);
        for (var c = 0; c < _groups.YearClasses; c++)
        {
            Array.Clear(_byBands);
            for (var kind = 0; kind < kinds.Length; kind++)
            {
                var needs = _needs.AsSpan((c * _groups.NeedGroups * Kinds) + kind);
                if (kinds[kind].Gather(c, AskedByYear, kind, _byClass) && kinds[kind].Shares(c, needs, Kinds))
                {
                    _asks[(c * Kinds) + kind] = true;
                    PutTogether(kind);
                }
            }

            Ask(c);
        }

        return true;
    }

    /// <summary>Plays the rounds.</summary>
    /// <param name="free">Free places by provider; what is taken is taken off.</param>
    internal void Play(double[] free)
    {
        var pending = Vectors(_pending);
        var admitted = Vectors(_admitted);
        foreach (var round in _groups.Rounds)
        {
            foreach (var asking in round)
            {
                // A full provider takes nobody: whoever asks it goes on to the next.
                if (free[asking.Provider] <= Nobody)
                {
                    continue;
                }

                var load = Vector256<double>.Zero;
                foreach (var g in asking.Groups)
                {
                    load += pending[g];
                }

                if (load == Vector256<double>.Zero)
                {
                    continue;
                }

                var part = Share(load, ref free[asking.Provider]);
                for (var n = 0; n < asking.Groups.Length; n++)
                {
                    ref var still = ref pending[asking.Groups[n]];
                    var children = still * part;
                    still -= children;
                    admitted[asking.AdmittedAt[n]] += children;
                }
            }
        }
    }

    /// <summary>Tells those who applied whom the providers took.</summary>
    /// <param name="kinds">Their applications, as they were given.</param>
    internal void Hear(ReadOnlySpan<Applications> kinds)
    {
        // The part of each group of bands whom nobody took, of each priority.
        Span<double> parts = stackalloc double[ExpectedTables.Bands * Kinds];
        var vectors = MemoryMarshal.Cast<double, Vector256<double>>(parts);
        for (var c = 0; c < _groups.YearClasses; c++)
        {
            Array.Clear(_left);
            for (var d = 0; d < _lanes / ExpectedTables.Bands; d++)
            {
                for (var b = 0; b < _groups.BandGroups; b++)
                {
                    vectors[b] = LeftOf(c, _groups.First(c, d, b));
                }

                for (var kind = 0; kind < kinds.Length; kind++)
                {
                    kinds[kind].Hear(c, d, _asks[(c * Kinds) + kind]
                        ? Vector256.Create(Part(parts, 0, kind), Part(parts, 1, kind), Part(parts, 2, kind), Part(parts, 3, kind))
                        : Vector256<double>.One);
                }
            }

            for (var kind = 0; kind < kinds.Length; kind++)
            {
                kinds[kind].KeepNeeds(c, _left.AsSpan(kind), Kinds);
            }
        }
    }

    private double Part(ReadOnlySpan<double> parts, int band, int kind) => parts[(_groups.BandGroup(band) * Kinds) + kind];

    // Bands that no provider tells apart, side by side with the other priorities.
    private void PutTogether(int kind)
    {
        for (var lane = 0; lane < _lanes; lane++)
        {
            var group = (lane / ExpectedTables.Bands * _groups.BandGroups) + _groups.BandGroup(lane % ExpectedTables.Bands);
            _byBands[(group * Kinds) + kind] += _byClass[lane];
        }
    }

    private void Ask(int yearClass)
    {
        var asked = Vectors(_asked);
        var pending = Vectors(_pending);
        var needs = Vectors(_needs);
        var byBands = Vectors(_byBands);
        var first = _groups.First(yearClass, 0, 0);
        for (var n = 0; n < byBands.Length; n++)
        {
            var children = Vector256.ConditionalSelect(
                Vector256.GreaterThan(byBands[n], Vector256.Create(Nobody)), byBands[n], Vector256<double>.Zero);
            for (var need = 0; need < _groups.NeedGroups; need++, first++)
            {
                asked[first] = pending[first] = children * needs[(yearClass * _groups.NeedGroups) + need];
            }
        }
    }

    // The part of some groups' applicants whom no provider of the type took, and how many of each group of needs.
    private Vector256<double> LeftOf(int yearClass, int first)
    {
        var asked = Vectors(_asked);
        var pending = Vectors(_pending);
        var needs = Vectors(_needs);
        var left = Vectors(_left);
        var part = Vector256<double>.Zero;
        for (var need = 0; need < _groups.NeedGroups; need++)
        {
            if (!_groups.IsOpen(first + need))
            {
                var (of, still) = (asked[first + need], pending[first + need]);
                var some = Vector256.GreaterThan(of, Vector256<double>.Zero);
                var share = Vector256.ConditionalSelect(some, still / Vector256.ConditionalSelect(some, of, Vector256<double>.One), Vector256<double>.One);
                part += needs[(yearClass * _groups.NeedGroups) + need] * share;
                left[need] += still;
            }
        }

        return part;
    }

    // The priorities one after another: each takes what it can of what those before it left.
    private static Vector256<double> Share(Vector256<double> load, ref double free)
    {
        return Vector256.Create(Share(load[0], ref free), Share(load[1], ref free), Share(load[2], ref free), Share(load[3], ref free));
    }

    private static double Share(double load, ref double free)
    {
        var part = load > 0 ? Math.Min(1, free / load) : 0;
        free = Math.Max(0, free - (load * part));
        return part;
    }

    private static Span<Vector256<double>> Vectors(double[] table) => MemoryMarshal.Cast<double, Vector256<double>>(table.AsSpan());
}
