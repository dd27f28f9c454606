using System.CommandLine;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Expected;

namespace HighNeedsSim.Cli;

/// <summary><c>hns explain</c>: why spending grows, and whose the saving is.</summary>
internal static class ExplainCommand
{
    public static Command Make(Terminal terminal)
    {
        var from = new Option<string>("--from") { Description = "The earlier financial year; the first if left out.", HelpName = "YEAR" };
        var to = new Option<string>("--to") { Description = "The later financial year; the last if left out.", HelpName = "YEAR" };
        var ask = new ExpectedAsk("explain");
        var command = ask.To(new("explain", "Say why spending grows, and what each mitigation has of the saving.") { from, to });
        command.SetAction((parsed, cancel) => ask.RunAsync(terminal, parsed, [("from", parsed.GetValue(from)), ("to", parsed.GetValue(to))], MostMitigated, (_, scenario, variant, faults) =>
        {
            var years = Enumerable.Range(0, scenario.Timetable.Years).Select(n => scenario.Timetable.FirstYear + n).ToArray();
            var first = YearOf(parsed.GetValue(from), "--from", years, 0, faults);
            var last = YearOf(parsed.GetValue(to), "--to", years, years.Length - 1, faults);
            if (faults.Count == 0 && first >= last)
            {
                faults.Add($"--from {years[first]} is not before --to {years[last]}.");
            }

            if (variant.Mitigations.Count > SavingShares.Most)
            {
                faults.Add($"variant {variant.Id} has {variant.Mitigations.Count} mitigations: shares can be worked out for at most {SavingShares.Most}.");
            }

            if (faults.Count > 0)
            {
                return null;
            }

            var tables = WorldTables.Compile(scenario);
            return ExplainAnswer.Of(
                scenario, variant, SpendingGrowth.Of(tables, variant, first, last), SavingShares.Of(tables, variant, last, ExpectedAsk.AtOnce));
        }, cancel));
        return command;
    }

    /// <summary>The variant with the most mitigations; of those, the first.</summary>
    internal static Variant MostMitigated(Scenario scenario) => scenario.Variants.MaxBy(v => v.Mitigations.Count)!;

    internal static int YearOf(string? word, string option, FinancialYear[] years, int otherwise, List<string> faults)
    {
        var at = word is null ? otherwise : Array.FindIndex(years, y => y.ToString() == word);
        if (at < 0)
        {
            faults.Add($"{option} {word} is not a year of the scenario: {string.Join(", ", years)}.");
        }

        return Math.Max(0, at);
    }
}
