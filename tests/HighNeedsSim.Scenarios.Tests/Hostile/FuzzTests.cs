
namespace HighNeedsSim.Scenarios.Tests.Hostile;

/// <summary>Whatever bytes come in at any door, an answer comes out: no exception, no silence, no flood. <c>./run fuzz</c> tries millions.</summary>
[Tier("Files")]
public class FuzzTests
{
    public static TheoryData<string> Doors => [.. Door.All.Select(door => door.Name)];

    [Theory]
    [MemberData(nameof(Doors))]
    public void Spoilt_bytes_get_an_answer(string name)
    {
        var door = Door.All.Single(d => d.Name == name);
        // As many as a few seconds have room for: a whole scenario is read, or a text of its size seven times, for each of the first three.
        var cases = name is "yaml" or "csv" or "text" ? 150 : name is "package" or "published" ? 500 : 1_500;
        var found = new List<string>();
        for (var n = 0; n < cases && found.Count < 3; n++)
        {
            if (door.Try((ulong)n) is { } wrong)
            {
                found.Add($"{name} {n}: {wrong}");
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public void What_is_sound_is_taken(string name)
    {
        var door = Door.All.Single(d => d.Name == name);

        Assert.All(door.Sound, bytes => Assert.Null(door.Open(bytes, new(0))));
    }
}
