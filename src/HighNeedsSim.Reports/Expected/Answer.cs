using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Expected;

/// <summary>An answer of the expected path, ready to be shown, kept and read by programs.</summary>
/// <param name="Name">What its files are called: <c>sensitivity</c>.</param>
/// <param name="Sentences">What it says, in order.</param>
/// <param name="Tables">The figures.</param>
/// <param name="Charts">The figures as charts, by file name.</param>
/// <param name="Csv">The figures as comma-separated values, in pounds to the penny.</param>
/// <param name="Document">The figures for programs.</param>
public sealed record Answer(
    string Name,
    IReadOnlyList<string> Sentences,
    IReadOnlyList<Table> Tables,
    IReadOnlyList<(string Name, AmountBarData Chart)> Charts,
    string Csv,
    JsonObject Document)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal const string Caveat = "On the expected path, with no chance in it; every parameter that is not named stays at its median.";

    /// <summary>For a terminal.</summary>
    public string Screen => string.Join('\n',
    [
        .. Sentences.SelectMany(s => TerminalTable.Wrap(s, TerminalTable.Width)), "",
        .. Tables.Select(TerminalTable.Write),
    ]);

    /// <summary>The document as text.</summary>
    public string Json => Document.ToJsonString(Indented) + "\n";

    /// <summary>Its files, by name.</summary>
    public IReadOnlyList<(string Name, byte[] Bytes)> Files =>
    [
        ($"{Name}.json", Encoding.UTF8.GetBytes(Json)),
        ($"{Name}.csv", [.. Reports.Tables.Csv.Encoding.GetPreamble(), .. Reports.Tables.Csv.Encoding.GetBytes(Csv)]),
        .. Charts.Select(c => ($"{c.Name}.svg", Encoding.UTF8.GetBytes(AmountBars.Draw(c.Chart, new(c.Name, ChartWidth.Wide, Headed: true))))),
    ];

    internal static string Variant(string id) => VariantNames.Capital(VariantNames.InSentence(id));
}
