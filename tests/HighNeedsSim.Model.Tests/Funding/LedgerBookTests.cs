using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Tests.Funding;

[Tier("Fact")]
public class LedgerBookTests
{
    private const int Replicate = 17;
    private static readonly WorldTables Tables = SmallScenario.Tables(SmallScenario.Make());
    private static readonly WorldResult Batch = Model.World.World.Run(WorldContext.Create(Tables, "safety-valve", 7, 0, 24));
    private static readonly (WorldResult Result, LedgerBook Book) Replayed = Replay();

    [Fact]
    public void A_replicate_replayed_with_a_book_finds_what_it_found_in_the_run() =>
        Assert.True(Batch.Values.AsSpan(Replicate * Tables.Layout.Length, Tables.Layout.Length).SequenceEqual(Replayed.Result.Values));

    [Fact]
    public void The_postings_of_a_line_add_up_to_its_value_in_the_run_to_the_penny()
    {
        for (var year = 0; year < Tables.Layout.Years.Count; year++)
        {
            foreach (var line in Section251Lines.All)
            {
                var account = $"{line.Code()} {line.Label()}";
                Assert.Equal(Of(MeasureCodes.Line(line), year), Sum(Tables.Layout.Years[year], p => p.To == account));
            }
        }
    }

    [Fact]
    public void Payments_and_contributions_are_postings_to_the_reserve()
    {
        for (var year = 0; year < Tables.Layout.Years.Count; year++)
        {
            var financial = Tables.Layout.Years[year];
            Assert.Equal(Of(MeasureCodes.Payment, year), Sum(financial, p => p is { To: "DSG reserve", From: "Department for Education" }));
            Assert.Equal(Of(MeasureCodes.Contribution, year), Sum(financial, p => p is { To: "DSG reserve", From: "General fund" }));
        }
    }

    [Fact]
    public void All_postings_to_and_from_the_reserve_make_the_deficit()
    {
        var reserve = Replayed.Book.Postings.Sum(p => (p.To == "DSG reserve" ? p.Amount.Pence : 0) - (p.From == "DSG reserve" ? p.Amount.Pence : 0));

        Assert.Equal(Of(MeasureCodes.Deficit, Tables.Layout.Years.Count - 1), -reserve);
    }

    [Fact]
    public void What_stands_behind_the_claims_adds_up_to_their_postings()
    {
        foreach (var provider in Tables.Scenario.Providers)
        {
            var claimed = Replayed.Book.Claims.Where(c => c.Provider == provider.Id).Sum(c => c.TopUp.Pence + c.PlaceFunding.Pence);
            Assert.Equal(claimed, Replayed.Book.Postings.Where(p => p.Provider == provider.Id).Sum(p => p.Amount.Pence));
        }
    }

    [Fact]
    public void Every_posting_says_why_in_a_sentence() =>
        Assert.All(Replayed.Book.Postings, p => Assert.Matches(@"\A\w[^\n]{15,}\.\z", p.Reason));

    [Fact]
    public void A_batch_has_no_one_ledger() =>
        Assert.Throws<ArgumentException>(() => Model.World.World.Replay(WorldContext.Create(Tables, "planned", 7, 0, 2), new()));

    private static (WorldResult Result, LedgerBook Book) Replay()
    {
        var book = new LedgerBook();
        return (Model.World.World.Replay(WorldContext.Create(Tables, "safety-valve", 7, Replicate, 1), book), book);
    }

    private static long Of(string measure, int year) => Replayed.Result.Values[Tables.Layout.At(year, Tables.Layout.IndexOf(measure))];

    private static long Sum(FinancialYear year, Func<Posting, bool> which) =>
        Replayed.Book.Postings.Where(p => p.Month.FinancialYear == year && which(p)).Sum(p => p.Amount.Pence);
}
