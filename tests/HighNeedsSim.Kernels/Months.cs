using BenchmarkDotNet.Attributes;
using HighNeedsSim.Model.World;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Kernels;

/// <summary>A month of a world of kent-small: the mean of the last year's, taken up from where the world was saved; a future's month each.</summary>
/// <remarks>A state cannot play the same month twice, so each round takes the world up again, which costs less than one of its twelve months.</remarks>
public class Months
{
    private const int Replicates = 20;
    private const int Last = 12;
    private readonly WorldMemory _memory = new();
    private WorldTables _tables = null!;
    private WorldCheckpoint _saved = null!;

    /// <summary>Plays the world once and keeps it as it was a year before its end.</summary>
    [GlobalSetup]
    public void Save()
    {
        var (package, problems) = ScenarioPackage.FromFolder(RepositoryRoot.Of("scenarios", "kent-small"));
        var scenario = ScenarioReader.Read(package ?? throw new InvalidOperationException(string.Join(" ", problems))).Scenario;
        _tables = WorldTables.Compile(scenario ?? throw new InvalidOperationException("kent-small has problems: run hns check."));
        World.Run(Begin(), save: saved => _saved = saved);
    }

    [Benchmark(OperationsPerInvoke = Replicates * Last)]
    public object ALastYear() => World.Run(Begin(), from: _saved);

    private WorldContext Begin() => WorldContext.Create(_tables, _tables.Scenario.Variants[0].Id, 1, 0, Replicates, _memory);
}
