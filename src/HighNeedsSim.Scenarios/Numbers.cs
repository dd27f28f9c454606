using System.Globalization;
using System.Text.RegularExpressions;

namespace HighNeedsSim.Scenarios;

/// <summary>How numbers and names are written in a scenario: digits with a point, nothing else; small letters and hyphens.</summary>
internal static partial class Numbers
{
    internal const string HowTo = "write digits with a point for decimals, without thousands separators, units or exponents (1234.5)";

    internal static bool TryParse(string text, out double value)
    {
        value = 0;
        return Plain().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    internal static bool TryParseInt(string text, out int value)
    {
        value = 0;
        return Whole().IsMatch(text) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>A number as a reader writes it: no exponent, no trailing zeros.</summary>
    internal static string Text(double value) => ((decimal)value).ToString("0.######", CultureInfo.InvariantCulture);

    internal static bool IsSlug(string text) => text.Length <= 64 && Slug().IsMatch(text);

    [GeneratedRegex(@"\A-?[0-9]{1,15}(\.[0-9]{1,15})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A-?[0-9]{1,9}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Slug();
}
