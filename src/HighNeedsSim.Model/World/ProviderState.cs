using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.World;

/// <summary>A provider of a world: its places, its roll, whom it admits and what it claims.</summary>
public sealed class ProviderState
{
    private readonly WorldContext _world;
    private readonly int _index;
    private readonly Provider _provider;
    private readonly int _districts;
    private readonly int[] _roll;
    private readonly int[] _days;
    private readonly int[] _total;
    private readonly int[] _places;
    private readonly int[] _octoberRoll;
    private readonly int _openingRoll;
    private readonly ProviderClaim _claim;
    private readonly int[] _asking;
    private readonly int[] _free;
    private Month _placesOf;
    private bool _anyDays;

    /// <summary>The provider as it is on the eve of the first month.</summary>
    /// <param name="world">The world.</param>
    /// <param name="provider">Position of the provider.</param>
    public ProviderState(WorldContext world, int provider)
    {
        (_world, _index, _provider, _districts) = (world, provider, world.Scenario.Providers[provider], world.Tables.Districts);
        var opening = world.Tables.OpeningRolls[provider];
        _openingRoll = opening.Sum();
        _roll = [.. Enumerable.Repeat(opening, world.Count).SelectMany(x => x)];
        _days = new int[_roll.Length];
        _total = [.. Enumerable.Repeat(_openingRoll, world.Count)];
        _octoberRoll = [.. _total];
        _places = new int[world.Count];
        (_asking, _free) = (new int[world.Count], new int[world.Count]);
        var cells = world.Count * _districts;
        _claim = new(new long[cells], _provider.PlaceFunding == PlaceFundingRule.None ? [] : new long[cells], new int[cells]);
    }

    /// <summary>What it remembers from month to month, as bytes.</summary>
    public byte[] Save() => Carrier.Save(Carry);

    /// <summary>Takes the place of the state that gave these bytes.</summary>
    public void Restore(byte[] saved) => Carrier.Restore(saved, Carry);

    // Every field that lasts from month to month: a new one must be named here too, or a resumed world forgets it.
    private void Carry(Carrier carrier)
    {
        carrier.Values(_roll);
        carrier.Values(_total);
        carrier.Values(_places);
        carrier.Values(_octoberRoll);
        carrier.Value(ref _placesOf);
    }

    /// <summary>Takes the month's changes of the roll, then admits whom it can.</summary>
    /// <param name="month">The month.</param>
    /// <param name="changes">Those who left or changed band; empty after the first round.</param>
    /// <param name="requests">Applications of this round, in any order.</param>
    /// <returns>For each application, in the same order, 1 where it was admitted, else 0.</returns>
    public byte[] Admit(Month month, ReadOnlySpan<SeatChange> changes, ReadOnlySpan<SeatRequest> requests)
    {
        Turn(month);
        Change(month, changes);
        var admitted = new byte[requests.Length];
        if (!_provider.HasLimit)
        {
            Array.Fill(admitted, (byte)1);
            foreach (ref readonly var request in requests)
            {
                Seat(month, request);
            }

            return admitted;
        }

        Array.Clear(_asking);
        foreach (ref readonly var request in requests)
        {
            _asking[request.Replicate]++;
        }

        for (var r = 0; r < _free.Length; r++)
        {
            _free[r] = _places[r] - _total[r];
        }

        var contested = Scratch.OfThisThread.Contested;
        contested.Clear();
        for (var i = 0; i < requests.Length; i++)
        {
            ref readonly var request = ref requests[i];
            if (_asking[request.Replicate] <= _free[request.Replicate])
            {
                Seat(month, request);
                admitted[i] = 1;
            }
            else if (_free[request.Replicate] > 0 || request.Priority == ApplicationPriority.Directed)
            {
                contested.Add((Key(request), request.Child, i));
            }
        }

        // Only where some get a place and some do not does the order matter; an order of the tribunal comes first, and needs no free place.
        contested.Rows.Sort(static (x, y) => x.Key != y.Key ? x.Key.CompareTo(y.Key) : x.Child.CompareTo(y.Child));
        foreach (var (_, _, i) in contested.Rows)
        {
            ref readonly var request = ref requests[i];
            if (_total[request.Replicate] < _places[request.Replicate] || request.Priority == ApplicationPriority.Directed)
            {
                Seat(month, request);
                admitted[i] = 1;
                // The tribunal names the school whether it is full or not; the place it orders is then there.
                _places[request.Replicate] = Math.Max(_places[request.Replicate], _total[request.Replicate]);
            }
        }

        return admitted;
    }

    /// <summary>Takes the last changes of the month, checks the roll, and claims the month's funding.</summary>
    public ProviderClaim Close(Month month, ReadOnlySpan<SeatChange> changes)
    {
        Turn(month);
        Change(month, changes);
        var (topUp, places, roll) = (_claim.TopUp, _claim.Places, _claim.Roll);
        for (var r = 0; r < _world.Count; r++)
        {
            // A commissioned place is not taken from a child who sits in it: at the end of the month places are no fewer than the roll.
            _places[r] = _provider.HasLimit ? Math.Max(_places[r], _total[r]) : _places[r];
            if (month.OfYear == 10)
            {
                _octoberRoll[r] = _total[r];
            }

            var own = roll.AsSpan(r * _districts, _districts);
            ClaimTopUps(r, month, topUp.AsSpan(r * _districts, _districts), own);
            Check(r, month, own);
            if (places.Length > 0)
            {
                ClaimPlaces(r, month, places.AsSpan(r * _districts, _districts), own);
            }
        }

        return _claim;
    }

    /// <summary>What stands behind a claim just made, in a world of one replicate: for those who ask how it came about.</summary>
    internal ClaimBasis Basis(Month month, ProviderClaim claim)
    {
        var onRoll = new List<BandOnRoll>();
        for (var band = 1; band <= OpeningStock.Bands; band++)
        {
            var pupils = Enumerable.Range(0, _districts).Sum(d => _roll[At(0, d, band - 1)]);
            var days = (pupils * month.Days) + Enumerable.Range(0, _districts).Sum(d => _days[At(0, d, band - 1)]);
            if (pupils > 0 || days > 0)
            {
                onRoll.Add(new(band, pupils, days, new(Market(0, _world.Replicates[0].Prices.TopUp(_provider.Type, band, month.FinancialYear)))));
            }
        }

        var places = claim.Places.Length == 0 ? 0 : _places[0];
        return new(month, _provider.Id, _provider.Name, _provider.TopUpLine, onRoll, places, new(claim.TopUp.Sum()), new(claim.Places.Sum()));
    }

    /// <summary>Element 3 for everyone on roll, by the day: the band's top-up (or the independent fee), a twelfth a month.</summary>
    private void ClaimTopUps(int r, Month month, Span<long> claim, Span<int> roll)
    {
        var prices = _world.Replicates[r].Prices;
        Span<long> annual = stackalloc long[OpeningStock.Bands];
        for (var band = 1; band <= OpeningStock.Bands; band++)
        {
            annual[band - 1] = Market(r, prices.TopUp(_provider.Type, band, month.FinancialYear));
        }

        var paid = new MonthByDay(month);
        for (var d = 0; d < _districts; d++)
        {
            var byBand = _roll.AsSpan(At(r, d, 0), OpeningStock.Bands);
            var days = _days.AsSpan(At(r, d, 0), OpeningStock.Bands);
            if (!byBand.ContainsAnyExcept(0) && !days.ContainsAnyExcept(0))
            {
                // Most providers have children of a few districts only.
                (claim[d], roll[d]) = (0, 0);
                continue;
            }

            var (pence, children) = (0L, 0);
            for (var b = 0; b < byBand.Length; b++)
            {
                pence += ((byBand[b] * paid.Days) + days[b]) * annual[b];
                children += byBand[b];
            }

            (claim[d], roll[d]) = (pence == 0 ? 0 : paid.Part(pence), children);
        }
    }

    /// <summary>Funding of commissioned places, filled or not, shared over the home districts of those on roll.</summary>
    private void ClaimPlaces(int r, Month month, Span<long> claim, ReadOnlySpan<int> roll)
    {
        var rates = _world.Scenario.Funding.PlaceRates;
        var places = _places[r];
        var annual = _provider.PlaceFunding switch
        {
            PlaceFundingRule.Unit => Units(r, places, rates, month),
            PlaceFundingRule.Element2 => rates.Element2.In(month).Times(places).Pence,
            _ => rates.Commissioned.In(month).Times(places).Pence,
        };
        var pence = Monthly.Part(annual, month);
        if (_total[r] > 0)
        {
            Money.SharePence(pence, roll, claim);
        }
        else
        {
            // Nobody on roll: the place still costs its own district, or the first where it serves all.
            claim.Clear();
            claim[Math.Max(0, _provider.District)] = pence;
        }
    }

    private long Units(int r, int places, PlaceRates rates, Month month)
    {
        var filled = Math.Min(_octoberRoll[r], places);
        return rates.UnitFilled.In(month).Times(filled).Pence + rates.UnitEmpty.In(month).Times(places - filled).Pence;
    }

    // The more places a market is asked for above its opening roll, the dearer each becomes.
    private long Market(int r, long annual)
    {
        if (_provider.Type != PlacementType.IndependentSpecial || _openingRoll == 0)
        {
            return annual;
        }

        var growth = Math.Max(0, (_total[r] - _openingRoll) / (double)_openingRoll);
        return (long)Math.Round(annual * (1 + (_world.Replicates[r].Prices.MarketElasticity * growth)), MidpointRounding.ToEven);
    }

    private int At(int r, int district, int band) => (((r * _districts) + district) * OpeningStock.Bands) + band;

    private void Seat(Month month, in SeatRequest request)
    {
        var at = At(request.Replicate, request.District, request.Band - 1);
        _roll[at]++;
        _total[request.Replicate]++;
        Count(at, -ChangeDay.Of(_world.Replicates[request.Replicate].Draws, request.Child, request.Priority, month));
    }

    // Those on roll at the end of the month are paid for the whole of it, but for the days before they came, and for those who left.
    private void Count(int at, int days)
    {
        _days[at] += days;
        _anyDays |= days != 0;
    }

    private void Change(Month month, ReadOnlySpan<SeatChange> changes)
    {
        foreach (ref readonly var change in changes)
        {
            var at = At(change.Replicate, change.District, change.Band - 1);
            ref var from = ref _roll[at];
            from--;
            Count(at, change.Days);
            if (from < 0)
            {
                throw Invariant.Broken(_world, change.Replicate, month,
                    $"{_provider.Id} lost a child of district {change.District} and band {change.Band} that was not on its roll.");
            }

            if (change.NewBand > 0)
            {
                at = At(change.Replicate, change.District, change.NewBand - 1);
                _roll[at]++;
                Count(at, -change.Days);
            }
            else
            {
                _total[change.Replicate]--;
            }
        }
    }

    // What is planned, and not what the roll is at some moment: when a provider is first asked in a month depends on who else is
    // in the batch, so nothing that changes within the month may count.
    private void Turn(Month month)
    {
        if (_placesOf == month)
        {
            return;
        }

        _placesOf = month;
        if (_anyDays)
        {
            Array.Clear(_days);
            _anyDays = false;
        }

        for (var r = 0; r < _world.Count; r++)
        {
            _places[r] = _world.Replicates[r].Places.In(_index, month);
        }
    }

    // Statutory priority first; then a rank of the child's own, the same in every variant; then the child's id.
    private ulong Key(in SeatRequest request) =>
        ((ulong)request.Replicate << 40) | ((ulong)request.Priority << 32)
        | _world.Replicates[request.Replicate].Draws.At(request.Child, Purpose.Rank, 0).A;

    private void Check(int r, Month month, ReadOnlySpan<int> roll)
    {
        var counted = 0;
        foreach (var pupils in roll)
        {
            counted += pupils;
        }

        if (counted != _total[r])
        {
            throw Invariant.Broken(_world, r, month, $"{_provider.Id} has {_total[r]} on roll and counts {counted} by district and band.");
        }
    }
}
