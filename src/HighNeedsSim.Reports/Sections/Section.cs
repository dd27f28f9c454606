using HighNeedsSim.Reports.Charts;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Reports.Sections;

/// <summary>A part of a run's answer: a message, at most one chart, and the tables with the same figures.</summary>
/// <param name="Id">Stable name, also of its files: <c>placements</c>.</param>
/// <param name="Heading">What it is about, in a few words.</param>
/// <param name="Message">What it says, made from the figures.</param>
/// <param name="Caption">What the chart shows; empty without one.</param>
/// <param name="Draw">Draws the chart; null without one.</param>
/// <param name="Tables">The first is shown with the chart; the others to those who ask.</param>
/// <param name="Measures">Codes of the measures in it: what its data files hold.</param>
public sealed record Section(
    string Id,
    string Heading,
    string Message,
    string Caption,
    Func<ChartOptions, string>? Draw,
    IReadOnlyList<Table> Tables,
    IReadOnlyList<string> Measures);

/// <summary>A kind of section.</summary>
/// <param name="Id">Stable name, also of its files.</param>
/// <param name="Heading">What it is about.</param>
/// <param name="Of">Makes the section of a run.</param>
public sealed record SectionKind(string Id, string Heading, Func<Findings, Section> Of);
