using System.Text;
using NJsonSchema;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace HighNeedsSim.Scenarios.Tests;

/// <summary>
/// scenarios/schema is written from what the reader asks for. Run these tests with HNS_REGENERATE=1 when the reader was changed on
/// purpose.
/// </summary>
public class ScenarioSchemaTests
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Schemas = new(() => ScenarioSchema.Write(
        ScenarioCatalogue.Folders(Repository.Scenarios).Select(folder => ScenarioPackage.FromFolder(folder).Package!)));

    [Theory, Tier("Golden")]
    [InlineData("scenario.schema.json")]
    [InlineData("sources.schema.json")]
    [InlineData("mitigations.schema.json")]
    [InlineData("national-rule.schema.json")]
    public void A_schema_says_what_the_reader_asks_for(string name) => Written.InFile("scenarios/schema/" + name, Schemas.Value[name]);

    [Fact, Tier("Files")]
    public async Task Every_file_of_every_scenario_follows_its_schema()
    {
        var faults = new StringBuilder();
        foreach (var file in Files())
        {
            foreach (var fault in await Faults(file, File.ReadAllText(file)))
            {
                faults.AppendLine(fault);
            }
        }

        Assert.True(faults.Length == 0, faults.ToString());
    }

    [Theory, Tier("Files")]
    [InlineData("births:\n  p10: -0.025", "births:\n  p10: low")]
    [InlineData("births:\n  p10: -0.025", "births:\n  p1O: -0.025")]
    [InlineData("  unit: growth a year", "  unit: '%'")]
    [InlineData("  years: 5", "  years: 11")]
    [InlineData("first-year: 2023-24", "first-year: 2023/24")]
    [InlineData("safety-valve: true", "safety-valve: maybe")]
    [InlineData("requests:\n", "request:\n")]
    public async Task A_mistake_that_the_reader_refuses_the_schema_refuses_too(string right, string wrong)
    {
        var file = Path.Combine(Repository.Scenario("kent-2023-safety-valve"), "scenario.yaml");
        var text = File.ReadAllText(file);
        Assert.Contains(right, text);

        Assert.NotEmpty(await Faults(file, text.Replace(right, wrong)));
    }

    private static IEnumerable<string> Files() =>
    [
        Path.Combine(Repository.Scenarios, "mitigations.yaml"),
        .. Directory.EnumerateFiles(Path.Combine(Repository.Scenarios, "national")),
        .. ScenarioCatalogue.Folders(Repository.Scenarios).SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml")),
    ];

    private static async Task<IEnumerable<string>> Faults(string file, string yaml)
    {
        var name = Path.GetFileName(Path.GetDirectoryName(file)) == "national" ? "national-rule" : Path.GetFileNameWithoutExtension(file);
        var schema = await JsonSchema.FromJsonAsync(Schemas.Value[name + ".schema.json"]);
        var found = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(new Parser(new StringReader(yaml)));
        var json = new SerializerBuilder().JsonCompatible().Build().Serialize(found);
        return schema.Validate(json).Select(fault => $"{Path.GetRelativePath(Repository.Root, file)}: {fault}");
    }
}
