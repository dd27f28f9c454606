using System.Collections.Concurrent;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Reports.Runs;
using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Comparisons;

/// <summary>How the expected deficit on a 31 March moved from one forecast to the next, and where from. All parts add up to the penny.</summary>
/// <param name="Year">The financial year that ends on it.</param>
/// <param name="Before">Mean over the futures of the last forecast.</param>
/// <param name="After">Mean over the futures of this forecast.</param>
/// <param name="Shares">
/// What the inputs of each kind did: Shapley shares on the expected path; the whole, measured future by future, where one kind alone
/// is otherwise and the same children live in both.
/// </param>
/// <param name="Model">What this version of the model finds otherwise in the last forecast's own scenario.</param>
public sealed record DeficitChange(FinancialYear Year, Money Before, Money After, ChangeShares Shares, Money Model)
{
    /// <summary>The whole change: positive for a larger deficit.</summary>
    public Money Total => After - Before;

    /// <summary>What is left: chance, and what the expected path simplifies.</summary>
    public Money Rest => Total - Model - (Shares.After - Shares.Before);

    /// <summary>The same change, all of it but the model's share laid to one kind of input.</summary>
    internal DeficitChange LaidTo(InputKind kind)
    {
        var whole = Total - Model;
        return this with
        {
            Shares = new(Year, Before, Before + whole, [.. Enum.GetValues<InputKind>().Select(one => one == kind ? whole : Money.Zero)]),
        };
    }

    /// <summary>Every part with its name, in the order in which papers tell them.</summary>
    public IReadOnlyList<(string Name, Money Amount)> Parts =>
    [
        .. Enum.GetValues<InputKind>().Select(kind => (InputChanges.NameOf(kind), Shares[kind])),
        ("Model", Model),
        ("Chance and simplification", Rest),
    ];
}

/// <summary>A run and an earlier one of the same authority: what changed in the answer since then, and why.</summary>
/// <remarks>
/// The two may start from different censuses; then the years that both play out are compared. Data, assumptions and prices are split by
/// <see cref="ChangeShares"/>, or measured future by future where one kind alone differs in the same futures. What a new version of the model did is found by playing the earlier scenario again with it.
/// </remarks>
public sealed class ForecastChange
{
    private readonly RunResult _replayed;
    private readonly Repeat _repeat;
    private readonly ConcurrentDictionary<string, IReadOnlyList<DeficitChange>> _known = new(StringComparer.Ordinal);
    private readonly Lazy<InputKind?> _onlyKind;

    private ForecastChange(ReportedRun before, ReportedRun after, IReadOnlyList<string> variants, RunResult replayed, Repeat repeat)
    {
        (Before, After, Variants, _replayed, _repeat) = (before, after, variants, replayed, repeat);
        Years = [.. before.Findings.Years.Where(after.Findings.Years.Contains)];
        Inputs = InputChanges.Of(before, after);
        _onlyKind = new(FindOnlyKind);
    }

    /// <summary>The earlier run.</summary>
    public ReportedRun Before { get; }

    /// <summary>The later run.</summary>
    public ReportedRun After { get; }

    /// <summary>Ids of the variants that both played, in the order of the later run.</summary>
    public IReadOnlyList<string> Variants { get; }

    /// <summary>The financial years that both played.</summary>
    public IReadOnlyList<FinancialYear> Years { get; }

    /// <summary>What went in otherwise.</summary>
    public IReadOnlyList<InputChange> Inputs { get; }

    /// <summary>Whether the same children live in both, so that they can be compared future by future.</summary>
    public bool IsPaired => Before.Findings.Scenario.Timetable.Census == After.Findings.Scenario.Timetable.Census;

    /// <summary>Whether the model itself is another.</summary>
    public bool IsOtherModel => Before.Manifest.ModelVersion != After.Manifest.ModelVersion;

    /// <summary>
    /// The one kind of input that is otherwise, where the same futures were played with it and without: chance is the same in both, so what
    /// differs is its doing. Null where several kinds are otherwise, none is, or other futures were played.
    /// </summary>
    public InputKind? OnlyKind => _onlyKind.Value;

    /// <summary>Sets a run beside an earlier one.</summary>
    /// <param name="before">The earlier run.</param>
    /// <param name="after">The later run.</param>
    /// <param name="replayed">What the later run's version of the model finds in the earlier scenario; null where both are of one version.</param>
    /// <param name="repeat">How expected paths are played.</param>
    /// <returns>The change; or every reason why these two say nothing about each other.</returns>
    public static (ForecastChange? Change, IReadOnlyList<string> Refusals) Of(ReportedRun before, ReportedRun after, RunResult? replayed, Repeat repeat)
    {
        var (one, other) = (before.Findings, after.Findings);
        string[] variants = [.. other.Variants.Where(one.Variants.Contains)];
        List<string> refusals = [];
        Refuse(one.Scenario.Authority.Code != other.Scenario.Authority.Code,
            $"They are of different authorities: {one.Place} and {other.Place}.");
        Refuse(!one.Years.Any(other.Years.Contains),
            $"They have no financial year in common: {one.Years[0]} to {one.Last}, and {other.Years[0]} to {other.Last}.");
        Refuse(one.Scenario.Timetable.Census > other.Scenario.Timetable.Census,
            $"The run named as the earlier one starts from the later census ({Dates.CensusOf(one.Base)}, after {Dates.CensusOf(other.Base)}): exchange the two.");
        Refuse(one.Scenario.Timetable.Census == other.Scenario.Timetable.Census && before.Manifest.Spec.Seed != after.Manifest.Spec.Seed,
            $"They have different seeds ({before.Manifest.Spec.Seed} and {after.Manifest.Spec.Seed}), so different children live in them though they start from the same "
                + "census: run one of them again with the other's seed.");
        Refuse(variants.Length == 0,
            $"No variant is in both: {VariantNames.List(one.Variants.Select(VariantNames.InSentence))}; and {VariantNames.List(other.Variants.Select(VariantNames.InSentence))}.");
        Refuse(before.Manifest.ModelVersion != after.Manifest.ModelVersion && replayed is null,
            $"They were made by different versions of the model ({before.Manifest.ModelVersion} and {after.Manifest.ModelVersion}): run the earlier one again, or let "
                + "'hns report --since' play its scenario with this version to tell what the model did.");
        return refusals.Count > 0 ? (null, refusals) : (new(before, after, variants, replayed ?? one.Result, repeat), []);

        void Refuse(bool when, string because)
        {
            if (when)
            {
                refusals.Add(because);
            }
        }
    }

    /// <summary>How a variant's expected deficit moved, for each year that both played.</summary>
    public IReadOnlyList<DeficitChange> Of(string variant) =>
        OnlyKind is { } kind ? [.. OnExpectedPath(variant).Select(year => year.LaidTo(kind))] : OnExpectedPath(variant);

    /// <summary>The deficit of the earlier run at the end of a year.</summary>
    public Summary Was(string variant, FinancialYear year) => Deficit(Before.Findings, variant, year);

    /// <summary>The deficit of the later run at the end of a year.</summary>
    public Summary Is(string variant, FinancialYear year) => Deficit(After.Findings, variant, year);

    /// <summary>The later run's deficit less the earlier's, future by future; null where different children live in them.</summary>
    public Summary? Difference(string variant, FinancialYear year)
    {
        if (!IsPaired)
        {
            return null;
        }

        var (first, second) = (Replicates(Before.Findings.Result, variant, year), Replicates(After.Findings.Result, variant, year));
        return RunResult.Summarise([.. first.Zip(second, (was, now) => now - was)]);
    }

    private IReadOnlyList<DeficitChange> OnExpectedPath(string variant) => _known.GetOrAdd(variant, id =>
        [.. ChangeShares.Of(Before.Findings.Scenario, After.Findings.Scenario, id, _repeat).Select(shares =>
        {
            var (was, again, now) = (Mean(Before.Findings.Result, id, shares.Year), Mean(_replayed, id, shares.Year), Mean(After.Findings.Result, id, shares.Year));
            return new DeficitChange(shares.Year, was, now, shares, again - was);
        })]);

    private InputKind? FindOnlyKind()
    {
        if (!IsPaired || Before.Findings.Replicates != After.Findings.Replicates)
        {
            return null;
        }

        // A range that grows wider moves no expected path, and what moves one may have no figure to be told by: both are asked.
        InputKind[] kinds =
        [
            .. Inputs.Select(input => input.Kind)
                .Concat(Variants.SelectMany(OnExpectedPath).SelectMany(year => Enum.GetValues<InputKind>().Where(kind => year.Shares[kind] != Money.Zero)))
                .Distinct(),
        ];
        return kinds.Length == 1 ? kinds[0] : null;
    }

    // On the eve of a run's first year its deficit is the one that it opens with.
    private static Summary Deficit(Findings findings, string variant, FinancialYear year) =>
        year == findings.Base ? findings.Opening(variant) : findings.Of(variant, MeasureCodes.Deficit, year - findings.Years[0]);

    private static Money Mean(RunResult result, string variant, FinancialYear year) =>
        new((long)Math.Round(Replicates(result, variant, year).Average(), MidpointRounding.ToEven));

    private static long[] Replicates(RunResult result, string variant, FinancialYear year) =>
        result.Replicates(variant, MeasureCodes.Deficit, year - result.Layout.Years[0]);
}
