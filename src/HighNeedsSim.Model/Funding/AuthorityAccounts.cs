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
    private readonly LedgerBook? _book;
    private readonly SafetyValve? _agreement;
    private readonly DistrictAccounts _districts;
    private readonly long[] _generalFund;
    private readonly long[] _byType = new long[2 * PlacementTypes.Count];
    private Money _beforeContributions;
    private Money _payments;
    private Money _grant;
    private Money _grantDue;
    private Money _recouped;
    private Money _opening;
    private Money _adjustment;
    private int _exported;
    private int _exportedThen;

    /// <param name="world">The world.</param>
    /// <param name="replicate">Within the batch.</param>
    /// <param name="book">Where every posting is written down with its reason; null in a run, which needs balances alone.</param>
    internal AuthorityAccounts(WorldContext world, int replicate, LedgerBook? book = null)
    {
        (_world, _replicate, _book) = (world, replicate, book);
        _generalFund = new long[GeneralFundLines.All.Length];
        var opening = new Money(Prices.OpeningDeficit);
        var eve = world.Scenario.Timetable.AccountsOpen - 1;
        Move(eve, Account.DsgReserve, Account.EarlierYears, opening, "Cumulative deficit on the eve of the first year, before any Safety Valve money.");
        _beforeContributions = opening;
        if (world.Variant.SafetyValve && world.Scenario.Agreement is { } agreement)
        {
            // Money of the agreement that was paid before the first year is part of this variant's opening position.
            _agreement = new(agreement, world.Scenario.Timetable.FirstYear, opening.Pence, Prices.Tolerance, Rules.SafetyValveCloses);
            Move(eve, Account.Department, Account.DsgReserve, _agreement.Before.Payments, "Safety Valve payments made before the first year.");
            Move(eve, Account.GeneralFund, Account.DsgReserve, _agreement.Before.Contributions, "Contributions of the council made before the first year.");
        }

        _exported = (world.Scenario.CrossBorder?.Outside ?? []).Sum(p => world.Tables.OpeningRolls[p].Sum());
        _exportedThen = _exported;
        _opening = Deficit;
        _districts = new(world.Tables, _opening.Pence);
        OweGrant(eve);
    }

    private Prices Prices => _world.Replicates[_replicate].Prices;

    private DeficitRules Rules => _world.Scenario.DeficitRules;

    private CouncilCosts? Council => _world.Replicates[_replicate].Council;

    /// <summary>Cumulative DSG deficit: what the reserve is below nothing.</summary>
    private Money Deficit => -_ledger.Balance(Account.DsgReserve);

    // Every field that lasts from month to month: a new one must be named here too, or a resumed world forgets it.
    internal void Carry(Carrier carrier)
    {
        _ledger.Carry(carrier);
        _agreement?.Carry(carrier);
        _districts.Carry(carrier);
        carrier.Value(ref _beforeContributions);
        carrier.Values(_generalFund);
        carrier.Values(_byType);
        carrier.Value(ref _payments);
        carrier.Value(ref _grant);
        carrier.Value(ref _grantDue);
        carrier.Value(ref _recouped);
        carrier.Value(ref _opening);
        carrier.Value(ref _adjustment);
        carrier.Value(ref _exported);
        carrier.Value(ref _exportedThen);
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
            Claim(month, p, input.Claims[p]);
        }

        AcrossTheBorder(month, input);
        Tuition(month, input);
        Services(month, input);
        Mitigations(month);
        Monitor(month);
        PayGrant(month);
        GeneralFund(month, input);
        CheckMonth(month);
    }

    /// <summary>Closes the year: the block's balance goes to the reserve, the council contributes, the results are kept.</summary>
    internal void CloseYear(FinancialYear year, Span<long> values)
    {
        var layout = _world.Tables.Layout;
        var inYear = -_ledger.Balance(Account.HighNeedsBlock);
        _beforeContributions += inYear;
        Move(year.March, Account.HighNeedsBlock, Account.DsgReserve, -inYear,
            inYear >= Money.Zero ? "What the block of the year was short of." : "What was left of the block of the year.");
        var contribution = _agreement?.Contribution(year) ?? Money.Zero;
        Move(year.March, Account.GeneralFund, Account.DsgReserve, contribution, "The council's contribution of the year under the agreement.");

        var spend = Money.Zero;
        foreach (var line in Section251Lines.All)
        {
            var spent = _ledger.Balance(Ledger.Of(line));
            Move(year.March, Ledger.Of(line), Account.EarlierYears, spent, "The line is closed for the year, so that the next begins at nothing.");
            values[layout.IndexOf(MeasureCodes.Line(line))] = spent.Pence;
            spend += spent;
        }

        values[layout.IndexOf(MeasureCodes.Spend)] = spend.Pence;
        values[layout.IndexOf(MeasureCodes.RecoupedPlaces)] = _recouped.Pence;
        values[layout.IndexOf(MeasureCodes.BlockIncome)] = Prices.Block(year) + _adjustment.Pence;
        values[layout.IndexOf(MeasureCodes.ImportExport)] = _adjustment.Pence;
        values[layout.IndexOf(MeasureCodes.Transfer)] = Prices.Transfer(year);
        values[layout.IndexOf(MeasureCodes.TransferAboveLimit)] = Prices.TransferAboveLimit(year);
        values[layout.IndexOf(MeasureCodes.OtherIncome)] = Prices.OtherIncome;
        values[layout.IndexOf(MeasureCodes.InYear)] = inYear.Pence;
        values[layout.IndexOf(MeasureCodes.Payment)] = _payments.Pence;
        values[layout.IndexOf(MeasureCodes.Contribution)] = contribution.Pence;
        values[layout.IndexOf(MeasureCodes.Withheld)] = _agreement?.Withheld.Pence ?? 0;
        values[layout.IndexOf(MeasureCodes.StabilityGrant)] = _grant.Pence;
        values[layout.IndexOf(MeasureCodes.Deficit)] = Deficit.Pence;
        values[layout.IndexOf(MeasureCodes.BeyondOverride)] = Rules.OverrideEnds is { } ends && year.March >= ends ? Deficit.Pence : 0;
        if (Council is { } council)
        {
            KeepCouncil(council, year, values);
        }

        KeepTypes(values);
        Check(year, spend, inYear, contribution);
        _districts.CloseYear((spend - inYear).Pence, (_payments + contribution + _grant).Pence, values);
        CheckDistricts(year);
        OweGrant(year.March);
        Array.Clear(_generalFund);
        (_payments, _grant, _recouped, _adjustment, _opening) = (Money.Zero, Money.Zero, Money.Zero, Money.Zero, Deficit);
    }

    // What each type of placement cost, whichever line bore it.
    private void KeepTypes(Span<long> values)
    {
        var layout = _world.Tables.Layout;
        foreach (var type in ResultLayout.TypesThatCost)
        {
            values[layout.IndexOf(MeasureCodes.TopUpsOf(type))] = _byType[2 * (int)type];
            values[layout.IndexOf(MeasureCodes.PlacesOf(type))] = _byType[(2 * (int)type) + 1];
        }

        Array.Clear(_byType);
    }

    // What stands beside the block. Reserves do not shrink as the deficit grows: the measure says what would be left to find.
    private void KeepCouncil(CouncilCosts council, FinancialYear year, Span<long> values)
    {
        var layout = _world.Tables.Layout;
        values[layout.IndexOf(MeasureCodes.UsableReserves)] = council.Reserves.Pence;
        values[layout.IndexOf(MeasureCodes.AgainstReserves)] = (Deficit - council.Reserves).Pence;
        values[layout.IndexOf(MeasureCodes.Financing)] = council.Financing(year, _opening, Deficit).Pence;
        foreach (var line in GeneralFundLines.All)
        {
            values[layout.IndexOf(MeasureCodes.GeneralFund(line))] = _generalFund[(int)line];
        }
    }

    private void Move(Month month, Account from, Account to, Money amount, string reason)
    {
        _ledger.Post(from, to, amount);
        if (amount != Money.Zero)
        {
            _book?.Add(month, from, to, amount, reason);
        }
    }

    private Money Income(FinancialYear year) => new Money(Prices.Block(year) + Prices.Transfer(year) + Prices.OtherIncome) + _adjustment;

    private void Receive(FinancialYear year)
    {
        Move(year.April, Account.Department, Account.HighNeedsBlock, new(Prices.Block(year)), "High needs block of the year, before deductions for places that DfE pays.");
        Adjust(year);
        Move(year.April, Account.SchoolsBlock, Account.HighNeedsBlock, new(Prices.Transfer(year)), "Transfer from the schools block of the year.");
        Move(year.April, Account.OtherPayers, Account.HighNeedsBlock, new(Prices.OtherIncome), "Other income of the year.");
    }

    /// <summary>
    /// Moves the block for the children sent out more, or fewer, than when the last published block was made, which holds its own adjustment.
    /// </summary>
    private void Adjust(FinancialYear year)
    {
        if (_world.Scenario.CrossBorder is not { } border || year <= _world.Scenario.Income.Known[^1].Year)
        {
            return;
        }

        var more = _exported - _exportedThen;
        _adjustment = -border.Rate.In(year.April).Times(more);
        Move(year.April, Account.Department, Account.HighNeedsBlock, _adjustment,
            $"Import/export adjustment: {more} children more at schools of other authorities last January than when the last published block was made, "
            + $"at £{border.Rate.In(year.April)} each.");
    }

    /// <summary>Places that others' children hold cost their rate; in January the own children at schools of others are counted.</summary>
    private void AcrossTheBorder(Month month, AuthorityMonth input)
    {
        if (_world.Scenario.CrossBorder is null)
        {
            return;
        }

        var rate = _world.Scenario.Funding.PlaceRates.Commissioned.In(month);
        SpendByHeads(month, Section251Line.PlaceFunding, Monthly.Part(rate.Times(Prices.Imported).Pence, month),
            $"Places of own special schools held by {Prices.Imported} children of other authorities");
        if (month.OfYear == 1)
        {
            _exported = input.Exported[_replicate];
            _exportedThen = month.FinancialYear + 1 == _world.Scenario.Income.Known[^1].Year ? _exported : _exportedThen;
        }
    }

    private void Claim(Month month, int p, ProviderClaim claim)
    {
        var provider = _world.Scenario.Providers[p];
        var districts = _world.Tables.Districts;
        var at = _replicate * districts;
        var topUp = Spend(provider.TopUpLine, claim.TopUp.AsSpan(at, districts));
        _byType[2 * (int)provider.Type] += topUp.Pence;
        _book?.AddTopUp(month, p, provider.TopUpLine, topUp);
        if (claim.Places.Length > 0)
        {
            var places = Spend(Section251Line.PlaceFunding, claim.Places.AsSpan(at, districts));
            _byType[(2 * (int)provider.Type) + 1] += places.Pence;
            _book?.AddPlaces(month, p, places);
            if (provider.TopUpLine != Section251Line.TopUpMaintained)
            {
                _recouped += places;
            }
        }
    }

    private Money Spend(Section251Line line, ReadOnlySpan<long> byDistrict)
    {
        var total = new Money(_districts.Spend(line, byDistrict));
        _ledger.Post(Account.HighNeedsBlock, Ledger.Of(line), total);
        return total;
    }

    private void Write(Month month, Section251Line line, Money amount, string what)
    {
        if (amount != Money.Zero)
        {
            _book?.Add(month, Account.HighNeedsBlock, Ledger.Of(line), amount, $"{what}: the month's part of what it costs a year.");
        }
    }

    /// <summary>Spending that follows no child is shared over districts by residents aged 2 to 18.</summary>
    private void SpendByHeads(Month month, Section251Line line, long pence, string what)
    {
        Span<long> parts = stackalloc long[_world.Tables.Districts];
        Money.SharePence(pence, _world.Tables.Heads2To18, parts);
        Write(month, line, Spend(line, parts), what);
    }

    private void Tuition(Month month, AuthorityMonth input)
    {
        Span<long> parts = stackalloc long[_world.Tables.Districts];
        for (var d = 0; d < parts.Length; d++)
        {
            parts[d] = Monthly.Part(Prices.Tuition(month.FinancialYear) * input.Tutored[(_replicate * parts.Length) + d], month);
        }

        Write(month, Section251Line.AlternativeProvisionServices, Spend(Section251Line.AlternativeProvisionServices, parts),
            "Interim tuition of those of school age who wait for a place at the end of the month");
    }

    private void Services(Month month, AuthorityMonth input)
    {
        var services = _world.Scenario.Funding.Services;
        for (var s = 0; s < services.Count; s++)
        {
            var annual = Driven(Prices.Service(s, month.FinancialYear), services[s].Driver, month, input);
            SpendByHeads(month, services[s].Line, Monthly.Part(annual, month), services[s].Label);
        }
    }

    private long Driven(long annual, ServiceDriver driver, Month month, AuthorityMonth input) => driver switch
    {
        ServiceDriver.Plans => (long)((Int128)annual * Plans(input) / _world.Tables.Opening.Length),
        ServiceDriver.Population => (long)((Int128)annual * _world.Replicates[_replicate].Requests.Heads2To18(month) / _world.Tables.Heads2To18.Sum()),
        _ => annual,
    };

    /// <summary>What special needs cost the general fund: a memorandum that touches no account of the block.</summary>
    private void GeneralFund(Month month, AuthorityMonth input)
    {
        if (Council is not { } council)
        {
            return;
        }

        for (var c = 0; c < council.Costs.Count; c++)
        {
            var cost = council.Costs[c];
            _generalFund[(int)cost.Line] += Monthly.Part(Driven(council.Annual(c, month.FinancialYear), cost.Driver, month, input), month);
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
                SpendByHeads(
                    month, Section251Line.SupportForInclusion,
                    Monthly.Part(new Money(pence).Times(_world.Replicates[_replicate].Levers.Grown(mitigation, month)).Pence, month), mitigation.Title);
            }
        }
    }

    private void Monitor(Month month)
    {
        if (_agreement?.Reports(month) != true)
        {
            return;
        }

        var year = month.FinancialYear;
        var income = Income(year).Pence;
        var spent = income - _ledger.Balance(Account.HighNeedsBlock).Pence;
        var months = month - year.April + 1;
        var forecast = _beforeContributions.Pence + (spent * 12 / months) - income;
        var paid = _agreement.Payment(month, forecast);
        _payments += paid;
        _ledger.Post(Account.Department, Account.DsgReserve, paid);
        _book?.Add(month, Account.Department, Account.DsgReserve, paid,
            $"Monitoring report of {month}: forecast £{new Money(forecast)} before contributions, agreed £{new Money(_agreement.Agreed(year))}, "
            + $"tolerance £{new Money(Prices.Tolerance)}. {(paid == Money.Zero ? "The payment is withheld" : "The payment is made")}; withheld now £{_agreement.Withheld}.");
    }

    // The Stability Grant is measured on one March's deficit and paid in a later month.
    private void OweGrant(Month march)
    {
        if (_world.Variant.ReformPlanApproved && Rules.Grant is { } grant && grant.DeficitOf == march)
        {
            _grantDue = grant.For(Deficit, Prices.EligibleShare);
        }
    }

    private void PayGrant(Month month)
    {
        if (_world.Variant.ReformPlanApproved && Rules.Grant is { } grant && grant.Paid == month)
        {
            _grant += _grantDue;
            Move(month, Account.Department, Account.DsgReserve, _grantDue, "High Needs Stability Grant: its share of the eligible deficit of the day it names.");
            _grantDue = Money.Zero;
        }
    }

    // What districts cost is what the lines hold, and what one account gave another received.
    private void CheckMonth(Month month)
    {
        var lines = Section251Lines.All.Aggregate(Money.Zero, (sum, line) => sum + _ledger.Balance(Ledger.Of(line)));
        var districts = new Money(_districts.Spent);
        if (lines != districts || _ledger.Sum != Money.Zero)
        {
            throw Invariant.Broken(_world, _replicate, month,
                $"Lines hold {lines} since April, districts {districts}; the accounts sum to {_ledger.Sum}.");
        }
    }

    private void CheckDistricts(FinancialYear year)
    {
        if (_districts.Deficit != Deficit.Pence)
        {
            throw Invariant.Broken(_world, _replicate, year.March, $"The districts' parts of the deficit sum to {new Money(_districts.Deficit)}, the reserve says {Deficit}.");
        }
    }

    private void Check(FinancialYear year, Money spend, Money inYear, Money contribution)
    {
        var income = Income(year);
        var districts = new Money(_districts.Spent);
        if (_ledger.Sum != Money.Zero || _ledger.Balance(Account.HighNeedsBlock) != Money.Zero || districts != spend
            || inYear != spend - income || _opening + inYear - _payments - contribution - _grant != Deficit)
        {
            throw Invariant.Broken(_world, _replicate, year.March,
                $"The accounts of {year} do not meet: accounts sum to {_ledger.Sum}, spending {spend}, of districts {districts}, income {income}, "
                + $"in-year {inYear}, opening {_opening}, payments {_payments}, contribution {contribution}, grant {_grant}, closing {Deficit}.");
        }
    }
}
