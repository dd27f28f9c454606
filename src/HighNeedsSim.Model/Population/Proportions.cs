namespace HighNeedsSim.Model.Population;

/// <summary>Filling tables of people whose margins are known and whose inner pattern is known only roughly.</summary>
public static class Proportions
{
    /// <summary>
    /// Iterative proportional fitting: scales a pattern's rows and columns in turn until both add up to their totals.
    /// </summary>
    /// <remarks>Deming and Stephan 1940. A row or column of zeros whose total is positive is first filled with ones.</remarks>
    internal static double[][] Fit(double[][] pattern, IReadOnlyList<int> rows, IReadOnlyList<int> columns)
    {
        var cells = pattern.Select(r => r.ToArray()).ToArray();
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i] > 0 && cells[i].Sum() <= 0)
            {
                Array.Fill(cells[i], 1.0);
            }
        }

        for (var j = 0; j < columns.Count; j++)
        {
            if (columns[j] > 0 && cells.Sum(r => r[j]) <= 0)
            {
                for (var i = 0; i < rows.Count; i++)
                {
                    cells[i][j] = rows[i];
                }
            }
        }

        // A hundred rounds bring tables of this size to well under a hundredth of a person; what is left is rounded.
        for (var round = 0; round < 100; round++)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                var sum = cells[i].Sum();
                for (var j = 0; j < columns.Count; j++)
                {
                    cells[i][j] = sum > 0 ? cells[i][j] * rows[i] / sum : 0;
                }
            }

            for (var j = 0; j < columns.Count; j++)
            {
                var sum = cells.Sum(r => r[j]);
                for (var i = 0; i < rows.Count; i++)
                {
                    cells[i][j] = sum > 0 ? cells[i][j] * columns[j] / sum : 0;
                }
            }
        }

        return cells;
    }

    /// <summary>Rounds a fitted table to whole people so that every row and column adds up to its total exactly.</summary>
    /// <remarks>Rounds down, then gives out what is missing, largest fractions first, wherever row and column both still lack.</remarks>
    internal static int[][] Round(double[][] cells, IReadOnlyList<int> rows, IReadOnlyList<int> columns)
    {
        var whole = cells.Select(r => r.Select(x => (int)Math.Floor(x + 1e-9)).ToArray()).ToArray();
        var rowLacks = rows.Select((total, i) => total - whole[i].Sum()).ToArray();
        var columnLacks = columns.Select((total, j) => total - whole.Sum(r => r[j])).ToArray();
        Trim(whole, rowLacks, columnLacks);
        var order = Enumerable.Range(0, rows.Count * columns.Count)
            .OrderByDescending(n => cells[n / columns.Count][n % columns.Count] > 0)
            .ThenByDescending(n => cells[n / columns.Count][n % columns.Count] - whole[n / columns.Count][n % columns.Count])
            .ThenBy(n => n)
            .ToArray();
        while (rowLacks.Any(x => x > 0))
        {
            var gave = false;
            foreach (var n in order)
            {
                var (i, j) = (n / columns.Count, n % columns.Count);
                if (rowLacks[i] > 0 && columnLacks[j] > 0)
                {
                    whole[i][j]++;
                    rowLacks[i]--;
                    columnLacks[j]--;
                    gave = true;
                }
            }

            if (!gave)
            {
                throw new ArgumentException("The totals of rows and columns differ.", nameof(columns));
            }
        }

        return whole;
    }

    /// <summary>Splits a whole number in proportion to weights, largest remainders first.</summary>
    public static int[] Split(int total, IReadOnlyList<double> weights)
    {
        var sum = weights.Sum();
        if (sum <= 0)
        {
            throw new ArgumentException("At least one weight must be positive.", nameof(weights));
        }

        var exact = weights.Select(w => total * w / sum).ToArray();
        var whole = exact.Select(x => (int)Math.Floor(x + 1e-9)).ToArray();
        foreach (var i in Enumerable.Range(0, whole.Length).OrderByDescending(i => exact[i] - whole[i]).ThenBy(i => i).Take(total - whole.Sum()))
        {
            whole[i]++;
        }

        return whole;
    }

    // Rounding down with a tolerance can give a person too many where a cell stood a hair below a whole number.
    private static void Trim(int[][] whole, int[] rowLacks, int[] columnLacks)
    {
        for (var i = 0; i < rowLacks.Length; i++)
        {
            for (var j = 0; j < columnLacks.Length; j++)
            {
                while ((rowLacks[i] < 0 || columnLacks[j] < 0) && whole[i][j] > 0)
                {
                    whole[i][j]--;
                    rowLacks[i]++;
                    columnLacks[j]++;
                }
            }
        }
    }
}
