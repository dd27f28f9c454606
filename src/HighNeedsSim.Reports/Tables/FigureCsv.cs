using HighNeedsSim.Reports.Words;

namespace HighNeedsSim.Reports.Tables;

/// <summary>A table of figures as comma-separated values: numbers in full, money in pounds, with metadata for a file beside it.</summary>
internal static class FigureCsv
{
    /// <summary>The figures.</summary>
    internal static string Write(FigureTable table)
    {
        var csv = new Csv().Line(table.Columns.Select(column => column.Code));
        foreach (var row in table.Rows)
        {
            csv.Line(row.Select(figure => figure.Number is { } number ? number : (object)figure.Text));
        }

        return csv.ToString();
    }

    /// <summary>What each column is.</summary>
    internal static string WriteMetadata(FigureTable table)
    {
        var csv = new Csv().Line("col_name", "col_type", "label", "indicator_unit", "indicator_dp");
        foreach (var column in table.Columns)
        {
            var isFilter = column.Unit == FigureUnit.Text;
            csv.Line(
                column.Code, isFilter ? "Filter" : "Indicator",
                column.Group.Length == 0 ? column.Head : $"{VariantNames.Capital(column.Group)}: {column.Head}",
                UnitOf(column.Unit), isFilter ? "" : DecimalsOf(column.Unit));
        }

        return csv.ToString();
    }

    /// <summary>What every column of every table is.</summary>
    internal static string WriteDictionary(IEnumerable<FigureTable> tables)
    {
        var csv = new Csv().Line("file", "col_name", "label", "unit", "table");
        foreach (var table in tables)
        {
            foreach (var column in table.Columns)
            {
                csv.Line($"{table.Id}.csv", column.Code, column.Group.Length == 0 ? column.Head : $"{column.Group}: {column.Head}", UnitOf(column.Unit), table.Title);
            }
        }

        return csv.ToString();
    }

    private static string UnitOf(FigureUnit unit) => unit switch
    {
        FigureUnit.Million or FigureUnit.Pounds => "£",
        FigureUnit.Share => "share of 1",
        FigureUnit.Weeks => "weeks",
        _ => "",
    };

    private static string DecimalsOf(FigureUnit unit) => unit switch { FigureUnit.Million => "2", FigureUnit.Share => "4", _ => "0" };
}
