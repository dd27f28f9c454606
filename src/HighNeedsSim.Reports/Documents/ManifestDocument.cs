using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Documents;

/// <summary>What fixes a run's result, as a small JSON file beside it: enough to make the run again, and to know it again.</summary>
internal static class ManifestDocument
{
    internal const string Schema = "hn.manifest/1";

    private static readonly string[] FixedFields = ["scenario", "scenarioHash", "modelVersion", "seed", "replicates", "variants"];

    internal static byte[] Write(RunManifest manifest, RunResult result)
    {
        var document = Of(manifest, result.Digest);
        // What the numbers of replicates.npy are, in their order.
        document["years"] = new JsonArray([.. result.Layout.Years.Select(year => year.ToString())]);
        document["measures"] = new JsonArray([.. result.Layout.Measures.Select(measure => measure.Code)]);
        document["months"] = new JsonArray([.. result.Layout.Months.Select(month => month.ToString())]);
        document["monthlyMeasures"] = new JsonArray([.. result.Layout.Monthly.Select(measure => measure.Code)]);
        return RunDocument.Bytes(document);
    }

    /// <summary>A manifest that was written earlier, with the digest of the result and the command that makes it; null where there is none to read.</summary>
    internal static (RunManifest Manifest, string Digest, string Command)? Read(byte[] manifest)
    {
        try
        {
            return JsonNode.Parse(manifest) is JsonObject document && (string?)document["schema"] == Schema
                ? (new(
                    Text(document, "run"), Text(document, "scenario"), Text(document, "scenarioHash"), [], Text(document, "modelVersion"),
                    new(
                        document["seed"]!.GetValue<ulong>(), document["replicates"]!.GetValue<int>(),
                        [.. document["variants"]!.AsArray().Select(variant => variant!.GetValue<string>())]),
                    DateTimeOffset.Parse(Text(document, "created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)),
                    Text(document, "digest"), Text(document, "command"))
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            return null;
        }
    }

    private static string Text(JsonObject document, string field) => document[field]!.GetValue<string>();

    private static JsonObject Of(RunManifest manifest, string digest) => new()
    {
        ["schema"] = Schema,
        ["run"] = manifest.Run,
        ["scenario"] = manifest.ScenarioId,
        ["scenarioHash"] = manifest.ScenarioHash,
        ["modelVersion"] = manifest.ModelVersion,
        ["seed"] = manifest.Spec.Seed,
        ["replicates"] = manifest.Spec.Replicates,
        ["variants"] = new JsonArray([.. manifest.Spec.Variants]),
        ["created"] = RunDocument.Time(manifest.Created),
        ["command"] = Command(manifest),
        ["digest"] = digest,
        ["data"] = RunDocument.Files(manifest.DataHashes),
    };

    /// <summary>The run's id in a manifest that was written earlier, and what fixes its result; null where there is none to read.</summary>
    internal static (string Run, string Fixed)? RunOf(byte[] manifest)
    {
        try
        {
            return JsonNode.Parse(manifest) is JsonObject document && document["run"] is JsonValue run && run.TryGetValue<string>(out var id)
                ? (id, WhatFixes(document))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What fixes a run's result, as text: runs that are equal in it have the same numbers.</summary>
    internal static string WhatFixes(RunManifest manifest) => WhatFixes(Of(manifest, ""));

    private static string WhatFixes(JsonObject manifest) => string.Join(
        '\n', FixedFields.Select(field => manifest[field]?.ToJsonString()));

    // Told with the folder's name only: where the reader keeps it is theirs to know.
    internal static string Command(RunManifest manifest) => FormattableString.Invariant(
        $"hns run {manifest.ScenarioId} --replicates {manifest.Spec.Replicates} --seed {manifest.Spec.Seed} --variants {string.Join(',', manifest.Spec.Variants)}");
}
