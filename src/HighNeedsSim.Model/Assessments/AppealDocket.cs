using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Assessments;

/// <summary>What a family appeals against.</summary>
internal enum AppealKind
{
    /// <summary>The refusal to assess.</summary>
    RefusalToAssess,

    /// <summary>The refusal to issue a plan after assessment.</summary>
    RefusalToIssue,

    /// <summary>The content of a plan, or the placement that it names or does not.</summary>
    ContentOrPlacement,
}

/// <summary>Appeals of a district's families to the tribunal in one replicate: those registered, and those to be decided in months to come.</summary>
/// <remarks>It counts. What an appeal that was won changes is done where its cause lies: a case comes back, a school must admit.</remarks>
internal sealed class AppealDocket
{
    // Decided at most so many months ahead; delays are a year or so.
    internal const int Months = 64;
    private readonly int[] _decided = new int[Months];
    private readonly int[] _upheld = new int[Months];
    private readonly int[] _weeks = new int[Months];
    private int _month;

    // Every field that lasts from month to month: a new one must be named here too, or a resumed world forgets it.
    internal void Carry(Carrier carrier)
    {
        carrier.Values(_decided);
        carrier.Values(_upheld);
        carrier.Values(_weeks);
        carrier.Value(ref _month);
    }

    /// <summary>Begins a month: counts what is decided in it.</summary>
    internal void Turn(Span<int> counts)
    {
        _month = (_month + 1) % Months;
        counts[DistrictCount.AppealsDecided] += _decided[_month];
        counts[DistrictCount.AppealsUpheld] += _upheld[_month];
        counts[DistrictCount.AppealWeeks] += _weeks[_month];
        (_decided[_month], _upheld[_month], _weeks[_month]) = (0, 0, 0);
    }

    /// <summary>Appeals are registered.</summary>
    /// <param name="kind">What against.</param>
    /// <param name="appeals">How many.</param>
    /// <param name="upheld">How many of them the family wins, or the authority concedes.</param>
    /// <param name="weeks">Weeks until each is decided.</param>
    /// <param name="counts">The district's counts of the month, added to.</param>
    internal void Register(AppealKind kind, int appeals, int upheld, int weeks, Span<int> counts)
    {
        counts[DistrictCount.AppealsRegistered + (int)kind] += appeals;
        var due = (_month + MonthsTo(weeks)) % Months;
        _decided[due] += appeals;
        _upheld[due] += upheld;
        _weeks[due] += appeals * weeks;
    }

    /// <summary>How many months after its registration an appeal is decided that takes so many weeks.</summary>
    internal static int MonthsTo(int weeks) => Math.Clamp((int)Math.Round(weeks * 12 / 52.0, MidpointRounding.ToEven), 1, Months - 1);
}
