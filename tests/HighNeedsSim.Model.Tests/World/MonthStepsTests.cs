using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.World;

[Tier("Golden")]
public class MonthStepsTests
{
    private const string Begin = "<!-- month steps: written from MonthSteps.cs -->";
    private const string End = "<!-- end of month steps -->";

    [Fact]
    public void The_document_lists_the_steps_that_run()
    {
        var file = RepositoryRoot.Of("docs", "model", "odd.md");
        var document = File.ReadAllText(file);
        var (from, to) = (document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, document.IndexOf(End, StringComparison.Ordinal));
        var written = "\n\n| | Step | Played by | What happens |\n| --- | --- | --- | --- |\n"
            + string.Concat(MonthSteps.All.Select((s, n) => $"| {n + 1} | {s.Name} | `{s.PlayedBy}` | {s.What} |\n")) + "\n";

        if (Environment.GetEnvironmentVariable("HNS_REGENERATE") == "1")
        {
            document = document[..from] + written + document[to..];
            File.WriteAllText(file, document);
            to = from + written.Length;
        }

        Assert.Equal(written, document[from..to]);
    }
}
