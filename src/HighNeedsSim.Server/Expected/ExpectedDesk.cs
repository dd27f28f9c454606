using System.Globalization;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;
using HighNeedsSim.Reports.Expected;
using HighNeedsSim.Server.Runs;
using Microsoft.Extensions.Caching.Memory;

namespace HighNeedsSim.Server.Expected;

/// <summary>
/// Asks the expected path while somebody waits: the tables of the scenarios last asked about stay at hand, and no more questions are worked out
/// at once than there are processors, so that a page that asks at every stroke cannot take a run's machine away.
/// </summary>
/// <param name="published">What was published of authorities.</param>
public sealed class ExpectedDesk(PublishedFigures published) : IDisposable
{
    private const int ScenariosAtHand = 4;
    private const int PathsAtHand = 400;

    private readonly MemoryCache _tables = new(new MemoryCacheOptions { SizeLimit = ScenariosAtHand });
    private readonly MemoryCache _paths = new(new MemoryCacheOptions { SizeLimit = PathsAtHand });
    private readonly SemaphoreSlim _turn = new(Environment.ProcessorCount);

    /// <summary>As many runs at once as there are processors.</summary>
    public static Repeat AtOnce { get; } = (count, body) => Parallel.For(0, count, body);

    /// <summary>A scenario's tables, worked out when first asked for.</summary>
    public WorldTables TablesOf(OpenScenario open) => _tables.GetOrCreate(open.Package!.Hash, entry =>
    {
        entry.Size = 1;
        return new Lazy<WorldTables>(() => WorldTables.Compile(open.Reading.Scenario!));
    })!.Value;

    /// <summary>What a mitigation does as a form sets it, and what that changes against the scenario as it is kept.</summary>
    /// <param name="open">The scenario.</param>
    /// <param name="form">A form without mistakes.</param>
    /// <param name="cancel">Whoever asked may have gone.</param>
    public Task<MitigationPreview> Preview(OpenScenario open, MitigationForm form, CancellationToken cancel) => InTurn(() => Work(open, form), cancel);

    /// <summary>Where a scenario starts, beside what was published of its authority.</summary>
    public Task<Reports.Tables.Table> StartOf(OpenScenario open, CancellationToken cancel) => InTurn(
        () =>
        {
            var tables = TablesOf(open);
            return Reports.Tables.StartTable.Of(tables.Scenario, tables.Layout, PathOf(open, tables, tables.Scenario.Variants[0]), published.AtStartOf(tables.Scenario));
        },
        cancel);

    /// <summary>What each mitigation takes off the final deficit when it is the only one, the largest first.</summary>
    public Task<IReadOnlyList<(string Code, long Pence)>> Alone(OpenScenario open, CancellationToken cancel) => InTurn(
        () =>
        {
            var tables = TablesOf(open);
            var (mitigations, baseline) = (tables.Scenario.Mitigations, tables.Scenario.Variants[0]);
            var saved = new long[mitigations.Count];
            var question = Question.FinalDeficit(tables);
            var at = tables.Layout.At(question.Year, tables.Layout.IndexOf(question.Measure));
            long Deficit(Variant variant) => PathOf(open, tables, variant)[at];
            var without = Deficit(baseline);
            AtOnce(saved.Length, n => saved[n] = without - Deficit(baseline with { Mitigations = [mitigations[n].Code] }));
            return (IReadOnlyList<(string, long)>)[.. mitigations.Select((m, n) => (m.Code, saved[n])).OrderByDescending(m => m.Item2)];
        },
        cancel);

    /// <inheritdoc/>
    public void Dispose()
    {
        _tables.Dispose();
        _paths.Dispose();
        _turn.Dispose();
    }

    private async Task<T> InTurn<T>(Func<T> work, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            return await Task.Run(work, cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    private MitigationPreview Work(OpenScenario open, MitigationForm form)
    {
        var kept = TablesOf(open);
        var (changed, code) = (form.Changed!, form.Kept.Code);
        var tables = kept.With([.. kept.Scenario.Mitigations.Select(m => m.Code == code ? changed : m)]);
        Func<long[]>[] wanted =
        [
            .. MitigationReach.Levels.Select(level => (Func<long[]>)(() => PathAt(open, tables, form.Shown, changed, level))),
            () => PathOf(open, kept, form.Shown with { Mitigations = [.. form.Shown.Mitigations.Where(m => m != code)] }),
            () => PathOf(open, kept, form.Shown),
        ];
        var paths = new long[wanted.Length][];
        AtOnce(wanted.Length, n => paths[n] = wanted[n]());
        var reach = new MitigationReach(paths[3], paths[0], paths[1], paths[2]);
        var now = form.On.Contains(form.Shown.Id) ? reach.Middle : reach.Without;
        return new(
            MitigationAnswer.Of(tables, form.Shown, changed, reach, published.HistoryOf(kept.Scenario)),
            MitigationAnswer.AgainstKept(kept.Layout, paths[4], now), kept.Layout, reach, now);
    }

    // A path depends on a mitigation's start, its ramp and the numbers that it has at the level. So of a P10 that moves only the weak path is new, and of
    // the range of a cost none is.
    private long[] PathAt(OpenScenario open, WorldTables tables, Variant variant, Mitigation mitigation, double level)
    {
        var strengths = mitigation.Effects.Select(effect => Exact(effect.Strength.Quantile(level)));
        return AtHand(
            $"{KeyOf(open, variant)} {mitigation.Code} {mitigation.Start} {mitigation.RampMonths} {Exact(mitigation.AnnualCost.Central)} {string.Join(' ', strengths)}",
            () => MitigationReach.At(tables, variant, mitigation, level));
    }

    private long[] PathOf(OpenScenario open, WorldTables tables, Variant variant) =>
        AtHand(KeyOf(open, variant), () => ExpectedPath.Run(tables, variant, Parameters.Central));

    private static string KeyOf(OpenScenario open, Variant variant) =>
        $"{open.Package!.Hash} {string.Join(',', variant.Mitigations)} {variant.SafetyValve} {variant.ReformPlanApproved}";

    private static string Exact(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private long[] AtHand(string key, Func<long[]> play) => _paths.GetOrCreate(key, entry =>
    {
        entry.Size = 1;
        return play();
    })!;
}

/// <summary>What a mitigation does as somebody sets it.</summary>
/// <param name="Answer">In words, as a chart and as tables.</param>
/// <param name="AgainstKept">What changes in the shown variant, in a sentence.</param>
/// <param name="Layout">Of the paths.</param>
/// <param name="Reach">Without it, and with it at three strengths.</param>
/// <param name="Now">The shown variant as it would be: with the mitigation in its middle strength, or without where it is off.</param>
public sealed record MitigationPreview(
    MitigationAnswer Answer, string AgainstKept, Model.Results.ResultLayout Layout, MitigationReach Reach, long[] Now);
