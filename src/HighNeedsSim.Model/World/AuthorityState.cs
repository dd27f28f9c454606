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

    /// <summary>The authority as it is on the eve of the first month.</summary>
    /// <param name="world">The world.</param>
    /// <param name="book">Where every posting of a world of one replicate is written down; null where nobody asks to see them.</param>
    public AuthorityState(WorldContext world, LedgerBook? book = null)
    {
        _world = world;
        _layout = world.Tables.Layout;
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
        for (var d = 0; d < districts; d++)
        {
            var at = (r * districts) + d;
            var placed = input.Waiting[at];
            foreach (var claim in input.Claims)
            {
                placed += claim.Roll[at];
            }

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

    private static readonly (string Code, int Count)[] MonthlyCounts =
    [
        (MonthCodes.Plans, DistrictCount.Plans),
        (MonthCodes.Requests, DistrictCount.Requests),
        (MonthCodes.Decided, DistrictCount.Decided),
        (MonthCodes.RefusedToAssess, DistrictCount.RefusedToAssess),
        (MonthCodes.NotIssued, DistrictCount.NotIssued),
        (MonthCodes.NewPlans, DistrictCount.NewPlans),
        (MonthCodes.FinalPlansTimed, DistrictCount.FinalPlansTimed),
        (MonthCodes.FinalPlansIn20Weeks, DistrictCount.FinalPlansIn20Weeks),
        (MonthCodes.OpenCases, DistrictCount.OpenCases),
        (MonthCodes.OpenOver20Weeks, DistrictCount.OpenOver20Weeks),
        (MonthCodes.MovedIn, DistrictCount.MovedIn),
        (MonthCodes.ReviewsDone, DistrictCount.ReviewsDone),
        (MonthCodes.ReviewsOverdue, DistrictCount.ReviewsOverdue),
    ];

    private void KeepMonth(int r, Month month, AuthorityMonth input)
    {
        var at = _layout.AtMonth(month - _world.Scenario.Timetable.Start, 0);
        var values = _values.AsSpan((r * _layout.Length) + at, _layout.Monthly.Count);
        ref var oldest = ref values[_layout.IndexInMonth(MonthCodes.OldestCase)];
        ref var ceased = ref values[_layout.IndexInMonth(MonthCodes.Ceased)];
        foreach (var (code, count) in MonthlyCounts)
        {
            ref var value = ref values[_layout.IndexInMonth(code)];
            foreach (var counts in input.DistrictCounts)
            {
                value += counts[(r * DistrictCount.Length) + count];
            }
        }

        foreach (var counts in input.DistrictCounts)
        {
            var own = counts.AsSpan(r * DistrictCount.Length, DistrictCount.Length);
            oldest = Math.Max(oldest, own[DistrictCount.OldestCase]);
            foreach (var count in own.Slice(DistrictCount.Ceased, CessationReasons.Count))
            {
                ceased += count;
            }
        }

        ref var waiting = ref values[_layout.IndexInMonth(MonthCodes.Waiting)];
        foreach (var count in input.Waiting.AsSpan(r * _world.Tables.Districts, _world.Tables.Districts))
        {
            waiting += count;
        }
    }

    private void KeepFlows(Span<long> values, int r, AuthorityMonth input)
    {
        Add(values, MeasureCodes.NewPlans, r, input, DistrictCount.NewPlans);
        Add(values, MeasureCodes.MovedIn, r, input, DistrictCount.MovedIn);
        foreach (var reason in CessationReasons.All)
        {
            Add(values, MeasureCodes.Ceased, r, input, DistrictCount.Ceased + (int)reason);
            Add(values, MeasureCodes.CeasedBecause(reason), r, input, DistrictCount.Ceased + (int)reason);
        }

        Add(values, MeasureCodes.Requests, r, input, DistrictCount.Requests);
        Add(values, MeasureCodes.Withdrawn, r, input, DistrictCount.Withdrawn);
        Add(values, MeasureCodes.Decided, r, input, DistrictCount.Decided);
        Add(values, MeasureCodes.RefusedToAssess, r, input, DistrictCount.RefusedToAssess);
        Add(values, MeasureCodes.NotIssued, r, input, DistrictCount.NotIssued);
        Add(values, MeasureCodes.FinalPlansTimed, r, input, DistrictCount.FinalPlansTimed);
        Add(values, MeasureCodes.FinalPlansIn20Weeks, r, input, DistrictCount.FinalPlansIn20Weeks);
        Add(values, MeasureCodes.ReviewsDone, r, input, DistrictCount.ReviewsDone);
        Add(values, MeasureCodes.Appeals, r, input, DistrictCount.Appeals);
        Add(values, MeasureCodes.SchoolTransfers, r, input, DistrictCount.SchoolTransfers);
        Add(values, MeasureCodes.SchoolTransfersInTime, r, input, DistrictCount.SchoolTransfersInTime);
        Add(values, MeasureCodes.Post16Transfers, r, input, DistrictCount.Post16Transfers);
        Add(values, MeasureCodes.Post16TransfersInTime, r, input, DistrictCount.Post16TransfersInTime);
        values[_layout.IndexOf(MeasureCodes.TurnedAway)] += input.TurnedAway[r];
        values[_layout.IndexOf(MeasureCodes.Directed)] += input.Directed[r];
    }

    private void KeepCensus(Span<long> values, int r, AuthorityMonth input)
    {
        foreach (var census in input.DistrictCensus)
        {
            var counts = census.AsSpan(r * CensusCount.Length, CensusCount.Length);
            foreach (var group in AgeGroups.All)
            {
                values[_layout.IndexOf(MeasureCodes.PlansOfAge(group))] += counts[CensusCount.Ages + (int)group];
            }

            foreach (var need in PrimaryNeeds.All)
            {
                values[_layout.IndexOf(MeasureCodes.PlansOfNeed(need))] += counts[CensusCount.Needs + (int)need];
            }
        }

        var districts = _world.Tables.Districts;
        for (var d = 0; d < districts; d++)
        {
            var at = (r * districts) + d;
            var plans = input.DistrictCounts[d][(r * DistrictCount.Length) + DistrictCount.Plans];
            values[_layout.IndexOf(MeasureCodes.Plans)] += plans;
            values[_layout.IndexOf(MeasureCodes.DistrictPlans(_world.Scenario.Districts[d]))] = plans;
            values[_layout.IndexOf(MeasureCodes.Placement(PlacementType.Awaiting))] += input.Waiting[at];
            for (var p = 0; p < input.Claims.Length; p++)
            {
                values[_layout.IndexOf(MeasureCodes.Placement(_world.Tables.TypeOf(p)))] += input.Claims[p].Roll[at];
            }
        }
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
