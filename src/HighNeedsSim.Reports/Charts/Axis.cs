namespace HighNeedsSim.Reports.Charts;

/// <summary>An axis that always holds zero.</summary>
/// <param name="Low">Its lower end: zero, or a little below what lies below.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Step">From tick to tick.</param>
internal readonly record struct Axis(double Low, double High, double Step)
{
    /// <summary>An axis of about five steps around some values.</summary>
    public static Axis Around(IEnumerable<double> values)
    {
        double[] all = [0, .. values];
        var (low, high) = (all.Min(), all.Max());
        var step = Round(Math.Max(high - low, 0.5) / 5);
        // A small surplus must not cost the deficits a whole step of height.
        return new(Math.Max(Math.Floor(low / step) * step, low - (low < 0 ? step / 4 : 0)), Math.Max(Math.Ceiling(high / step), 1) * step, step);
    }

    /// <summary>Where gridlines go, from the bottom.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            var step = Step;
            var first = (int)Math.Ceiling((Low / Step) - 1e-9);
            return Enumerable.Range(first, (int)Math.Round(High / Step) - first + 1).Select(n => n * step);
        }
    }

    // 1, 2 or 5 times a power of ten, no less than asked for.
    private static double Round(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch { <= 1 => power, <= 2 => 2 * power, <= 5 => 5 * power, _ => 10 * power };
    }
}
