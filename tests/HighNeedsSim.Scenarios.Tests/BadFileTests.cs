using System.Diagnostics;
using System.Text;
using CsCheck;

namespace HighNeedsSim.Scenarios.Tests;

/// <summary>A zoo of bad files: each gets a problem with file, line and what to do; none an exception.</summary>
[Tier("Files")]
public class BadFileTests
{
    private const string Yaml = "kent-small/scenario.yaml";
    private const string Sources = "kent-small/sources.yaml";
    private const string Providers = "kent-small/data/providers.csv";
    private const string Bands = "kent-small/data/opening-bands.csv";
    private const string Placement = "kent-small/data/opening-placement.csv";
    private const string Population = "kent-small/data/population.csv";
    private const string Registry = "mitigations.yaml";
    private const string Overflow = "kent-small/data/overflow.csv";
    private const string Rule = "national/element-2.yaml";
    private const string Border =
        "\ncross-border:\n  outside: [special-elsewhere]\n  imported:\n    value: 3\n    unit: children\n    source: estimate\n    year: 2023\n    confidence: low\n    rationale: Made up.\n";

    // What, the file the problem is about, whether it has a line, part of the message, and how the file is spoilt.
    private static readonly (string What, string File, bool HasLine, string Says, Action<ScenarioCopy> Spoil)[] Zoo =
    [
        ("missing table", Bands, false, "missing", c => File.Delete(c.PathOf(Bands))),
        ("missing scenario.yaml", Yaml, false, "missing", c => File.Delete(c.PathOf(Yaml))),
        ("missing registry", Registry, false, "missing", c => File.Delete(c.PathOf(Registry))),
        ("missing national rule", Yaml, true, "no rule 'element-2'", c => File.Delete(c.PathOf(Rule))),
        ("national rule left out", Yaml, true, "'element-2' is missing", c => c.Replace(Yaml, "  - element-2\n", "")),
        ("missing key", Yaml, true, "requests.growth.p50: the key is missing", c => c.Replace(Yaml, "    p50: 0.07\n", "")),
        ("unknown key", Yaml, true, "requests.grwoth: the key is not known", c => c.Replace(Yaml, "  growth:\n    p10: 0.03", "  grwoth:\n    p10: 0.03")),
        ("duplicate key", Yaml, true, "'births' is given twice", c => c.Replace(Yaml, "births:", "births: 1\nbirths:")),
        ("wrong type", Yaml, true, "requests: found 'many', wanted a group", c => c.Replace(Yaml, "requests:\n", "requests: many\nbogus:\n")),
        ("decimal comma", Yaml, true, "'0,07' is not a number", c => c.Replace(Yaml, "p50: 0.07", "p50: '0,07'")),
        ("thousands separator", Yaml, true, "thousands separators", c => c.Replace(Yaml, "p50: 0.07", "p50: 1,000")),
        ("NaN", Yaml, true, "'.nan' is not a number", c => c.Replace(Yaml, "p50: 0.07", "p50: .nan")),
        ("infinity", Yaml, true, "'.inf' is not a number", c => c.Replace(Yaml, "p50: 0.07", "p50: .inf")),
        ("1e308", Yaml, true, "'1e308' is not a number", c => c.Replace(Yaml, "p50: 0.07", "p50: 1e308")),
        ("per cent for a share", Yaml, true, "7 is out of range", c => c.Replace(Yaml, "p50: 0.07", "p50: 7")),
        ("range that falls", Yaml, true, "rising order", c => c.Replace(Yaml, "p50: 0.07", "p50: 0.2")),
        ("lop-sided range", Yaml, true, "less lop-sided", c => c.Replace(Yaml, "p50: 0.07", "p50: 0.031")),
        ("wrong unit", Yaml, true, "wanted 'growth a year'", c => c.Replace(Yaml, "unit: growth a year", "unit: per cent")),
        ("estimate without reason", Yaml, true, "needs a rationale", c => c.RemoveRationale(Yaml, "births")),
        ("unknown source", Yaml, true, "'hearsay' is not in sources.yaml", c => c.Replace(Yaml, "source: dfe-dsg", "source: hearsay")),
        ("year 1800", Yaml, true, "1800 is out of range", c => c.Replace(Yaml, "year: 2019-2022", "year: 1800")),
        ("census of 1800", Yaml, true, "1800-01 is out of range", c => c.Replace(Yaml, "census: 2023-01", "census: 1800-01")),
        ("first year 9999", Yaml, true, "9999-00 is out of range", c => c.Replace(Yaml, "first-year: 2023-24", "first-year: 9999-00")),
        ("census in June", Yaml, false, "no January", c => c.Replace(Yaml, "census: 2023-01", "census: 2023-06")),
        ("census of another year", Yaml, false, "does not follow the census", c => c.Replace(Yaml, "census: 2023-01", "census: 2022-01")),
        ("eleven years", Yaml, true, "allowed are 1 to 10", c => c.Replace(Yaml, "years: 5", "years: 11")),
        ("other id than the folder", Yaml, true, "wanted 'kent-small'", c => c.Replace(Yaml, "id: kent-small", "id: kent-large")),
        ("approval of a plan without a grant", Yaml, true, "no Stability Grant is known", c => c.Replace(Yaml, "    safety-valve: true", "    safety-valve: true\n    reform-plan-approved: true")),
        ("rules known in no month", Yaml, true, "'2023' is not a month", c => c.Replace(Yaml, "as-known: 2023-03", "as-known: '2023'")),
        ("financing rate of no financial year", Yaml, true, "is not a financial year", c => c.Replace(Yaml, "  financing-rates:\n    2023-24:", "  financing-rates:\n    2023:")),
        ("unknown general-fund cost", Yaml, true, "allowed are educational-psychology", c => c.Replace(Yaml, "    casework:\n", "    caseworkers:\n")),
        ("costs at later prices than the first year", Yaml, true, "is after the first year", c => c.Replace(Yaml, "council:\n  price-year: 2023-24", "council:\n  price-year: 2024-25")),
        ("a count of more than all", Yaml, true, "is more than all", c => c.Replace(Yaml, "    counted: 1230", "    counted: 12300")),
        ("a count of all without England", Yaml, true, "give 'england'", c => c.Replace(Yaml, "    counted: 1230\n    of: 10643\n    counts-as: 0.0165\n    england: 0.0576\n    england-weight: 20\n", "    counted: 9\n    of: 9\n")),
        ("a count of what may be negative", Yaml, true, "may be negative", c => c.Replace(Yaml, "births:\n  p10: -0.025\n  p50: -0.012\n  p90: 0.002\n", "births:\n  counted: 3\n  of: 9\n")),
        ("correlation of an unknown value", Yaml, true, "'requests.grwoth' is no uncertain value", c => c.Replace(Yaml, "- first: requests.growth", "- first: requests.grwoth")),
        ("correlation of a value drawn each year", Yaml, true, "drawn anew each year", c => c.Replace(Yaml, "- first: requests.growth", "- first: requests.year-shock")),
        ("correlations that contradict each other", Yaml, true, "contradict each other", c => c.Replace(Yaml, "      value: 0.5\n      unit: correlation", "      value: -0.9\n      unit: correlation")),
        ("births and population variants", Yaml, true, "remove one of the two", c => c.Replace(Yaml, "births:\n", "population-variants:\n  one:\n    title: One\nbirths:\n")),
        ("probabilities of less than one", Yaml, true, "sum to 0, not to 1", c => c.Replace(Yaml, "births:\n", "population-variants: {}\nbirth:\n")),
        ("schema 2", Yaml, true, "wanted 1", c => c.Replace(Yaml, "schema: 1", "schema: 2")),
        ("alias bomb", Yaml, true, "anchors", c => c.Write(Yaml, Bomb())),
        ("alias", Yaml, true, "aliases", c => c.Replace(Yaml, "title: Thanet", "title: *other # Thanet")),
        ("tag", Yaml, true, "tags", c => c.Replace(Yaml, "years: 5", "years: !!int 5")),
        ("second document", Yaml, true, "second YAML document", c => File.AppendAllText(c.PathOf(Yaml), "---\nid: two\n")),
        ("deep nesting", Yaml, true, "nested deeper", c => c.Write(Yaml, new string('[', 30_000))),
        ("deep maps", Yaml, true, "nested deeper", c => c.Write(Yaml, string.Concat(Enumerable.Range(0, 200).Select(i => new string(' ', i) + "a:\n")))),
        ("tab for indentation", Yaml, true, "not YAML", c => c.Replace(Yaml, "  code: E10000016", "\tcode: E10000016")),
        ("a list for a file", Yaml, true, "keys with values", c => c.Write(Yaml, "- one\n- two\n")),
        ("only comments", Yaml, false, "only comments", c => c.Write(Yaml, "# nothing\n")),
        ("empty file", Yaml, false, "is empty", c => c.Write(Yaml, "")),
        ("blank file", Bands, false, "is empty", c => c.Write(Bands, " \n\n")),
        ("10 MB line", Yaml, true, "longer than 64 KiB", c => c.Write(Yaml, "title: " + new string('x', 10_000_000))),
        ("10 MB line in a table", Bands, true, "longer than 64 KiB", c => c.Write(Bands, new string('x', 10_000_000))),
        ("21 MiB file", Bands, false, "at most 20 MiB", c => c.Write(Bands, new byte[21 * 1024 * 1024])),
        ("a million columns", Bands, true, "longer than 64 KiB", c => c.Write(Bands, new string(',', 1_000_000))),
        ("a thousand columns", Bands, true, "at most 64", c => c.Write(Bands, string.Join(',', Enumerable.Range(0, 1000)) + "\n1\n")),
        ("a million rows", Bands, true, "more than 20000 rows", c => c.Write(Bands, "type,band-1,band-2,band-3,band-4\n" + string.Concat(Enumerable.Repeat("mainstream,1,0,0,0\n", 1_000_000)))),
        ("UTF-16", Providers, false, "UTF-16", c => c.WriteUtf16(Providers)),
        ("UTF-16 YAML", Yaml, false, "UTF-16", c => c.WriteUtf16(Yaml)),
        ("NUL", Providers, true, "NUL", c => c.Write(Providers, "id,name\nfive\0acre,x\n")),
        ("not UTF-8", Providers, true, "not UTF-8", c => c.Write(Providers, [.. "id,name\n"u8, 0xE9, 0x0A])),
        ("binary", Bands, true, "NUL", c => c.Write(Bands, [0x50, 0x4B, 0x03, 0x04, 0, 0, 0, 0xFF])),
        ("folder as a file", Bands, false, "this is a folder", c => { File.Delete(c.PathOf(Bands)); Directory.CreateDirectory(c.PathOf(Bands)); }),
        ("symbolic link", Bands, false, "symbolic link", c => { File.Move(c.PathOf(Bands), c.PathOf("bands")); File.CreateSymbolicLink(c.PathOf(Bands), c.PathOf("bands")); }),
        ("unused file", "kent-small/notes.txt", false, "not used", c => c.Write("kent-small/notes.txt", "remember")),
        ("unused table", "kent-small/data/bands-old.csv", false, "not used", c => c.Write("kent-small/data/bands-old.csv", "a,b\n")),
        ("unterminated quote", Providers, true, "quotation mark is not closed", c => c.Replace(Providers, "elms,Elms", "elms,\"Elms")),
        ("missing column", Bands, true, "missing is 'band-4'", c => c.Replace(Bands, ",band-4", ",band-5")),
        ("unknown column", Bands, true, "not known is 'band-5'", c => c.Replace(Bands, ",band-4", ",band-4,band-5")),
        ("column twice", Bands, true, "twice", c => c.Replace(Bands, ",band-4", ",band-4,band-4")),
        ("columns in another order", Bands, true, "another order", c => c.Replace(Bands, "band-1,band-2", "band-2,band-1")),
        ("too few cells", Bands, true, "the row has 3 cells", c => c.Replace(Bands, "mainstream,0.45,0.40,0.13,0.02", "mainstream,0.45,0.55")),
        ("blank cell", Bands, true, "the cell is blank", c => c.Replace(Bands, "mainstream,0.45,0.40", "mainstream,,0.40")),
        ("blank row", Bands, true, "the row is blank", c => c.Replace(Bands, "mainstream,", "\nmainstream,")),
        ("missing row", Bands, false, "rows are missing for mainstream", c => c.Replace(Bands, "mainstream,0.45,0.40,0.13,0.02\n", "")),
        ("row twice", Bands, true, "mainstream is there twice", c => File.AppendAllText(c.PathOf(Bands), "mainstream,0.45,0.40,0.13,0.02\n")),
        ("unknown type", Bands, true, "'nursery' is not known", c => c.Replace(Bands, "mainstream,", "nursery,")),
        ("bands that do not add up", Bands, false, "the bands of mainstream sum to 1.4", c => c.Replace(Bands, "mainstream,0.45", "mainstream,0.85")),
        ("season that does not add up", "kent-small/data/requests-by-month.csv", false, "the twelve shares sum to", c => c.Replace("kent-small/data/requests-by-month.csv", "1,0.085", "1,0.5")),
        ("overflow that does not add up", "kent-small/data/overflow.csv", false, "wanted state-special sum to", c => c.Replace("kent-small/data/overflow.csv", "state-special,awaiting,0.25", "state-special,awaiting,0.35")),
        ("margins that differ", "kent-small/data/opening-age-group.csv", false, "they are the same plans", c => c.Replace(Placement, "mainstream,173", "mainstream,174")),
        ("negative plans", Placement, true, "-3 is out of range", c => c.Replace(Placement, "mainstream,173", "mainstream,-3")),
        ("negative places", Providers, true, "places: -40 is out of range", c => c.Replace(Providers, ",yes,20,none,commissioned", ",yes,-40,none,commissioned")),
        ("fewer places than plans", Providers, false, "places for", c => c.Replace(Providers, "special-elsewhere,Special schools of other areas,state-special,none,616,150,all,1,4,-1,14,yes,", "special-elsewhere,Special schools of other areas,state-special,none,616,150,all,1,4,-1,14,yes,0,none,none,1.2.1\nspare,Spare,neet,none,616,150,all,1,4,-4,20,no,")),
        ("no provider of a type", Providers, false, "no provider has the type neet", c => c.Replace(Providers, ",neet,none,", ",other-arrangements,none,")),
        ("guidance that turns some away", Providers, false, "no provider of mainstream accepts", c => { c.Replace(Providers, "all,1,4,-2,16,no,0,none,none,1.2.2", "asd,1,4,-2,16,no,0,none,none,1.2.2"); c.Replace(Providers, "all,1,4,-2,16,no,0,none,none,1.2.1", "asd,1,4,-2,16,no,0,none,none,1.2.1"); }),
        ("needs that nobody may take, neither the type wanted nor where the overflow sends them", Providers, false, "they would wait for ever", c =>
        {
            c.Replace(Overflow, "state-special,independent-special,0.30\nstate-special,mainstream,0.40\nstate-special,other-arrangements,0.05\nstate-special,awaiting,0.25", "state-special,awaiting,1");
            c.Replace(Providers, "special-elsewhere,Special schools of other areas,state-special,none,616,150,all", "special-elsewhere,Special schools of other areas,state-special,none,616,150,asd");
        }),
        ("provider twice", Providers, true, "'elms' is there twice", c => File.AppendAllText(c.PathOf(Providers), "elms,Elms again,neet,none,600,150,all,1,4,-4,20,no,0,none,none,1.2.7\n")),
        ("unknown district", Providers, true, "'E99' is not in data/districts.csv", c => c.Replace(Providers, "E07000114", "E99")),
        ("unknown need", Providers, true, "'autism' is not known", c => c.Replace(Providers, "semh asd", "semh autism")),
        ("unknown growth of places", Providers, true, "not under providers.places-growth", c => c.Replace(Providers, ",special,commissioned", ",sepcial,commissioned")),
        ("district without residents", "kent-small/data/districts.csv", true, "has no row in data/population.csv", c => c.Replace(Population, "E07000114", "E07000999")),
        ("district with more requests than ids", "kent-small/data/districts.csv", false, "at most 8064 can be simulated", c => c.Replace(Yaml, "    value: 128\n", "    value: 40000\n")),
        ("more districts than ids", "kent-small/data/districts.csv", false, "at most 256 can be simulated", AddDistricts),
        ("transfer that must be complete", "kent-small/data/transfers.csv", false, "must sum to 1", c => c.Replace("kent-small/data/transfers.csv", "15,state-special,further-education", "15,independent-special,mainstream")),
        ("opening of an unknown provider", "kent-small/data/openings.csv", false, "'elsm' is not in data/providers.csv", c => c.Replace("kent-small/data/openings.csv", "elms,2025", "elsm,2025")),
        ("opening by an unknown mitigation", "kent-small/data/openings.csv", true, "'M77' is no mitigation", c => c.Replace("kent-small/data/openings.csv", ",M7,", ",M77,")),
        ("schedule year twice", "kent-small/data/agreement-schedule.csv", true, "does not follow", c => c.Replace("kent-small/data/agreement-schedule.csv", "2023-24", "2022-23")),
        ("missing band of a top-up", "kent-small/data/top-ups.csv", false, "mainstream has no row for band 4", c => c.RemoveLine("kent-small/data/top-ups.csv", "mainstream,4,")),
        ("type without uplift", Yaml, true, "no group has neet", c => c.Replace(Yaml, "[other-arrangements, neet, awaiting]", "[other-arrangements, awaiting]")),
        ("type in two uplifts", Yaml, true, "is already in the group", c => c.Replace(Yaml, "[other-arrangements, neet, awaiting]", "[other-arrangements, neet, awaiting, mainstream]")),
        ("mitigation not registered", Yaml, true, "the code is not in mitigations.yaml", c => c.Replace(Yaml, "  M1:\n", "  M99:\n")),
        ("lever not registered", Yaml, true, "M1 does not touch issue-fewer", c => c.Replace(Yaml, "lever: fewer-requests", "lever: issue-fewer")),
        ("more of health's advice where it has no capacity of its own", Yaml, false, "acts on assessments.health-capacity, which is not given", c =>
        {
            var text = File.ReadAllText(c.PathOf(Yaml));
            c.Write(Yaml, text[..text.IndexOf("  health-capacity:", StringComparison.Ordinal)] + text[text.IndexOf("  order: split", StringComparison.Ordinal)..]);
        }),
        ("growth of a capacity that is not given", Yaml, true, "health-capacity is not: give both or neither", c =>
        {
            var text = File.ReadAllText(c.PathOf(Yaml));
            c.Write(Yaml, text[..text.IndexOf("  health-capacity:", StringComparison.Ordinal)] + text[text.IndexOf("  health-capacity-growth:", StringComparison.Ordinal)..]);
        }),
        ("unknown lever", Yaml, true, "'magic' is not known", c => c.Replace(Yaml, "lever: fewer-requests", "lever: magic")),
        ("curriculum years beyond the registry", Yaml, true, "go beyond those", c => c.Replace(Yaml, "to-year: 11", "to-year: 15")),
        ("variant with an unknown mitigation", Yaml, true, "'M42' is not under mitigations", c => c.Replace(Yaml, "mitigations: [M1, M2", "mitigations: [M42, M2")),
        ("baseline with mitigations", Yaml, true, "is the baseline", c => c.Replace(Yaml, "mitigations: []", "mitigations: [M1]")),
        ("variants twice", Yaml, true, "names of variants are unique", c => c.Replace(Yaml, "- id: planned", "- id: unmitigated")),
        ("agreement that is not there", Yaml, true, "has no agreement", c => c.Replace(Yaml, "\nagreement:", "\nagreement-of-old:")),
        ("table without pedigree", Sources, false, "there is no entry for data/overflow.csv", c => c.Replace(Sources, "data/overflow.csv:", "data/overflow-old.csv:")),
        ("registry with an unknown lever", Registry, true, "there is no such lever", c => c.Replace(Registry, "fewer-requests: [-1, 11]", "fewer-wishes: [-1, 11]")),
        ("registry with impossible years", Registry, true, "first and the last curriculum year", c => c.Replace(Registry, "fewer-requests: [-1, 11]", "fewer-requests: [11, -1]")),
        ("strength above its ceiling", Yaml, true, "above the ceiling of 0.3 that mitigations.yaml sets for fewer-requests of M1", c => c.Replace(Yaml, "          p90: 0.14", "          p90: 0.36")),
        ("ceiling of a lever that is not touched", Registry, true, "is not under touches of the same code", c => c.Replace(Registry, "      fewer-requests: 0.3", "      issue-fewer: 0.3")),
        ("need of an unknown mitigation", Yaml, true, "mitigations.M4.needs.mitigations: 'M77' is not under mitigations", c => c.Replace(Yaml, "      mitigations: [M1]\n", "      mitigations: [M77]\n")),
        ("needs in a circle", Yaml, true, "M4 needs M1 needs M4 goes round in a circle", c => c.Replace(Yaml, "    effects:\n      fewer-requests:", "    needs:\n      mitigations: [M4]\n    effects:\n      fewer-requests:")),
        ("need of itself", Yaml, true, "M4 needs M4 goes round in a circle", c => c.Replace(Yaml, "      mitigations: [M1]\n", "      mitigations: [M4]\n")),
        ("need of places that nobody opens", Yaml, true, "'beacon' gains no places in data/openings.csv", c => c.Replace(Yaml, "openings: [beacon-walmer]", "openings: [beacon]")),
        ("need of an unknown condition", Yaml, true, "'hope' is not under conditions", c => c.Replace(Yaml, "conditions: [health-share-agreed]", "conditions: [hope]")),
        ("variant that lacks what a mitigation needs", Yaml, true, "M4 needs M1, which this variant lacks", c => c.Replace(Yaml, "mitigations: [M1, M2, M3", "mitigations: [M2, M3")),
        ("national rule without a date", Rule, true, "is not a month", c => c.Replace(Rule, "2013-08:", "always:")),
        ("national rate below nothing", Rule, true, "out of range", c => c.Replace(Rule, "value: 6000", "value: -6000")),
        ("national rate twice from one month", Rule, true, "given twice", c => c.Replace(Rule, "values:\n", "values:\n  2013-08:\n    value: 5000\n    source: Somebody\n    confidence: low\n")),
        ("national rates that overlap", Rule, true, "months must rise", c => c.Replace(Rule, "values:\n", "values:\n  2014-08:\n    value: 5000\n    source: Somebody\n    confidence: low\n")),
        ("national rate that begins after the run", Yaml, true, "'element-2' holds from 2024-08 on, but the run begins in 2023-02", c => c.Replace(Rule, "2013-08:", "2024-08:")),
        ("national rule with an unknown key", Rule, true, "the key is not known", c => c.Replace(Rule, "    value: 6000", "    value: 6000\n    valeu: 6001")),
        ("national rule in another unit", Rule, true, "wanted 'GBP a place a year'", c => c.Replace(Rule, "unit: GBP a place a year", "unit: GBP a month")),
        ("national share above one", "national/schools-block-transfer-limit.yaml", true, "lies from 0 to 1", c => c.Replace("national/schools-block-transfer-limit.yaml", "value: 0.005", "value: 5")),
        ("half weeks", "national/weeks-advice.yaml", true, "is no number of weeks", c => c.Replace("national/weeks-advice.yaml", "value: 6", "value: 6.5")),
        ("weeks that leave none for the plan", Yaml, true, "leave no week of 'weeks-plan'", c => c.Replace("national/weeks-advice.yaml", "value: 6", "value: 14")),
        ("override that ends before it begins", "national/statutory-override-ends.yaml", true, "a rule does not end before it begins", c => c.Replace("national/statutory-override-ends.yaml", "value: 2026-03", "value: 2021-03")),
        ("grant on a deficit of June", "national/stability-grant-deficit-of.yaml", true, "write a March", c => c.Replace("national/stability-grant-deficit-of.yaml", "value: 2026-03", "value: 2026-06")),
        ("grant of which one rule is missing", Yaml, true, "the Stability Grant needs three rules", c => c.Replace(Yaml, "  - element-2\n", "  - element-2\n  - stability-grant-share\n")),
        ("grant paid before its day", Yaml, true, "is paid after the deficit is known", c =>
        {
            c.Replace(Yaml, "  - element-2\n", "  - element-2\n  - stability-grant-share\n  - stability-grant-deficit-of\n  - stability-grant-paid\n");
            c.Replace(Yaml, "as-known: 2023-03", "as-known: 2026-03");
            c.Replace("national/stability-grant-deficit-of.yaml", "value: 2026-03", "value: 2027-03");
        }),
        ("border without its rate", Yaml, true, "the rule 'import-export' is not in the list national", c => c.Replace(Yaml, "\ncouncil:", Border + "\ncouncil:")),
        ("border at a provider that is not there", Yaml, true, "'nowhere' is not in data/providers.csv", c => c.Replace(Yaml, "\ncouncil:", Border.Replace("special-elsewhere", "nowhere", StringComparison.Ordinal) + "\ncouncil:")),
        ("border at a school whose places are funded here", Yaml, true, "give it place-funding none", c => c.Replace(Yaml, "\ncouncil:", Border.Replace("special-elsewhere", "elms", StringComparison.Ordinal) + "\ncouncil:")),
        ("national rule under another name", Rule, true, "wanted 'element-2'", c => c.Replace(Rule, "id: element-2", "id: element-3")),
    ];

    private static void AddDistricts(ScenarioCopy copy)
    {
        File.AppendAllLines(copy.PathOf("kent-small/data/districts.csv"), Enumerable.Range(0, 255).Select(n => $"E{n:00000000},District {n},1,600,150"));
        File.AppendAllLines(copy.PathOf(Population), Enumerable.Range(0, 255).Select(n => $"E{n:00000000},{string.Join(',', Enumerable.Repeat(9, 26))}"));
    }

    public static TheoryData<string> Animals => [.. Zoo.Select(z => z.What)];

    [Theory]
    [MemberData(nameof(Animals))]
    public void A_bad_file_gets_a_problem_with_file_line_and_what_to_do(string what)
    {
        var (_, file, hasLine, says, spoil) = Zoo.Single(z => z.What == what);
        using var copy = new ScenarioCopy();
        spoil(copy);
        var watch = Stopwatch.StartNew();

        var problems = copy.Problems();

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"It took {watch.Elapsed}.");
        var told = problems.Where(p => p.File == file && p.Message.Contains(says, StringComparison.Ordinal)).ToArray();
        Assert.True(told.Length > 0, $"Told was: {string.Join('\n', problems)}");
        Assert.Equal(hasLine, told[0].Line is > 0);
        Assert.All(problems, p => Assert.True(p.Message.Length is > 20 and < 2000 && p.Message.EndsWith('.') && !p.Message.Contains(" at HighNeedsSim", StringComparison.Ordinal), p.Message));
    }

    [Fact]
    public void Mistakes_of_national_rules_are_told_at_once()
    {
        using var copy = new ScenarioCopy();
        copy.Replace(Rule, "value: 6000", "value: -6000");
        copy.Replace("national/statutory-override-ends.yaml", "value: 2026-03", "value: 2021-03");
        copy.Replace("national/schools-block-transfer-limit.yaml", "value: 0.005", "value: 5");
        copy.Replace("national/weeks-advice.yaml", "value: 6", "value: 14");

        Assert.Superset(
            new HashSet<string> { Rule, "national/statutory-override-ends.yaml", "national/schools-block-transfer-limit.yaml", Yaml },
            copy.Problems().Select(p => p.File).ToHashSet());
    }

    [Fact]
    public void A_rule_that_is_not_there_is_told_by_its_name_where_other_rules_are()
    {
        using var copy = new ScenarioCopy();
        string[] names = [.. Directory.GetFiles(copy.PathOf("national")).Select(file => Path.GetFileNameWithoutExtension(file))];
        var listed = names.Where(name => File.ReadAllText(copy.PathOf(Yaml)).Contains($"  - {name}\n", StringComparison.Ordinal)).ToArray();
        foreach (var name in listed)
        {
            copy.Replace(Yaml, $"  - {name}\n", $"  - no-{name}\n");
        }

        Assert.NotEmpty(listed);
        Assert.All(listed, name => Assert.Contains(copy.Problems(), problem => problem.Message.Contains($"there is no rule 'no-{name}'", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_folder_that_lies_elsewhere_than_the_shared_files_is_told_so_once_and_not_for_every_rule_and_mitigation()
    {
        using var copy = new ScenarioCopy();
        Directory.Delete(copy.PathOf("national"), recursive: true);
        File.Delete(copy.PathOf("mitigations.yaml"));

        var problems = copy.Problems();

        Assert.Equal([Yaml, "mitigations.yaml"], problems.Select(problem => problem.File));
        Assert.Contains("the registry of mitigations and lies beside the scenario's folder", problems[1].Message, StringComparison.Ordinal);
        Assert.Contains("put the scenario's folder into scenarios/", problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_in_the_zoo_are_unique() => Assert.Equal(Zoo.Length, Zoo.Select(z => z.What).Distinct().Count());

    [Fact]
    public void Mistakes_of_many_files_are_told_at_once()
    {
        using var copy = new ScenarioCopy();
        copy.Replace(Yaml, "p50: 0.07", "p50: seven");
        copy.Replace(Yaml, "years: 5", "years: 50");
        copy.Replace(Bands, "mainstream,0.45", "mainstream,x");
        copy.Replace(Registry, "quality: fair", "quality: superb");
        copy.WriteUtf16("kent-small/data/top-ups.csv");
        copy.Write(Rule, new byte[21 * 1024 * 1024]);

        var problems = copy.Problems();

        Assert.Superset(
            new HashSet<string> { Yaml, Bands, Registry, "kent-small/data/top-ups.csv", Rule },
            problems.Select(p => p.File).ToHashSet());
        Assert.Equal(2, problems.Count(p => p.File == Yaml));
    }

    [Fact]
    public void A_file_wrong_throughout_gets_fifty_problems_and_a_count_of_the_rest()
    {
        using var copy = new ScenarioCopy();
        copy.Write(Placement, "type,plans\n" + string.Concat(Enumerable.Repeat("nothing,many\n", 1000)));

        var problems = copy.Problems().Where(p => p.File == Placement).ToArray();

        Assert.Equal(51, problems.Length);
        Assert.StartsWith("and 951 more problems", problems[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_points_at_the_line_that_a_spreadsheet_shows()
    {
        using var copy = new ScenarioCopy();
        copy.Replace(Population, "E07000108,207", "E07000108,many");

        var problem = Assert.Single(copy.Problems());

        Assert.Equal(Population, problem.File);
        Assert.Equal(2, problem.Line);
        Assert.StartsWith("age-0: 'many' is not a whole number", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_and_Windows_line_ends_do_no_harm()
    {
        using var copy = new ScenarioCopy();
        foreach (var file in new[] { Bands, Yaml, Registry })
        {
            var text = File.ReadAllText(copy.PathOf(file)).Replace("\n", "\r\n", StringComparison.Ordinal);
            copy.Write(file, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]);
        }

        Assert.Empty(copy.Problems());
    }

    [Fact]
    public void Whatever_bytes_are_thrown_in_nothing_is_thrown_back()
    {
        using var copy = new ScenarioCopy();
        var files = Directory.GetFiles(copy.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var originals = files.Select(File.ReadAllBytes).ToArray();

        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Double[0, 1], Gen.Int[0, 40], Gen.Byte.Array[0, 12]).Sample(
            (file, where, cut, bytes) =>
            {
                var at = (int)(where * originals[file].Length);
                byte[] spoilt = [.. originals[file][..at], .. bytes, .. originals[file].Skip(at + cut)];
                File.WriteAllBytes(files[file], spoilt);
                var problems = copy.Problems();
                File.WriteAllBytes(files[file], originals[file]);
                return problems.All(p => p.Message.Length > 0);
            },
            iter: 150,
            threads: 1);
    }

    private static string Bomb() =>
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + string.Concat("bcdefghi".Select((c, i) => $"{c}: &{c} [{string.Join(", ", Enumerable.Repeat("*" + (char)('a' + i), 9))}]\n"));
}
