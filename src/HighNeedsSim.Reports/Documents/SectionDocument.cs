using System.Text.Json.Nodes;
using HighNeedsSim.Reports.Sections;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Documents;

/// <summary>A section of a run's answer as a JSON document, schema <c>hn.section/1</c>: every measure of it, by variant and year, in full.</summary>
public static class SectionDocument
{
    /// <summary>The name and version of the document's shape.</summary>
    public const string Schema = "hn.section/1";

    /// <summary>The document as indented JSON in UTF-8.</summary>
    public static byte[] Write(Section section, Findings findings, RunManifest manifest) => RunDocument.Bytes(new JsonObject
    {
        ["schema"] = Schema,
        ["run"] = manifest.Run,
        ["section"] = section.Id,
        ["title"] = section.Heading,
        ["message"] = section.Message,
        ["sign"] = "positive = deficit",
        ["prices"] = "cash",
        ["replicates"] = findings.Replicates,
        ["rows"] = new JsonArray([.. from code in section.Measures
                                    from variant in findings.Variants
                                    from year in Enumerable.Range(0, findings.Years.Count)
                                    select Row(findings, code, variant, year)]),
    });

    private static JsonObject Row(Findings findings, string code, string variant, int year)
    {
        var measure = findings.Result.Layout.Measures[findings.Result.Layout.IndexOf(code)];
        return new()
        {
            ["measure"] = code,
            ["label"] = measure.Label,
            ["unit"] = Figures.NameOf(measure.Unit),
            ["variant"] = variant,
            ["year"] = findings.Years[year].ToString(),
            ["startYear"] = findings.Years[year].Starts,
            ["value"] = RunDocument.Summary(measure.Unit, findings.Of(variant, code, year)),
            ["pairedDifference"] = variant == findings.Baseline ? null : RunDocument.Summary(measure.Unit, findings.Difference(variant, code, year)),
        };
    }
}
