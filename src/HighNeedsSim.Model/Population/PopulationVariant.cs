using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Population;

/// <summary>One way in which the number of children may go on, and how likely it is thought to be.</summary>
/// <remarks>A future has one of them, drawn once: then births change as that variant has it.</remarks>
/// <param name="Id">Its name: <c>fewer-births</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Probability">0 to 1; those of all variants sum to 1.</param>
/// <param name="Births">The change of each year's births on the year before: −0.01 for 1 % fewer.</param>
public sealed record PopulationVariant(string Id, string Title, double Probability, Elicited Births)
{
    /// <summary>The name by which the choice among variants is addressed; its quantiles go from fewest births to most.</summary>
    public const string Choice = "population-variant";

    /// <summary>How births change in one future.</summary>
    internal static double BirthsIn(Scenario scenario, Parameters parameters)
    {
        var variants = scenario.PopulationVariants;
        if (variants.Count == 0)
        {
            return parameters.Value(scenario.Births);
        }

        PopulationVariant[] rising = [.. variants.OrderBy(v => v.Births.Central)];
        return parameters.Value(rising[parameters.Choose(Choice, [.. rising.Select(v => v.Probability)])].Births);
    }
}
