using System.Globalization;
using HighNeedsSim.Cluster;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Cli;

/// <summary>
/// Tells how far a run is: to a person one line that renews itself, to a file one line for each quarter or half minute.
/// </summary>
internal sealed class ProgressReport(TextWriter writer, bool renews, TimeProvider time) : IProgress<RunProgress>, IDisposable
{
    private const int BarWidth = 30;
    private const int LineWidth = 78;
    private static readonly TimeSpan BetweenRenewals = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private DateTimeOffset _last = time.GetUtcNow();
    private double _quarters;
    private bool _drawn;

    /// <inheritdoc/>
    public void Report(RunProgress value)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var share = value.MonthsTotal > 0 ? Math.Clamp(value.MonthsDone / value.MonthsTotal, 0, 1) : 0;
            var done = share >= 1;
            if (renews)
            {
                if (now - _last >= BetweenRenewals || (done && _drawn))
                {
                    var filled = (int)(share * BarWidth);
                    writer.Write($"\r{$"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {Words(value, share)}",-LineWidth}");
                    (_last, _drawn) = (now, true);
                }
            }
            else if (Math.Floor(share * 4) > _quarters || now - _last >= BetweenLines)
            {
                writer.WriteLine(Words(value, share));
                (_last, _quarters) = (now, Math.Floor(share * 4));
            }
        }
    }

    /// <summary>Clears the line, so that what follows starts on a clean one.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_drawn)
            {
                writer.Write("\r" + new string(' ', LineWidth) + "\r");
            }
        }
    }

    private static string Words(RunProgress value, double share)
    {
        var left = value.Left is { } time && share < 1 ? $", about {Seconds(time)} left" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Math.Floor(share * 100),3}% of {Numbers.Count(value.ReplicatesTotal)} futures, {Seconds(value.Elapsed)}{left}");
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds)} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes)} min");
}
