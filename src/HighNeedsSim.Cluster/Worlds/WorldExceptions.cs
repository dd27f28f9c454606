namespace HighNeedsSim.Cluster;

/// <summary>A part of a world was lost, or was called twice: what it knows is not what its caller thinks. Play the world again.</summary>
[GenerateSerializer, Alias("WorldInterrupted")]
public sealed class WorldInterruptedException : Exception
{
    /// <summary>An interruption without words.</summary>
    public WorldInterruptedException()
    {
    }

    /// <summary>An interruption.</summary>
    public WorldInterruptedException(string message)
        : base(message)
    {
    }

    /// <summary>An interruption that comes from another failure.</summary>
    public WorldInterruptedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>
/// An attempt at a world has no business here any more: its run has ended, a later attempt has begun, or the silo stops. What it
/// found is not written.
/// </summary>
public sealed class WorldElsewhereException : Exception
{
    /// <summary>An end without words.</summary>
    public WorldElsewhereException()
    {
    }

    /// <summary>An end.</summary>
    public WorldElsewhereException(string message)
        : base(message)
    {
    }

    /// <summary>An end that comes from another failure.</summary>
    public WorldElsewhereException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>The model found something that cannot be. It will find it again: do not play the world again.</summary>
[GenerateSerializer, Alias("WorldBroken")]
public sealed class WorldBrokenException : Exception
{
    /// <summary>A breach without words.</summary>
    public WorldBrokenException()
    {
    }

    /// <summary>A breach.</summary>
    public WorldBrokenException(string message)
        : base(message)
    {
    }

    /// <summary>A breach that comes from another failure.</summary>
    public WorldBrokenException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
