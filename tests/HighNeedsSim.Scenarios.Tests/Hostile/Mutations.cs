using System.Globalization;
using System.Text;

namespace HighNeedsSim.Scenarios.Tests.Hostile;

/// <summary>Spoils bytes in the ways in which files are spoilt, by accident and on purpose. The same number spoils the same bytes alike, on any machine.</summary>
internal sealed class Mutations(ulong number)
{
    // What readers have stumbled over: numbers that are none, marks of YAML, CSV, XML and zip, dates that do not exist, marks of encodings.
    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "NaN", ".nan", "Inf", "-.inf", "1e308", "-1e-400", "1,000", "0x1F", "0b1", "1_000", "-1", "-0", "00", "٣", "½", "999999999999999999999", "0.1.2", "1.", ".5", "+5",
            "2023-02-29", "0001-01-01", "9999-12-31", "2023-13", "9999-99", "1800",
            "&a", "*a", "&a [*a, *a, *a]", "!!int", "!!python/object:os.system", "<<: *a", "---\n", "...\n", "%YAML 9.9\n", "? ", "- ", ": ", " #", "|\n", ">-\n", "{", "}", "[", "]", "{}", "[]", "{{", "'", "\"", "\\", "\"\\x00\"", "\t", "~", "null", "yes",
            ",", ",,,,,,,,", "\"\"", "\"a\nb\"", ";", "=cmd|' /C calc'!A0", "\r", "\r\n", "\n", "\n\n\n", "\0", "\u2028", "\u00A0", "\uFEFF", "\u202E", "🧒",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>", "&b;", "&#0;", "<![CDATA[", "]]>", "<!--", "<?xml version=\"1.1\"?>", "</Person>", "<Person>", "xmlns:a=\"a\"",
            "PK\u0003\u0004", "../", "..\\", "/etc/passwd", "C:\\", "scenario.yaml", "id: kent-small\n",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0xFE, 0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5], [0x1B, 0x5B], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0x80],
    ];

    private ulong _state = number;

    /// <summary>A whole number from 0 to one less than <paramref name="below"/>.</summary>
    public int Below(int below) => (int)(Next() % (ulong)Math.Max(1, below));

    /// <summary>One of some.</summary>
    public T Of<T>(IReadOnlyList<T> some) => some[Below(some.Count)];

    /// <summary>A mark, number or word that readers have stumbled over.</summary>
    public byte[] Token() => Of(Tokens);

    /// <summary>The bytes, spoilt in one place or in a few.</summary>
    /// <param name="bytes">Sound ones.</param>
    /// <param name="others">More of the kind, to be mixed in.</param>
    public byte[] Spoil(byte[] bytes, IReadOnlyList<byte[]> others)
    {
        for (var times = 1 + (Below(4) == 0 ? Below(12) : 0); times > 0; times--)
        {
            bytes = Once(bytes, others);
        }

        return bytes;
    }

    private byte[] Once(byte[] bytes, IReadOnlyList<byte[]> others)
    {
        var at = Below(bytes.Length + 1);
        var end = Math.Min(bytes.Length, at + 1 + Below(Below(3) == 0 ? 400 : 12));
        switch (Below(14))
        {
            case 0:
                return [.. bytes[..at], .. Token(), .. bytes[at..]];
            case 1:
                return [.. bytes[..at], .. Token(), .. bytes[end..]];
            case 2:
                return [.. bytes[..at], .. bytes[end..]];
            case 3:
                return bytes[..at];
            case 4 when bytes.Length > 0:
                var flipped = bytes.ToArray();
                flipped[Below(bytes.Length)] ^= (byte)(1 << Below(8));
                return flipped;
            case 5 when bytes.Length > 0:
                var set = bytes.ToArray();
                set[Below(bytes.Length)] = Of<byte>([0, 0x09, 0x0A, 0x20, 0x22, 0x2C, 0x2D, 0x3A, 0x7F, 0xFF]);
                return set;
            case 6:
                var other = Of(others);
                var cut = Below(other.Length + 1);
                return [.. bytes[..at], .. other[cut..]];
            case 7:
                return Repeated(bytes, at, end, Below(30) == 0 ? 20_000 : Below(60));
            case 8:
                return Number(bytes);
            case 9:
                return Lines(bytes);
            case 10:
                return Lines(bytes);
            case 11:
                return Below(8) == 0 ? [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Encoding.Latin1.GetString(bytes))] : [.. Encoding.UTF8.Preamble, .. bytes];
            case 12:
                return [.. Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("\n", "\r\n", StringComparison.Ordinal))];
            default:
                return [.. bytes[..at], .. Enumerable.Range(0, 1 + Below(6)).Select(_ => (byte)Below(256)), .. bytes[at..]];
        }
    }

    private static byte[] Repeated(byte[] bytes, int at, int end, int times)
    {
        using var to = new MemoryStream();
        to.Write(bytes, 0, at);
        for (var n = 0; n <= times && to.Length < 3_000_000; n++)
        {
            to.Write(bytes, at, end - at);
        }

        to.Write(bytes, end, bytes.Length - end);
        return to.ToArray();
    }

    // A number somewhere becomes another one.
    private byte[] Number(byte[] bytes)
    {
        var from = Array.FindIndex(bytes, Below(bytes.Length + 1), static b => b is >= (byte)'0' and <= (byte)'9');
        if (from < 0)
        {
            return bytes;
        }

        var to = from;
        while (to < bytes.Length && bytes[to] is (>= (byte)'0' and <= (byte)'9') or (byte)'.' or (byte)'-')
        {
            to++;
        }

        var becomes = Below(3) switch
        {
            0 => Token(),
            1 => Encoding.ASCII.GetBytes(unchecked((long)Next() >> Below(60)).ToString(CultureInfo.InvariantCulture)),
            _ => Encoding.ASCII.GetBytes((Below(2_000_001) / 1000.0 - 1000).ToString(CultureInfo.InvariantCulture)),
        };
        return [.. bytes[..from], .. becomes, .. bytes[to..]];
    }

    // A line goes, comes twice, changes place with another or moves in.
    private byte[] Lines(byte[] bytes)
    {
        var lines = Encoding.Latin1.GetString(bytes).Split('\n').ToList();
        var (one, two) = (Below(lines.Count), Below(lines.Count));
        switch (Below(5))
        {
            case 0:
                lines.RemoveAt(one);
                break;
            case 1:
                lines.Insert(two, lines[one]);
                break;
            case 2:
                (lines[one], lines[two]) = (lines[two], lines[one]);
                break;
            case 3:
                lines[one] = new string(' ', Below(9)) + lines[one].TrimStart();
                break;
            default:
                lines.RemoveRange(Math.Min(one, two), Math.Abs(one - two));
                break;
        }

        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    // SplitMix64: https://prng.di.unimi.it/splitmix64.c
    private ulong Next()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
