using System.Text;
using HighNeedsSim.Scenarios.Sen2;

namespace HighNeedsSim.Scenarios.Tests.Hostile;

/// <summary>A place where somebody else's bytes come in.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Sound">Bytes that it takes.</param>
/// <param name="Open">Gives it bytes, and says what is wrong with how it took them; null where nothing is.</param>
internal sealed record Door(string Name, IReadOnlyList<byte[]> Sound, Func<byte[], Mutations, string?> Open)
{
    private static readonly Lazy<Dictionary<string, byte[]>> Known = new(() =>
        ScenarioPackage.FromFolder(Repository.Scenario(ScenarioCopy.Id)).Package!.Contents.ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal));

    /// <summary>Every door of the readers.</summary>
    public static IReadOnlyList<Door> All { get; } = [Scenario("yaml", ".yaml"), Scenario("csv", ".csv"), Zip(), Return(), Schools(), Published(), Paper(), Package(), Text()];

    /// <summary>Opens it with the bytes that a number makes.</summary>
    /// <returns>What is wrong; null where nothing is.</returns>
    public string? Try(ulong number)
    {
        var mutations = new Mutations(number);
        var bytes = mutations.Spoil(mutations.Of(Sound), Sound);
        try
        {
            return Open(bytes, mutations);
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            return $"{thrown.GetType().Name}: {thrown.Message}\n{thrown.StackTrace}";
        }
    }

    // A file of a whole scenario, of its national rules or of the registry, read with all the others as they are.
    private static Door Scenario(string name, string extension)
    {
        var whole = Whole();
        var paths = whole.Keys.Where(path => path.EndsWith(extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        // Files are known by their place in the list: a spoilt one replaces the one that it was, or another.
        return new(name, [.. paths.Select(path => whole[path])], (bytes, mutations) =>
        {
            var path = mutations.Below(10) == 0 ? mutations.Of(paths) : paths.MaxBy(p => Alike(whole[p], bytes))!;
            var reading = ScenarioReader.Read(new(ScenarioCopy.Id, whole.Select(file => file.Key == path ? KeyValuePair.Create(path, bytes) : file)));
            return (reading.Scenario is null) != (reading.Problems.Count > 0) ? "a scenario with problems, or none without a reason" : Fault(reading.Problems);
        });
    }

    private static int Alike(byte[] one, byte[] other)
    {
        var n = 0;
        while (n < one.Length && n < other.Length && one[n] == other[n])
        {
            n++;
        }

        return n;
    }

    private static Door Zip()
    {
        var sound = ScenarioArchive.Write(new(ScenarioCopy.Id, Whole()));
        return new("zip", [sound, HostileZips.Stored(("a/scenario.yaml", "id: a\n"u8.ToArray()), ("a/data/b.csv", "a,b\n1,2\n"u8.ToArray()))], (bytes, mutations) =>
        {
            // Damage to packed bytes shows in one way only; names and sizes are worth more.
            if (mutations.Below(3) == 0)
            {
                bytes = HostileZips.Made(mutations);
            }

            var (files, problems) = ScenarioArchive.Read(bytes);
            if (files is null)
            {
                return problems.Count > 0 && problems.All(p => p.Length is > 20 and < 400 && p.All(c => !char.IsControl(c))) ? null : $"no files and no word why: {string.Join('|', problems)}";
            }

            return problems.Count > 0 ? "files with problems"
                : files.Keys.FirstOrDefault(name => name.Split('/').Any(part => part is "" or "." or "..") || name.Contains('\\', StringComparison.Ordinal)) is { } climbs ? $"a name that climbs: {climbs}"
                : files.Values.Sum(f => (long)f.Length) > 64L * 1024 * 1024 ? "more than it may unpack"
                : null;
        });
    }

    private static Door Return()
    {
        var person = "<Person><PersonBirthDate>2014-01-01</PersonBirthDate><Requests><NamedPlan><StartDate>2020-01-01</StartDate></NamedPlan>"
            + "<PlacementDetail><URN>118000</URN><PlacementRank>1</PlacementRank></PlacementDetail><SENneed><SENtype>ASD</SENtype><SENtypeRank>1</SENtypeRank></SENneed></Requests></Person>";
        var schools = Sen2Schools.Read("schools.csv", "urn,type\n118000,mainstream\n").Schools;
        return new("sen2", [Encoding.UTF8.GetBytes($"<?xml version=\"1.0\"?>\n<Message>{string.Concat(Enumerable.Repeat(person, 4))}</Message>")], (bytes, _) =>
        {
            using var stream = new MemoryStream(bytes);
            var reading = Sen2Return.Read("return.xml", stream, new(2025, 1, 16), schools);
            return (reading.Stock is null) != (reading.Problems.Count > 0) ? "a stock with problems, or none without a reason" : Fault(reading.Problems);
        });
    }

    private static Door Schools() => new("schools", ["urn,type\n118000,mainstream\n118999,state-special\n"u8.ToArray()], (bytes, _) =>
        Fault(Sen2Schools.Read("schools.csv", Encoding.UTF8.GetString(bytes)).Problems));

    private static Door Published()
    {
        var folder = Directory.CreateTempSubdirectory("hostile-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        return new("published", [.. Directory.GetFiles(Path.Combine(Repository.Scenarios, "targets"), "*.csv").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)], (bytes, _) =>
        {
            var file = Path.Combine(folder.FullName, $"{Environment.CurrentManagedThreadId}.csv");
            File.WriteAllBytes(file, bytes);
            return Fault(Targets.Read(file).Problems);
        });
    }

    private static Door Paper() => new(
        "paper",
        ["committee: Scrutiny\ndate: 18 September 2024\nfor-decision: false\npreferred: planned\nthresholds:\n  deficit-red-over: 0.10\n  chance-green: 0.8\n  chance-amber: 0.5\n"u8.ToArray()],
        (bytes, _) => Fault(PaperDetailsReader.Read(bytes, ["unmitigated", "planned"]).Problems));

    private static Door Package() => new("package", [new ScenarioPackage(ScenarioCopy.Id, Whole()).ToBytes()], (bytes, _) =>
    {
        try
        {
            ScenarioPackage.FromBytes(bytes);
        }
        catch (InvalidDataException)
        {
            // Damaged on the way, and told so.
        }

        return null;
    });

    // Whatever somebody types into a question page stands in the file afterwards, and nothing else has changed.
    private static Door Text()
    {
        string[] addresses = ["title", "requests.growth.p50", "requests.growth.rationale", "births.source", "variants.planned.title", "mitigations.M1.start", "nothing.here"];
        return new("text", [Whole()[$"{ScenarioCopy.Id}/scenario.yaml"]], (bytes, mutations) =>
        {
            var sound = Encoding.UTF8.GetString(Whole()[$"{ScenarioCopy.Id}/scenario.yaml"]);
            var (address, value) = (mutations.Of(addresses), Encoding.UTF8.GetString(mutations.Spoil(mutations.Token(), [mutations.Token()])));
            // No page takes more.
            value = value.Length > 2_000 ? value[..2_000] : value;
            // Of a spoilt file nothing is promised but an answer.
            ScenarioText.Set(Encoding.UTF8.GetString(bytes), address, value);
            var changed = ScenarioText.Set(sound, address, value);
            if (address == "nothing.here")
            {
                return changed is null ? null : "a value where there is no place for one";
            }

            var kept = changed is null ? null : ScenarioText.Find(changed, address);
            var others = addresses.Where(a => a != address && a != "nothing.here");
            return kept != ScenarioText.Printable(value) ? $"'{value}' became '{kept}' at {address}"
                : others.FirstOrDefault(a => ScenarioText.Find(changed!, a) != ScenarioText.Find(sound, a)) is { } touched ? $"{touched} changed with {address} = '{value}'"
                : null;
        });
    }

    private static string? Fault(IReadOnlyList<Problem> problems) =>
        problems.FirstOrDefault(p => p.Message.Length is < 15 or > 2_000 || p.Line is < 1 || p.File.Length == 0 || p.Message.Contains(" at HighNeedsSim", StringComparison.Ordinal)) is { } poor
            ? $"a poor message: {poor}"
            : null;

    private static Dictionary<string, byte[]> Whole() => Known.Value;
}
