using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Expected;
using HighNeedsSim.Server.Expected;
using HighNeedsSim.Server.Runs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HighNeedsSim.Server.Pages.Scenarios;

/// <summary>A page that asks the expected path something and shows the answer, or that it is being worked out.</summary>
public abstract class AnswerPage(ScenarioShelf shelf) : PageModel
{
    /// <summary>The scenario as its files say it now.</summary>
    public OpenScenario Open { get; private set; } = null!;

    /// <summary>The scenario.</summary>
    public Scenario Scenario => Open.Reading.Scenario!;

    /// <summary>Everything that is wrong with what was asked, by field.</summary>
    public IReadOnlyList<(string Field, string Message)> Mistakes { get; protected set; } = [];

    /// <summary>What came of asking; null where nothing was asked.</summary>
    public Asked<Answer>? Asked { get; private set; }

    /// <summary>The page's own address, with what was asked.</summary>
    public string Here => Request.Path + Request.QueryString;

    /// <summary>The address of one of the answer's files.</summary>
    public string FileAt(string name) => $"{Request.Path}/{name}{Request.QueryString}";

    /// <summary>The mistake in a field; null when there is none.</summary>
    public string? MistakeIn(string field) => Mistakes.FirstOrDefault(m => m.Field == field).Message;

    /// <summary>Asks, unless something is wrong with the question.</summary>
    protected abstract Task<Asked<Answer>>? Ask(AnswerDesk answers, Func<string, string?> given);

    /// <summary>Shows the page, or one of the answer's files.</summary>
    protected async Task<IActionResult> Show(string id, string? file, AnswerDesk answers)
    {
        if (shelf.Open(id) is not { Package: not null, Reading.Scenario: not null } open)
        {
            return NotFound();
        }

        Open = open;
        Asked = Ask(answers, Given(Request.Query)) is { } asking ? await asking : null;
        if (file is null)
        {
            return Page();
        }

        return Asked?.Answer?.Files.FirstOrDefault(f => f.Name == file) is { Bytes: { } bytes }
            ? File(bytes, TypeOf(file), $"{id}-{file}")
            : NotFound();
    }

    /// <summary>What a query gives, by field; null for what it leaves blank.</summary>
    internal static Func<string, string?> Given(IQueryCollection query) =>
        field => query[field].ToString().Trim() is { Length: > 0 } text ? text : null;

    internal static string TypeOf(string file) => Path.GetExtension(file) switch { ".json" => "application/json", ".csv" => "text/csv; charset=utf-8", _ => "image/svg+xml" };
}
