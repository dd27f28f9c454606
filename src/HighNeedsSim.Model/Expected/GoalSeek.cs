using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>How hard a mitigation is to be worked.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Level">0 for the P10 of every effect it has, 1 for the P90: the quantile grows evenly between.</param>
/// <param name="IsLeftOut">Whether the target is reached without it, so that it is not undertaken at all.</param>
public sealed record Effort(string Code, double Level, bool IsLeftOut = false);

/// <summary>What is to be least, among the ways to a target.</summary>
public enum SeekLeast
{
    /// <summary>The sum of efforts, all mitigations undertaken.</summary>
    Effort,

    /// <summary>What running the mitigations costs a year at full strength: those that are not needed are left out.</summary>
    Cost,

    /// <summary>
    /// Harm on the guard-rails: requests refused, assessments that end without a plan, and plan-holders without a place each January, summed over the
    /// years. Mitigations that do more harm than they are needed for are left out.
    /// </summary>
    Harm,
}

/// <summary>What can be least, by the name that people write.</summary>
public static class SeekLeasts
{
    /// <summary>In the order in which they are offered.</summary>
    public static IReadOnlyList<(string Name, SeekLeast Least)> All { get; } = [("effort", SeekLeast.Effort), ("cost", SeekLeast.Cost), ("harm", SeekLeast.Harm)];

    /// <summary>What a name means; null where it means nothing.</summary>
    public static SeekLeast? Of(string name) => All.Where(least => least.Name == name).Select(least => (SeekLeast?)least.Least).FirstOrDefault();

    /// <summary>The names, for whoever wrote another.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(least => least.Name));
}

/// <summary>The least total effort with which chosen mitigations reach a target on the expected path, or how near all of them get.</summary>
/// <param name="Reached">Whether the target is reached.</param>
/// <param name="Efforts">How hard each mitigation is to be worked; all at 1 where the target is not reached.</param>
/// <param name="Answer">The measure with these efforts.</param>
/// <param name="Target">What it is to be no more than.</param>
/// <param name="Least">The measure with no effort: every effect at its P10.</param>
public sealed record GoalSeek(bool Reached, IReadOnlyList<Effort> Efforts, long Answer, long Target, long Least)
{
    private const int Halvings = 20;
    private const ulong Seed = 1;
    private const int Batch = 25;

    /// <summary>The sum of efforts.</summary>
    public double Total => Efforts.Sum(e => e.Level);

    /// <summary>Seeks.</summary>
    /// <remarks>
    /// The mitigation whose full effort brings the answer nearest, for the effort it still has to give, is taken first; then the
    /// best of what is left, seen from there; the last one no further than it must. With effects that only add up this is the least there
    /// is; where they meet, it is near it.
    /// </remarks>
    /// <param name="question">The measure, which is to fall.</param>
    /// <param name="variant">The policies; its mitigations are those that are worked.</param>
    /// <param name="target">What the measure is to be no more than, in its unit.</param>
    /// <param name="repeat">How the many runs are done.</param>
    /// <param name="least">What is to be least. For cost and harm, what is not needed at full effort is left out first, then the least effort is sought.</param>
    public static GoalSeek Of(Question question, Variant variant, long target, Repeat repeat, SeekLeast least = SeekLeast.Effort)
    {
        string[] needed = [.. least == SeekLeast.Effort ? variant.Mitigations : Needed(question, variant, target, repeat, least)];
        var found = Work(question, variant with { Mitigations = needed }, target, repeat);
        return found with { Efforts = [.. found.Efforts, .. variant.Mitigations.Except(needed).Select(code => new Effort(code, 0, IsLeftOut: true))] };
    }

    /// <summary>The harm on the guard-rails of a path (see <see cref="SeekLeast.Harm"/>).</summary>
    public static long Harm(ResultLayout layout, long[] path) => Enumerable.Range(0, layout.Years.Count).Sum(year =>
        path[layout.At(year, layout.IndexOf(MeasureCodes.RefusedToAssess))] + path[layout.At(year, layout.IndexOf(MeasureCodes.NotIssued))]
        + path[layout.At(year, layout.IndexOf(MeasureCodes.Placement(PlacementType.Awaiting)))]);

    // Leaves out, one after another, the mitigation without which the target is still met at full effort and most is spared.
    private static List<string> Needed(Question question, Variant variant, long target, Repeat repeat, SeekLeast least)
    {
        var tables = question.Tables;
        (long Answer, double Spent) Look(IReadOnlyList<string> codes)
        {
            var mitigations = tables.Scenario.Mitigations.Where(m => codes.Contains(m.Code)).ToArray();
            var path = ExpectedPath.Run(tables, variant with { Mitigations = codes }, ParametersOf(mitigations, [.. mitigations.Select(_ => 1.0)]));
            return (path[tables.Layout.At(question.Year, tables.Layout.IndexOf(question.Measure))],
                least == SeekLeast.Cost ? mitigations.Sum(m => m.AnnualCost.Central) : Harm(tables.Layout, path));
        }

        List<string> needed = [.. variant.Mitigations];
        var now = Look(needed);
        while (now.Answer <= target && needed.Count > 0)
        {
            var tried = new (long Answer, double Spent)[needed.Count];
            repeat(needed.Count, n => tried[n] = Look([.. needed.Where((_, m) => m != n)]));
            var best = Enumerable.Range(0, tried.Length).Where(n => tried[n].Answer <= target && tried[n].Spent < now.Spent)
                .OrderBy(n => tried[n].Spent).ThenBy(n => tried[n].Answer).FirstOrDefault(-1);
            if (best < 0)
            {
                break;
            }

            needed.RemoveAt(best);
            now = tried[best];
        }

        return needed;
    }

    private static GoalSeek Work(Question question, Variant variant, long target, Repeat repeat)
    {
        var mitigations = question.Tables.Scenario.Mitigations.Where(m => variant.Mitigations.Contains(m.Code)).ToArray();
        var efforts = new double[mitigations.Length];
        long Answer(double[] at) => question.Answer(variant, ParametersOf(mitigations, at));
        var least = Answer(efforts);
        var answer = least;
        while (answer > target && efforts.Contains(0))
        {
            var tried = new long[efforts.Length];
            repeat(efforts.Length, n => tried[n] = efforts[n] > 0 ? long.MaxValue : Answer(With(efforts, n, 1)));
            var best = Array.IndexOf(tried, tried.Min());
            if (tried[best] >= answer)
            {
                // What is left costs more than it brings.
                break;
            }

            efforts[best] = tried[best] > target ? 1 : Halve(efforts, best, at => Answer(at) <= target);
            answer = Answer(efforts);
        }

        return new(answer <= target, [.. mitigations.Select((m, n) => new Effort(m.Code, efforts[n]))], answer, target, least);
    }

    /// <summary>Parameters with every effect of some mitigations worked as hard as said; all else central.</summary>
    public static Parameters ParametersOf(IReadOnlyList<Mitigation> mitigations, IReadOnlyList<double> efforts)
    {
        var parameters = Parameters.Central;
        for (var n = 0; n < mitigations.Count; n++)
        {
            foreach (var effect in mitigations[n].Effects)
            {
                parameters = parameters.At(effect.Strength.Id, QuantileOf(efforts[n]));
            }
        }

        return parameters;
    }

    /// <summary>Codes of the mitigations that are undertaken, in a variant's order.</summary>
    public IReadOnlyList<string> Undertaken(Variant variant) => [.. variant.Mitigations.Where(code => !Efforts.Any(e => e.Code == code && e.IsLeftOut))];

    /// <summary>The scenario in which these efforts are made: every effect of the mitigations is known, and the variant has only those undertaken.</summary>
    /// <param name="scenario">The scenario that was asked about.</param>
    /// <param name="variant">The variant whose mitigations were worked.</param>
    public Scenario AsScenario(Scenario scenario, Variant variant) => scenario with
    {
        Variants = [.. scenario.Variants.Select(v => v.Id == variant.Id ? v with { Mitigations = Undertaken(v) } : v)],
        Mitigations =
        [
            .. scenario.Mitigations.Select(m => Efforts.FirstOrDefault(e => e.Code == m.Code) is not { } effort ? m : m with
            {
                Effects = [.. m.Effects.Select(e => e with { Strength = Elicited.Known(e.Strength.Id, StrengthOf(e, effort)) })],
            }),
        ],
    };

    /// <summary>Plays the efforts out, with chance and every other parameter drawn: in how many futures the measure is no more than the target.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="variant">The variant whose mitigations were worked.</param>
    /// <param name="futures">How many are played, 1 or more.</param>
    /// <param name="repeat">How the many runs are done.</param>
    /// <returns>0 to <paramref name="futures"/>.</returns>
    public int Met(Question question, Variant variant, int futures, Repeat repeat)
    {
        var tables = WorldTables.Compile(AsScenario(question.Tables.Scenario, variant));
        var at = tables.Layout.At(question.Year, tables.Layout.IndexOf(question.Measure));
        var met = new int[(futures + Batch - 1) / Batch];
        repeat(met.Length, b =>
        {
            var first = b * Batch;
            var count = Math.Min(Batch, futures - first);
            var values = World.World.Run(WorldContext.Create(tables, variant.Id, Seed, first, count)).Values;
            met[b] = Enumerable.Range(0, count).Count(r => values[(r * tables.Layout.Length) + at] <= Target);
        });
        return met.Sum();
    }

    /// <summary>The strength of an effect with an effort.</summary>
    public static double StrengthOf(Effect effect, Effort effort) =>
        effect.Strength.IsKnown ? effect.Strength.Central : effect.Strength.Quantile(QuantileOf(effort.Level));

    private static double QuantileOf(double effort) => 0.1 + (0.8 * effort);

    private static double[] With(double[] efforts, int n, double effort)
    {
        double[] with = [.. efforts];
        with[n] = effort;
        return with;
    }

    // The least effort that is enough, from above.
    private static double Halve(double[] efforts, int n, Func<double[], bool> enough)
    {
        var (low, high) = (0.0, 1.0);
        for (var k = 0; k < Halvings; k++)
        {
            var middle = (low + high) / 2;
            (low, high) = enough(With(efforts, n, middle)) ? (low, middle) : (middle, high);
        }

        return high;
    }
}
