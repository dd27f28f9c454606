using System.Text.Json.Nodes;

namespace HighNeedsSim.Scenarios;

/// <summary>The forms that recur in a schema, written once under <c>definitions</c>.</summary>
internal sealed class ShapeForms
{
    private readonly SortedDictionary<string, JsonObject> _used = new(StringComparer.Ordinal);

    /// <summary>All that were referred to, by name.</summary>
    internal JsonObject Definitions() => new(_used.Select(d => KeyValuePair.Create<string, JsonNode?>(d.Key, d.Value)));

    internal static JsonObject Number(double min, double max) => new() { ["type"] = "number", ["minimum"] = Plain(min), ["maximum"] = Plain(max) };

    internal JsonObject Refer(string name)
    {
        _used.TryAdd(name, name switch
        {
            "text" => new() { ["type"] = new JsonArray("string", "number") },
            "month" => Pattern("A month: 2024-09.", "^20[0-9]{2}-(0[1-9]|1[0-2])$"),
            "financial-year" => Pattern("A financial year, April to March: 2023-24.", "^20[0-9]{2}-[0-9]{2}$"),
            "year" => Pattern("What the figure is of: 2022, 2022-23 or 2019-2022.", "^[0-9]{4}(-[0-9]{2}|-[0-9]{4})?$", "string", "integer"),
            "slug" => Pattern("Small letters, digits and hyphens.", "^[a-z0-9]+(-[a-z0-9]+)*$"),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "is no form that recurs"),
        });
        return Reference(name);
    }

    /// <summary>A figure: known, or three numbers between which it lies with 8 chances in 10, and where it comes from.</summary>
    internal JsonObject Figure(string unit, double min, double max, bool uncertain)
    {
        var name = $"{unit}, {Numbers.Text(min)} to {Numbers.Text(max)}{(uncertain ? "" : ", known")}";
        if (!_used.ContainsKey(name))
        {
            string[] numbers = uncertain ? ["value", "p10", "p50", "p90"] : ["value"];
            string[] counts = uncertain && min >= 0 ? ["counted", "of", "england", "england-weight", "counts-as"] : [];
            var properties = new JsonObject(
                numbers.Select(n => KeyValuePair.Create<string, JsonNode?>(n, Number(min, max)))
                    .Concat(counts.Select(n => KeyValuePair.Create<string, JsonNode?>(n, Number(0, n == "counts-as" ? 1 : 1_000_000_000)))))
            {
                ["unit"] = new JsonObject { ["enum"] = new JsonArray(unit) },
                ["source"] = Refer("text"),
                ["year"] = Refer("year"),
                ["confidence"] = new JsonObject { ["enum"] = new JsonArray([.. SourceBook.Confidences.Select(c => (JsonNode)c)]) },
                ["rationale"] = Refer("text"),
            };
            var form = new JsonObject
            {
                ["type"] = "object",
                ["additionalProperties"] = false,
                ["properties"] = properties,
                ["required"] = Required(uncertain ? [] : ["value"]),
            };
            if (uncertain)
            {
                form["oneOf"] = new JsonArray(
                    new JsonObject { ["required"] = new JsonArray("value") },
                    new JsonObject { ["required"] = new JsonArray("p10", "p50", "p90") });
                if (counts.Length > 0)
                {
                    form["oneOf"]!.AsArray().Add(new JsonObject { ["required"] = new JsonArray("counted", "of") });
                }
            }

            _used[name] = form;
        }

        return Reference(name);
    }

    private static JsonArray Required(string[] more) => [.. more.Concat(["unit", "source", "year", "confidence"]).Select(key => (JsonNode)key)];

    private static JsonObject Pattern(string description, string pattern, params string[] types) => new()
    {
        ["description"] = description,
        ["type"] = types.Length == 0 ? "string" : new JsonArray([.. types.Select(t => (JsonNode)t)]),
        ["pattern"] = pattern,
    };

    // A reference is a URI fragment.
    private static JsonObject Reference(string name) => new() { ["$ref"] = "#/definitions/" + Uri.EscapeDataString(name.Replace("~", "~0").Replace("/", "~1")) };

    // Whole bounds are written without a point.
    private static JsonValue Plain(double value) => JsonValue.Create((decimal)value);
}
