using System.IO.Compression;
using System.Security.Cryptography;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Benchmarks;

/// <summary>What it costs to save a world at the end of each financial year: time, room, and what packing would make of it.</summary>
internal static class Saves
{
    /// <summary>Prints a table.</summary>
    public static int Print(string id, int replicates)
    {
        var (_, scenario) = Measured.Read(id);
        var tables = WorldTables.Compile(scenario);
        WorldContext World(int round) => WorldContext.Create(tables, scenario.Variants[0].Id, 1, round * replicates, replicates);

        // The first plays compile the code.
        Seconds(() => Model.World.World.Run(World(0)));
        var play = Enumerable.Range(1, 3).Min(round => Seconds(() => Model.World.World.Run(World(round))));
        var saves = new List<WorldCheckpoint>();
        Model.World.World.Run(World(1), save: saves.Add);
        Console.WriteLine(Text($"{id}, {replicates} replicates of one variant: {play:0.00} s of processor time without saving"));
        Console.WriteLine("| After months | MB | bytes a replicate | into bytes, ms | SHA-256, ms | Deflate fastest: ratio, ms | Brotli 1: ratio, ms |\n| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var save in saves)
        {
            byte[] bytes = [];
            var whole = Best(() => bytes = save.ToBytes());
            var hash = Best(() => SHA256.HashData(bytes));
            var (deflated, deflating) = Packed(bytes, to => new ZLibStream(to, CompressionLevel.Fastest));
            var (brotlied, brotliing) = Packed(bytes, to => new BrotliStream(to, CompressionLevel.Fastest));
            Console.WriteLine(Text(
                $"| {save.Months} | {bytes.Length / 1e6:0.00} | {bytes.Length / replicates} | {whole:0} | {hash:0} | {deflated:0.00}, {deflating:0} | {brotlied:0.00}, {brotliing:0} |"));
        }

        var saving = Enumerable.Range(1, 3).Min(round => Seconds(() => Model.World.World.Run(World(round), save: save => SHA256.HashData(save.ToBytes()))));
        Console.WriteLine(Text($"with saving, all but the database: {saving:0.00} s of processor time, {(saving / play) - 1:+0.0 %;−0.0 %}"));
        return 0;
    }

    private static (double Ratio, double Milliseconds) Packed(byte[] bytes, Func<Stream, Stream> pack)
    {
        var length = 0L;
        var time = Best(() =>
        {
            using var to = new MemoryStream();
            using (var stream = pack(to))
            {
                stream.Write(bytes);
            }

            length = to.ToArray().LongLength;
        });
        return ((double)length / bytes.Length, time);
    }

    private static double Best(Action work) => 1000 * Enumerable.Range(0, 3).Min(_ => Seconds(work));

    private static double Seconds(Action work)
    {
        var before = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
