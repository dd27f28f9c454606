using HighNeedsSim.Reports.Expected;
using HighNeedsSim.Server.Expected;
using HighNeedsSim.Server.Runs;
using Microsoft.AspNetCore.Mvc;

namespace HighNeedsSim.Server.Pages.Scenarios;

/// <summary>What it takes to reach a target, or that nothing does.</summary>
public sealed class SeekModel(ScenarioShelf shelf, AnswerDesk answers) : AnswerPage(shelf)
{
    /// <summary>What is asked.</summary>
    public SeekForm Form { get; private set; } = null!;

    /// <summary>The target's kind, as chosen.</summary>
    public string Goal { get; private set; } = "";

    /// <summary>The amount in millions, as typed.</summary>
    public string Below { get; private set; } = "";

    /// <summary>How many futures, as typed.</summary>
    public string Futures { get; private set; } = "";

    /// <summary>What is to be least, as chosen.</summary>
    public string Least { get; private set; } = "";

    /// <summary>Shows the form, and the answer once something is asked.</summary>
    public Task<IActionResult> OnGetAsync(string id, string? file) => Show(id, file, answers);

    /// <inheritdoc/>
    protected override Task<Asked<Answer>>? Ask(AnswerDesk answers, Func<string, string?> given)
    {
        Form = SeekForm.Read(Scenario, given);
        (Goal, Below, Futures) = (given("goal") ?? SeekForm.Goals[0].Name, given("below") ?? "", given("futures") ?? "100");
        Least = given("least") ?? SeekForm.Leasts[0].Name;
        var isAsked = given("goal") is not null;
        Mistakes = isAsked ? Form.Mistakes : [];
        return !isAsked || Mistakes.Count > 0 ? null : answers.Seek(Open, Form);
    }
}
