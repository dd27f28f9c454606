namespace HighNeedsSim.Reports.Papers;

/// <summary>How a paper looks: system fonts, black on white, tables that keep their captions, and page numbers in print.</summary>
internal static class PaperStyles
{
    private const string Base = """
        :root { color: #0b0c0c; background: #fff; font: 16px/1.5 Arial, "Liberation Sans", Helvetica, sans-serif; }
        body { margin: 0; }
        main { max-width: 62rem; margin: 0 auto; padding: 1.5rem; }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 0.5rem 0 1rem; text-wrap: balance; }
        h2 { font-size: 1.35rem; line-height: 1.25; margin: 2rem 0 0.75rem; }
        h3 { font-size: 1.1rem; line-height: 1.3; margin: 1.5rem 0 0.5rem; }
        .paper-state { border: 3px solid #942514; padding: 0.5rem 0.75rem; margin: 0 0 1rem; color: #942514; }
        .paper-front { margin: 0; border-top: 1px solid #505a5f; }
        .paper-front div { display: grid; grid-template-columns: 14rem minmax(0, 1fr); gap: 0.75rem; border-bottom: 1px solid #b1b4b6; padding: 0.35rem 0; }
        .paper-front dt { font-weight: bold; }
        .paper-front dd { margin: 0; }
        .paper-paragraph { display: grid; grid-template-columns: 3rem minmax(0, 1fr); margin: 0 0 0.75rem; overflow-wrap: anywhere; }
        .paper-number { font-variant-numeric: tabular-nums; }
        figure { margin: 1.5rem 0; }
        figcaption { margin-bottom: 0.5rem; }
        .paper-chart svg { width: 100%; height: auto; }
        .paper-table { margin: 1.5rem 0; overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: 0.875rem; line-height: 1.35; font-variant-numeric: tabular-nums; }
        caption { text-align: left; font-size: 1rem; padding-bottom: 0.5rem; }
        th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.5rem 0.3rem 0; border-bottom: 1px solid #b1b4b6; }
        .long { overflow-wrap: anywhere; }
        thead th { border-bottom: 2px solid #0b0c0c; vertical-align: bottom; }
        th.g { border-bottom: 1px solid #505a5f; text-align: right; }
        tbody th { font-weight: normal; }
        .n + td:not(.n), .n + th:not(.n), .g + th:not(.n, .g) { padding-left: 1rem; }
        .year { white-space: nowrap; }
        .n { text-align: right; white-space: nowrap; }
        thead .n { white-space: normal; }
        .rag { border-left: 0.6rem solid; padding-left: 0.5rem; }
        .rag-green { border-left-color: #00703c; }
        .rag-amber { border-left-color: #f47738; }
        .rag-red { border-left-color: #942514; }
        .paper-note { font-size: 0.875rem; margin: 0.35rem 0 0; color: #505a5f; }
        @media (max-width: 40rem) { .paper-front div { grid-template-columns: minmax(0, 1fr); gap: 0; } }
        @page { size: A4; margin: 18mm 16mm 20mm; @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 9pt Arial, "Liberation Sans", Helvetica, sans-serif; } @bottom-left { content: "STATE"; font: 9pt Arial, "Liberation Sans", Helvetica, sans-serif; } }
        @page wide { size: A4 landscape; }
        @media print {
          :root { font-size: 10.5pt; }
          main { max-width: none; padding: 0; }
          h1 { font-size: 1.5rem; margin: 0.3rem 0 0.5rem; }
          h2 { margin: 1.2rem 0 0.5rem; }
          h2, h3 { break-after: avoid; }
          .paper-state { padding: 0.25rem 0.5rem; margin-bottom: 0.5rem; }
          .paper-front { font-size: 9.5pt; line-height: 1.35; }
          .paper-front div { padding: 0.12rem 0; }
          .paper-paragraph { margin-bottom: 0.5rem; }
          .paper-note { break-before: avoid; }
          .paper-chart svg { max-height: 72mm; }
          tbody tr:nth-last-child(-n + 2) { break-before: avoid; }
          th, td { padding: 0.14rem 0.45rem 0.14rem 0; }
          .long { font-size: 0.9em; }
          .paper-table { overflow: visible; }
          table { font-size: 8.5pt; }
          caption { font-size: 10pt; break-after: avoid; }
          thead { display: table-header-group; }
          tr, figure, .paper-paragraph, .paper-short { break-inside: avoid; }
          .paper-wide { page: wide; }

        """;

    private const string Watermark = """
          body::before { content: "STATE"; position: fixed; top: 42%; left: 0; right: 0; text-align: center; font-size: 110pt; font-weight: bold; color: rgb(148 37 20 / 9%); transform: rotate(-30deg); }

        """;

    /// <summary>The style sheet of a paper in a state of assurance: whatever is not approved says so on every printed page.</summary>
    internal static string Css(AssuranceState state)
    {
        var css = (Base + (state == AssuranceState.Approved ? "" : Watermark) + "}\n").Replace(
            "STATE", state == AssuranceState.Approved ? "" : state.ToString().ToUpperInvariant(), StringComparison.Ordinal);
        return css;
    }
}
