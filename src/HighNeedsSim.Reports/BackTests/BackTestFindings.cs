using HighNeedsSim.Model.BackTests;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Reports.Words;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.BackTests;

/// <summary>A back-test and what its readers must know beside its figures.</summary>
/// <param name="Result">What it found.</param>
/// <param name="Authorities">How many authorities its tables hold.</param>
/// <param name="LastJanuary">The last January of the tables.</param>
/// <param name="Data">The tables and their hashes.</param>
/// <param name="ModelVersion">The model's version.</param>
/// <param name="DataNotes">What the tables lack.</param>
public sealed record BackTestFindings(
    BackTestResult Result,
    int Authorities,
    CalendarYear LastJanuary,
    IReadOnlyList<FileHash> Data,
    string ModelVersion,
    IReadOnlyList<string> DataNotes)
{
    // 153 since April 2023; 151 and 152 before.
    private const int InEngland = 153;

    /// <summary>The longest that some forecast reaches, in years.</summary>
    public int MostYearsAhead => Result.Lines.Count == 0 ? 0 : Result.Lines.Max(line => line.YearsAhead);

    /// <summary>Lines of a measure so many years ahead, or at any distance.</summary>
    public IReadOnlyList<BackTestLine> Lines(CensusMeasure measure, int? yearsAhead = null, Func<BackTestLine, bool>? which = null) =>
    [
        .. Result.Lines.Where(line => line.Measure == measure && (yearsAhead is null || line.YearsAhead == yearsAhead) && (which is null || which(line))),
    ];

    /// <summary>What the figures leave out, in sentences.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            var notes = new List<string>(DataNotes);
            if (Authorities < InEngland)
            {
                notes.Add(FormattableString.Invariant($"The tables hold {Authorities} of England's {InEngland} authorities; what is said here is about those."));
            }

            foreach (var left in Result.NotScored.GroupBy(entry => entry.Origin))
            {
                notes.Add($"Not scored from {left.Key}: {VariantNames.List(left.Select(entry => entry.Code))}, "
                    + "for want of plans then or of figures since.");
            }

            foreach (var origin in Result.Spec.Origins.Where(origin => origin.Plus(Result.Spec.Horizon) > LastJanuary))
            {
                notes.Add($"From {origin} forecasts are scored to {LastJanuary} only, the last January of the tables.");
            }

            return notes;
        }
    }
}
