namespace HighNeedsSim.Scenarios;

/// <summary>Reads <c>paper.yaml</c>, and reports everything that is wrong with it at once.</summary>
public static class PaperDetailsReader
{
    /// <summary>What the file is called by custom.</summary>
    public const string FileName = "paper.yaml";

    private const double Most = 1;

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="variants">The ids of the run's variants, one of which may be preferred.</param>
    /// <returns>The details, or every problem there is.</returns>
    public static (PaperDetails? Details, IReadOnlyList<Problem> Problems) Read(byte[] bytes, IReadOnlyList<string> variants)
    {
        var problems = new ProblemList();
        var package = new ScenarioPackage("paper", [new(FileName, bytes)]);
        var map = new Reading(package, new HashSet<string>(), problems).Yaml(FileName, "it says who meets when, and who comments.");
        var details = new PaperDetails
        {
            Committee = map.OptionalText("committee"),
            Date = map.OptionalText("date"),
            Wards = map.OptionalText("wards"),
            Classification = map.OptionalText("classification"),
            LeadOfficer = map.OptionalText("lead-officer"),
            Author = map.OptionalText("author"),
            CabinetMember = map.OptionalText("cabinet-member"),
            ForDecision = map.Has("for-decision") && map.Flag("for-decision"),
            Preferred = map.Has("preferred") ? map.Choice("preferred", variants, at => variants[at]) : null,
            Background = map.OptionalText("background"),
            Reasons = map.OptionalText("reasons"),
            Section151 = map.OptionalText("section-151"),
            Legal = map.OptionalText("legal"),
            Equality = map.OptionalText("equality"),
            Consultation = map.OptionalText("consultation"),
            Thresholds = map.Has("thresholds") ? Thresholds(map.Map("thresholds")) : new(),
        };
        map.End();
        return (problems.Any ? null : details, problems.ToList());
    }

    private static RatingThresholds Thresholds(YamlMap map)
    {
        var otherwise = new RatingThresholds();
        var read = new RatingThresholds(
            Share("deficit-red-over", otherwise.DeficitRedOver), Share("in-year-red-share", otherwise.InYearRedShare),
            Share("chance-green", otherwise.ChanceGreen), Share("chance-amber", otherwise.ChanceAmber),
            Share("timely-green", otherwise.TimelyGreen), Share("timely-amber", otherwise.TimelyAmber),
            Share("overdue-green", otherwise.OverdueGreen), Share("overdue-amber", otherwise.OverdueAmber),
            Share("independent-amber", otherwise.IndependentAmber));
        (string Better, string Worse, bool Wrong)[] pairs =
        [
            ("chance-green", "chance-amber", read.ChanceGreen < read.ChanceAmber),
            ("timely-green", "timely-amber", read.TimelyGreen < read.TimelyAmber),
            ("overdue-amber", "overdue-green", read.OverdueAmber < read.OverdueGreen),
        ];
        foreach (var (better, worse, wrong) in pairs)
        {
            if (wrong)
            {
                map.Add(map.LineOf(better), better, $"is below {worse}: swap them, or check which is which");
            }
        }

        map.End();
        return read;

        double Share(string key, double value) => map.Has(key) ? map.Number(key, 0, Most) : value;
    }
}
