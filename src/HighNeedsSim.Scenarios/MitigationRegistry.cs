using System.Globalization;
using System.Text;
using HighNeedsSim.Model.Mitigations;

namespace HighNeedsSim.Scenarios;

/// <summary>What the registry knows of a mitigation, for people: how strongly it acts is said in each scenario.</summary>
/// <param name="Code">M and a number.</param>
/// <param name="Title">For people.</param>
/// <param name="Evidence">What is known of its effect.</param>
/// <param name="Quality">good, fair or poor.</param>
/// <param name="Source">Where it is undertaken or advised.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Reviewed">When the entry was last looked at.</param>
/// <param name="LeftOut">What the model does not count.</param>
public sealed record RegisteredMitigation(
    string Code, string Title, string Evidence, string Quality, string Source, string Owner, string Reviewed, string LeftOut)
{
    /// <summary>What must not get worse while it saves, and by which measure that is seen; empty where nobody has said.</summary>
    public string GuardRail { get; init; } = "";
}

/// <summary>The registry of mitigations: what each code touches. How strongly is said in each scenario.</summary>
internal sealed class MitigationRegistry
{
    private static readonly string[] Qualities = ["good", "fair", "poor"];
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    internal sealed record Entry(
        RegisteredMitigation About, IReadOnlyDictionary<Lever, (int From, int To)> Touches, IReadOnlyDictionary<Lever, double> Ceilings)
    {
        internal string Title => About.Title;
    }

    /// <summary>How levers are written: <c>fewer-moves-to-special</c>.</summary>
    internal static IReadOnlyList<string> LeverNames { get; } = [.. Enum.GetNames<Lever>().Select(Kebab)];

    internal IEnumerable<string> Codes => _entries.Keys;

    internal IReadOnlyList<RegisteredMitigation> All => [.. _entries.Values.Select(entry => entry.About)];

    internal Entry? Find(string code) => _entries.GetValueOrDefault(code);

    internal static string NameOf(Lever lever) => LeverNames[(int)lever];

    internal static MitigationRegistry Read(Reading reading)
    {
        var registry = new MitigationRegistry();
        var file = reading.Yaml(ScenarioPackage.Registry, "it is the registry of mitigations and lies beside the scenario's folder.");
        var all = file.Map("mitigations");
        foreach (var (code, line) in all.Keys())
        {
            if (!IsCode(code))
            {
                all.Add(line, code, "a code is M and a number, as in M12");
            }

            registry._entries[code] = One(code, all.Map(code));
        }

        file.End();
        return registry;
    }

    private static Entry One(string code, YamlMap map)
    {
        var title = map.Text("title");
        var touches = new Dictionary<Lever, (int From, int To)>();
        var levers = map.Map("touches");
        foreach (var (name, line) in levers.Keys())
        {
            var at = LeverNames.ToList().IndexOf(name);
            if (levers.IntPair(name, -4, 20) is not { } years)
            {
                levers.Add(line, name, "wanted the first and the last curriculum year, -4 to 20, as in [0, 11]");
            }
            else if (at < 0)
            {
                levers.Add(line, name, $"there is no such lever: allowed are {string.Join(", ", LeverNames)}");
            }
            else
            {
                touches[(Lever)at] = years;
            }
        }

        var ceilings = map.Has("ceilings") ? Ceilings(map.Map("ceilings"), touches) : [];
        var evidence = map.Text("evidence");
        var quality = map.Choice("quality", Qualities, at => Qualities[at]);
        var (source, owner, reviewed) = (map.Text("source"), map.Text("owner"), map.Month("reviewed"));
        var guardRail = map.OptionalText("guard-rail") ?? "";
        map.Text("active-from");
        var leftOut = map.Text("left-out");
        map.End();
        return new(new(code, title, evidence, quality, source, owner, reviewed.ToString(), leftOut) { GuardRail = guardRail }, touches, ceilings);
    }

    private static Dictionary<Lever, double> Ceilings(YamlMap map, Dictionary<Lever, (int From, int To)> touches)
    {
        var ceilings = new Dictionary<Lever, double>();
        foreach (var (name, line) in map.Keys())
        {
            var most = map.Number(name, 0, 10);
            var at = LeverNames.ToList().IndexOf(name);
            if (at < 0 || !touches.ContainsKey((Lever)at))
            {
                map.Add(line, name, "is not under touches of the same code: name it there, or remove its ceiling");
            }
            else
            {
                ceilings[(Lever)at] = most;
            }
        }

        return ceilings;
    }

    private static bool IsCode(string code) =>
        code.Length is 2 or 3 && code[0] == 'M' && Numbers.TryParseInt(code[1..], out var number)
        && number > 0 && code == "M" + number.ToString(CultureInfo.InvariantCulture);

    private static string Kebab(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && (char.IsUpper(name[i]) || (char.IsDigit(name[i]) && !char.IsDigit(name[i - 1]))))
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
