namespace HighNeedsSim.House.Tests;

/// <summary>An assertion that names every offender in full, one to a line: xunit's own cuts the list and the words short.</summary>
internal static class Offenders
{
    public static void None(IEnumerable<string?> offenders)
    {
        var all = offenders.ToArray();
        if (all.Length > 0)
        {
            Assert.Fail(string.Join(Environment.NewLine, all));
        }
    }
}
