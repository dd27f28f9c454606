using System.Globalization;
using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Tables;

/// <summary>The ledger of one year of one future: accounts in total, and what stands behind a line.</summary>
public static class LedgerTables
{
    /// <summary>Every posting of the year that is no spending on a line, and each line in total.</summary>
    /// <param name="book">The replayed future's book.</param>
    /// <param name="year">The financial year.</param>
    /// <param name="caption">Which future of which scenario it is.</param>
    public static Table OfYear(LedgerBook book, FinancialYear year, string caption)
    {
        var postings = Of(book, year);
        return new(
            $"{caption}: accounts of {year}, in pounds and pence.",
            [
                new("", "Month", IsNumeric: false, IsRowHead: true),
                new("", "From", IsNumeric: false, IsRowHead: true),
                new("", "To", IsNumeric: false, IsRowHead: true),
                new("", "£", IsNumeric: true),
                new("", "Postings", IsNumeric: true),
            ],
            [
                .. postings.Where(p => p.Line is null).Select(p => (IReadOnlyList<string>)[p.Month.ToString(), p.From, p.To, Pounds(p.Amount), "1"]),
                .. Section251Lines.All.Select(line => (Line: line, Spent: postings.Where(p => IsSpending(p, line)).ToArray()))
                    .Select(l => (IReadOnlyList<string>)
                    [
                        year.ToString(), "High needs block", $"{l.Line.Code()} {l.Line.Label()}",
                        l.Spent.Length == 0 ? Missing.NotApplicable : Pounds(Total(l.Spent)), Numbers.Count(l.Spent.Length),
                    ]),
            ],
            [
                .. postings.Where(p => p.To == "DSG reserve").Select(p => $"{p.Month}: {p.Reason}"),
                "A reserve below nothing is a deficit: what the block is short of in March leaves the reserve for it.",
                $"{Missing.NotApplicable} = not applicable: nothing is charged to the line in this scenario.",
            ]);
    }

    /// <summary>Who was paid on a line in a year, and for how many: the placements behind it.</summary>
    /// <param name="book">The replayed future's book.</param>
    /// <param name="year">The financial year.</param>
    /// <param name="line">The line.</param>
    /// <param name="caption">Which future of which scenario it is.</param>
    public static Table OfLine(LedgerBook book, FinancialYear year, Section251Line line, string caption)
    {
        var postings = Of(book, year).Where(p => IsSpending(p, line)).ToArray();
        var claims = book.Claims.Where(c => c.Month.FinancialYear == year).ToLookup(c => c.Provider, StringComparer.Ordinal);
        var byProvider = postings.Where(p => p.Provider is not null).GroupBy(p => p.Provider!, StringComparer.Ordinal)
            .Select(g => (Provider: g.Key, Paid: Total(g)))
            .OrderByDescending(p => p.Paid.Pence).ThenBy(p => p.Provider, StringComparer.Ordinal);
        var others = postings.Where(p => p.Provider is null).GroupBy(p => p.Reason, StringComparer.Ordinal);
        return new(
            $"{caption}: {line.Code()} {line.Label()}, {year}, in pounds and pence.",
            [
                new("", "Provider or reason", IsNumeric: false, IsRowHead: true),
                new("", "On roll, mean", IsNumeric: true),
                new("By band, mean", "1", IsNumeric: true),
                new("By band, mean", "2", IsNumeric: true),
                new("By band, mean", "3", IsNumeric: true),
                new("By band, mean", "4", IsNumeric: true),
                new("", "Places, mean", IsNumeric: true),
                new("", "£", IsNumeric: true),
            ],
            [
                .. byProvider.Select(p => Behind(p.Provider, p.Paid, [.. claims[p.Provider]])),
                .. others.Select(g => (IReadOnlyList<string>)
                [
                    g.Key.TrimEnd('.'), .. Enumerable.Repeat(Missing.NotApplicable, 6), Pounds(Total(g)),
                ]),
                (IReadOnlyList<string>)["Total", .. Enumerable.Repeat("", 6), Pounds(Total(postings))],
            ],
            [$"Means are over the months of the year in which the provider had anybody or claimed anything. {Missing.NotApplicable} = not applicable."]);
    }

    /// <summary>Every posting of a year, or of one line, as comma-separated values in pounds to the penny.</summary>
    public static string WriteCsv(LedgerBook book, FinancialYear year, Section251Line? line)
    {
        var csv = new Csv().Line("month", "from", "to", "line", "provider", "amount", "unit", "reason");
        foreach (var p in Of(book, year).Where(p => line is not { } only || IsSpending(p, only)))
        {
            csv.Line([p.Month.ToString(), p.From, p.To, p.Line?.Code() ?? "z", p.Provider ?? "z", p.Amount.Pounds, "GBP", p.Reason]);
        }

        return csv.ToString();
    }

    /// <summary>The postings of a year, or those that spend on one line, in the order in which they were made.</summary>
    public static IReadOnlyList<Posting> Of(LedgerBook book, FinancialYear year, Section251Line? line) =>
        [.. Of(book, year).Where(p => line is not { } only || IsSpending(p, only))];

    /// <summary>The postings that spend on a line in a year, with the reason of each.</summary>
    /// <param name="book">The replayed future's book.</param>
    /// <param name="year">The financial year.</param>
    /// <param name="line">The line.</param>
    /// <param name="caption">Which future of which scenario it is.</param>
    /// <param name="most">No more than so many; the rest is counted in a note.</param>
    public static Table PostingsOf(LedgerBook book, FinancialYear year, Section251Line line, string caption, int most)
    {
        var postings = Of(book, year, line);
        return new(
            $"{caption}: postings on {line.Code()} {line.Label()}, {year}, in pounds and pence.",
            [
                new("", "Month", IsNumeric: false, IsRowHead: true), new("", "To", IsNumeric: false), new("", "Reason", IsNumeric: false), new("", "£", IsNumeric: true),
            ],
            [.. postings.Take(most).Select(p => (IReadOnlyList<string>)[p.Month.ToString(), p.Provider ?? p.To, p.Reason, Pounds(p.Amount)])],
            postings.Count > most ? [$"{Numbers.Count(postings.Count - most)} more are in the download."] : []);
    }

    /// <summary>What was spent on a line in a year.</summary>
    public static Money Total(LedgerBook book, FinancialYear year, Section251Line line) => Total(Of(book, year).Where(p => IsSpending(p, line)));

    private static Posting[] Of(LedgerBook book, FinancialYear year) => [.. book.Postings.Where(p => p.Month.FinancialYear == year)];

    // The year's close takes money out of a line again; what was spent came from the block.
    private static bool IsSpending(Posting posting, Section251Line line) => posting.Line == line && posting.From == "High needs block";

    private static Money Total(IEnumerable<Posting> postings) => postings.Aggregate(Money.Zero, (sum, p) => sum + p.Amount);

    private static IReadOnlyList<string> Behind(string provider, Money paid, ClaimBasis[] claims)
    {
        double Mean(Func<ClaimBasis, int> of) => claims.Length == 0 ? 0 : claims.Average(of);
        string Band(int band) => One(Mean(c => c.OnRoll.Where(b => b.Band == band).Sum(b => b.Pupils)));
        return
        [
            claims.Length == 0 ? provider : claims[0].Name, One(Mean(c => c.Pupils)), Band(1), Band(2), Band(3), Band(4), One(Mean(c => c.Places)), Pounds(paid),
        ];
    }

    private static string One(double mean) => mean.ToString("#,##0.0", CultureInfo.InvariantCulture);

    private static string Pounds(Money amount) => Numbers.PoundsAndPence(amount);
}
