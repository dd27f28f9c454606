using HighNeedsSim.Model.Assessments;
using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.World;

/// <summary>
/// Working memory of a thread, for the length of one call to a state: whoever uses it clears it first and leaves nothing in it
/// that anybody may rely on. Hundreds of cohorts and schools take turns with the same few kilobytes, which stay in the
/// processor's cache.
/// </summary>
internal sealed class Scratch
{
    [ThreadStatic]
    private static Scratch? _own;

    /// <summary>The calling thread's.</summary>
    internal static Scratch OfThisThread => _own ??= new();

    /// <summary>Random numbers drawn together.</summary>
    internal ManyDraws Words { get; } = new();

    /// <summary>More of them, of children whom the first ones found.</summary>
    internal ManyDraws Children { get; } = new();

    /// <summary>Slots in which a request arises.</summary>
    internal Gathered<int> Filled { get; } = new();

    /// <summary>Requests that arrive in a district's month.</summary>
    internal Gathered<CasePipeline.Case> Arrivals { get; } = new();

    /// <summary>The week in which each of them is decided upon.</summary>
    internal Gathered<int> Decisions { get; } = new();

    /// <summary>Rows of the cases that staff take up in a week.</summary>
    internal Gathered<int> Taken { get; } = new();

    /// <summary>Children whom a step looks at closely: their rows among the plan-holders of each replicate, one replicate after another.</summary>
    internal Gathered<int> Candidates { get; } = new();

    private int[] _ends = new int[64];

    /// <summary>Where the candidates of each replicate end, for so many replicates.</summary>
    internal Span<int> Ends(int replicates)
    {
        if (_ends.Length < replicates)
        {
            _ends = new int[replicates];
        }

        return _ends.AsSpan(0, replicates);
    }

    private int[] _rows = new int[256];

    /// <summary>Positions of plan-holders, for so many of them.</summary>
    internal Span<int> Rows(int count)
    {
        if (_rows.Length < count)
        {
            _rows = new int[2 * count];
        }

        return _rows;
    }

    /// <summary>Applications for the last places: the key to sort them by, the child, and the position among all applications.</summary>
    internal Gathered<(ulong Key, uint Child, int At)> Contested { get; } = new();
}
