namespace HighNeedsSim.Model.World;

/// <summary>The order in which a provider's free places go to those who apply in the same round: 0 first.</summary>
public static class ApplicationPriority
{
    /// <summary>Ordered by the tribunal: admitted, whether there is a place or not.</summary>
    public const byte Directed = 0;

    /// <summary>A phase transfer.</summary>
    public const byte Transfer = 1;

    /// <summary>Waits for a place.</summary>
    public const byte Waiting = 2;

    /// <summary>A new plan.</summary>
    public const byte New = 3;

    /// <summary>A move within the phase.</summary>
    public const byte Move = 4;
}
