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
    /// <summary>The chances by which a strength is weak, middle or strong: it is less with so much.</summary>
    public static IReadOnlyList<double> Levels { get; } = [0.1, 0.5, 0.9];

    /// <summary>Plays a variant out with a mitigation at one of its strengths.</summary>
    /// <param name="tables">The scenario's tables, with the mitigation as it is asked about.</param>
    /// <param name="variant">The policies; the mitigation is added where they do not have it.</param>
    /// <param name="mitigation">The mitigation.</param>
    /// <param name="level">One of <see cref="Levels"/>.</param>
    public static long[] At(WorldTables tables, Variant variant, Mitigation mitigation, double level) => ExpectedPath.Run(
        tables,
        variant.Mitigations.Contains(mitigation.Code) ? variant : variant with { Mitigations = [.. variant.Mitigations, mitigation.Code] },
        mitigation.Effects.Aggregate(Parameters.Central, (parameters, effect) => parameters.At(effect.Strength.Id, level)));
}
