using HighNeedsSim.Model.Assessments;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Expected;

/// <summary>Appeals to the tribunal in expectation: those registered, and those to be decided in months to come.</summary>
/// <remarks>The rules and the months are those of <see cref="AppealDocket"/>.</remarks>
internal sealed class ExpectedAppeals
{
    private readonly double[] _decided = new double[AppealDocket.Months];
    private readonly double[] _upheld = new double[AppealDocket.Months];
    private readonly double[] _weeks = new double[AppealDocket.Months];
    private int _month;

    /// <summary>Nothing is registered.</summary>
    internal void Open()
    {
        Array.Clear(_decided);
        Array.Clear(_upheld);
        Array.Clear(_weeks);
        _month = 0;
    }

    /// <summary>Begins a month: counts what is decided in it.</summary>
    internal void Turn(double[] counts)
    {
        _month = (_month + 1) % AppealDocket.Months;
        counts[DistrictCount.AppealsDecided] += _decided[_month];
        counts[DistrictCount.AppealsUpheld] += _upheld[_month];
        counts[DistrictCount.AppealWeeks] += _weeks[_month];
        (_decided[_month], _upheld[_month], _weeks[_month]) = (0, 0, 0);
    }

    /// <summary>Appeals are registered; the parameters are those of <see cref="AppealDocket.Register"/>.</summary>
    internal void Register(AppealKind kind, double appeals, double upheld, int weeks, double[] counts)
    {
        counts[DistrictCount.AppealsRegistered + (int)kind] += appeals;
        var due = (_month + AppealDocket.MonthsTo(weeks)) % AppealDocket.Months;
        _decided[due] += appeals;
        _upheld[due] += upheld;
        _weeks[due] += appeals * weeks;
    }
}
