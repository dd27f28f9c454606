using System.Globalization;

namespace HighNeedsSim.Model.Units;

/// <summary>The one way in which two-year names are written and read: four digits, a separator, two digits.</summary>
internal static class YearText
{
    internal static string Format(int starts, char separator) =>
        string.Create(CultureInfo.InvariantCulture, $"{starts:0000}{separator}{(starts + 1) % 100:00}");

    internal static bool TryParse<T>(string? text, char separator, out T year, Func<int, T> make)
        where T : struct
    {
        year = default;
        if (text is not { Length: 7 } || text[4] != separator
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var starts)
            || !int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var ends)
            || ends != (starts + 1) % 100)
        {
            return false;
        }

        year = make(starts);
        return true;
    }
}
