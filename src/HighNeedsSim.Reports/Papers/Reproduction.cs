using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HighNeedsSim.Reports.Documents;

namespace HighNeedsSim.Reports.Papers;

/// <summary>A run was made again: the evidence that it can be, or cannot.</summary>
/// <param name="Time">When.</param>
/// <param name="ModelVersion">By what version.</param>
/// <param name="Kept">The digest of the run.</param>
/// <param name="Found">The digest that was found.</param>
/// <param name="Differing">Files that came out otherwise; null where digests alone were compared.</param>
public sealed record Reproduction(DateTimeOffset Time, string ModelVersion, string Kept, string Found, IReadOnlyList<string>? Differing)
{
    /// <summary>The file beside a run in which the last attempt is kept.</summary>
    public const string FileName = "reproduced.json";

    private const string Schema = "hn.reproduced/1";

    /// <summary>Whether everything that was compared came out the same.</summary>
    public bool IsSame => Kept == Found && Differing is null or { Count: 0 };

    /// <summary>The evidence in a sentence.</summary>
    internal string Told()
    {
        var what = IsSame
            ? $"{(Differing is null ? "the same digest over every number" : "every file the same to the byte")}: {Found[..16]}…"
            : Kept != Found ? $"another digest: {Found[..16]}…, not {Kept[..16]}…" : $"the same digest, but other bytes in {string.Join(", ", Differing!)}";
        return string.Create(CultureInfo.InvariantCulture, $"Made again on {Time.UtcDateTime:d MMMM yyyy, HH:mm} UTC by model version {ModelVersion}: {what}");
    }

    /// <summary>The evidence as a file.</summary>
    public byte[] Write() => RunDocument.Bytes(new JsonObject
    {
        ["schema"] = Schema,
        ["time"] = RunDocument.Time(Time),
        ["modelVersion"] = ModelVersion,
        ["kept"] = Kept,
        ["found"] = Found,
        ["differing"] = Differing is null ? null : new JsonArray([.. Differing]),
    });

    /// <summary>Keeps the evidence beside a run; gives one sentence about what went wrong, or null.</summary>
    public string? Keep(string folder) => ResultFiles.Told(folder, () =>
    {
        ResultFiles.WriteWhole(Path.Combine(folder, FileName), ResultFiles.Bytes(Write()));
        return null;
    });

    /// <summary>The evidence beside a run, where it is of this very result; null where there is none.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read.</exception>
    internal static Reproduction? Of(string folder, string digest)
    {
        var file = Path.Combine(folder, FileName);
        return File.Exists(file) && Read(File.ReadAllBytes(file)) is { } found && found.Kept == digest ? found : null;
    }

    private static Reproduction Read(byte[] bytes)
    {
        try
        {
            var document = JsonNode.Parse(bytes)!.AsObject();
            return new(
                DateTimeOffset.Parse(document["time"]!.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                document["modelVersion"]!.GetValue<string>(), document["kept"]!.GetValue<string>(), document["found"]!.GetValue<string>(),
                document["differing"]?.AsArray().Select(name => name!.GetValue<string>()).ToArray());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new InvalidDataException($"{FileName} cannot be read: delete it and reproduce the run again.", exception);
        }
    }
}
