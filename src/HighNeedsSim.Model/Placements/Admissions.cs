using HighNeedsSim.Model.Funding;
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
    private readonly int[][] _counts;
    private readonly int[][] _census;
    private readonly int[] _firstOf;
    private readonly Gathered<Applicant> _applicants;
    private readonly Gathered<byte> _districtOf;
    private readonly Gathered<byte> _step;
    private readonly Gathered<short> _outcome;
    private readonly Gathered<SeatChange>[] _changes;
    private readonly int[] _turnedAway;
    private readonly int[] _directed;
    private readonly int[] _waiting;
    private readonly int[] _tutored;
    private readonly int[] _exported;

    // The applicants without an answer and the provider that each applies to; then the same, provider by provider.
    private readonly Gathered<int> _pending;
    private readonly Gathered<short> _applyingTo;
    private readonly Gathered<int> _asking;
    private readonly Gathered<SeatRequest> _requests;
    private readonly int[] _firstAsking;
    private readonly List<int> _asked = [];
    private Month _month;

    /// <summary>Admissions of a world, one month after another.</summary>
    public Admissions(WorldContext world)
    {
        _world = world;
        (_applicants, _districtOf, _step, _outcome) = (new(world.Pieces), new(world.Pieces), new(world.Pieces), new(world.Pieces));
        (_pending, _applyingTo, _asking, _requests) = (new(world.Pieces), new(world.Pieces), new(world.Pieces), new(world.Pieces));
        var (districts, providers) = (world.Tables.Districts, world.Tables.Providers);
        (_counts, _census, _firstOf) = (new int[districts][], new int[districts][], new int[districts + 1]);
        (_turnedAway, _directed, _waiting) = (new int[world.Count], new int[world.Count], new int[world.Count * districts]);
        (_tutored, _exported) = (new int[_waiting.Length], new int[world.Count]);
        _changes = new Gathered<SeatChange>[providers];
        for (var p = 0; p < providers; p++)
        {
            _changes[p] = new(world.Pieces);
        }

        _firstAsking = new int[providers + 1];
    }

    /// <summary>The providers that have applications in this round, in rising order.</summary>
    public IReadOnlyList<int> Asked => _asked;

    /// <summary>Takes in a month's applications, before the first round.</summary>
    /// <param name="month">The month.</param>
    /// <param name="replies">What the districts answered, in their order.</param>
    public void Open(Month month, DistrictReply[] replies)
    {
        _month = month;
        _applicants.Clear();
        Array.Clear(_turnedAway);
        Array.Clear(_directed);
        for (var d = 0; d < replies.Length; d++)
        {
            (_counts[d], _census[d]) = (replies[d].Counts, replies[d].Census);
            _applicants.AddAll(replies[d].Applicants.Span);
            _firstOf[d + 1] = _applicants.Count;
            foreach (ref readonly var change in replies[d].RollChanges.Span)
            {
                _changes[change.Provider].Add(new(change.Replicate, (byte)d, change.Band, change.NewBand, change.Days));
            }
        }

        var districtOf = _districtOf.Renew(_applicants.Count);
        for (var d = 0; d < replies.Length; d++)
        {
            districtOf[_firstOf[d].._firstOf[d + 1]].Fill((byte)d);
        }

        _step.Renew(_applicants.Count).Clear();
        _outcome.Renew(_applicants.Count).Fill(Undecided);
        var pending = _pending.Renew(_applicants.Count);
        for (var i = 0; i < pending.Length; i++)
        {
            pending[i] = i;
        }
    }

    /// <summary>Begins the next round.</summary>
    /// <returns>False when every child has an answer.</returns>
    public bool NextRound()
    {
        Array.Clear(_firstAsking);
        _applyingTo.Clear();
        var pending = _pending.Rows;
        var kept = 0;
        foreach (var i in pending)
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

            pending[kept++] = i;
            _applyingTo.Add((short)provider);
            _firstAsking[provider + 1]++;
        }

        _pending.Shorten(kept);
        SortByProvider();
        return _asked.Count > 0;
    }

    /// <summary>Changes of a provider's roll that it has not been told yet.</summary>
    public ReadOnlyMemory<SeatChange> ChangesFor(int provider)
    {
        var changes = _changes[provider].Lent;
        _changes[provider].Clear();
        return changes;
    }

    /// <summary>A provider's applications of this round.</summary>
    public ReadOnlyMemory<SeatRequest> RequestsFor(int provider) => _requests.Lent[_firstAsking[provider].._firstAsking[provider + 1]];

    /// <summary>Takes a provider's answer to <see cref="RequestsFor"/>.</summary>
    public void Answer(int provider, byte[] admitted)
    {
        var asking = _asking.Rows[_firstAsking[provider].._firstAsking[provider + 1]];
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
                _changes[a.From].Add(new(
                    a.Replicate, _districtOf[i], a.Band, 0, ChangeDay.Of(_world.Replicates[a.Replicate].Draws, a.Child, a.Priority, _month)));
            }
        }
    }

    /// <summary>The outcomes for a district's applicants, in the order of its reply: the provider that admitted, or −1.</summary>
    public short[] OutcomesFor(int district) => [.. _outcome.Rows[_firstOf[district].._firstOf[district + 1]]];

    /// <summary>What the authority is told of the month.</summary>
    /// <param name="claims">Of every provider, in their order.</param>
    public AuthorityMonth ForAuthority(ProviderClaim[] claims)
    {
        Array.Clear(_waiting);
        Array.Clear(_tutored);
        for (var i = 0; i < _applicants.Count; i++)
        {
            if (_outcome[i] < 0 && _applicants[i].From < 0)
            {
                var at = (_applicants[i].Replicate * _world.Tables.Districts) + _districtOf[i];
                _waiting[at]++;
                _tutored[at] += InterimTuition.IsDueIn(new(_applicants[i].Year)) ? 1 : 0;
            }
        }

        CountExported(claims);
        return new(_counts, _census, claims, _waiting, _tutored, _turnedAway, _directed, _exported);
    }

    private void CountExported(ProviderClaim[] claims)
    {
        Array.Clear(_exported);
        foreach (var p in _world.Scenario.CrossBorder?.Outside ?? [])
        {
            for (var at = 0; at < claims[p].Roll.Length; at++)
            {
                _exported[at / _world.Tables.Districts] += claims[p].Roll[at];
            }
        }
    }

    // From how many ask each provider to where its applications begin; the applicants keep their order within each.
    private void SortByProvider()
    {
        _asked.Clear();
        for (var p = 0; p < _firstAsking.Length - 1; p++)
        {
            if (_firstAsking[p + 1] > 0)
            {
                _asked.Add(p);
            }

            _firstAsking[p + 1] += _firstAsking[p];
        }

        var (asking, requests) = (_asking, _requests);
        asking.Renew(_pending.Count);
        requests.Renew(_pending.Count);
        for (var n = 0; n < _pending.Count; n++)
        {
            var i = _pending[n];
            var at = _firstAsking[_applyingTo[n]]++;
            ref readonly var a = ref _applicants[i];
            asking[at] = i;
            requests[at] = new(a.Replicate, _districtOf[i], a.Band, a.Priority, a.Child);
        }

        // Each beginning has moved to the next one's: move them back.
        for (var p = _firstAsking.Length - 1; p > 0; p--)
        {
            _firstAsking[p] = _firstAsking[p - 1];
        }

        _firstAsking[0] = 0;
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
        if (wanted.Open.Length > 0)
        {
            return step == 0 ? wanted.Open.Length == 1 ? wanted.Open[0] : wanted.Open[(int)(Luck(a).A % (uint)wanted.Open.Length)] : -1;
        }

        if (step == 0)
        {
            _turnedAway[a.Replicate]++;
        }

        // Decided once an academic year: a child who waits is not sent elsewhere a month later by another throw.
        var replicate = _world.Replicates[a.Replicate];
        var year = replicate.Draws.At(a.Child, Purpose.Overflow, _month.AcademicYear.Starts);
        var overflow = Chance.Pick(replicate.Overflow[a.Wanted], year.A);
        if (overflow < 0 || overflow == (int)PlacementType.Awaiting)
        {
            return -1;
        }

        var instead = ChoiceOf(i, (PlacementType)overflow);
        return step < instead.Limited.Length ? instead.Limited[step]
            : step == instead.Limited.Length && instead.Open.Length > 0 ? instead.Open[(int)(Luck(a).C % (uint)instead.Open.Length)]
            : -1;
    }

    // Which of several providers without a limit: drawn only where there is a choice to make.
    private Words Luck(in Applicant a) => _world.Replicates[a.Replicate].Draws.At(a.Child, Purpose.ProviderChoice, _month.Index);

    private Choice ChoiceOf(int i, PlacementType type)
    {
        ref readonly var a = ref _applicants[i];
        return _world.Tables.Choices.For(_districtOf[i], type, (PrimaryNeed)a.Need, a.Band, new(a.Year));
    }
}
