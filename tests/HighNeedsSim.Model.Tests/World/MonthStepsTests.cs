using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.World;

public class MonthStepsTests
{
    [Fact, Tier("Golden")]
    public void The_document_lists_the_steps_that_run() =>
        Written.InBlock(
            "docs/model/odd.md",
            "month steps",
            "| | Step | Played by | What happens |\n| --- | --- | --- | --- |\n"
                + string.Concat(MonthSteps.All.Select((s, n) => $"| {n + 1} | {s.Name} | `{s.PlayedBy}` | {s.What} |\n")));

    [Fact, Tier("Fact")]
    public void There_are_eight_steps_and_each_has_its_own_name()
    {
        var names = MonthSteps.All.Select(s => s.Name).ToArray();

        Assert.Equal(8, names.Distinct().Count());
        Assert.Equal(8, names.Length);
    }
}
