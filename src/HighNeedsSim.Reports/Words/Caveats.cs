namespace HighNeedsSim.Reports.Words;

/// <summary>What every range must say beside it, not in a footnote.</summary>
public static class Caveats
{
    /// <summary>What the 8-in-10 range does not cover, as the end of a sentence.</summary>
    public const string LeftOut = "changes of national policy, errors in recorded data, and what the model itself may have wrong";

    /// <summary>What the 8-in-10 range is and is not.</summary>
    public const string Range =
        "8 in 10 simulated futures fall in the range given. It covers chance and the uncertainty stated in the scenario's "
        + "figures; it leaves out " + LeftOut + ".";

    /// <summary>The people in a run.</summary>
    public const string Simulated = "Simulated people are not real people.";
}
