using HighNeedsSim.Model.Uncertainty;

namespace HighNeedsSim.Model.Funding;

/// <summary>Children who go to school across the authority's border.</summary>
/// <remarks>
/// A place is funded by the authority it lies in, whoever sits in it; a top-up is paid by the child's own. For what the first loses by that
/// the national formula moves a fixed sum a child from the block of the one to that of the other: the import/export adjustment. A published block
/// holds it already. For later years the model adds the change since: the rate times the authority's own children at schools of others last January,
/// less those of the January that the last published block was made from. Top-ups for others' children are paid and repaid, and left out.
/// </remarks>
/// <param name="Outside">Positions of the providers that lie in other authorities.</param>
/// <param name="Imported">Children of other authorities who hold places of the authority's own special schools, the same every year.</param>
/// <param name="Rate">What the block loses a year for a child sent out and gains for one taken in, by date.</param>
public sealed record CrossBorder(IReadOnlyList<int> Outside, Elicited Imported, DatedAmounts Rate);
