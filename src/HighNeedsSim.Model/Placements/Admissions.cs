using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Uncertainty;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Placements;

/// <summary>
/// A month's rounds of applications in a world. In a round every child without an answer applies to the next provider of its
/// list; all applications of a round are in before any provider decides, so the order in which they arrive cannot matter.
/// </summary>
/// <remarks>
/// After the providers of the wanted type come those of the overflow: this is where full special schools send children to
/// independent ones, and where the deficit of the source report is made.
/// </remarks>
public sealed class Admissions
{
    private const short Undecided = short.MinValue;
    private readonly WorldContext _world;
    private readonly Month _month;
    private readonly int[] _firstOf;
    private readonly Applicant[] _applicants;
    private readonly byte[] _districtOf;
    private readonly byte[] _step;
    private readonly short[] _outcome;
    private readonly List<SeatChange>?[] _changes;
    private readonly int[] _turnedAway;
    private readonly int[] _directed;
    private readonly int[][] _asking;
    private readonly int[][] _counts;
    private readonly int[][] _census;
    private List<int> _pending;

    /// <summary>A month's applications, before the first round.</summary>
    /// <param name="world">The world.</param>
    /// <param name="month">The month.</param>
    /// <param name="replies">What the districts answered, in their order.</param>
    public Admissions(WorldContext world, Month month, DistrictReply[] replies)
    {
        (_world, _month) = (world, month);
        (_counts, _census) = ([.. replies.Select(r => r.Counts)], [.. replies.Select(r => r.Census)]);
        _firstOf = new int[replies.Length + 1];
        for (var d = 0; d < replies.Length; d++)
        {
            _firstOf[d + 1] = _firstOf[d] + replies[d].Applicants.Length;
        }

        var total = _firstOf[^1];
        (_applicants, _districtOf, _step, _outcome) = (new Applicant[total], new byte[total], new byte[total], new short[total]);
        Array.Fill(_outcome, Undecided);
        _changes = new List<SeatChange>?[world.Tables.Providers];
        _asking = new int[world.Tables.Providers][];
        (_turnedAway, _directed) = (new int[world.Count], new int[world.Count]);
        for (var d = 0; d < replies.Length; d++)
        {
            replies[d].Applicants.CopyTo(_applicants, _firstOf[d]);
            Array.Fill(_districtOf, (byte)d, _firstOf[d], replies[d].Applicants.Length);
            foreach (ref readonly var change in replies[d].RollChanges.AsSpan())
            {
                ChangesOf(change.Provider).Add(new(change.Replicate, (byte)d, change.Band, change.NewBand));
            }
        }

        _pending = [.. Enumerable.Range(0, total)];
    }

    /// <summary>The providers that have applications in this round, in rising order.</summary>
    public IReadOnlyList<int> Asked { get; private set; } = [];

    /// <summary>Begins the next round.</summary>
    /// <returns>False when every child has an answer.</returns>
    public bool NextRound()
    {
        var asking = new List<int>?[_world.Tables.Providers];
        var pending = new List<int>(_pending.Count / 4);
        foreach (var i in _pending)
        {
            if (_outcome[i] != Undecided)
            {
                continue;
            }

            var provider = ProviderAt(i);
            if (provider < 0)
            {
                _outcome[i] = -1;
                continue;
            }

            (asking[provider] ??= []).Add(i);
            pending.Add(i);
        }

        _pending = pending;
        Asked = [.. Enumerable.Range(0, asking.Length).Where(p => asking[p] is not null)];
        foreach (var p in Asked)
        {
            _asking[p] = [.. asking[p]!];
        }

        return Asked.Count > 0;
    }

    /// <summary>Changes of a provider's roll that it has not been told yet.</summary>
    public SeatChange[] ChangesFor(int provider)
    {
        SeatChange[] changes = _changes[provider] is { } told ? [.. told] : [];
        _changes[provider]?.Clear();
        return changes;
    }

    /// <summary>A provider's applications of this round.</summary>
    public SeatRequest[] RequestsFor(int provider)
    {
        var asking = _asking[provider];
        var requests = new SeatRequest[asking.Length];
        for (var n = 0; n < asking.Length; n++)
        {
            ref readonly var a = ref _applicants[asking[n]];
            requests[n] = new(a.Replicate, _districtOf[asking[n]], a.Band, a.Priority, a.Child);
        }

        return requests;
    }

    /// <summary>Takes a provider's answer to <see cref="RequestsFor"/>.</summary>
    public void Answer(int provider, byte[] admitted)
    {
        var asking = _asking[provider];
        for (var n = 0; n < asking.Length; n++)
        {
            var i = asking[n];
            if (admitted[n] == 0)
            {
                _step[i]++;
                continue;
            }

            _outcome[i] = (short)provider;
            ref readonly var a = ref _applicants[i];
            _directed[a.Replicate] += a.Priority == ApplicationPriority.Directed ? 1 : 0;
            if (a.From >= 0)
            {
                // The place held so far is given up only now.
                ChangesOf(a.From).Add(new(a.Replicate, _districtOf[i], a.Band, 0));
            }
        }
    }

    /// <summary>The outcomes for a district's applicants, in the order of its reply: the provider that admitted, or −1.</summary>
    public short[] OutcomesFor(int district) => _outcome[_firstOf[district].._firstOf[district + 1]];

    /// <summary>What the authority is told of the month.</summary>
    /// <param name="claims">Of every provider, in their order.</param>
    public AuthorityMonth ForAuthority(ProviderClaim[] claims)
    {
        var waiting = new int[_world.Count * _world.Tables.Districts];
        for (var i = 0; i < _applicants.Length; i++)
        {
            if (_outcome[i] < 0 && _applicants[i].From < 0)
            {
                waiting[(_applicants[i].Replicate * _world.Tables.Districts) + _districtOf[i]]++;
            }
        }

        return new(_counts, _census, claims, waiting, _turnedAway, _directed);
    }

    // The list of a child: providers with a limit, nearest first; one without a limit, if the type has any; else the overflow.
    private int ProviderAt(int i)
    {
        ref readonly var a = ref _applicants[i];
        var wanted = ChoiceOf(i, (PlacementType)a.Wanted);
        var step = (int)_step[i];
        if (step < wanted.Limited.Length)
        {
            return wanted.Limited[step];
        }

        step -= wanted.Limited.Length;
        var words = _world.Replicates[a.Replicate].Draws.At(a.Child, Purpose.ProviderChoice, _month.Index);
        if (wanted.Open.Length > 0)
        {
            return step == 0 ? wanted.Open[(int)(words.A % (uint)wanted.Open.Length)] : -1;
        }

        if (step == 0)
        {
            _turnedAway[a.Replicate]++;
        }

        // Decided once an academic year: a child who waits is not sent elsewhere a month later by another throw.
        var year = _world.Replicates[a.Replicate].Draws.At(a.Child, Purpose.Overflow, _month.AcademicYear.Starts);
        var overflow = Chance.Pick(_world.Tables.Overflow[a.Wanted], year.A);
        if (overflow < 0 || overflow == (int)PlacementType.Awaiting)
        {
            return -1;
        }

        var instead = ChoiceOf(i, (PlacementType)overflow);
        return step < instead.Limited.Length ? instead.Limited[step]
            : step == instead.Limited.Length && instead.Open.Length > 0 ? instead.Open[(int)(words.C % (uint)instead.Open.Length)]
            : -1;
    }

    private Choice ChoiceOf(int i, PlacementType type)
    {
        ref readonly var a = ref _applicants[i];
        return _world.Tables.Choices.For(_districtOf[i], type, (PrimaryNeed)a.Need, a.Band, new(a.Year));
    }

    private List<SeatChange> ChangesOf(int provider) => _changes[provider] ??= [];
}
