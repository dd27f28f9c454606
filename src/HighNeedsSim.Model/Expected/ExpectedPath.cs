using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>
/// The expected path: the rules of the simulation played out with numbers of children instead of children, and nothing left to
/// chance. It answers in milliseconds where the simulation takes a thousand futures.
/// </summary>
/// <remarks>
/// It reads the same compiled tables, asks the same levers, prices and place plans, and its months are posted by the same
/// authority. Where the model is linear in the number of children it is the simulation's mean at the same parameters; where places
/// bend it, it differs a little. What is put together: districts in the queue for advice and for reviews; needs among those with a place.
/// </remarks>
public static class ExpectedPath
{
    /// <summary>Plays a variant out.</summary>
    /// <param name="tables">The scenario's tables.</param>
    /// <param name="variant">Any set of the scenario's mitigations, whether or not the scenario names it.</param>
    /// <param name="parameters">The values of all that is uncertain.</param>
    /// <returns>One number for each year and measure: index <see cref="ResultLayout.At"/>.</returns>
    public static long[] Run(WorldTables tables, Variant variant, Parameters parameters) =>
        new Play(WorldContext.Expected(tables, variant, parameters)).Run();

    /// <summary>Plays a variant out with changed mitigations: what a slider asks. No file is read and no table worked out again.</summary>
    /// <param name="tables">The scenario's tables, compiled once and kept.</param>
    /// <param name="variant">Any set of the scenario's mitigations.</param>
    /// <param name="mitigations">
    /// The scenario's mitigations as they would be: <c>m with { Start = … }</c>, an effect with <c>Strength = Elicited.Known(id, 0.2)</c>; those not
    /// touched as they are.
    /// </param>
    /// <returns>As <see cref="Run(WorldTables, Variant, Parameters)"/>, every parameter at its median.</returns>
    public static long[] Run(WorldTables tables, Variant variant, IReadOnlyList<Mitigation> mitigations) =>
        Run(tables.With(mitigations), variant, Parameters.Central);

    private sealed class Play
    {
        private const int Types = ExpectedTables.Types;
        private const int Years = ExpectedTables.Years;
        private readonly WorldContext _world;
        private readonly ExpectedTables _tables;
        private readonly ExpectedCases _cases;
        private readonly ExpectedStock _stock;
        private readonly ExpectedPlaces _places;
        private readonly ExpectedReviews _reviews;
        private readonly ExpectedClaims _claims;
        private readonly ExpectedNeeds _needs;
        private readonly double[] _withoutPlan;
        private readonly double[] _residents;
        private readonly double[] _opening;
        private readonly double[] _plans;
        private readonly double[] _byYear = new double[Years];

        internal Play(WorldContext world)
        {
            (_world, _tables) = (world, world.Tables.Expected);
            _cases = new(world);
            _stock = new(_tables);
            _places = new(world, _tables, _stock);
            _claims = new(world, _tables);
            var districts = world.Tables.Districts;
            _withoutPlan = new double[districts];
            _residents = [.. world.Scenario.Districts.Select(d => (double)d.Population.Sum())];
            _opening = new double[districts];
            foreach (var plan in world.Tables.Opening)
            {
                _opening[plan.District]++;
            }

            _plans = [.. _opening];
            Count();
            _reviews = new(world, _byYear);
            _needs = new(_tables);
        }

        private Replicate Rates => _world.Replicates[0];

        internal long[] Run()
        {
            var timetable = _world.Scenario.Timetable;
            var authority = new AuthorityState(_world);
            _cases.WarmUp();
            for (var month = timetable.Start; month <= timetable.End; month += 1)
            {
                for (var d = 0; d < _withoutPlan.Length; d++)
                {
                    _withoutPlan[d] = Math.Max(0, _residents[d] - _plans[d]) / Math.Max(1, _residents[d] - _opening[d]);
                }

                var issued = _cases.Play(month, _withoutPlan);
                GrowUp(month);
                Begin(month, issued);
                Transfer(month);
                Review(month);
                _places.Play(month);
                _cases.Counts[DistrictCount.ReviewsOverdue] = _reviews.Overdue;
                authority.Post(month, _claims.Of(month, _stock, _places, _cases.Counts, _byYear, _needs));
                _claims.Plans.CopyTo(_plans, 0);
            }

            return authority.Result().Values;
        }

        private void GrowUp(Month month)
        {
            if (month.OfYear == 9)
            {
                _cases.Counts[DistrictCount.Ceased + (int)CessationReason.MaximumAge] += _byYear[^1];
                Array.Copy(_byYear, 0, _byYear, 1, Years - 1);
                _byYear[0] = 0;
                _needs.GrowUp();
                _stock.GrowUp();
                _places.GrowUp();
                _reviews.GrowUp();
            }
        }

        private void Begin(Month month, ReadOnlySpan<double> issued)
        {
            var shares = _world.Tables.RequestWeights.Shares;
            var movesIn = Rates.Requests.MovesIn / 12;
            _cases.Counts[DistrictCount.MovedIn] += movesIn;
            Span<double> first = stackalloc double[Types];
            Span<double> wanted = stackalloc double[Types * ExpectedTables.Bands];
            // Needs are those of the age at which the request was made, which may be the curriculum year before.
            var asked = month.AcademicYear - (month - ExpectedTables.MonthsToPlan).AcademicYear;
            for (var year = 0; year < Years; year++)
            {
                var plans = issued[_cases.BirthOf(year, month)];
                var moved = movesIn * _tables.MoveInAges[year];
                if (plans + moved <= 0)
                {
                    continue;
                }

                for (var type = 0; type < Types; type++)
                {
                    first[type] = ((plans * _tables.FirstTypes[asked][year][type]) + (moved * _tables.MoveInTypes[year][type])) / (plans + moved);
                }

                Wanted(month, year, first, wanted);
                var home = _cases.DistrictShares.AsSpan(_cases.BirthOf(year, month) * shares.Length, shares.Length);
                Begin(year, asked, plans, moved, home, wanted);
                _reviews.Begin(year, plans + moved, month);
                _needs.Begin(year, asked, plans, moved);
                _byYear[year] += plans + moved;
            }
        }

        private void Begin(int year, int asked, double plans, double moved, ReadOnlySpan<double> home, ReadOnlySpan<double> wanted)
        {
            Span<double> lanes = stackalloc double[_tables.Lanes];
            var shares = _world.Tables.RequestWeights.Shares;
            for (var type = 0; type < Types; type++)
            {
                var bands = wanted.Slice(type * ExpectedTables.Bands, ExpectedTables.Bands);
                if (bands[0] + bands[1] + bands[2] + bands[3] <= 0)
                {
                    continue;
                }

                for (var d = 0; d < shares.Length; d++)
                {
                    var ofDistrict = (plans * home[d]) + (moved * shares[d]);
                    for (var band = 0; band < bands.Length; band++)
                    {
                        lanes[(d * ExpectedTables.Bands) + band] = ofDistrict * bands[band];
                    }
                }

                _places.Of(Priority.New, type).Add(year, lanes, 1, _tables.NewMix[asked][(year * Types) + type]);
            }
        }

        // Complexity goes with the type first asked for, the placement with the type after mitigations.
        private void Wanted(Month month, int year, ReadOnlySpan<double> first, Span<double> wanted)
        {
            Span<double> after = stackalloc double[Types];
            wanted.Clear();
            for (var type = 0; type < Types; type++)
            {
                if (first[type] <= 0)
                {
                    continue;
                }

                Rates.Moves.ExpectedAtFirst(Of(year), month, (PlacementType)type, after);
                for (var to = 0; to < Types; to++)
                {
                    for (var band = 0; band < ExpectedTables.Bands && after[to] > 0; band++)
                    {
                        wanted[(to * ExpectedTables.Bands) + band] += first[type] * after[to] * _tables.FirstBands[type][band];
                    }
                }
            }
        }

        private void Transfer(Month month)
        {
            if (month.OfYear != 9)
            {
                return;
            }

            for (var year = 0; year < Years; year++)
            {
                var entering = Reviews.MoveChances.Entry(Of(year)) >= 0;
                if (entering)
                {
                    Reconsider(year, month);
                }

                for (var type = 0; type < Types; type++)
                {
                    if (_stock.IsLive(year, type))
                    {
                        Transfer(year, type, entering, month);
                    }
                }
            }
        }

        private void Transfer(int year, int held, bool entering, Month month)
        {
            var unserved = _stock.Unserved(year, held);
            if (!entering && unserved <= 0)
            {
                return;
            }

            Span<double> to = stackalloc double[Types];
            Rates.Moves.ExpectedAtTransfer(Of(year), (PlacementType)held, month, to);
            var stays = to[held];
            var lanes = _stock.Of(year, held);
            for (var wanted = 0; wanted < Types; wanted++)
            {
                var share = wanted == held ? stays * unserved : to[wanted] * (entering ? 1 : unserved);
                if (share <= 0)
                {
                    continue;
                }

                _places.Of(Priority.Transfer, wanted).Add(year, lanes, share, _places.Mix(held, wanted));
            }

            Lanes.Scale(lanes, entering ? stays * (1 - unserved) : 1 - unserved);
            _stock.LeaveRolls(year, held, entering ? 1 - stays : 0);
        }

        // Those who have no place and enter a phase may want another type in it.
        private void Reconsider(int year, Month month)
        {
            Span<double> to = stackalloc double[Types];
            foreach (var priority in new[] { Priority.Waiting, Priority.New })
            {
                for (var held = 0; held < Types; held++)
                {
                    var applications = _places.Of(priority, held);
                    if (!applications.IsLive(year))
                    {
                        continue;
                    }

                    Rates.Moves.ExpectedAtTransfer(Of(year), (PlacementType)held, month, to);
                    for (var wanted = 0; wanted < Types; wanted++)
                    {
                        if (wanted != held)
                        {
                            _places.Of(Priority.Transfer, wanted).Add(year, applications.Of(year), to[wanted], _places.Mix(held, wanted));
                        }
                    }

                    applications.Scale(year, to[held]);
                }
            }
        }

        private void Review(Month month)
        {
            _reviews.Play(month, _cases.Counts[DistrictCount.NewPlans] + _cases.Counts[DistrictCount.NotIssued]);
            var (up, down) = (Chance.Below(Rates.BandUp), Chance.Below(Rates.BandDown));
            Span<double> to = stackalloc double[Types];
            for (var y = 0; y < Years; y++)
            {
                var plans = _byYear[y];
                if (plans <= 0)
                {
                    continue;
                }

                var year = Of(y);
                var reviewed = Math.Min(1, _reviews.Done[y] / plans);
                var cease = year.Value >= 12 ? Math.Min(1, Rates.CeaseFrom16 + Rates.Levers.Share(Lever.CeaseAtReview, month, year.Value)) : 0;
                var leave = Math.Min(1, _world.Tables.Leaving.Monthly[year.Age] * Rates.LeavingLevel(month, year.Age));
                var keep = (1 - (reviewed * cease)) * (1 - leave);
                _cases.Counts[DistrictCount.ReviewsDone] += _reviews.Done[y];
                _cases.Counts[DistrictCount.Ceased + (int)CessationReason.NeedsMet] += plans * reviewed * cease;
                Leave(year, plans * (1 - (reviewed * cease)) * leave);
                _places.Scale(y, keep, 1 - leave);
                _stock.ScaleRolls(y, keep);
                _needs.Scale(y, keep);
                _byYear[y] *= keep;
                _reviews.End(y, _reviews.Done[y] * cease, leave, month);
                for (var held = 0; held < Types; held++)
                {
                    if (_stock.IsLive(y, held))
                    {
                        _stock.ReviewBands(y, held, reviewed * up, reviewed * down, keep);
                        Ask(y, held, reviewed, leave, month, to);
                    }
                }
            }
        }

        private void Ask(int y, int held, double reviewed, double leave, Month month, Span<double> to)
        {
            var returns = reviewed * Rates.Moves.ExpectedReturn(Of(y), (PlacementType)held, month);
            _places.Move(y, held, (int)PlacementType.Mainstream, returns);
            if (!Rates.Moves.ExpectedWithinPhase(Of(y), (PlacementType)held, month, to))
            {
                return;
            }

            // Who asks for a move does not leave in the same month: leaving is the bottom of the month's chance, moving its top.
            for (var wanted = 0; wanted < Types; wanted++)
            {
                _places.Move(y, held, wanted, to[wanted] * (1 - returns) / Math.Max(0.05, 1 - leave));
            }
        }

        private void Leave(NcYear year, double plans)
        {
            ulong before = 0;
            for (var reason = 0; reason < CessationReasons.Count; reason++)
            {
                var below = _world.Tables.Leaving.Reasons[year.Age][reason];
                _cases.Counts[DistrictCount.Ceased + reason] += plans * Chance.Below(below - before);
                before = below;
            }
        }

        private void Count()
        {
            for (var year = 0; year < Years; year++)
            {
                _byYear[year] = _places.Unplaced(year);
                for (var type = 0; type < Types; type++)
                {
                    _byYear[year] += _stock.IsLive(year, type) ? _stock.Total(year, type) : 0;
                }
            }
        }

        private static NcYear Of(int position) => new(position + NcYear.First.Value);
    }
}
