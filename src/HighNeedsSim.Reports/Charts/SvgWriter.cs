using System.Globalization;
using System.Net;
using System.Text;

namespace HighNeedsSim.Reports.Charts;

/// <summary>
/// Writes a drawing as SVG text: presentation attributes only, so that it stands under a strict content security policy, and
/// numbers of two decimals, so that the same data give the same bytes on any machine.
/// </summary>
internal sealed class SvgWriter
{
    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = new();

    /// <summary>Opens an element; attributes whose value is null are left out.</summary>
    public SvgWriter Open(string name, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Start(name, attributes);
        _text.Append(">\n");
        _open.Push(name);
        return this;
    }

    /// <summary>An element without content.</summary>
    public SvgWriter Element(string name, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Start(name, attributes);
        _text.Append("/>\n");
        return this;
    }

    /// <summary>An element with text for content.</summary>
    public SvgWriter Text(string name, string content, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Start(name, attributes);
        _text.Append('>').Append(WebUtility.HtmlEncode(content)).Append("</").Append(name).Append(">\n");
        return this;
    }

    /// <summary>Closes the element opened last.</summary>
    public SvgWriter Close()
    {
        var name = _open.Pop();
        Indent();
        _text.Append("</").Append(name).Append(">\n");
        return this;
    }

    /// <summary>A coordinate: two decimals at most.</summary>
    public static string Number(double value)
    {
        var rounded = Math.Round(value, 2, MidpointRounding.AwayFromZero);
        return (rounded == 0 ? 0 : rounded).ToString("0.##", CultureInfo.InvariantCulture);
    }

    /// <summary>The drawing so far.</summary>
    public override string ToString() => _text.ToString();

    private void Start(string name, ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Indent();
        _text.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                var written = value is double number ? Number(number) : Convert.ToString(value, CultureInfo.InvariantCulture)!;
                _text.Append(' ').Append(attribute).Append("=\"").Append(WebUtility.HtmlEncode(written)).Append('"');
            }
        }
    }

    private void Indent() => _text.Append(' ', 2 * _open.Count);
}
