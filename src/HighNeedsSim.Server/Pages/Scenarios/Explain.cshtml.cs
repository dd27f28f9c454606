using HighNeedsSim.Reports.Expected;
using HighNeedsSim.Server.Expected;
using HighNeedsSim.Server.Runs;
using Microsoft.AspNetCore.Mvc;

namespace HighNeedsSim.Server.Pages.Scenarios;

/// <summary>Why spending grows, and whose the saving is.</summary>
public sealed class ExplainModel(ScenarioShelf shelf, AnswerDesk answers) : AnswerPage(shelf)
{
    /// <summary>What is asked.</summary>
    public ExplainForm Form { get; private set; } = null!;

    /// <summary>Shows the page.</summary>
    public Task<IActionResult> OnGetAsync(string id, string? file) => Show(id, file, answers);

    /// <inheritdoc/>
    protected override Task<Asked<Answer>>? Ask(AnswerDesk answers, Func<string, string?> given)
    {
        Form = ExplainForm.Read(Scenario, given);
        Mistakes = Form.Mistakes;
        return Mistakes.Count > 0 ? null : answers.Explain(Open, Form.Variant, Form.From, Form.To);
    }
}
