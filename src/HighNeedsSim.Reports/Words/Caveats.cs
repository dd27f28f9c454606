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

    /// <summary>Why figures are as round as they are.</summary>
    public const string Digits = "Figures are given to the digit that so many futures support; data files and spreadsheets hold them in full.";

    /// <summary>The people in a run.</summary>
    public const string Simulated = "Simulated people are not real people.";
}
