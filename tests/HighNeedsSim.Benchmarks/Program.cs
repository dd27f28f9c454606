using System.Globalization;
using HighNeedsSim.Benchmarks;

// ./run bench                                       every ratio, as a table in Markdown
// ./run bench kernels                               random numbers, scans, samplers and a month by BenchmarkDotNet: HighNeedsSim.Kernels, a program of its own
// ./run bench only NAME...                          some of them: kent, kent-run, grains, plans, ping ...
// ./run bench schedules --rounds N --seed S         the same run cut and ordered in N ways; one digest, or exit code 1
// ./run bench numpy --futures N                     Kent's plans by the engine and by a restatement with numpy; exit code 1 if they differ
// ./run bench country --times N --replicates N      plays a country of N times England's children
// ./run bench world SCENARIO REPLICATES --rounds N  what one world costs in this process; the others start it to compare
// ./run bench saves SCENARIO REPLICATES             what saving a world at year ends costs
// ./run bench load --seconds N --rate N --viewers N what the desk answers while it plays; exit code 1 if a target is missed
// ./run bench silo DATABASE CLUSTER                 is a silo until nobody writes to it any more; the row of silos starts some

// Whatever follows an option is a whole number.
if (args.Index().Any(word => word.Item.StartsWith("--", StringComparison.Ordinal) && !IsWhole(args.ElementAtOrDefault(word.Index + 1), out _)))
{
    return Usage();
}

return args switch
{
    [] => await Report.PrintAsync(),
    ["only", .. var names] => await Report.PrintAsync(names),
    ["schedules", .. var words] => await Schedules.RunAsync(Number(words, "--rounds", 200), Number(words, "--seed", 1)),
    ["world", var scenario, var text, .. var words] when IsWhole(text, out var replicates) => OneWorld.Print(scenario, replicates, Number(words, "--rounds", 3)),
    ["numpy", .. var words] => Restatement.Compare(Number(words, "--futures", 100)),
    ["country", .. var words] => Country.Play(Number(words, "--times", 10), Number(words, "--replicates", 2)),
    ["silo", var database, var cluster] => await Silos.BeOneAsync(database, cluster),
    ["saves", var scenario, var text] when IsWhole(text, out var replicates) => Saves.Print(scenario, replicates),
    ["load", .. var words] => await Load.Measure(Number(words, "--seconds", 600), Number(words, "--rate", 20), Number(words, "--viewers", 50), Number(words, "--replicates", 200)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("bench: say nothing, or: kernels, or: only NAME..., or: schedules --rounds N --seed S, or: world SCENARIO REPLICATES --rounds N, or: country --times N --replicates N, or: numpy --futures N, or: saves SCENARIO REPLICATES, or: load --seconds N --rate N --viewers N --replicates N.");
    return 2;
}

static int Number(string[] words, string name, int otherwise) =>
    Array.IndexOf(words, name) is var at and >= 0 && IsWhole(words.ElementAtOrDefault(at + 1), out var number) ? number : otherwise;

static bool IsWhole(string? text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
