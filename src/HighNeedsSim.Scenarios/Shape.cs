using System.Text.Json.Nodes;

namespace HighNeedsSim.Scenarios;

/// <summary>
/// What may stand at a place of a YAML file, as the reader itself asked for it: <see cref="YamlMap"/> notes each question here
/// while the schema is being written, so that the schema cannot say anything else than the reader.
/// </summary>
internal sealed class Shape
{
    private readonly Dictionary<string, Shape> _keys = new(StringComparer.Ordinal);
    private readonly List<(string Unit, double Min, double Max, bool Uncertain)> _figures = [];
    private Func<ShapeForms, JsonObject>? _form;
    private string? _label;
    private Shape? _other;
    private Shape? _item;
    private bool _optional;
    private bool _isText;
    private bool _isMap;

    /// <summary>A key that the reader can do without: asked for after it had looked whether it is there.</summary>
    internal void MayHave(string key)
    {
        if (_keys.TryAdd(key, new()))
        {
            _keys[key]._optional = true;
        }
    }

    /// <summary>A key that must be there, unless the reader has looked before whether it is.</summary>
    internal Shape MustHave(string key)
    {
        _keys.TryAdd(key, new());
        return _keys[key];
    }

    /// <summary>Whatever stands under keys whose names the file's author chooses.</summary>
    internal Shape EachOther() => _other ??= new();

    internal Shape BeMap()
    {
        _isMap = true;
        return this;
    }

    internal Shape BeListOf() => _item ??= new();

    /// <summary>Any text. Where the reader asks for a text and for something narrower, the schema leaves it at the text.</summary>
    internal void BeText() => _isText = true;

    internal void BeInteger(int min, int max) => Be(_ => new() { ["type"] = "integer", ["minimum"] = min, ["maximum"] = max });

    internal void BeNumber(double min, double max) => Be(_ => ShapeForms.Number(min, max));

    internal void BePair(int min, int max) => Be(_ => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject { ["type"] = "integer", ["minimum"] = min, ["maximum"] = max },
        ["minItems"] = 2,
        ["maxItems"] = 2,
    });

    internal void BeOneOf(IEnumerable<string> names) => Be(_ => new() { ["enum"] = new JsonArray([.. names.Select(n => (JsonNode)n)]) });

    internal void BeFlag() => Be(_ => new() { ["type"] = "boolean" });

    internal void BeMonth() => Be(forms => forms.Refer("month"));

    internal void BeFinancialYear() => Be(forms => forms.Refer("financial-year"));

    internal void BeYear() => Be(forms => forms.Refer("year"));

    internal void BeSlug() => Be(forms => forms.Refer("slug"));

    /// <summary>A figure with its pedigree. What unit and range it has may hang on its neighbours: then each of them will do.</summary>
    internal void BeFigure(string label, string unit, double min, double max, bool uncertain)
    {
        _label = _figures.Count == 0 || _label == label ? label : null;
        if (!_figures.Contains((unit, min, max, uncertain)))
        {
            _figures.Add((unit, min, max, uncertain));
        }
    }

    internal JsonObject ToJson(ShapeForms forms)
    {
        if (_item is not null)
        {
            return new() { ["type"] = "array", ["items"] = _item.ToJson(forms) };
        }

        return _isMap ? Map(forms)
            : _figures.Count > 0 ? Figure(forms)
            : _isText || _form is null ? forms.Refer("text")
            : _form(forms);
    }

    private JsonObject Figure(ShapeForms forms)
    {
        var any = new JsonObject
        {
            ["anyOf"] = new JsonArray([.. _figures.Select(f => (JsonNode)forms.Figure(f.Unit, f.Min, f.Max, f.Uncertain))]),
        };
        if (_label is not null)
        {
            any.Insert(0, "description", $"{_label}: {_figures[0].Unit}.");
        }

        return any;
    }

    private JsonObject Map(ShapeForms forms)
    {
        var map = new JsonObject
        {
            // A group whose keys are all the author's may be empty.
            ["type"] = _keys.Count > 0 ? "object" : new JsonArray("object", "null"),
            ["additionalProperties"] = _other is null ? JsonValue.Create(false) : _other.ToJson(forms),
        };
        if (_keys.Count > 0)
        {
            map["properties"] = new JsonObject(_keys.Select(k => KeyValuePair.Create<string, JsonNode?>(k.Key, k.Value.ToJson(forms))));
        }

        if (_keys.Values.Any(k => !k._optional))
        {
            map["required"] = new JsonArray([.. _keys.Where(k => !k.Value._optional).Select(k => (JsonNode)k.Key)]);
        }

        return map;
    }

    // The first to ask decides how it is described: a key of the author's choosing is asked for once for each of them.
    private void Be(Func<ShapeForms, JsonObject> form) => _form ??= form;
}
