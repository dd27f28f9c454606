using System.Globalization;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Funding;

/// <summary>One entry of the double-entry ledger: what one account gave another, and why.</summary>
/// <param name="Month">The month it was posted in.</param>
/// <param name="From">The account that gave.</param>
/// <param name="To">The account that received.</param>
/// <param name="Amount">How much; negative where money came back.</param>
/// <param name="Line">The section 251 line it was spent on; null for what is no spending.</param>
/// <param name="Provider">Id of the provider whose claim it is; null for what no provider claims.</param>
/// <param name="Reason">Why, in a sentence for a reader of accounts.</param>
public sealed record Posting(Month Month, string From, string To, Money Amount, Section251Line? Line, string? Provider, string Reason);

/// <summary>Plan-holders of one complexity band at a provider, and what each of them costs it a year.</summary>
/// <param name="Band">Complexity band 1 to 4.</param>
/// <param name="Pupils">On roll at the end of the month.</param>
/// <param name="Days">Days on roll in the month, of all who were there on any of them.</param>
/// <param name="Annual">Top-up or fee a year.</param>
public sealed record BandOnRoll(int Band, int Pupils, int Days, Money Annual);

/// <summary>What stands behind a provider's claim of a month.</summary>
/// <param name="Month">The month.</param>
/// <param name="Provider">The provider's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="TopUpLine">The line of its top-ups or fees.</param>
/// <param name="OnRoll">Its roll by band; bands with nobody are left out.</param>
/// <param name="Places">Places that are funded; 0 where none are.</param>
/// <param name="TopUp">Top-ups or fees of the month.</param>
/// <param name="PlaceFunding">Place funding of the month.</param>
public sealed record ClaimBasis(
    Month Month,
    string Provider,
    string Name,
    Section251Line TopUpLine,
    IReadOnlyList<BandOnRoll> OnRoll,
    int Places,
    Money TopUp,
    Money PlaceFunding)
{
    /// <summary>All on roll.</summary>
    public int Pupils => OnRoll.Sum(b => b.Pupils);
}

/// <summary>
/// Every posting of one replicate, kept only where somebody asks to see it: a run posts to balances alone, and a replicate is
/// replayed by its address with a book.
/// </summary>
public sealed class LedgerBook
{
    private readonly List<Posting> _postings = [];
    private readonly List<ClaimBasis> _claims = [];
    private ClaimBasis[] _ofMonth = [];

    /// <summary>In the order in which they were made.</summary>
    public IReadOnlyList<Posting> Postings => _postings;

    /// <summary>What stood behind the claims of providers, month by month.</summary>
    public IReadOnlyList<ClaimBasis> Claims => _claims;

    /// <summary>Takes what stands behind the claims of a month, in the order of providers, before they are posted.</summary>
    internal void Take(IEnumerable<ClaimBasis> claims, bool posted)
    {
        _ofMonth = [.. claims];
        if (posted)
        {
            _claims.AddRange(_ofMonth.Where(c => c.TopUp != Money.Zero || c.PlaceFunding != Money.Zero || c.OnRoll.Count > 0));
        }
    }

    internal void Add(Month month, Account from, Account to, Money amount, string reason) =>
        _postings.Add(new(month, Ledger.NameOf(from), Ledger.NameOf(to), amount, Ledger.LineOf(to) ?? Ledger.LineOf(from), null, reason));

    internal void AddTopUp(Month month, int provider, Section251Line line, Money amount) => AddClaim(month, provider, line, amount, TopUpReason(_ofMonth[provider]));

    internal void AddPlaces(Month month, int provider, Money amount) =>
        AddClaim(month, provider, Section251Line.PlaceFunding, amount, PlaceReason(_ofMonth[provider]));

    private void AddClaim(Month month, int provider, Section251Line line, Money amount, string reason)
    {
        if (amount != Money.Zero)
        {
            _postings.Add(new(
                month, Ledger.NameOf(Account.HighNeedsBlock), Ledger.NameOf(Ledger.Of(line)), amount, line, _ofMonth[provider].Provider, reason));
        }
    }

    private static string TopUpReason(ClaimBasis basis) => string.Create(
        CultureInfo.InvariantCulture,
        $"{basis.Name}: top-ups or fees by the day, {basis.Pupils:N0} on roll at the end of {basis.Month}, a twelfth of "
        + $"{string.Join(", ", basis.OnRoll.Select(b => string.Create(CultureInfo.InvariantCulture, $"{b.Days / (double)basis.Month.Days:#,##0.##} × £{b.Annual.Pounds:N2} a year in band {b.Band}")))}"
        + $"{(basis.OnRoll.Any(b => b.Days != b.Pupils * basis.Month.Days) ? "; parts of one are of those who came, left or changed band within the month" : "")}.");

    private static string PlaceReason(ClaimBasis basis) => string.Create(
        CultureInfo.InvariantCulture,
        $"{basis.Name}: the month's part of funding {basis.Places:N0} commissioned places, filled or not, with {basis.Pupils:N0} on roll.");
}
