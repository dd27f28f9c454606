using System.Globalization;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Server.Expected;

/// <summary>Why spending grows and whose the saving is: of which variant, between which years.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="From">0 for the first year.</param>
/// <param name="To">A later year.</param>
/// <param name="Mistakes">Everything that is wrong with what was asked, by field.</param>
public sealed record ExplainForm(Variant Variant, int From, int To, IReadOnlyList<(string Field, string Message)> Mistakes)
{
    /// <summary>Reads it; what is not given is the most mitigated variant, the first and the last year.</summary>
    public static ExplainForm Read(Scenario scenario, Func<string, string?> given)
    {
        var mistakes = new List<(string, string)>();
        var variant = Forms.VariantOf(scenario, given("variant"), Forms.MostMitigated(scenario), mistakes);
        var (from, to) = (Forms.YearOf(scenario, given, "from", 0, mistakes), Forms.YearOf(scenario, given, "to", scenario.Timetable.Years - 1, mistakes));
        if (mistakes.Count == 0 && from >= to)
        {
            mistakes.Add(("from", "The first year must be before the last"));
        }

        if (variant.Mitigations.Count > SavingShares.Most)
        {
            mistakes.Add(("variant", $"It has {variant.Mitigations.Count} mitigations: shares can be worked out for at most {SavingShares.Most}"));
        }

        return new(variant, from, to, mistakes);
    }
}

/// <summary>A target to be reached by a variant's mitigations.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Measure">Code of what is to fall.</param>
/// <param name="Most">What it is to be no more than, in pence.</param>
/// <param name="Year">At the end of which year; 0 for the first.</param>
/// <param name="Futures">How many simulated futures confirm it.</param>
/// <param name="Target">The target in words.</param>
/// <param name="Least">What is to be least among the ways to it.</param>
/// <param name="Mistakes">Everything that is wrong with what was asked, by field.</param>
public sealed record SeekForm(
    Variant Variant, string Measure, long Most, int Year, int Futures, string Target, SeekLeast Least, IReadOnlyList<(string Field, string Message)> Mistakes)
{
    /// <summary>The most futures that confirm it here; more are for the command line.</summary>
    public const int MostFutures = 500;

    private const decimal MostMillions = 100_000;

    /// <summary>What can be asked for: the in-year balance, or a deficit below an amount.</summary>
    public static IReadOnlyList<(string Name, string Label)> Goals { get; } =
        [("in-year-balance", "Income covers spending in the year"), ("deficit-below", "The cumulative deficit at its end is no more than an amount")];

    /// <summary>What can be least among the ways to the target.</summary>
    public static IReadOnlyList<(string Name, string Label)> Leasts { get; } =
    [
        .. SeekLeasts.All.Select(least => (least.Name, least.Least switch
        {
            SeekLeast.Cost => "Cost of running the mitigations",
            SeekLeast.Harm => "Harm: requests refused, assessments without a plan, children who wait for a place",
            _ => "Effort, all mitigations together",
        })),
    ];

    /// <summary>Reads it; what is not given is the in-year balance of the last year, with the least effort.</summary>
    public static SeekForm Read(Scenario scenario, Func<string, string?> given)
    {
        var mistakes = new List<(string, string)>();
        var variant = Forms.VariantOf(scenario, given("variant"), Forms.MostMitigated(scenario), mistakes);
        if (variant.Mitigations.Count == 0)
        {
            mistakes.Add(("variant", "It has no mitigations to work: select another"));
        }

        var year = Forms.YearOf(scenario, given, "year", scenario.Timetable.Years - 1, mistakes);
        var goal = given("goal") ?? Goals[0].Name;
        if (Goals.All(g => g.Name != goal))
        {
            mistakes.Add(("goal", $"Select a target from the list: {string.Join(", ", Goals.Select(g => g.Name))}"));
        }

        var below = 0m;
        var isBelow = goal == Goals[1].Name;
        if (isBelow && !(decimal.TryParse(given("below")?.TrimStart('£'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out below)
            && below <= MostMillions))
        {
            mistakes.Add(("below", "The amount must be a number of millions of pounds, like 300 or 37.5"));
        }

        if (!int.TryParse(given("futures") ?? "100", NumberStyles.None, CultureInfo.InvariantCulture, out var futures) || futures is < 1 or > MostFutures)
        {
            mistakes.Add(("futures", $"Simulated futures must be a whole number from 1 to {MostFutures}"));
        }

        var least = given("least") is { } named ? SeekLeasts.Of(named) : SeekLeast.Effort;
        if (least is null)
        {
            mistakes.Add(("least", $"Select what is to be least from the list: {SeekLeasts.Names}"));
        }

        var pence = isBelow && mistakes.Count == 0 ? (long)(below * 100_000_000) : 0;
        FinancialYear by = scenario.Timetable.FirstYear + year;
        return new(
            variant, isBelow ? MeasureCodes.Deficit : MeasureCodes.InYear, pence, year, futures,
            isBelow ? $"deficit of no more than {Numbers.PoundsMillion(pence)} by {by}" : $"in-year balance by {by}", least ?? SeekLeast.Effort, mistakes);
    }
}

/// <summary>What forms that ask about a scenario have in common.</summary>
internal static class Forms
{
    /// <summary>The variant with the most mitigations; of those, the first.</summary>
    internal static Variant MostMitigated(Scenario scenario) => scenario.Variants.MaxBy(v => v.Mitigations.Count)!;

    internal static Variant VariantOf(Scenario scenario, string? id, Variant otherwise, List<(string Field, string Message)> mistakes)
    {
        if (id is null)
        {
            return otherwise;
        }

        if (scenario.Variants.FirstOrDefault(v => v.Id == id) is { } variant)
        {
            return variant;
        }

        mistakes.Add(("variant", $"Select a future from the list: {string.Join(", ", scenario.Variants.Select(v => v.Id))}"));
        return otherwise;
    }

    internal static int YearOf(Scenario scenario, Func<string, string?> given, string field, int otherwise, List<(string Field, string Message)> mistakes)
    {
        if (given(field) is not { } typed)
        {
            return otherwise;
        }

        var years = YearsOf(scenario);
        var at = years.ToList().FindIndex(year => year.ToString() == typed);
        if (at < 0)
        {
            mistakes.Add((field, $"Select a year from the list: {string.Join(", ", years)}"));
        }

        return at < 0 ? otherwise : at;
    }

    internal static IReadOnlyList<FinancialYear> YearsOf(Scenario scenario) =>
        [.. Enumerable.Range(0, scenario.Timetable.Years).Select(n => scenario.Timetable.FirstYear + n)];
}
