using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Funding;

/// <summary>The money of the authority in one replicate, month by month and year by year.</summary>
internal sealed class AuthorityAccounts
{
    private readonly WorldContext _world;
    private readonly int _replicate;
    private readonly Ledger _ledger = new();
    private readonly SafetyValve? _agreement;
    private readonly long[] _districtSpend;
    private Money _beforeContributions;
    private Money _payments;
    private Money _opening;

    internal AuthorityAccounts(WorldContext world, int replicate)
    {
        (_world, _replicate) = (world, replicate);
        _districtSpend = new long[world.Tables.Districts];
        var opening = new Money(Prices.OpeningDeficit);
        _ledger.Post(Account.DsgReserve, Account.EarlierYears, opening);
        _beforeContributions = opening;
        if (world.Variant.SafetyValve && world.Scenario.Agreement is { } agreement)
        {
            // Money of the agreement that was paid before the first year is part of this variant's opening position.
            _agreement = new(agreement, world.Scenario.Timetable.FirstYear, opening.Pence, Prices.Tolerance);
            _ledger.Post(Account.Department, Account.DsgReserve, _agreement.Before.Payments);
            _ledger.Post(Account.GeneralFund, Account.DsgReserve, _agreement.Before.Contributions);
        }

        _opening = Deficit;
    }

    private Prices Prices => _world.Replicates[_replicate].Prices;

    private Levers Levers => _world.Replicates[_replicate].Levers;

    /// <summary>Cumulative DSG deficit: what the reserve is below nothing.</summary>
    private Money Deficit => -_ledger.Balance(Account.DsgReserve);

    // Every field that lasts from month to month: a new one must be named here too, or a resumed world forgets it.
    internal void Carry(Carrier carrier)
    {
        _ledger.Carry(carrier);
        _agreement?.Carry(carrier);
        carrier.Values(_districtSpend);
        carrier.Value(ref _beforeContributions);
        carrier.Value(ref _payments);
        carrier.Value(ref _opening);
    }

    /// <summary>Posts a month: income in April, claims and services every month, Safety Valve money after each report.</summary>
    internal void Post(Month month, AuthorityMonth input)
    {
        if (month == month.FinancialYear.April)
        {
            Receive(month.FinancialYear);
        }

        for (var p = 0; p < input.Claims.Length; p++)
        {
            Claim(_world.Scenario.Providers[p], input.Claims[p]);
        }

        Tuition(month, input);
        Services(month, input);
        Mitigations(month);
        Monitor(month);
        CheckMonth(month);
    }

    /// <summary>Closes the year: the block's balance goes to the reserve, the council contributes, the results are kept.</summary>
    internal void CloseYear(FinancialYear year, Span<long> values)
    {
        var layout = _world.Tables.Layout;
        var inYear = -_ledger.Balance(Account.HighNeedsBlock);
        _beforeContributions += inYear;
        _ledger.CloseYear();
        var contribution = _agreement?.Contribution(year) ?? Money.Zero;
        _ledger.Post(Account.GeneralFund, Account.DsgReserve, contribution);

        var spend = Money.Zero;
        foreach (var line in Section251Lines.All)
        {
            var spent = _ledger.CloseLine(line);
            values[layout.IndexOf(MeasureCodes.Line(line))] = spent.Pence;
            spend += spent;
        }

        values[layout.IndexOf(MeasureCodes.Spend)] = spend.Pence;
        values[layout.IndexOf(MeasureCodes.BlockIncome)] = Prices.Block(year);
        values[layout.IndexOf(MeasureCodes.Transfer)] = Prices.Transfer(year);
        values[layout.IndexOf(MeasureCodes.OtherIncome)] = Prices.OtherIncome;
        values[layout.IndexOf(MeasureCodes.InYear)] = inYear.Pence;
        values[layout.IndexOf(MeasureCodes.Payment)] = _payments.Pence;
        values[layout.IndexOf(MeasureCodes.Contribution)] = contribution.Pence;
        values[layout.IndexOf(MeasureCodes.Withheld)] = _agreement?.Withheld.Pence ?? 0;
        values[layout.IndexOf(MeasureCodes.Deficit)] = Deficit.Pence;
        for (var d = 0; d < _districtSpend.Length; d++)
        {
            values[layout.IndexOf(MeasureCodes.DistrictSpend(_world.Scenario.Districts[d]))] = _districtSpend[d];
        }

        Check(year, spend, inYear, contribution);
        Array.Clear(_districtSpend);
        (_payments, _opening) = (Money.Zero, Deficit);
    }

    private void Receive(FinancialYear year)
    {
        _ledger.Post(Account.Department, Account.HighNeedsBlock, new(Prices.Block(year)));
        _ledger.Post(Account.SchoolsBlock, Account.HighNeedsBlock, new(Prices.Transfer(year)));
        _ledger.Post(Account.OtherPayers, Account.HighNeedsBlock, new(Prices.OtherIncome));
    }

    private void Claim(Provider provider, ProviderClaim claim)
    {
        var at = _replicate * _districtSpend.Length;
        Spend(provider.TopUpLine, claim.TopUp.AsSpan(at, _districtSpend.Length));
        if (claim.Places.Length > 0)
        {
            Spend(Section251Line.PlaceFunding, claim.Places.AsSpan(at, _districtSpend.Length));
        }
    }

    private void Spend(Section251Line line, ReadOnlySpan<long> byDistrict)
    {
        long total = 0;
        for (var d = 0; d < byDistrict.Length; d++)
        {
            _districtSpend[d] += byDistrict[d];
            total += byDistrict[d];
        }

        _ledger.Post(Account.HighNeedsBlock, Ledger.Of(line), new(total));
    }

    /// <summary>Spending that follows no child is shared over districts by residents aged 2 to 18.</summary>
    private void SpendByHeads(Section251Line line, long pence)
    {
        Span<long> parts = stackalloc long[_districtSpend.Length];
        Money.SharePence(pence, _world.Tables.Heads2To18, parts);
        Spend(line, parts);
    }

    private void Tuition(Month month, AuthorityMonth input)
    {
        Span<long> parts = stackalloc long[_districtSpend.Length];
        for (var d = 0; d < parts.Length; d++)
        {
            parts[d] = Monthly.Part(Prices.Tuition(month.FinancialYear) * input.Waiting[(_replicate * parts.Length) + d], month);
        }

        Spend(Section251Line.AlternativeProvisionServices, parts);
    }

    private void Services(Month month, AuthorityMonth input)
    {
        var services = _world.Scenario.Funding.Services;
        for (var s = 0; s < services.Count; s++)
        {
            var annual = Prices.Service(s, month.FinancialYear);
            var pence = services[s].Driver switch
            {
                ServiceDriver.Plans => (long)((Int128)annual * Plans(input) / _world.Tables.Opening.Length),
                ServiceDriver.Population => (long)((Int128)annual * _world.Replicates[_replicate].Requests.Heads2To18(month) / _world.Tables.Heads2To18.Sum()),
                _ => annual,
            };
            SpendByHeads(services[s].Line, Monthly.Part(pence, month));
        }
    }

    private int Plans(AuthorityMonth input)
    {
        var plans = 0;
        foreach (var counts in input.DistrictCounts)
        {
            plans += counts[(_replicate * DistrictCount.Length) + DistrictCount.Plans];
        }

        return plans;
    }

    /// <summary>What the mitigations in force cost to run, as support for inclusion.</summary>
    private void Mitigations(Month month)
    {
        foreach (var (mitigation, pence) in Prices.MitigationCosts)
        {
            if (pence > 0 && _world.Variant.Mitigations.Contains(mitigation.Code))
            {
                SpendByHeads(Section251Line.SupportForInclusion, Monthly.Part(new Money(pence).Times(mitigation.Ramp(month)).Pence, month));
            }
        }
    }

    private void Monitor(Month month)
    {
        if (_agreement is null)
        {
            return;
        }

        var year = month.FinancialYear;
        var income = Prices.Block(year) + Prices.Transfer(year) + Prices.OtherIncome;
        var spent = income - _ledger.Balance(Account.HighNeedsBlock).Pence;
        var months = month - year.April + 1;
        var forecast = _beforeContributions.Pence + (spent * 12 / months) - income;
        var paid = _agreement.Payment(month, forecast);
        _payments += paid;
        _ledger.Post(Account.Department, Account.DsgReserve, paid);
    }

    // What districts cost is what the lines hold, and what one account gave another received.
    private void CheckMonth(Month month)
    {
        var lines = Section251Lines.All.Aggregate(Money.Zero, (sum, line) => sum + _ledger.Balance(Ledger.Of(line)));
        var districts = new Money(_districtSpend.Sum());
        if (lines != districts || _ledger.Sum != Money.Zero)
        {
            throw Invariant.Broken(_world, _replicate, month,
                $"Lines hold {lines} since April, districts {districts}; the accounts sum to {_ledger.Sum}.");
        }
    }

    private void Check(FinancialYear year, Money spend, Money inYear, Money contribution)
    {
        var income = new Money(Prices.Block(year) + Prices.Transfer(year) + Prices.OtherIncome);
        var districts = new Money(_districtSpend.Sum());
        if (_ledger.Sum != Money.Zero || _ledger.Balance(Account.HighNeedsBlock) != Money.Zero || districts != spend
            || inYear != spend - income || _opening + inYear - _payments - contribution != Deficit)
        {
            throw Invariant.Broken(_world, _replicate, year.March,
                $"The accounts of {year} do not meet: accounts sum to {_ledger.Sum}, spending {spend}, of districts {districts}, income {income}, "
                + $"in-year {inYear}, opening {_opening}, payments {_payments}, contribution {contribution}, closing {Deficit}.");
        }
    }
}
