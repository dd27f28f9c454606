using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Uncertainty;

/// <summary>
/// The values of a scenario's uncertain parameters in one possible future: drawn for a replicate, or all central, and
/// some of them set by hand to a value or to a quantile of their own range.
/// </summary>
/// <remarks>Immutable: setting one gives another. What is known has its value whatever is set.</remarks>
public sealed class Parameters
{
    private readonly Draws? _draws;
    private readonly Dictionary<(string Id, int Year), Setting> _set;
    private readonly Action<Elicited, int>? _asked;
    private readonly Copula _copula;
    private readonly HypercubePoint _point;

    private Parameters(Draws? draws, Copula copula, Dictionary<(string, int), Setting> set, Action<Elicited, int>? asked = null, HypercubePoint point = default) =>
        (_draws, _copula, _set, _asked, _point) = (draws, copula, set, asked, point);

    /// <summary>Every parameter at its median.</summary>
    public static Parameters Central { get; } = new(null, Copula.None, []);

    /// <summary>As drawn for a replicate of a run.</summary>
    /// <param name="tables">The scenario's tables, which know what is drawn jointly.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="replicate">0 or more.</param>
    public static Parameters Drawn(WorldTables tables, ulong seed, int replicate) => tables.Scenario.ParameterDesign == ParameterDesign.LatinHypercube
        ? Spread(tables, seed, replicate, LatinHypercube.Block)
        : Drawn(tables.Copula, seed, replicate);

    /// <summary>As drawn for a replicate, in blocks that are Latin hypercubes whatever the scenario says.</summary>
    internal static Parameters Spread(WorldTables tables, ulong seed, int replicate, int block) =>
        new(Draws.Of(seed, replicate), tables.Copula, [], null, new HypercubePoint(seed, replicate, block));

    /// <summary>As drawn for a replicate, some of them jointly.</summary>
    /// <param name="copula">Which are drawn jointly.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="replicate">0 or more.</param>
    public static Parameters Drawn(Copula copula, ulong seed, int replicate) => new(Draws.Of(seed, replicate), copula, []);

    /// <summary>Central values that tell whoever wants to know which parameters were asked for, and for which year.</summary>
    internal static Parameters Watched(Action<Elicited, int> asked) => new(null, Copula.None, [], asked);

    /// <summary>The same, but one parameter at a quantile of its range.</summary>
    /// <param name="id">The parameter's name.</param>
    /// <param name="u">In (0, 1): 0.1 for its P10.</param>
    /// <param name="year">For parameters that have a value of their own each year, the year; else 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="u"/> is not in (0, 1).</exception>
    public Parameters At(string id, double u, int year = 0) => u is > 0 and < 1
        ? With((id, year), new(u, IsQuantile: true))
        : throw new ArgumentOutOfRangeException(nameof(u), u, "A probability in (0, 1) is wanted.");

    /// <summary>The same, but one parameter of a value.</summary>
    /// <param name="id">The parameter's name.</param>
    /// <param name="value">In the parameter's own unit.</param>
    /// <param name="year">For parameters that have a value of their own each year, the year; else 0.</param>
    public Parameters With(string id, double value, int year = 0) => With((id, year), new(value, IsQuantile: false));

    /// <summary>The value of a parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="year">For parameters drawn anew each year, the year; else 0.</param>
    internal double Value(Elicited parameter, int year = 0)
    {
        if (parameter.IsKnown)
        {
            return parameter.Central;
        }

        _asked?.Invoke(parameter, year);
        if (_set.Count > 0 && _set.TryGetValue((parameter.Id, year), out var set))
        {
            return set.IsQuantile ? parameter.Quantile(set.Number) : set.Number;
        }

        if (_draws is not { } draws)
        {
            return parameter.Central;
        }

        return year == 0 && _copula.ProbabilityOf(parameter.Id, name => Probability(draws, name, 0)) is { } jointly
            ? parameter.Quantile(jointly)
            : parameter.Quantile(Probability(draws, parameter.Id, year));
    }

    /// <summary>Which of several possibilities a future has; that in the middle where nothing is drawn.</summary>
    /// <param name="id">The name by which the choice is addressed.</param>
    /// <param name="probabilities">In the order in which a quantile goes through them; they sum to 1.</param>
    internal int Choose(string id, ReadOnlySpan<double> probabilities)
    {
        if (probabilities.Length == 1)
        {
            return 0;
        }

        var range = new Elicited(id, At(probabilities, 0.1), At(probabilities, 0.5), At(probabilities, 0.9), ValueKind.Real);
        _asked?.Invoke(range, 0);
        if (_set.TryGetValue((id, 0), out var set))
        {
            return set.IsQuantile ? At(probabilities, set.Number) : Math.Clamp((int)set.Number, 0, probabilities.Length - 1);
        }

        return At(probabilities, _draws is { } draws
            ? _copula.ProbabilityOf(id, name => Probability(draws, name, 0)) ?? Probability(draws, id, 0)
            : 0.5);

        static int At(ReadOnlySpan<double> probabilities, double u)
        {
            var below = 0.0;
            for (var n = 0; n < probabilities.Length; n++)
            {
                below += probabilities[n];
                if (u < below)
                {
                    return n;
                }
            }

            return probabilities.Length - 1;
        }
    }

    /// <summary>
    /// Whether something of a given chance happens: 1 or 0 by the luck of a replicate; where nothing is drawn, the chance itself,
    /// which is what is to be expected.
    /// </summary>
    /// <param name="chance">The parameter that is the chance.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="time">When: a year; 0 for what is decided once.</param>
    /// <param name="about">What it is about, where there are several; its name is its address.</param>
    internal double Happens(Elicited chance, Purpose purpose, int time, string? about = null) => _draws is { } draws
        ? draws.Luck(purpose, time, about) < Value(chance) ? 1 : 0
        : Value(chance);

    private Parameters With((string, int) parameter, Setting setting) =>
        new(_draws, _copula, new(_set) { [parameter] = setting }, _asked, _point);

    private double Probability(Draws draws, string id, int year) => _point.Block > 0
        ? LatinHypercube.Probability(_point.Seed, _point.Replicate, _point.Block, id, year)
        : draws.Probability(id, year);

    // Which point of which hypercube; no block where every replicate is drawn by itself.
    private readonly record struct HypercubePoint(ulong Seed, int Replicate, int Block);

    private readonly record struct Setting(double Number, bool IsQuantile);
}
