namespace HighNeedsSim.Cli.Tests;

[Tier("Fact")]
public class ProgressReportTests
{
    [Fact]
    public void A_file_gets_one_line_for_each_quarter()
    {
        var lines = Told(renews: false, TimeSpan.FromMilliseconds(10)).TrimEnd().Split('\n');

        Assert.Equal(["25", "50", "75", "100"], lines.Select(line => line.TrimStart().Split('%')[0]));
    }

    [Fact]
    public void A_file_gets_a_line_every_half_minute_when_quarters_take_long()
    {
        var lines = Told(renews: false, TimeSpan.FromSeconds(10)).TrimEnd().Split('\n');

        Assert.InRange(lines.Length, 30, 40);
    }

    [Fact]
    public void A_terminal_gets_one_line_that_renews_itself_and_is_gone_in_the_end()
    {
        var told = Told(renews: true, TimeSpan.FromSeconds(1));

        Assert.DoesNotContain('\n', told);
        Assert.Contains(" 50% of 1,000 futures", told, StringComparison.Ordinal);
        Assert.Equal("", told.Split('\r')[^2].Trim());
        Assert.EndsWith("\r", told, StringComparison.Ordinal);
    }

    private static string Told(bool renews, TimeSpan step)
    {
        var clock = new Clock();
        var writer = new StringWriter { NewLine = "\n" };
        using (var report = new ProgressReport(writer, renews, clock))
        {
            for (var hundredth = 0; hundredth <= 100; hundredth++)
            {
                report.Report(new(hundredth * 10, 1000, hundredth, 100, step * hundredth, step * (100 - hundredth)));
                clock.Now += step;
            }
        }

        return writer.ToString();
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
