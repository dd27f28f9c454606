using System.Text.Json;

namespace HighNeedsSim.Cli.Tests;

[Tier("Files")]
public sealed class ExpectedCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Explain_writes_causes_that_add_up_and_their_chart()
    {
        var explain = await Hns.RunAsync("explain", Hns.Small, "--variant", "unmitigated", "--json", "--out", _folder["answer"]);

        Assert.Equal(0, explain.ExitCode);
        using var document = JsonDocument.Parse(explain.Out);
        Assert.Equal("hn.explain/1", document.RootElement.GetProperty("schema").GetString());
        decimal Of(string name) => document.RootElement.GetProperty("growth").GetProperty(name).GetDecimal();
        Assert.Equal(Of("after") - Of("before"), Of("demand") + Of("mix") + Of("price"));
        Assert.Contains("role=\"img\"", await File.ReadAllTextAsync(_folder["answer/growth.svg"]), StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["answer/explain.csv"]) && File.Exists(_folder["answer/explain.json"]));
    }

    [Theory]
    [InlineData("explain")]
    [InlineData("sensitivity")]
    [InlineData("seek", "--target", "in-year balance by 2027-28", "--replicates", "1")]
    public async Task Every_field_of_a_document_is_described(params string[] question)
    {
        var answer = await Hns.RunAsync([question[0], Hns.Small, "--json", .. question[1..]]);
        using var document = JsonDocument.Parse(answer.Out);
        var described = await File.ReadAllTextAsync(RepositoryRoot.Of("docs", "answer-documents.md"));

        var schema = document.RootElement.GetProperty("schema").GetString();
        Assert.Contains($"## `{schema}`", described, StringComparison.Ordinal);
        Assert.All(Names(document.RootElement).Distinct(), name => Assert.Matches($@"`([a-z]+(\[\])?\.)?{name}`", described));

        // The strengths of a mitigation are named as in its scenario.
        static IEnumerable<string> Names(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(p => p.Name == "strengths" ? [p.Name] : Names(p.Value).Prepend(p.Name)).Where(name => name is not ("schema" or "growth" or "saving")),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Names),
            _ => [],
        };
    }

    [Fact]
    public async Task Seek_says_what_it_does_not_understand_all_at_once()
    {
        var seek = await Hns.RunAsync("seek", Hns.Small, "--target", "balance soon", "--replicates", "0");

        Assert.Equal((2, ""), (seek.ExitCode, seek.Out));
        Assert.Contains("--target 'balance soon' is not understood: write \"in-year balance by ", seek.Error, StringComparison.Ordinal);
        Assert.Contains("--replicates 0 is not possible", seek.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_sought_is_written_as_a_scenario_that_gives_what_was_promised()
    {
        async Task<JsonElement> Seek(string scenario, params string[] more)
        {
            var seek = await Hns.RunAsync(["seek", scenario, "--variant", "planned", "--json", "--replicates", "2", .. more]);
            Assert.Equal((0, ""), (seek.ExitCode, seek.Error));
            using var document = JsonDocument.Parse(seek.Out);
            return document.RootElement.Clone();
        }

        var never = await Seek(Hns.Small, "--target", "deficit below 0m by 2027-28", "--write", _folder["never"]);
        var half = (never.GetProperty("answer").GetDecimal() + never.GetProperty("withNoEffort").GetDecimal()) / 2_000_000;
        var target = FormattableString.Invariant($"deficit below {half:0.##}m by 2027-28");
        var found = await Seek(Hns.Small, "--target", target, "--least", "cost", "--write", _folder["kent-sought"]);
        var again = await Seek(_folder["kent-sought"], "--target", target);

        Assert.False(never.GetProperty("reached").GetBoolean() || Directory.Exists(_folder["never"]));
        Assert.True(found.GetProperty("reached").GetBoolean() && again.GetProperty("reached").GetBoolean());
        Assert.InRange(again.GetProperty("answer").GetDecimal() - found.GetProperty("answer").GetDecimal(), -1, 1);
        Assert.Equal(0, (await Hns.RunAsync("check", _folder["kent-sought"])).ExitCode);
    }

    [Fact]
    public async Task An_unknown_variant_is_answered_with_the_nearest()
    {
        var sensitivity = await Hns.RunAsync("sensitivity", Hns.Small, "--variant", "planed");

        Assert.Equal(2, sensitivity.ExitCode);
        Assert.Contains("planned", sensitivity.Error, StringComparison.Ordinal);
    }
}
