namespace HighNeedsSim.Server.Expected;

/// <summary>How often somebody may ask the expected path.</summary>
public static class ExpectedLimits
{
    /// <summary>The name of the limit.</summary>
    public const string Asking = "asking";

    /// <summary>Questions that each user may put in a minute: moving a slider asks several times a second.</summary>
    public const int QuestionsPerMinute = 600;
}
