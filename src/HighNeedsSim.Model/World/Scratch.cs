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

    /// <summary>Children whom a step looks at closely: the replicate, and the row among its plan-holders.</summary>
    internal Gathered<(int Replicate, int Row)> Candidates { get; } = new();

    /// <summary>Applications for the last places: the key to sort them by, the child, and the position among all applications.</summary>
    internal Gathered<(ulong Key, uint Child, int At)> Contested { get; } = new();
}
