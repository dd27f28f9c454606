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
    {
        var scenario = tables.Scenario;
        Draws = Draws.Of(seed, number);
        Levers = new(scenario, variant, Draws);
        Requests = new(tables, Draws);
        Moves = new(scenario, Draws, Levers);
        Places = new(scenario, variant, Draws);
        Prices = new(scenario, Draws, Levers);
        Council = scenario.Council is { } council ? new(council, Draws) : null;

        var assessments = scenario.Assessments;
        RefuseToAssess = Draws.Value(assessments.RefuseToAssess);
        RefuseToIssue = Chance.Of(Draws.Value(assessments.RefuseToIssue));
        AdviceCapacity = Draws.Value(assessments.AdviceCapacity);
        AdviceCapacityGrowth = Draws.Value(assessments.AdviceCapacityGrowth);
        Exceptions = Chance.Of(Draws.Value(assessments.Exceptions));
        Appeal = Chance.Of(Draws.Value(assessments.AppealShare));
        Upheld = Chance.Of(Draws.Value(assessments.UpheldShare));
        AppealWeeks = Math.Max(1, (int)Math.Round(Draws.Value(assessments.AppealWeeks)));

        var reviews = scenario.Reviews;
        OverdueAtOpening = Chance.Of(Draws.Value(reviews.OverdueAtOpening));
        ReviewCapacity = Draws.Value(reviews.Capacity);
        ReviewCapacityGrowth = Draws.Value(reviews.CapacityGrowth);
        BandUp = Chance.Of(Draws.Value(reviews.BandUp));
        BandDown = Chance.Of(Draws.Value(reviews.BandDown));
        CeaseFrom16 = Draws.Value(reviews.CeaseFrom16);
        LeavingLevel = Draws.Value(scenario.Cessations.Level);
    }

    internal Draws Draws { get; }

    internal Levers Levers { get; }

    internal RequestTrend Requests { get; }

    internal MoveChances Moves { get; }

    internal PlacePlan Places { get; }

    internal Prices Prices { get; }

    internal CouncilCosts? Council { get; }

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
