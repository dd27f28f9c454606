namespace HighNeedsSim.Model.Sen;

/// <summary>The five age groups in which SEN2 publishes plans in force; age on 31 August before the census.</summary>
public enum AgeGroup : byte
{
    /// <summary>Under 5.</summary>
    Under5,

    /// <summary>5 to 10.</summary>
    From5To10,

    /// <summary>11 to 15.</summary>
    From11To15,

    /// <summary>16 to 19.</summary>
    From16To19,

    /// <summary>20 to 25.</summary>
    From20To25,
}

/// <summary>The codes of age groups and the ages they cover.</summary>
public static class AgeGroups
{
    private static readonly string[] Codes = ["under-5", "5-10", "11-15", "16-19", "20-25"];

    /// <summary>How many there are: 5.</summary>
    public const int Count = 5;

    /// <summary>All of them, youngest first.</summary>
    public static readonly AgeGroup[] All = Enum.GetValues<AgeGroup>();

    /// <summary>The group of an age on 31 August, 0 to 25.</summary>
    public static AgeGroup OfAge(int age) => age switch
    {
        < 5 => AgeGroup.Under5,
        < 11 => AgeGroup.From5To10,
        < 16 => AgeGroup.From11To15,
        < 20 => AgeGroup.From16To19,
        _ => AgeGroup.From20To25,
    };

    /// <summary>The code used in files and results: <c>5-10</c>.</summary>
    public static string Code(this AgeGroup group) => Codes[(int)group];

    /// <summary>The words a reader sees: <c>5 to 10</c>.</summary>
    public static string Label(this AgeGroup group) => group switch
    {
        AgeGroup.Under5 => "under 5",
        AgeGroup.From5To10 => "5 to 10",
        AgeGroup.From11To15 => "11 to 15",
        AgeGroup.From16To19 => "16 to 19",
        _ => "20 to 25",
    };

    /// <summary>Reads a code.</summary>
    public static bool TryParse(string? code, out AgeGroup group)
    {
        var at = Array.IndexOf(Codes, code);
        group = at >= 0 ? (AgeGroup)at : default;
        return at >= 0;
    }
}
