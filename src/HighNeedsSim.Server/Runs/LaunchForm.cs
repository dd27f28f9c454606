using System.Globalization;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.World;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Server.Runs;

/// <summary>What somebody filled in to start a run, as they typed it.</summary>
public sealed class LaunchForm
{
    /// <summary>How many simulated futures unless asked otherwise.</summary>
    public const int DefaultReplicates = 1_000;

    /// <summary>More would not fit a small machine's memory.</summary>
    public const int MostReplicates = 100_000;

    /// <summary>Id of the scenario.</summary>
    public string Scenario { get; set; } = "";

    /// <summary>Number of simulated futures, as typed.</summary>
    public string? Replicates { get; set; } = DefaultReplicates.ToString(CultureInfo.InvariantCulture);

    /// <summary>Seed, as typed.</summary>
    public string? Seed { get; set; } = "1";

    /// <summary>What the run is to be called, as typed.</summary>
    public string? Tag { get; set; }

    /// <summary>Ids of the variants to compare with the baseline, which is always played out. What is ticked is added to this list.</summary>
    public List<string> Variants { get; init; } = [];

    /// <summary>Made with the form: sending the same form twice starts one run.</summary>
    public string Key { get; set; } = "";

    /// <summary>
    /// The key of the run asked for. A form that comes again unchanged asks for the same run; one that somebody went back to
    /// and changed asks for another.
    /// </summary>
    public string KeyOf(ScenarioPackage package, RunSpec spec) => string.Create(
        CultureInfo.InvariantCulture, $"{Key}/{package.Hash}/{spec.Seed}/{spec.Replicates}/{string.Join(',', spec.Variants)}");

    /// <summary>Whose the run is, and what it is called.</summary>
    public Cluster.RunLabel LabelOf(string? user) => new(user, Tag?.Trim() is { Length: > 0 } tag ? tag : null);

    /// <summary>The run asked for, or what is wrong by field.</summary>
    public (RunSpec? Spec, IReadOnlyList<(string Field, string Message)> Mistakes) Read(Scenario scenario)
    {
        var mistakes = new List<(string, string)>();
        var typed = Replicates?.Replace(",", "", StringComparison.Ordinal).Trim();
        if (!int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var replicates) || replicates is < 1 or > MostReplicates)
        {
            mistakes.Add((nameof(Replicates), $"Simulated futures must be a whole number between 1 and {MostReplicates.ToString("N0", CultureInfo.InvariantCulture)}"));
        }

        if (!ulong.TryParse(Seed?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
        {
            mistakes.Add((nameof(Seed), "Seed must be a whole number, like 1"));
        }

        if (Cluster.RunLabel.FaultOf(Tag?.Trim()) is { } fault)
        {
            mistakes.Add((nameof(Tag), $"Tag {fault}"));
        }

        if (Variants.Except(scenario.Variants.Select(v => v.Id), StringComparer.Ordinal).Any())
        {
            mistakes.Add((nameof(Variants), "Select futures from the list: the scenario has changed since this page was opened"));
        }

        if (Key.Length is 0 or > 64)
        {
            mistakes.Add((nameof(Key), "This form is incomplete: start again from the list of scenarios"));
        }

        return mistakes.Count > 0
            ? (null, mistakes)
            : (new(seed, replicates, [.. scenario.Variants.Select(v => v.Id).Where((id, i) => i == 0 || Variants.Contains(id, StringComparer.Ordinal))]), []);
    }
}
