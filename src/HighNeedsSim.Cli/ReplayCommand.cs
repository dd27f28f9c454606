using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Cli;

/// <summary><c>hns replay</c>: plays single futures again, alone, by the address that a failure names.</summary>
internal static class ReplayCommand
{
    private static readonly string[] Measures =
        [MeasureCodes.Plans, MeasureCodes.NewPlans, MeasureCodes.Ceased, MeasureCodes.Spend, MeasureCodes.InYear, MeasureCodes.Deficit];

    public static Command Make(Terminal terminal)
    {
        var scenario = new Argument<string>("scenario") { Description = "The scenario's folder." };
        var address = new Argument<string>("address")
        {
            Description = "seed/variant/replicate: 1/planned/17, or several: 1/planned/12-17.",
        };
        var command = new Command("replay", "Play one future again, alone, and print its trajectory and digest.") { scenario, address };
        command.SetAction((parsed, cancel) => Replay(terminal, parsed.GetRequiredValue(scenario), parsed.GetRequiredValue(address), cancel));
        return command;
    }

    private static Task<int> Replay(Terminal terminal, string named, string address, CancellationToken cancel)
    {
        if (ReadAddress(address) is not var (seed, variant, first, last))
        {
            terminal.Error.WriteLine($"hns: '{address}' is no address of a future: write seed/variant/replicate, like 1/planned/17 or 1/planned/12-17.");
            return Task.FromResult(ExitCode.Usage);
        }

        var read = ScenarioFolder.Read(named);
        if (read.Scenario is not { } scenario || read.Package is not { } package)
        {
            terminal.Error.WriteLine(read.NotFound is { } notFound ? $"hns: {notFound}" : string.Join('\n', read.Problems));
            return Task.FromResult(read.NotFound is null ? ExitCode.Invalid : ExitCode.NotFound);
        }

        string[] variants = [.. scenario.Variants.Select(v => v.Id)];
        if (!variants.Contains(variant))
        {
            terminal.Error.WriteLine($"hns: there is no variant '{variant}': {Nearest.Hint(variant, variants)}");
            return Task.FromResult(ExitCode.Usage);
        }

        var tables = WorldTables.Compile(scenario);
        terminal.Out.WriteLine($"Scenario {scenario.Id}, {package.Hash}, model {Engine.ModelVersion()}");
        var code = ExitCode.Ok;
        for (var replicate = first; replicate <= last; replicate++)
        {
            try
            {
                var found = World.Run(WorldContext.Create(tables, variant, seed, replicate, 1), cancel: cancel);
                terminal.Out.WriteLine(TerminalTable.Write(Trajectory(tables.Layout, found, seed)));
            }
            catch (InvariantException breach)
            {
                // What it was called for: the failure, again.
                terminal.Out.WriteLine($"{seed}/{variant}/{replicate}: {breach.Message}");
                code = ExitCode.Failure;
            }
        }

        return Task.FromResult(code);
    }

    private static Table Trajectory(ResultLayout layout, WorldResult found, ulong seed) => new(
        string.Create(CultureInfo.InvariantCulture, $"Future {seed}/{found.Variant}/{found.First}; money in £ million"),
        [new("", "Measure", IsNumeric: false, IsRowHead: true), .. layout.Years.Select(year => new Column("", year.ToString(), IsNumeric: true))],
        [
            .. Measures.Select(code =>
            {
                var measure = layout.Measures[layout.IndexOf(code)];
                return (IReadOnlyList<string>)
                [
                    code,
                    .. Enumerable.Range(0, layout.Years.Count).Select(y => Numbers.Cell(measure.Unit, found.Values[layout.At(y, layout.IndexOf(code))])),
                ];
            }),
        ],
        [$"Digest of all its numbers: {Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(found.Values.AsSpan())))}"]);

    private static (ulong Seed, string Variant, int First, int Last)? ReadAddress(string address)
    {
        if (address.Split('/') is not [var seedText, { Length: > 0 } variant, var replicates]
            || !ulong.TryParse(seedText, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
        {
            return null;
        }

        var ends = replicates.Split('-');
        return ends.Length <= 2
            && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last) && last >= first
            ? (seed, variant, first, last)
            : null;
    }
}
