using HighNeedsSim.Model.Cessations;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Placements;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Requests;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.World;

/// <summary>What is the same in every variant and replicate of a scenario, worked out once: the opening plans and lookup tables.</summary>
public sealed class WorldTables
{
    private readonly PlacementType[] _types;
    private readonly (sbyte From, sbyte To)[] _years;
    private Expected.ExpectedTables? _expected;

    private WorldTables(Scenario scenario)
    {
        Scenario = scenario;
        _types = [.. scenario.Providers.Select(p => p.Type)];
        _years = [.. scenario.Providers.Select(p => (From: (sbyte)Math.Max(sbyte.MinValue, p.FromYear), To: (sbyte)Math.Min(sbyte.MaxValue, p.ToYear)))];
        Layout = ResultLayout.Of(scenario);
        Choices = new(scenario);
        Opening = Population.OpeningPlans.Make(scenario, Choices);
        Leaving = new(scenario.Cessations, Opening);
        FirstPlacements = new(scenario.Placements, scenario.OpeningStock);
        RequestWeights = new(scenario);
        if (RequestLimits.Sentences(RequestWeights) is { Length: > 0 } tooLarge)
        {
            throw new InvariantException(string.Join(" ", tooLarge));
        }

        Waiting = [.. Enumerable.Range(0, OpeningStock.Ages).Select(age => Uncertainty.Chance.Cumulative([.. PlacementTypes.All.Select(type =>
            (double)Opening.Count(p => p.Age == age && p.Type == type && p.Provider >= 0))]))];
        Copula = Uncertainty.Copula.Of(scenario.Correlations);
        NeedByAge = [.. scenario.Requests.NeedByAge.Select(row => Uncertainty.Chance.Cumulative(row))];

        var timetable = scenario.Timetable;
        var first = timetable.Start.AcademicYear.Starts - NcYear.Last.Value - 5;
        var last = timetable.End.AcademicYear.Starts - NcYear.First.Value - 5;
        BirthYears = [.. Enumerable.Range(first, last - first + 1).Select(y => new AcademicYear(y))];
        OpeningByCohort = [.. Enumerable.Range(0, Districts * BirthYears.Count).Select(_ => Array.Empty<OpeningPlan>())];
        foreach (var cohort in Opening.GroupBy(p => CohortOf(p.District, timetable.Start.AcademicYear.Starts - p.Age - 1 - first)))
        {
            OpeningByCohort[cohort.Key] = [.. cohort];
        }

        OpeningRolls = new int[Providers][];
        for (var p = 0; p < Providers; p++)
        {
            OpeningRolls[p] = new int[Districts * OpeningStock.Bands];
        }

        foreach (var plan in Opening.Where(p => p.Provider >= 0))
        {
            OpeningRolls[plan.Provider][(plan.District * OpeningStock.Bands) + plan.Band - 1]++;
        }

        MoversPool = Opening.Any(p => p.Age < 16) ? [.. Opening.Where(p => p.Age < 16)] : Opening;
        Heads2To18 = [.. scenario.Districts.Select(d => d.Population.Skip(2).Take(17).Sum())];
    }

    /// <summary>The scenario.</summary>
    public Scenario Scenario { get; private set; }

    /// <summary>How its results are laid out.</summary>
    public ResultLayout Layout { get; }

    /// <summary>How many districts.</summary>
    public int Districts => Scenario.Districts.Count;

    /// <summary>How many providers.</summary>
    public int Providers => Scenario.Providers.Count;

    /// <summary>The birth years (academic years) whose children can hold a plan at some time of the run, oldest first.</summary>
    public IReadOnlyList<AcademicYear> BirthYears { get; }

    /// <summary>The plans in force on census day: one for each child, in every replicate the same.</summary>
    public ReadOnlySpan<OpeningPlan> OpeningPlans => Opening;

    /// <summary>Which uncertain values are drawn jointly.</summary>
    public Uncertainty.Copula Copula { get; }

    internal OpeningPlan[] Opening { get; }

    internal ProviderChoices Choices { get; }

    internal LeavingRates Leaving { get; }

    internal FirstPlacements FirstPlacements { get; }

    internal RequestWeights RequestWeights { get; }


    /// <summary>
    /// Cumulative thresholds, over placement types, of what those wait for who have no place on census day, by age 0 to 25: what
    /// others of their age have.
    /// </summary>
    internal ulong[][] Waiting { get; }

    /// <summary>Cumulative thresholds of the primary need of those assessed, by age 0 to 25.</summary>
    internal ulong[][] NeedByAge { get; }

    /// <summary>[district × birth years + birth year].</summary>
    internal OpeningPlan[][] OpeningByCohort { get; }

    /// <summary>[provider][district × bands + band − 1].</summary>
    internal int[][] OpeningRolls { get; }

    /// <summary>Opening plans of those up to Year 11: whom families that move in are like.</summary>
    internal OpeningPlan[] MoversPool { get; }

    /// <summary>Residents aged 2 to 18 by district in the base year: the weights of spending that follows no child.</summary>
    internal int[] Heads2To18 { get; }

    /// <summary>Works out a scenario's tables.</summary>
    public static WorldTables Compile(Scenario scenario) => new(scenario);

    /// <summary>
    /// The same authority with its mitigations changed: later, slower, weaker, dearer. Nothing is worked out again, because no table depends on
    /// them, so this costs nothing.
    /// </summary>
    /// <param name="mitigations">In place of the scenario's own, with the same codes: providers' openings and variants name them.</param>
    /// <exception cref="ArgumentException">A code that the scenario has is missing, or one is there that it has not.</exception>
    public WorldTables With(IReadOnlyList<Mitigation> mitigations)
    {
        if (!Codes(mitigations).SequenceEqual(Codes(Scenario.Mitigations)))
        {
            throw new ArgumentException(
                $"These are not the scenario's mitigations: {string.Join(", ", Codes(Scenario.Mitigations))} are wanted, each once.", nameof(mitigations));
        }

        // Worked out before the copy is made, so that it is worked out once for all.
        _ = Expected;
        var tables = (WorldTables)MemberwiseClone();
        tables.Scenario = Scenario with { Mitigations = mitigations };
        return tables;

        static IEnumerable<string> Codes(IReadOnlyList<Mitigation> of) => of.Select(m => m.Code).Order(StringComparer.Ordinal);
    }

    /// <summary>What the expected path needs beside: worked out when first asked for, the same for ever after.</summary>
    internal Expected.ExpectedTables Expected => _expected ??= new(this);

    internal int CohortOf(int district, int birthYear) => (district * BirthYears.Count) + birthYear;

    /// <summary>Position of the birth year of those who are in a curriculum year in a month; −1 where no such cohort is played.</summary>
    internal int BirthYearOf(NcYear year, Month month)
    {
        var at = month.AcademicYear.Starts - year.Value - 5 - BirthYears[0].Starts;
        return at >= 0 && at < BirthYears.Count ? at : -1;
    }

    internal PlacementType TypeOf(int provider) => _types[provider];

    /// <summary>Whether a provider serves a curriculum year.</summary>
    internal bool Serves(int provider, NcYear year) => year.Value >= _years[provider].From && year.Value <= _years[provider].To;
}
