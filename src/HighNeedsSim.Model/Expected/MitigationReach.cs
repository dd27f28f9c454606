using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>What one mitigation does to a variant on the expected path: without it, and with it at three strengths.</summary>
/// <remarks>Each array has a number for each year and measure, as <see cref="Results.ResultLayout"/> says.</remarks>
/// <param name="Without">Every other mitigation of the variant in force, this one not.</param>
/// <param name="Weak">With it, every effect it has at its P10.</param>
/// <param name="Middle">With it, every effect at its median.</param>
/// <param name="Strong">With it, every effect at its P90.</param>
public sealed record MitigationReach(long[] Without, long[] Weak, long[] Middle, long[] Strong)
{
    private static readonly double[] Levels = [0.1, 0.5, 0.9];

    /// <summary>Plays the variant out.</summary>
    /// <param name="tables">The scenario's tables, with the mitigation as it is asked about.</param>
    /// <param name="variant">The policies; the mitigation is added where they do not have it.</param>
    /// <param name="code">The mitigation's code.</param>
    /// <param name="without">What the variant comes to without it, where that is known already.</param>
    /// <param name="repeat">How the few runs are done.</param>
    public static MitigationReach Of(WorldTables tables, Variant variant, string code, long[]? without, Repeat repeat)
    {
        var mitigation = tables.Scenario.Mitigations.First(m => m.Code == code);
        var with = variant.Mitigations.Contains(code) ? variant : variant with { Mitigations = [.. variant.Mitigations, code] };
        var paths = new long[Levels.Length + 1][];
        paths[^1] = without!;
        repeat(without is null ? paths.Length : Levels.Length, n => paths[n] = n < Levels.Length
            ? ExpectedPath.Run(tables, with, At(mitigation, Levels[n]))
            : WithoutIt(tables, variant, code));
        return new(paths[^1], paths[0], paths[1], paths[2]);
    }

    /// <summary>What a variant comes to without one of its mitigations.</summary>
    public static long[] WithoutIt(WorldTables tables, Variant variant, string code) =>
        ExpectedPath.Run(tables, variant with { Mitigations = [.. variant.Mitigations.Where(m => m != code)] }, Parameters.Central);

    private static Parameters At(Mitigation mitigation, double level) =>
        mitigation.Effects.Aggregate(Parameters.Central, (parameters, effect) => parameters.At(effect.Strength.Id, level));
}
