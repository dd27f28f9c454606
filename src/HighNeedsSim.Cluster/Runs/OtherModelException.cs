namespace HighNeedsSim.Cluster;

/// <summary>
/// A result that another version of the model found: it counted other measures, or its scenario was written in another way. Nothing is damaged, and the version
/// that found it can read it.
/// </summary>
public sealed class OtherModelException : Exception
{
    /// <summary>Another model, without words.</summary>
    public OtherModelException()
    {
    }

    /// <summary>Another model.</summary>
    public OtherModelException(string message)
        : base(message)
    {
    }

    /// <summary>Another model, as another failure says.</summary>
    public OtherModelException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>What to say of a run.</summary>
    /// <param name="run">Its id.</param>
    /// <param name="version">The version of the model that played it.</param>
    public static OtherModelException Of(string run, string version) => new(
        $"Run '{run}' was played by version {version} of the model, and this one, {ModelVersion.Current}, cannot read what it found: start it again, or use the earlier version.");
}
