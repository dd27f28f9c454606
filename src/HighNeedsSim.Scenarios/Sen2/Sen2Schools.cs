using HighNeedsSim.Model.Sen;

namespace HighNeedsSim.Scenarios.Sen2;

/// <summary>What type of placement each provider is, by its unique reference number: a table that an authority makes from the register of schools.</summary>
public sealed class Sen2Schools
{
    private readonly Dictionary<string, PlacementType> _types = new(StringComparer.Ordinal);

    /// <summary>No provider.</summary>
    public static Sen2Schools None { get; } = new();

    /// <summary>The type of a provider; null where the table does not know it.</summary>
    internal PlacementType? Find(string urn) => _types.TryGetValue(urn, out var type) ? type : null;

    /// <summary>Reads a table with the columns <c>urn,type</c>, types as scenarios write them.</summary>
    /// <param name="file">Its path, for problems.</param>
    /// <param name="text">What is in it.</param>
    public static (Sen2Schools Schools, IReadOnlyList<Problem> Problems) Read(string file, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (schools, problems) = (new Sen2Schools(), new List<Problem>());
        var lines = text.TrimStart('\uFEFF').Split('\n');
        if (lines[0].Trim() != "urn,type")
        {
            problems.Add(new(file, 1, "the header does not fit: wanted is 'urn,type'."));
            return (schools, problems);
        }

        for (var n = 1; n < lines.Length; n++)
        {
            var cells = lines[n].Trim().Split(',');
            if (cells is [""])
            {
                continue;
            }

            if (cells.Length != 2 || !PlacementTypes.TryParse(cells[1], out var type))
            {
                problems.Add(new(file, n + 1, $"wanted is a number and one of {string.Join(", ", PlacementTypes.All.Select(t => t.Code()))}."));
            }
            else if (!schools._types.TryAdd(cells[0], type) && schools._types[cells[0]] != type)
            {
                problems.Add(new(file, n + 1, $"the provider {ProblemList.Quote(cells[0])} is there twice with different types: keep one."));
            }
        }

        return (schools, problems);
    }
}
