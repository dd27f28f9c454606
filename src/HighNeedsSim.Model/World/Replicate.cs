using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Mitigations;
using HighNeedsSim.Model.Providers;
using HighNeedsSim.Model.Requests;
using HighNeedsSim.Model.Reviews;
using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.World;

/// <summary>One possible future under one variant's policies: its random numbers, and all that is drawn once and kept.</summary>
internal sealed class Replicate
{
    internal Replicate(WorldTables tables, Variant variant, ulong seed, int number)
        : this(tables, variant, Draws.Of(seed, number), Parameters.Drawn(seed, number))
    {
    }

    /// <summary>A future whose parameters are given.</summary>
    internal Replicate(WorldTables tables, Variant variant, Draws draws, Parameters parameters)
    {
        var scenario = tables.Scenario;
        Draws = draws;
        Levers = new(scenario, variant, parameters);
        Requests = new(tables, parameters);
        Moves = new(scenario, parameters, Levers);
        Places = new(scenario, variant, parameters);
        Prices = new(scenario, parameters, Levers);

        var assessments = scenario.Assessments;
        RefuseToAssess = parameters.Value(assessments.RefuseToAssess);
        RefuseToIssue = Chance.Of(parameters.Value(assessments.RefuseToIssue));
        AdviceCapacity = parameters.Value(assessments.AdviceCapacity);
        AdviceCapacityGrowth = parameters.Value(assessments.AdviceCapacityGrowth);
        Exceptions = Chance.Of(parameters.Value(assessments.Exceptions));
        Appeal = Chance.Of(parameters.Value(assessments.AppealShare));
        Upheld = Chance.Of(parameters.Value(assessments.UpheldShare));
        AppealWeeks = Math.Max(1, (int)Math.Round(parameters.Value(assessments.AppealWeeks)));

        var reviews = scenario.Reviews;
        OverdueAtOpening = Chance.Of(parameters.Value(reviews.OverdueAtOpening));
        ReviewCapacity = parameters.Value(reviews.Capacity);
        ReviewCapacityGrowth = parameters.Value(reviews.CapacityGrowth);
        BandUp = Chance.Of(parameters.Value(reviews.BandUp));
        BandDown = Chance.Of(parameters.Value(reviews.BandDown));
        CeaseFrom16 = parameters.Value(reviews.CeaseFrom16);
        LeavingLevel = parameters.Value(scenario.Cessations.Level);
    }

    internal Draws Draws { get; }

    internal Levers Levers { get; }

    internal RequestTrend Requests { get; }

    internal MoveChances Moves { get; }

    internal PlacePlan Places { get; }

    internal Prices Prices { get; }

    internal double RefuseToAssess { get; }

    internal ulong RefuseToIssue { get; }

    internal double AdviceCapacity { get; }

    internal double AdviceCapacityGrowth { get; }

    internal ulong Exceptions { get; }

    internal ulong Appeal { get; }

    internal ulong Upheld { get; }

    internal int AppealWeeks { get; }

    internal ulong OverdueAtOpening { get; }

    internal double ReviewCapacity { get; }

    internal double ReviewCapacityGrowth { get; }

    internal ulong BandUp { get; }

    internal ulong BandDown { get; }

    internal double CeaseFrom16 { get; }

    internal double LeavingLevel { get; }
}
