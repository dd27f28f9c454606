namespace HighNeedsSim.Model.Sen;

/// <summary>Who asked for the EHC needs assessment.</summary>
public enum RequestSource : byte
{
    /// <summary>A parent or the young person.</summary>
    Parent,

    /// <summary>A school, college or early-years setting.</summary>
    School,

    /// <summary>Anyone else: health, social care.</summary>
    Other,
}

/// <summary>The codes of request sources.</summary>
public static class RequestSources
{
    private static readonly string[] Codes = ["parent", "school", "other"];

    /// <summary>How many there are: 3.</summary>
    public const int Count = 3;

    /// <summary>The code used in files and results: <c>parent</c>.</summary>
    public static string Code(this RequestSource source) => Codes[(int)source];

    /// <summary>Reads a code.</summary>
    public static bool TryParse(string? code, out RequestSource source)
    {
        var at = Array.IndexOf(Codes, code);
        source = at >= 0 ? (RequestSource)at : default;
        return at >= 0;
    }
}
