using System.Globalization;

namespace HighNeedsSim.Server.Runs;

/// <summary>The most that a deficit may be, as somebody typed it into the page's address, in millions of pounds.</summary>
/// <param name="Typed">As typed; empty for the opening balance.</param>
/// <param name="Pence">In pence; null for the opening balance.</param>
/// <param name="Mistake">What is wrong with what was typed; null when nothing is.</param>
public sealed record TargetForm(string Typed, long? Pence, string? Mistake)
{
    private const decimal Most = 100_000;

    /// <summary>Reads it.</summary>
    public static TargetForm Read(string? typed)
    {
        var text = typed?.Trim().TrimStart('£').Replace('−', '-') ?? "";
        if (text.Length == 0)
        {
            return new("", null, null);
        }

        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var millions)
            && Math.Abs(millions) <= Most
                ? new(text, (long)decimal.Round(millions * 100_000_000m), null)
                : new(typed!.Length > 40 ? typed[..40] : typed, null, "Target must be a number of millions of pounds, like 150 or 37.5");
    }
}
