using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>What one parameter does to the answer when all others stay central.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="AtP10">The answer with it at its P10.</param>
/// <param name="AtP90">The answer with it at its P90.</param>
public sealed record Swing(UncertainParameter Parameter, long AtP10, long AtP90)
{
    /// <summary>How far apart the two answers are.</summary>
    public long Width => Math.Abs(AtP90 - AtP10);
}

/// <summary>What a parameter does to the answer wherever the others stand (Morris, Technometrics 33(2), 1991).</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Mean">Mean absolute change of the answer when it moves over half of its range, P10 to P90.</param>
/// <param name="Spread">Standard deviation of that change: large where it depends on the others, or is not in proportion.</param>
public sealed record Screening(UncertainParameter Parameter, double Mean, double Spread);

/// <summary>Which uncertain parameters matter to an answer, on the expected path.</summary>
/// <param name="Central">The answer with every parameter central.</param>
/// <param name="Swings">Every parameter by itself, widest first.</param>
/// <param name="Ranking">The widest of them together, by mean effect.</param>
public sealed record Sensitivity(long Central, IReadOnlyList<Swing> Swings, IReadOnlyList<Screening> Ranking)
{
    /// <summary>How many of the widest parameters are moved together.</summary>
    public const int Ranked = 12;

    /// <summary>From how many points each of them is moved.</summary>
    public const int Walks = 8;

    // Quantiles a third of the way apart from P10 to P90; a step is half of the way, two levels of four (Morris's choice).
    private static readonly double[] Levels = [0.1, 0.1 + (0.8 / 3), 0.1 + (1.6 / 3), 0.9];

    /// <summary>Asks.</summary>
    /// <param name="question">The question.</param>
    /// <param name="variant">The policies.</param>
    /// <param name="seed">Where the walks of the ranking begin.</param>
    /// <param name="repeat">How the many runs are done.</param>
    public static Sensitivity Of(Question question, Variant variant, ulong seed, Repeat repeat)
    {
        var parameters = UncertainParameter.Of(question.Tables, variant);
        var answers = new long[2 * parameters.Count];
        repeat(answers.Length, n =>
        {
            var parameter = parameters[n / 2];
            answers[n] = question.Answer(variant, Parameters.Central.At(parameter.Range.Id, n % 2 == 0 ? 0.1 : 0.9, parameter.Year));
        });
        Swing[] swings =
        [
            .. parameters.Select((parameter, n) => new Swing(parameter, answers[2 * n], answers[(2 * n) + 1]))
                .OrderByDescending(s => s.Width).ThenBy(s => s.Parameter.Name, StringComparer.Ordinal),
        ];
        return new(question.Answer(variant, Parameters.Central), swings, Rank(question, variant, seed, [.. swings.Take(Ranked).Select(s => s.Parameter)], repeat));
    }

    private static IReadOnlyList<Screening> Rank(Question question, Variant variant, ulong seed, UncertainParameter[] parameters, Repeat repeat)
    {
        var changes = new double[parameters.Length][];
        for (var n = 0; n < changes.Length; n++)
        {
            changes[n] = new double[Walks];
        }

        repeat(Walks, walk =>
        {
            // Each parameter stands at one of the two lower or two upper levels and moves two levels, one after the other.
            var draws = Draws.Of(seed, walk);
            var levels = new int[parameters.Length];
            for (var n = 0; n < levels.Length; n++)
            {
                levels[n] = (int)(draws.At((uint)n, Purpose.Screening, 0).A >> 30);
            }

            var before = question.Answer(variant, At(parameters, levels));
            foreach (var n in Enumerable.Range(0, levels.Length).OrderBy(n => draws.At((uint)n, Purpose.Screening, 0).B))
            {
                levels[n] = (levels[n] + 2) % Levels.Length;
                var after = question.Answer(variant, At(parameters, levels));
                changes[n][walk] = levels[n] >= 2 ? after - before : before - after;
                before = after;
            }
        });
        return
        [
            .. parameters.Select((parameter, n) => new Screening(parameter, changes[n].Average(Math.Abs), Deviation(changes[n])))
                .OrderByDescending(s => s.Mean),
        ];
    }

    private static Parameters At(UncertainParameter[] parameters, int[] levels)
    {
        var at = Parameters.Central;
        for (var n = 0; n < levels.Length; n++)
        {
            at = at.At(parameters[n].Range.Id, Levels[levels[n]], parameters[n].Year);
        }

        return at;
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Length - 1));
    }
}
