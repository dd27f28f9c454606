using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HighNeedsSim.Scenarios;

/// <summary>JSON Schemas of a scenario's YAML files, so that an editor helps to write them.</summary>
/// <remarks>
/// They are what the reader asks for when it reads scenarios, noted question by question: keys, ranges, units, closed lists. What
/// the reader checks between several values (shares that sum to one, names that another file must hold) no schema can say: it is
/// <c>hns check</c> that decides.
/// </remarks>
internal sealed class ScenarioSchema
{
    private static readonly JsonSerializerOptions Form = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Dictionary<string, Shape> _shapes = new(StringComparer.Ordinal);

    /// <summary>The schemas, by file name, from all that the reader asks of these scenarios.</summary>
    /// <param name="packages">Sound scenarios that together use every part that a scenario can have.</param>
    internal static IReadOnlyDictionary<string, string> Write(IEnumerable<ScenarioPackage> packages)
    {
        var schema = new ScenarioSchema();
        foreach (var package in packages)
        {
            ScenarioReader.Check(package, new HashSet<string>(), new(), schema);
        }

        return schema._shapes.ToDictionary(shape => shape.Key + ".schema.json", shape => Text(shape.Key, shape.Value));
    }

    /// <summary>Where to note what is asked of a file: of all national rules in one place, they have one form.</summary>
    internal Shape Of(string path)
    {
        var kind = path.StartsWith(ScenarioPackage.National + "/", StringComparison.Ordinal) ? "national-rule" : Path.GetFileNameWithoutExtension(path);
        if (!_shapes.TryGetValue(kind, out var shape))
        {
            _shapes[kind] = shape = new Shape().BeMap();
        }

        return shape;
    }

    private static string Text(string kind, Shape shape)
    {
        var forms = new ShapeForms();
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = $"HighNeedsSim: {kind.Replace('-', ' ')}",
            ["$comment"] = "Written from the reader by a test; not edited by hand.",
        };
        foreach (var (key, value) in shape.ToJson(forms).ToArray())
        {
            schema[key] = value?.DeepClone();
        }

        schema["definitions"] = forms.Definitions();
        return schema.ToJsonString(Form) + "\n";
    }
}
