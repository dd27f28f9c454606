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

    private Parameters(Draws? draws, Dictionary<(string, int), Setting> set, Action<Elicited, int>? asked = null) =>
        (_draws, _set, _asked) = (draws, set, asked);

    /// <summary>Every parameter at its median.</summary>
    public static Parameters Central { get; } = new(null, []);

    /// <summary>As drawn for a replicate of a run.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="replicate">0 or more.</param>
    public static Parameters Drawn(ulong seed, int replicate) => Drawn(Draws.Of(seed, replicate));

    internal static Parameters Drawn(Draws draws) => new(draws, []);

    /// <summary>Central values that tell whoever wants to know which parameters were asked for, and for which year.</summary>
    internal static Parameters Watched(Action<Elicited, int> asked) => new(null, [], asked);

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

        return _draws is { } draws ? draws.Value(parameter, year) : parameter.Central;
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
        new(_draws, new(_set) { [parameter] = setting }, _asked);

    private readonly record struct Setting(double Number, bool IsQuantile);
}
