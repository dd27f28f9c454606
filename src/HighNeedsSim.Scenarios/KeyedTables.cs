namespace HighNeedsSim.Scenarios;

/// <summary>Tables in which every key of a known list has one row: ages, placement types, months.</summary>
internal sealed class KeyedTables(Reading reading)
{
    private const int MostPlans = 10_000_000;

    internal int[] Counts(string name, string key, string[] keys, string column, string label)
    {
        var table = CsvTable.Read(reading, name, key, column);
        table.Log(label);
        return ByKey(table, key, keys, row => row.Int(column, 0, MostPlans));
    }

    internal double[] Column(string name, string key, string[] keys, string column, string label, double max)
    {
        var table = CsvTable.Read(reading, name, key, column);
        table.Log(label);
        return ByKey(table, key, keys, row => row.Number(column, 0, max));
    }

    internal double[][] Matrix(string name, string key, string[] keys, string[] columns, string label, double max = 10_000_000)
    {
        var table = CsvTable.Read(reading, name, [key, .. columns]);
        table.Log(label);
        return [.. ByKey(table, key, keys, row => columns.Select(c => row.Number(c, 0, max)).ToArray()).Select(r => r ?? new double[columns.Length])];
    }

    // Every key once, in any order; what is missing is said in one problem.
    private T[] ByKey<T>(CsvTable table, string key, string[] keys, Func<CsvRow, T> value)
    {
        var values = new T[keys.Length];
        var seen = new bool[keys.Length];
        foreach (var row in table.Rows)
        {
            var text = row.Text(key);
            var at = Array.IndexOf(keys, text);
            if (at < 0)
            {
                row.Add(key, $"{ProblemList.Quote(text)} is not known: allowed are {string.Join(", ", keys)}");
                continue;
            }

            if (seen[at])
            {
                row.Add(key, $"{text} is there twice: keep one of the rows");
            }

            (seen[at], values[at]) = (true, value(row));
        }

        var missing = keys.Where((_, at) => !seen[at]).ToArray();
        if (table.IsReadable && missing.Length > 0)
        {
            table.Add(null,
                $"{key}: rows are missing for {string.Join(", ", missing)}: add them (with 0 where there is nothing).");
        }

        return values;
    }
}
