using HighNeedsSim.Model.Assessments;
using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.World;

/// <summary>
/// The authority of a world: it checks each month that districts and providers count the same children, posts what they
/// cost, closes the year, and keeps the results.
/// </summary>
public sealed class AuthorityState
{
    private readonly WorldContext _world;
    private readonly AuthorityAccounts[] _accounts;
    private readonly long[] _values;
    private readonly ResultLayout _layout;
    private readonly (int Measure, int Count)[] _flows;
    private readonly (int Measure, int Count)[] _monthly;
    private readonly (int Oldest, int Ceased, int Waiting) _ofMonth;
    private readonly (int TurnedAway, int Directed) _applications;
    private readonly (int Plans, int Awaiting, int[] OfAge, int[] OfNeed, int[] OfDistrict, int[] OfProvidersType) _census;

    /// <summary>The authority as it is on the eve of the first month.</summary>
    /// <param name="world">The world.</param>
    /// <param name="book">Where every posting of a world of one replicate is written down; null where nobody asks to see them.</param>
    public AuthorityState(WorldContext world, LedgerBook? book = null)
    {
        _world = world;
        _layout = world.Tables.Layout;
        _flows = Flows(_layout);
        _monthly = Monthly(_layout);
        _ofMonth = (_layout.IndexInMonth(MonthCodes.OldestCase), _layout.IndexInMonth(MonthCodes.Ceased), _layout.IndexInMonth(MonthCodes.Waiting));
        _applications = (_layout.IndexOf(MeasureCodes.TurnedAway), _layout.IndexOf(MeasureCodes.Directed));
        _census = Census(world);
        _accounts = [.. Enumerable.Range(0, world.Count).Select(r => new AuthorityAccounts(world, r, book))];
        _values = new long[world.Count * _layout.Length];
    }

    /// <summary>What it remembers from month to month, as bytes.</summary>
    public byte[] Save() => Carrier.Save(Carry);

    /// <summary>Takes the place of the state that gave these bytes.</summary>
    public void Restore(byte[] saved) => Carrier.Restore(saved, Carry);

    // Every field that lasts from month to month: a new one must be named here too, or a resumed world forgets it.
    private void Carry(Carrier carrier)
    {
        foreach (var accounts in _accounts)
        {
            accounts.Carry(carrier);
        }

        carrier.Values(_values);
    }

    /// <summary>Checks and posts a month.</summary>
    public void Post(Month month, AuthorityMonth input)
    {
        for (var r = 0; r < _world.Count; r++)
        {
            CheckChildren(r, month, input);
            KeepMonth(r, month, input);
            if (month >= _world.Scenario.Timetable.AccountsOpen)
            {
                _accounts[r].Post(month, input);
                Keep(r, month, input);
            }
        }
    }

    /// <summary>The results, when the last month is posted.</summary>
    public WorldResult Result() => new(_world.Variant.Id, _world.First, _world.Count, _values);

    // Every plan-holder is on exactly one roll or waits: the districts' children are the providers' children.
    private void CheckChildren(int r, Month month, AuthorityMonth input)
    {
        var districts = _world.Tables.Districts;
        Span<int> children = stackalloc int[districts];
        input.Waiting.AsSpan(r * districts, districts).CopyTo(children);
        foreach (var claim in input.Claims)
        {
            var roll = claim.Roll.AsSpan(r * districts, districts);
            for (var d = 0; d < roll.Length; d++)
            {
                children[d] += roll[d];
            }
        }

        for (var d = 0; d < districts; d++)
        {
            var placed = children[d];
            var plans = input.DistrictCounts[d][(r * DistrictCount.Length) + DistrictCount.Plans];
            if (placed != plans)
            {
                throw Invariant.Broken(_world, r, month,
                    $"District {_world.Scenario.Districts[d].Code} counts {plans} plans, its providers and waiting list {placed}.");
            }
        }
    }

    private void Keep(int r, Month month, AuthorityMonth input)
    {
        var year = month.FinancialYear - _world.Scenario.Timetable.FirstYear;
        var values = _values.AsSpan((r * _layout.Length) + _layout.At(year, 0), _layout.Measures.Count);
        KeepFlows(values, r, input);
        if (month.OfYear == 1)
        {
            values[_layout.IndexOf(MeasureCodes.Heads2To18)] = _world.Replicates[r].Requests.Heads2To18(month);
            KeepCensus(values, r, input);
        }

        if (month.OfYear == 3)
        {
            KeepEndOfYear(values, r, input);
            _accounts[r].CloseYear(month.FinancialYear, values);
        }
    }

    private void KeepFlows(Span<long> values, int r, AuthorityMonth input)
    {
        foreach (var counts in input.DistrictCounts)
        {
            var from = counts.AsSpan(r * DistrictCount.Length, DistrictCount.Length);
            foreach (var (measure, count) in _flows)
            {
                values[measure] += from[count];
            }
        }

        values[_applications.TurnedAway] += input.TurnedAway[r];
        values[_applications.Directed] += input.Directed[r];
    }

    private void KeepMonth(int r, Month month, AuthorityMonth input)
    {
        var at = _layout.AtMonth(month - _world.Scenario.Timetable.Start, 0);
        var values = _values.AsSpan((r * _layout.Length) + at, _layout.Monthly.Count);
        foreach (var counts in input.DistrictCounts)
        {
            var from = counts.AsSpan(r * DistrictCount.Length, DistrictCount.Length);
            foreach (var (measure, count) in _monthly)
            {
                values[measure] += from[count];
            }

            values[_ofMonth.Oldest] = Math.Max(values[_ofMonth.Oldest], from[DistrictCount.OldestCase]);
            foreach (var count in from.Slice(DistrictCount.Ceased, CessationReasons.Count))
            {
                values[_ofMonth.Ceased] += count;
            }
        }

        foreach (var count in input.Waiting.AsSpan(r * _world.Tables.Districts, _world.Tables.Districts))
        {
            values[_ofMonth.Waiting] += count;
        }
    }

    private static (int Measure, int Count)[] Monthly(ResultLayout layout) =>
    [
        (layout.IndexInMonth(MonthCodes.Plans), DistrictCount.Plans),
        (layout.IndexInMonth(MonthCodes.Requests), DistrictCount.Requests),
        (layout.IndexInMonth(MonthCodes.Decided), DistrictCount.Decided),
        (layout.IndexInMonth(MonthCodes.RefusedToAssess), DistrictCount.RefusedToAssess),
        (layout.IndexInMonth(MonthCodes.NotIssued), DistrictCount.NotIssued),
        (layout.IndexInMonth(MonthCodes.NewPlans), DistrictCount.NewPlans),
        (layout.IndexInMonth(MonthCodes.FinalPlansTimed), DistrictCount.FinalPlansTimed),
        (layout.IndexInMonth(MonthCodes.FinalPlansIn20Weeks), DistrictCount.FinalPlansIn20Weeks),
        (layout.IndexInMonth(MonthCodes.OpenCases), DistrictCount.OpenCases),
        (layout.IndexInMonth(MonthCodes.OpenOver20Weeks), DistrictCount.OpenOver20Weeks),
        (layout.IndexInMonth(MonthCodes.MovedIn), DistrictCount.MovedIn),
        (layout.IndexInMonth(MonthCodes.ReviewsDone), DistrictCount.ReviewsDone),
        (layout.IndexInMonth(MonthCodes.ReviewsOverdue), DistrictCount.ReviewsOverdue),
        (layout.IndexInMonth(MonthCodes.AppealsToAssess), DistrictCount.AppealsRegistered + (int)AppealKind.RefusalToAssess),
        (layout.IndexInMonth(MonthCodes.AppealsToIssue), DistrictCount.AppealsRegistered + (int)AppealKind.RefusalToIssue),
        (layout.IndexInMonth(MonthCodes.AppealsOfContent), DistrictCount.AppealsRegistered + (int)AppealKind.ContentOrPlacement),
        (layout.IndexInMonth(MonthCodes.AppealsDecided), DistrictCount.AppealsDecided),
        (layout.IndexInMonth(MonthCodes.AppealsUpheld), DistrictCount.AppealsUpheld),
        (layout.IndexInMonth(MonthCodes.AppealWeeks), DistrictCount.AppealWeeks),
        (layout.IndexInMonth(MonthCodes.RequestsByParents), DistrictCount.RequestsBySource + (int)RequestSource.Parent),
        (layout.IndexInMonth(MonthCodes.RequestsBySchools), DistrictCount.RequestsBySource + (int)RequestSource.School),
        (layout.IndexInMonth(MonthCodes.RequestsByOthers), DistrictCount.RequestsBySource + (int)RequestSource.Other),
        (layout.IndexInMonth(MonthCodes.AwaitPsychologist), DistrictCount.AwaitPsychologist),
        (layout.IndexInMonth(MonthCodes.AwaitHealth), DistrictCount.AwaitHealth),
    ];

    // Looked up once: a measure's position is asked for by its code, and the months of all replicates are many.
    private static (int Measure, int Count)[] Flows(ResultLayout layout) =>
    [
        .. CessationReasons.All.SelectMany(reason => new[] { MeasureCodes.Ceased, MeasureCodes.CeasedBecause(reason) },
            (reason, code) => (layout.IndexOf(code), DistrictCount.Ceased + (int)reason)),
        (layout.IndexOf(MeasureCodes.NewPlans), DistrictCount.NewPlans),
        (layout.IndexOf(MeasureCodes.MovedIn), DistrictCount.MovedIn),
        (layout.IndexOf(MeasureCodes.Requests), DistrictCount.Requests),
        (layout.IndexOf(MeasureCodes.Withdrawn), DistrictCount.Withdrawn),
        (layout.IndexOf(MeasureCodes.Decided), DistrictCount.Decided),
        (layout.IndexOf(MeasureCodes.RefusedToAssess), DistrictCount.RefusedToAssess),
        (layout.IndexOf(MeasureCodes.NotIssued), DistrictCount.NotIssued),
        (layout.IndexOf(MeasureCodes.FinalPlansTimed), DistrictCount.FinalPlansTimed),
        (layout.IndexOf(MeasureCodes.FinalPlansIn20Weeks), DistrictCount.FinalPlansIn20Weeks),
        (layout.IndexOf(MeasureCodes.ReviewsDone), DistrictCount.ReviewsDone),
        (layout.IndexOf(MeasureCodes.Appeals), DistrictCount.Appeals),
        (layout.IndexOf(MeasureCodes.SchoolTransfers), DistrictCount.SchoolTransfers),
        (layout.IndexOf(MeasureCodes.SchoolTransfersInTime), DistrictCount.SchoolTransfersInTime),
        (layout.IndexOf(MeasureCodes.Post16Transfers), DistrictCount.Post16Transfers),
        (layout.IndexOf(MeasureCodes.Post16TransfersInTime), DistrictCount.Post16TransfersInTime),
    ];

    private void KeepCensus(Span<long> values, int r, AuthorityMonth input)
    {
        foreach (var census in input.DistrictCensus)
        {
            var counts = census.AsSpan(r * CensusCount.Length, CensusCount.Length);
            for (var group = 0; group < AgeGroups.Count; group++)
            {
                values[_census.OfAge[group]] += counts[CensusCount.Ages + group];
            }

            for (var need = 0; need < PrimaryNeeds.Count; need++)
            {
                values[_census.OfNeed[need]] += counts[CensusCount.Needs + need];
            }
        }

        var districts = _world.Tables.Districts;
        for (var d = 0; d < districts; d++)
        {
            var at = (r * districts) + d;
            var plans = input.DistrictCounts[d][(r * DistrictCount.Length) + DistrictCount.Plans];
            values[_census.Plans] += plans;
            values[_census.OfDistrict[d]] = plans;
            values[_census.Awaiting] += input.Waiting[at];
            for (var p = 0; p < input.Claims.Length; p++)
            {
                values[_census.OfProvidersType[p]] += input.Claims[p].Roll[at];
            }
        }
    }

    private static (int Plans, int Awaiting, int[] OfAge, int[] OfNeed, int[] OfDistrict, int[] OfProvidersType) Census(WorldContext world)
    {
        var layout = world.Tables.Layout;
        return (
            layout.IndexOf(MeasureCodes.Plans),
            layout.IndexOf(MeasureCodes.Placement(PlacementType.Awaiting)),
            [.. AgeGroups.All.Select(group => layout.IndexOf(MeasureCodes.PlansOfAge(group)))],
            [.. PrimaryNeeds.All.Select(need => layout.IndexOf(MeasureCodes.PlansOfNeed(need)))],
            [.. world.Scenario.Districts.Select(district => layout.IndexOf(MeasureCodes.DistrictPlans(district)))],
            [.. world.Scenario.Providers.Select(provider => layout.IndexOf(MeasureCodes.Placement(provider.Type)))]);
    }

    private void KeepEndOfYear(Span<long> values, int r, AuthorityMonth input)
    {
        Add(values, MeasureCodes.OpenCases, r, input, DistrictCount.OpenCases);
        Add(values, MeasureCodes.ReviewsOverdue, r, input, DistrictCount.ReviewsOverdue);
        ref var oldest = ref values[_layout.IndexOf(MeasureCodes.OldestCase)];
        foreach (var counts in input.DistrictCounts)
        {
            oldest = Math.Max(oldest, counts[(r * DistrictCount.Length) + DistrictCount.OldestCase]);
        }
    }

    private void Add(Span<long> values, string measure, int r, AuthorityMonth input, int count)
    {
        ref var value = ref values[_layout.IndexOf(measure)];
        foreach (var counts in input.DistrictCounts)
        {
            value += counts[(r * DistrictCount.Length) + count];
        }
    }
}
