using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Expected;
using HighNeedsSim.Server.Expected;
using HighNeedsSim.Server.Runs;
using Microsoft.AspNetCore.Mvc;

namespace HighNeedsSim.Server.Pages.Scenarios;

/// <summary>Which uncertain figures matter most to the final deficit.</summary>
public sealed class SensitivityModel(ScenarioShelf shelf, AnswerDesk answers) : AnswerPage(shelf)
{
    /// <summary>The variant that is asked about.</summary>
    public Variant Variant { get; private set; } = null!;

    /// <summary>Shows the page.</summary>
    public Task<IActionResult> OnGetAsync(string id, string? file) => Show(id, file, answers);

    /// <inheritdoc/>
    protected override Task<Asked<Answer>>? Ask(AnswerDesk answers, Func<string, string?> given)
    {
        var mistakes = new List<(string, string)>();
        Variant = Forms.VariantOf(Scenario, given("variant"), Scenario.Variants[0], mistakes);
        Mistakes = mistakes;
        return mistakes.Count > 0 ? null : answers.Sensitivity(Open, Variant);
    }
}
