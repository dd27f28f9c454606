using HighNeedsSim.Benchmarks;

// ./run bench                                       every ratio, as a table in Markdown
// ./run bench schedules --rounds N --seed S         the same run cut and ordered in N ways; one digest, or exit code 1
// ./run bench world SCENARIO REPLICATES             what one world costs in this process; the others start it to compare
// ./run bench saves SCENARIO REPLICATES             what saving a world at year ends costs

return args switch
{
    [] => await Report.PrintAsync(),
    ["schedules", .. var words] => await Schedules.RunAsync(Number(words, "--rounds", 200), Number(words, "--seed", 1)),
    ["world", var scenario, var replicates] => OneWorld.Print(scenario, int.Parse(replicates, System.Globalization.CultureInfo.InvariantCulture)),
    ["saves", var scenario, var replicates] => Saves.Print(scenario, int.Parse(replicates, System.Globalization.CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Number(string[] words, string name, int otherwise) =>
    Array.IndexOf(words, name) is var at and >= 0 && at + 1 < words.Length
        ? int.Parse(words[at + 1], System.Globalization.CultureInfo.InvariantCulture)
        : otherwise;

static int Usage()
{
    Console.Error.WriteLine("bench: say nothing, or: schedules --rounds N --seed S, or: world SCENARIO REPLICATES, or: saves SCENARIO REPLICATES.");
    return 2;
}
