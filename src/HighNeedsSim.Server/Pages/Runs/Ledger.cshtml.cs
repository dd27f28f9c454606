using System.Globalization;
using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Reports.Tables;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Server.Expected;
using HighNeedsSim.Server.Pages.Scenarios;
using HighNeedsSim.Server.Runs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages.Runs;

/// <summary>The accounts of one year of one future of a run: a line, its postings, and the placements behind it.</summary>
public sealed class LedgerModel(FinishedRuns finished, AnswerDesk answers) : PageModel
{
    private const int MostPostingsShown = 400;

    /// <summary>The run.</summary>
    public FinishedRun Run { get; private set; } = null!;

    /// <summary>What is asked.</summary>
    public LedgerForm Form { get; private set; } = null!;

    /// <summary>Whether the future is being played again, or too much else is.</summary>
    public Asked<LedgerBook>? Asked { get; private set; }

    /// <summary>The year's accounts, or what stands behind the line.</summary>
    public Table? Accounts { get; private set; }

    /// <summary>Every posting on the line.</summary>
    public Table? Postings { get; private set; }

    /// <summary>Whether the postings add up to what the run holds, in words.</summary>
    public string? Check { get; private set; }

    /// <summary>The year asked about.</summary>
    public FinancialYear Year => Run.Findings.Years[Form.Year];

    /// <summary>The page's own address, with what was asked.</summary>
    public string Here => Request.Path + Request.QueryString;

    /// <summary>The mistake in a field; null when there is none.</summary>
    public string? MistakeIn(string field) => Form.Mistakes.FirstOrDefault(m => m.Field == field).Message;

    /// <summary>Shows the page, or every posting as comma-separated values.</summary>
    public async Task<IActionResult> OnGetAsync(string id, string? file, CancellationToken cancel)
    {
        if (await finished.Find(id, cancel) is not { } run)
        {
            return NotFound();
        }

        (Run, Form) = (run, LedgerForm.Read(run, AnswerPage.Given(Request.Query)));
        Asked = Form.Mistakes.Count > 0 ? null : await answers.Ledger(run, Form.Variant, Form.Future);
        if (Asked?.Answer is { } book)
        {
            Tell(book);
        }

        return file is null ? Page()
            : file == "ledger.csv" && Asked?.Answer is { } found
                ? File(RunRoutes.Spreadsheet(LedgerTables.WriteCsv(found, Year, Form.Line)), "text/csv; charset=utf-8", $"{id}-ledger.csv")
                : NotFound();
    }

    private void Tell(LedgerBook book)
    {
        var caption = string.Create(
            CultureInfo.InvariantCulture, $"{Run.Findings.Place}, {VariantNames.InSentence(Form.Variant)}, future {Form.Future} of seed {Run.Manifest.Spec.Seed}");
        if (Form.Line is not { } line)
        {
            Accounts = LedgerTables.OfYear(book, Year, caption);
            return;
        }

        Accounts = LedgerTables.OfLine(book, Year, line, caption);
        var (posted, held) = (LedgerTables.Total(book, Year, line), new Money(Run.Findings.Result.Replicates(Form.Variant, MeasureCodes.Line(line), Form.Year)[Form.Future]));
        Check = posted == held
            ? $"The postings add up to £{Numbers.PoundsAndPence(posted)}, which is the line’s value in the run, to the penny."
            : $"The postings add up to £{Numbers.PoundsAndPence(posted)}, but the run holds £{Numbers.PoundsAndPence(held)}: please report this.";
        Postings = LedgerTables.PostingsOf(book, Year, line, caption, MostPostingsShown);
    }
}
