using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.BackTests;

/// <summary>Plans in force on a January census day.</summary>
/// <param name="Total">All plans.</param>
/// <param name="Groups">By group, in the order of <see cref="CensusMeasures.Groups"/>; null where nothing was published.</param>
public sealed record Caseload(int Total, IReadOnlyList<int?> Groups)
{
    /// <summary>Plans of a measure; null where nothing was published.</summary>
    public int? Of(CensusMeasure measure) => measure == CensusMeasure.Total ? Total : Groups[(int)measure - 1];
}

/// <summary>What happened in an authority during a calendar year; null where nothing was published.</summary>
/// <param name="Requests">Requests for an EHC needs assessment received.</param>
/// <param name="NewPlans">Plans issued for the first time.</param>
public sealed record YearOfFlows(int? Requests, int? NewPlans);

/// <summary>What has been published of an authority, or of England.</summary>
/// <param name="Code">The authority's three-digit code; empty for England.</param>
/// <param name="Name">Its name.</param>
/// <param name="Januaries">Plans in force, by January.</param>
/// <param name="Flows">What happened, by calendar year.</param>
public sealed record AuthorityHistory(
    string Code,
    string Name,
    IReadOnlyDictionary<CalendarYear, Caseload> Januaries,
    IReadOnlyDictionary<CalendarYear, YearOfFlows> Flows)
{
    /// <summary>Plans in force in a January; null where nothing was published.</summary>
    public Caseload? In(CalendarYear january) => Januaries.GetValueOrDefault(january);

    /// <summary>Requests per plan in force in the January of the year; null where either is not known.</summary>
    internal double? RequestsPerPlan(CalendarYear year) => PerPlan(Flows.GetValueOrDefault(year)?.Requests, year);

    /// <summary>New plans per plan in force in the January of the year; null where either is not known.</summary>
    internal double? NewPlansPerPlan(CalendarYear year) => PerPlan(Flows.GetValueOrDefault(year)?.NewPlans, year);

    /// <summary>Growth of the plans in force from a January to the next, as a share; null where either is not known.</summary>
    internal double? Growth(CalendarYear year) =>
        In(year) is { Total: > 0 } from && In(year.Plus(1)) is { } to ? ((double)to.Total / from.Total) - 1 : null;

    /// <summary>
    /// Plans that ended or moved away, less those that moved in, per plan in force in the January of the year: what growth and
    /// new plans leave over. Ceased plans are published only since 2022, and not for transfers in.
    /// </summary>
    internal double? LeavingPerPlan(CalendarYear year) => NewPlansPerPlan(year) - Growth(year);

    /// <summary>As it was known on census day of a January: what was counted by then, and flows of the years before.</summary>
    internal AuthorityHistory KnownIn(CalendarYear january) => this with
    {
        Januaries = Januaries.Where(entry => entry.Key <= january).ToDictionary(),
        Flows = Flows.Where(entry => entry.Key < january).ToDictionary(),
    };

    private double? PerPlan(int? count, CalendarYear year) =>
        count is { } known && In(year) is { Total: > 0 } plans ? (double)known / plans.Total : null;
}

/// <summary>The published history that forecasts are built from and scored against.</summary>
/// <param name="England">All of England.</param>
/// <param name="Authorities">By code.</param>
public sealed record PublishedHistory(AuthorityHistory England, IReadOnlyList<AuthorityHistory> Authorities)
{
    /// <summary>How many years of flows must lie before an origin: two pairs of years tell how requests become plans.</summary>
    public const int YearsBeforeOrigin = 3;

    /// <summary>Whether England's figures are not its own but <see cref="SumOf"/> of the authorities.</summary>
    public bool EnglandIsSum { get; init; }

    /// <summary>The first January.</summary>
    public CalendarYear First => England.Januaries.Keys.Min();

    /// <summary>The last January.</summary>
    public CalendarYear Last => England.Januaries.Keys.Max();

    /// <summary>The Januaries that a forecast can start from and be scored, at one year at least.</summary>
    public IReadOnlyList<CalendarYear> Origins =>
    [
        .. England.Januaries.Keys.Order().Where(january => january < Last
            && Enumerable.Range(1, YearsBeforeOrigin).All(back => IsWhole(january.Plus(-back))) && England.Januaries.ContainsKey(january)),
    ];

    /// <summary>
    /// What was known on census day of an origin. A forecast is given this and nothing else, so it cannot look further.
    /// </summary>
    public PublishedHistory KnownIn(CalendarYear origin)
    {
        AuthorityHistory[] known = [.. Authorities.Select(authority => authority.KnownIn(origin))];
        // Which authorities have every year must not be told by years to come either.
        return this with { England = EnglandIsSum ? SumOf(known) : England.KnownIn(origin), Authorities = known };
    }

    /// <summary>What stands in for England where its own figures are missing: the authorities that have every year, in sum.</summary>
    public static AuthorityHistory SumOf(IReadOnlyList<AuthorityHistory> authorities)
    {
        CalendarYear[] januaries = [.. authorities.SelectMany(a => a.Januaries.Keys).Distinct().Order()];
        CalendarYear[] years = [.. authorities.SelectMany(a => a.Flows.Keys).Distinct().Order()];
        AuthorityHistory[] whole = [.. authorities.Where(a => januaries.All(a.Januaries.ContainsKey)
            && years.All(year => a.Flows.GetValueOrDefault(year) is { Requests: not null, NewPlans: not null }))];
        return new(
            "",
            "England",
            januaries.ToDictionary(january => january, january => new Caseload(
                whole.Sum(a => a.In(january)!.Total),
                [.. CensusMeasures.Groups.Select(group => whole.Any(a => a.In(january)!.Of(group) is null) ? null : whole.Sum(a => a.In(january)!.Of(group)))])),
            years.ToDictionary(year => year, year => new YearOfFlows(whole.Sum(a => a.Flows[year].Requests), whole.Sum(a => a.Flows[year].NewPlans))));
    }

    private bool IsWhole(CalendarYear year) =>
        England.RequestsPerPlan(year) is > 0 && England.NewPlansPerPlan(year) is > 0;
}
