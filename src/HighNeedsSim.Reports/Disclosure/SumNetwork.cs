namespace HighNeedsSim.Reports.Disclosure;

/// <summary>
/// Counts that add up, as a network in which what flows into a node flows out of it: each count is an arc, its rows and columns the
/// nodes, totals arcs beside the cells. Whatever somebody can work out of hidden counts follows from these sums alone.
/// </summary>
/// <remarks>
/// A table is the circle: source → rows → columns → sink → source, with row totals, cells, column totals and the grand total as arcs.
/// Tables that share a margin stand one after the other in the same circle, so what one tells of the other is seen too.
/// The counts that agree with the published ones are the circulations of this network; of such a network the least and the greatest
/// value of an arc are found exactly, by the greatest flow that can go round it.
/// </remarks>
public sealed class SumNetwork
{
    /// <summary>As much as one likes: no sum bounds it.</summary>
    public const long Unbounded = long.MaxValue / 4;

    private readonly List<(int From, int To, long Value)> _arcs = [];
    private int _nodes;

    /// <summary>How many counts there are.</summary>
    public int Count => _arcs.Count;

    /// <summary>A count.</summary>
    public long this[int arc] => _arcs[arc].Value;

    /// <summary>Adds a count.</summary>
    /// <param name="from">The node that it flows from.</param>
    /// <param name="to">The node that it flows to.</param>
    /// <param name="value">The count, 0 or more.</param>
    /// <returns>The number of the arc.</returns>
    public int Add(int from, int to, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        _arcs.Add((from, to, value));
        _nodes = Math.Max(_nodes, Math.Max(from, to) + 1);
        return _arcs.Count - 1;
    }

    /// <summary>A new node.</summary>
    public int Node() => _nodes++;

    /// <summary>What can be worked out of a hidden count by somebody who knows every count that is not hidden: its least and greatest value.</summary>
    /// <param name="arc">The count.</param>
    /// <param name="hidden">Which counts are hidden.</param>
    /// <param name="enough">How far from the true value it is enough to look.</param>
    public (long Low, long High) Interval(int arc, IReadOnlyList<bool> hidden, long enough = Unbounded)
    {
        var (from, to, value) = _arcs[arc];
        if (!hidden[arc])
        {
            return (value, value);
        }

        // More here must come back round; less here must go another way.
        var more = Flow(to, from, arc, hidden, enough, out _);
        var less = Math.Min(value, Flow(from, to, arc, hidden, Math.Min(enough, value), out _));
        return (value - less, more >= Unbounded ? Unbounded : value + more);
    }

    /// <summary>
    /// The cheapest further counts that, hidden too, let one count more (or one fewer) be possible than those hidden allow now; empty
    /// where nothing helps.
    /// </summary>
    /// <param name="arc">The count to protect.</param>
    /// <param name="hidden">Which counts are hidden.</param>
    /// <param name="isMore">Whether it is to be able to be more; else less.</param>
    /// <param name="cost">What hiding a count costs.</param>
    internal (IReadOnlyList<int> Arcs, long Cost) Cheapest(int arc, IReadOnlyList<bool> hidden, bool isMore, Func<int, long> cost)
    {
        var (start, end) = isMore ? (_arcs[arc].To, _arcs[arc].From) : (_arcs[arc].From, _arcs[arc].To);
        Flow(start, end, arc, hidden, Unbounded, out var change);
        var (distance, by) = (new long[_nodes], new int[_nodes]);
        Array.Fill(distance, long.MaxValue);
        distance[start] = 0;
        // Bellman and Ford: the networks are small and it needs no queue.
        for (var round = 0; round < _nodes; round++)
        {
            for (var a = 0; a < _arcs.Count; a++)
            {
                if (a != arc)
                {
                    var (from, to, value) = _arcs[a];
                    var price = hidden[a] ? 0 : cost(a);
                    Relax(from, to, price, a);
                    if (value + change[a] > 0)
                    {
                        Relax(to, from, price, a);
                    }
                }
            }
        }

        List<int> chosen = [];
        if (distance[end] == long.MaxValue)
        {
            return (chosen, long.MaxValue);
        }

        for (var node = end; node != start;)
        {
            var a = by[node];
            if (!hidden[a])
            {
                chosen.Add(a);
            }

            node = _arcs[a].To == node ? _arcs[a].From : _arcs[a].To;
        }

        return (chosen, distance[end]);

        void Relax(int from, int to, long price, int a)
        {
            if (distance[from] != long.MaxValue && distance[from] + price < distance[to])
            {
                (distance[to], by[to]) = (distance[from] + price, a);
            }
        }
    }

    // The greatest flow from one node to another over hidden counts, each of which may grow as it likes and fall to nothing.
    private long Flow(int start, int end, int without, IReadOnlyList<bool> hidden, long enough, out long[] change)
    {
        change = new long[_arcs.Count];
        long total = 0;
        var (by, seen, queue) = (new int[_nodes], new bool[_nodes], new Queue<int>());
        while (total < enough)
        {
            Array.Clear(seen);
            queue.Clear();
            queue.Enqueue(start);
            seen[start] = true;
            while (queue.Count > 0 && !seen[end])
            {
                var node = queue.Dequeue();
                for (var a = 0; a < _arcs.Count; a++)
                {
                    if (a == without || !hidden[a])
                    {
                        continue;
                    }

                    var (from, to, value) = _arcs[a];
                    if (from == node && !seen[to])
                    {
                        Go(to, a);
                    }
                    else if (to == node && !seen[from] && value + change[a] > 0)
                    {
                        Go(from, a);
                    }
                }
            }

            if (!seen[end])
            {
                break;
            }

            var room = Unbounded;
            for (var node = end; node != start;)
            {
                var (from, to, value) = _arcs[by[node]];
                room = to == node ? room : Math.Min(room, value + change[by[node]]);
                node = to == node ? from : to;
            }

            if (room >= Unbounded)
            {
                return Unbounded;
            }

            for (var node = end; node != start;)
            {
                var (from, to, _) = _arcs[by[node]];
                change[by[node]] += to == node ? room : -room;
                node = to == node ? from : to;
            }

            total += room;
        }

        return total;

        void Go(int node, int a)
        {
            (seen[node], by[node]) = (true, a);
            queue.Enqueue(node);
        }
    }
}
