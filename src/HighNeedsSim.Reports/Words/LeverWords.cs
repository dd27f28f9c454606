using HighNeedsSim.Model.Mitigations;

namespace HighNeedsSim.Reports.Words;

/// <summary>What an effect of a mitigation is, for people.</summary>
public static class LeverWords
{
    /// <summary>What happens less or more: <c>Requests withdrawn because the need is met at SEN support</c>.</summary>
    public static string Of(Lever lever) => lever switch
    {
        Lever.FewerRequests => "Requests not made, because the need is met at SEN support",
        Lever.FewerParentalRequests => "Requests by parents not made, because they trust what the school offers",
        Lever.SchoolsAskFirst => "Requests that schools make in place of parents",
        Lever.RefuseMoreToAssess => "Requests refused that would have been assessed",
        Lever.IssueFewer => "Assessments that end without a plan and would have ended in one",
        Lever.KeepNewPlansInMainstream => "New plans placed in mainstream instead of special or independent provision",
        Lever.FewerMovesToSpecial => "Moves into special or independent provision that do not happen",
        Lever.StateInsteadOfIndependent => "Moves into independent provision that take a state place instead",
        Lever.ReturnToMainstream => "Reviews in special or independent provision that lead back to mainstream",
        Lever.CeaseAtReview => "Reviews from age 16 that end the plan, beyond those that do anyway",
        Lever.MoreReviews => "Annual reviews done beyond today's number",
        Lever.MoreAdvice => "Advice finished beyond today's number",
        Lever.MoreHealthAdvice => "Health advice finished beyond today's number",
        Lever.MainstreamPost16 => "Moves into specialist post-16 provision that go to mainstream further education",
        Lever.NewPlaces => "Places that open because of it (the list of openings counts; the strength is not used)",
        Lever.LessTopUpUplift => "Less uplift of state top-ups each year",
        Lever.LessIndependentUplift => "Less growth of independent fees each year",
        Lever.LessServiceCost => "Saving on services that follow no placement",
        Lever.SchoolsBlockTransfer => "Transfer from the schools block",
        _ => throw new ArgumentOutOfRangeException(nameof(lever), lever, "Not a lever."),
    };

    /// <summary>What its strength is a share of: <c>% of requests</c>.</summary>
    public static string UnitOf(Lever lever) => lever switch
    {
        Lever.FewerRequests => "% of requests",
        Lever.FewerParentalRequests or Lever.SchoolsAskFirst => "% of parents' requests",
        Lever.RefuseMoreToAssess => "% of them",
        Lever.IssueFewer => "% of them",
        Lever.KeepNewPlansInMainstream or Lever.FewerMovesToSpecial or Lever.StateInsteadOfIndependent or Lever.MainstreamPost16 => "% of them",
        Lever.ReturnToMainstream or Lever.CeaseAtReview => "% of reviews",
        Lever.MoreReviews or Lever.MoreAdvice or Lever.MoreHealthAdvice => "% more",
        Lever.LessTopUpUplift or Lever.LessIndependentUplift => "points a year",
        Lever.LessServiceCost => "% of their cost",
        Lever.SchoolsBlockTransfer => "% of that block",
        _ => "%",
    };

    /// <summary>Curriculum years in words: <c>Reception to Year 11</c>.</summary>
    /// <param name="from">The first, −4 to 20.</param>
    /// <param name="to">The last.</param>
    public static string Years(int from, int to) => (from, to) == (-4, 20) ? "all ages"
        : from == to ? Year(from)
        : $"{Year(from)} to {Year(to)}";

    private static string Year(int year) => year switch
    {
        < 0 => FormattableString.Invariant($"{-year} {(year == -1 ? "year" : "years")} before Reception"),
        0 => "Reception",
        _ => FormattableString.Invariant($"Year {year}"),
    };
}
