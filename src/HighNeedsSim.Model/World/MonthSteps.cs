namespace HighNeedsSim.Model.World;

/// <summary>A step of the month.</summary>
/// <param name="Name">Its name in the documents.</param>
/// <param name="PlayedBy">The state that plays it, and the method.</param>
/// <param name="What">What happens, in one sentence.</param>
public sealed record MonthStep(string Name, string PlayedBy, string What);

/// <summary>
/// What happens in a month, in order. The order is part of the model; <c>docs/model/odd.md</c> prints this list, and a test
/// holds the two together. <see cref="World.Run"/> is the code of it.
/// </summary>
public static class MonthSteps
{
    /// <summary>The eight steps.</summary>
    public static IReadOnlyList<MonthStep> All { get; } =
    [
        new("Request", $"{nameof(DistrictState)}.{nameof(DistrictState.Open)}",
            "Requests for assessment arise among residents without a plan; mitigations withdraw some; plans move in."),
        new("Assess", $"{nameof(DistrictState)}.{nameof(DistrictState.Open)}",
            "Week by week: decide to assess, gather advice within capacity, decide to issue, make the plan final; appeals come back."),
        new("Grow up", $"{nameof(CohortState)}.{nameof(CohortState.Play)}",
            "In September everyone moves up a curriculum year; phase transfers leave their place; after the year of the 25th birthday plans end."),
        new("Review", $"{nameof(CohortState)}.{nameof(CohortState.Play)}",
            "Annual reviews are done within capacity, longest overdue first; bands change, some plans cease, some children return to mainstream."),
        new("Cease and move", $"{nameof(CohortState)}.{nameof(CohortState.Play)}",
            "Plans end by age and reason; placements fail and families ask for another type."),
        new("Place", nameof(Placements.Admissions),
            "All applications of a round are in before any provider decides; those turned away try the next, then overflow or wait."),
        new("Pay", $"{nameof(ProviderState)}.{nameof(ProviderState.Close)}",
            "Providers claim place funding and top-ups; the authority posts them, services and interim tuition to section 251 lines."),
        new("Close the year", $"{nameof(AuthorityState)}.{nameof(AuthorityState.Post)}",
            "After monitoring reports payments are made or withheld; in March the block's balance goes to the DSG reserve and the council contributes."),
    ];
}
