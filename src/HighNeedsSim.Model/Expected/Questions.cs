using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>Does something for each number from 0 to one less than a count, in any order or at once; whoever asks says how.</summary>
/// <param name="count">How many.</param>
/// <param name="body">What is done for each; calls do not meet.</param>
public delegate void Repeat(int count, Action<int> body);

/// <summary>An uncertain parameter of a scenario, in one year where it is drawn anew each year.</summary>
/// <param name="Range">Its name, P10, P50 and P90.</param>
/// <param name="Year">The year; 0 for a parameter drawn once.</param>
public sealed record UncertainParameter(Elicited Range, int Year)
{
    /// <summary>Name and year: <c>requests.year-shock 2025</c>.</summary>
    public string Name => Year == 0 ? Range.Id : FormattableString.Invariant($"{Range.Id} {Year}");

    /// <summary>Every parameter that a variant asks for and that is not known, each once, in the order in which the model asks.</summary>
    public static IReadOnlyList<UncertainParameter> Of(WorldTables tables, Variant variant)
    {
        var (found, seen) = (new List<UncertainParameter>(), new HashSet<(string, int)>());
        ExpectedPath.Run(tables, variant, Parameters.Watched((parameter, year) =>
        {
            if (seen.Add((parameter.Id, year)))
            {
                found.Add(new(parameter, year));
            }
        }));
        return found;
    }
}

/// <summary>What the expected path is asked about: a measure at the end of a year.</summary>
/// <param name="Tables">The scenario's tables.</param>
/// <param name="Measure">Code of the measure.</param>
/// <param name="Year">0 for the first year.</param>
public sealed record Question(WorldTables Tables, string Measure, int Year)
{
    /// <summary>The cumulative deficit at the end of the last year.</summary>
    public static Question FinalDeficit(WorldTables tables) => new(tables, MeasureCodes.Deficit, tables.Layout.Years.Count - 1);

    /// <summary>The answer: the measure, in its unit.</summary>
    public long Answer(Variant variant, Parameters parameters) => Answers([variant], parameters)[0];

    /// <summary>The answers for several variants: quicker than one by one where their mitigations do the same to the same children.</summary>
    public long[] Answers(IReadOnlyList<Variant> variants, Parameters parameters)
    {
        var at = Tables.Layout.At(Year, Tables.Layout.IndexOf(Measure));
        return [.. ExpectedPath.Run(Tables, variants, parameters).Select(path => path[at])];
    }
}
