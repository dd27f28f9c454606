using System.Globalization;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Cli;

/// <summary>What somebody wrote after <c>hns run</c>, not yet judged.</summary>
/// <param name="Scenario">The scenario's folder.</param>
/// <param name="Replicates">How many futures.</param>
/// <param name="Seed">Where the random numbers start.</param>
/// <param name="Variants">Ids separated by commas; null for all.</param>
/// <param name="Folder">Where the results go; null for a folder named after the run.</param>
/// <param name="Engine">Who plays the worlds.</param>
/// <param name="Json">Whether the document is printed instead of the table.</param>
/// <param name="Quiet">Whether progress and notes are left out.</param>
/// <param name="Colour">Whether headings may be set off.</param>
internal sealed record RunWords(
    string Scenario, string Replicates, string Seed, string? Variants, string? Folder, string Engine, bool Json, bool Quiet, bool Colour)
{
    private const int MostReplicates = 100_000;

    /// <summary>The number of futures; judges as it reads.</summary>
    public int? ReadReplicates(List<string> faults)
    {
        if (int.TryParse(Replicates, NumberStyles.None, CultureInfo.InvariantCulture, out var replicates) && replicates is >= 1 and <= MostReplicates)
        {
            return replicates;
        }

        faults.Add($"--replicates {Replicates} is not possible: give a whole number from 1 to {MostReplicates}.");
        return null;
    }

    /// <summary>The seed; judges as it reads.</summary>
    public ulong? ReadSeed(List<string> faults)
    {
        if (ulong.TryParse(Seed, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
        {
            return seed;
        }

        faults.Add($"--seed {Seed} is not possible: give a whole number from 0 to {ulong.MaxValue}.");
        return null;
    }

    /// <summary>
    /// The variants in the scenario's order, the baseline always among them because the others are paired with it; judges as it
    /// reads.
    /// </summary>
    public (IReadOnlyList<string> Ids, bool BaselineAdded) ReadVariants(Scenario scenario, List<string> faults)
    {
        string[] all = [.. scenario.Variants.Select(variant => variant.Id)];
        if (Variants is null)
        {
            return (all, false);
        }

        var asked = Variants.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (asked.Length == 0)
        {
            faults.Add($"--variants names no variant: there are {string.Join(", ", all)}.");
        }

        faults.AddRange(asked.Except(all).Select(unknown => $"there is no variant '{unknown}': {Nearest.Hint(unknown, all)}"));
        return ([.. all.Where(id => id == all[0] || asked.Contains(id))], !asked.Contains(all[0]));
    }
}
