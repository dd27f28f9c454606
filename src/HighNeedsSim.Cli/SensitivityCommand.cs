using System.CommandLine;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Expected;

namespace HighNeedsSim.Cli;

/// <summary><c>hns sensitivity</c>: which uncertain parameters matter most to the final deficit.</summary>
internal static class SensitivityCommand
{
    private const ulong Seed = 1;

    public static Command Make(Terminal terminal)
    {
        var ask = new ExpectedAsk("sensitivity");
        var command = ask.To(new("sensitivity", "Say which uncertain parameters matter most to the final deficit."));
        command.SetAction((parsed, cancel) => ask.RunAsync(terminal, parsed, [], scenario => scenario.Variants[0], (_, scenario, variant, _) =>
        {
            var tables = WorldTables.Compile(scenario);
            return SensitivityAnswer.Of(scenario, variant, Sensitivity.Of(Question.FinalDeficit(tables), variant, Seed, ExpectedAsk.AtOnce));
        }, cancel));
        return command;
    }
}
