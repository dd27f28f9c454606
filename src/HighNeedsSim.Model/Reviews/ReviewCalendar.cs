using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Reviews;

/// <summary>
/// How many reviews of a cohort fall due in each month, in every replicate of a batch: so that a month's work need not look
/// at every child to know how far its quota reaches.
/// </summary>
/// <remarks>A month asks for few due months of all replicates, so the counts of one due month stand together.</remarks>
internal sealed class ReviewCalendar
{
    /// <summary>Reviews fall due at most this many months before the run, or after its last month.</summary>
    private const int Margin = 13;

    private readonly int _replicates;
    private readonly int[] _due;
    private readonly int[] _overdue;
    private readonly int[] _oldest;

    /// <param name="replicates">Of the batch.</param>
    /// <param name="months">Of the run.</param>
    internal ReviewCalendar(int replicates, int months)
    {
        _replicates = replicates;
        _due = new int[(Margin + months + Margin) * replicates];
        _overdue = new int[replicates];
        _oldest = new int[replicates];
    }

    /// <summary>Saves or restores the counts.</summary>
    internal void Carry(Carrier carrier)
    {
        carrier.Values(_due);
        carrier.Values(_overdue);
        carrier.Values(_oldest);
    }

    /// <summary>Reviews that are due or overdue.</summary>
    internal int ToDo(int replicate) => _overdue[replicate];

    /// <summary>Reviews that fall due in a month.</summary>
    internal int DueIn(int replicate, int month) => _due[At(replicate, month)];

    /// <summary>Reviews fall due.</summary>
    /// <param name="replicate">Within the batch.</param>
    /// <param name="due">Month, counted from the first of the run.</param>
    /// <param name="now">The month being played.</param>
    /// <param name="count">How many.</param>
    internal void Add(int replicate, int due, int now, int count = 1)
    {
        _due[At(replicate, due)] += count;
        _overdue[replicate] += due <= now ? count : 0;
        _oldest[replicate] = Math.Min(_oldest[replicate], due);
    }

    /// <summary>A review is done, or its plan has ended.</summary>
    internal void Remove(int replicate, int due, int now)
    {
        _due[At(replicate, due)]--;
        _overdue[replicate] -= due <= now ? 1 : 0;
    }

    /// <summary>Begins a month: what falls due in it is to do.</summary>
    internal void Turn(int replicate, int now) => _overdue[replicate] += _due[At(replicate, now)];

    /// <summary>The due month up to which a quota reaches, and how many of that very month; null where nothing is to be done.</summary>
    internal (int Due, int Left)? Reach(int replicate, int now, int quota)
    {
        if (quota == 0 || _overdue[replicate] == 0)
        {
            return null;
        }

        if (_overdue[replicate] <= quota)
        {
            return (now, int.MaxValue);
        }

        ref var oldest = ref _oldest[replicate];
        while (_due[At(replicate, oldest)] == 0)
        {
            oldest++;
        }

        var due = oldest;
        for (var left = quota; ; due++)
        {
            var count = _due[At(replicate, due)];
            if (left <= count)
            {
                return (due, left);
            }

            left -= count;
        }
    }

    private int At(int replicate, int month) => ((Margin + month) * _replicates) + replicate;
}
