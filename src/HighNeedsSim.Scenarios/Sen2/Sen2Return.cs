using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Sen;

namespace HighNeedsSim.Scenarios.Sen2;

/// <summary>What came of reading a SEN2 return.</summary>
/// <param name="Stock">Plans in force on the census day; null where there is any problem.</param>
/// <param name="Flows">What came and went in the calendar year before; null where there is any problem.</param>
/// <param name="Problems">What must be mended before the counts can be used.</param>
/// <param name="Notes">What was left out or taken to be so, as counts: nothing of a child.</param>
public sealed record Sen2Reading(Sen2Stock? Stock, Sen2Flows? Flows, IReadOnlyList<Problem> Problems, IReadOnlyList<string> Notes);

/// <summary>
/// Reads the person-level SEN2 return as case-management systems write it (XML), person by person, and keeps counts alone: no name, no
/// date of birth, no number of a pupil outlives the person that is being read, and none is written into a message.
/// </summary>
/// <remarks>
/// A plan is in force from its start date until its cease date; a placement from entry to leaving; of several the one of the highest
/// rank counts, and the need of rank 1. Element names are matched whatever their letter case, as public descriptions differ. Where no
/// placement is recorded, the one that the plan names counts. A placement changed where the same plan had another type a year before the census
/// day: a return covers both days. A plan moved in where it says from which authority, in the year of its first placement here. What a review
/// came to is not counted, because its codes were not to hand.
/// </remarks>
public sealed class Sen2Return
{
    private const int MostNamed = 20;
    private const int LongestUrn = 8;
    private const long MostCharacters = 2L * 1024 * 1024 * 1024;

    private static readonly Dictionary<string, PlacementType> Settings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["OLA"] = PlacementType.OtherArrangements,
        ["OPA"] = PlacementType.OtherArrangements,
        ["EHE"] = PlacementType.HomeEducation,
        ["EYP"] = PlacementType.EarlyYears,
        ["OTH"] = PlacementType.OtherArrangements,
        ["NEET"] = PlacementType.Neet,
        ["NIEC"] = PlacementType.Neet,
        ["NIEO"] = PlacementType.Neet,
    };

    private readonly DateOnly _census;
    private readonly Sen2Schools _schools;
    private readonly Sen2Stock _stock = Sen2Stock.None();
    private readonly SortedDictionary<string, int> _unknown = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _notes = new(StringComparer.Ordinal);

    private readonly Sen2Flows _flows;

    private Sen2Return(DateOnly census, Sen2Schools schools) => (_census, _schools, _flows) = (census, schools, new(census.Year - 1));

    /// <summary>Reads a return.</summary>
    /// <param name="file">Its path, for problems.</param>
    /// <param name="stream">What is in it.</param>
    /// <param name="census">The census day: a Thursday in January.</param>
    /// <param name="schools">What type each provider is.</param>
    public static Sen2Reading Read(string file, Stream stream, DateOnly census, Sen2Schools schools)
    {
        var sen2 = new Sen2Return(census, schools);
        try
        {
            sen2.Read(stream);
        }
        catch (XmlException broken)
        {
            // The parser's own words may quote what stands there.
            return new(null, null, [new(file, broken.LineNumber > 0 ? broken.LineNumber : null, "the file is no whole XML document, or holds what no return holds: export it again from the case-management system.")], []);
        }

        List<Problem> problems = [];
        if (sen2._unknown.Count > 0)
        {
            problems.Add(new(file, null,
                $"{sen2._unknown.Values.Sum()} plans are at {sen2._unknown.Count} providers that the table of providers does not know: add {string.Join(", ", sen2._unknown.Keys.Take(MostNamed))}"
                + $"{(sen2._unknown.Count > MostNamed ? " and more" : "")} to it (--schools)."));
        }
        else if (sen2._stock.Total == 0)
        {
            problems.Add(new(file, null, $"no plan is in force on {census.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}: check the census day, and that this is a SEN2 person-level return."));
        }

        string[] notes = [.. sen2._notes.Select(note => $"{note.Value} {note.Key}.")];
        return new(problems.Count > 0 ? null : sen2._stock, problems.Count > 0 ? null : sen2._flows, problems, notes);
    }

    private void Read(Stream stream)
    {
        // No document type, nothing from elsewhere, no expansion: a return needs none of it.
        using var reader = XmlReader.Create(stream, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            MaxCharactersInDocument = MostCharacters,
            CloseInput = false,
        });
        reader.MoveToContent();
        while (!reader.EOF)
        {
            if (reader.NodeType == XmlNodeType.Element && Is(reader.LocalName, "Person"))
            {
                Person((XElement)XNode.ReadFrom(reader));
            }
            else
            {
                reader.Read();
            }
        }
    }

    private void Person(XElement person)
    {
        Flows(person);
        var inForce = Below(person, "Requests").Where(request => IsInForce(request, _census)).ToArray();
        if (inForce.Length == 0)
        {
            return;
        }

        if (inForce.Length > 1)
        {
            Note("people have plans in force from more than one request: the last one counts");
        }

        if (DateOf(person, "PersonBirthDate") is not { } born)
        {
            Note("plans are left out: their holders have no date of birth");
            return;
        }

        var age = AgeBefore(born, _census);
        if (age is < 0 or >= OpeningStock.Ages)
        {
            Note("plans are left out: their holders are not 0 to 25 on 31 August before the census");
            return;
        }

        var request = inForce[^1];
        if (TypeOf(request) is { } type)
        {
            _stock.Count(age, type, NeedOf(request));
            Placed(request, age, type);
            Reviewed(request);
        }
    }

    // Where the same plan was placed a year before. Only what was recorded of that day counts: what a plan names may have been named since.
    private void Placed(XElement request, int age, PlacementType now)
    {
        var before = _census.AddYears(-1);
        if (!IsInForce(request, before) || (IsFromElsewhere(request) && FirstEntry(request) > before))
        {
            return;
        }

        if (Within(request, "PlacementDetail").Where(placement => Spans(placement, "EntryDate", "LeavingDate", before) && DateOf(placement, "EntryDate") is not null).OrderBy(Rank).FirstOrDefault() is not { } then)
        {
            Note("plans that were in force a year before have no placement recorded for that day: they count in no change of placement");
        }
        else if (SettingType(then) is { } was)
        {
            _flows.Placed[age][(int)was][(int)now]++;
        }
    }

    // Whether a plan in force was reviewed in the twelve months before the census day.
    private void Reviewed(XElement request)
    {
        var limit = _census.AddYears(-1);
        var begun = Within(request, "NamedPlan").Select(plan => DateOf(plan, "StartDate")).Max() ?? FirstEntry(request);
        if (LastReview(request) is { } last && last >= limit)
        {
            _flows.ReviewedInTime++;
        }
        else if (begun is { } beginning && beginning >= limit)
        {
            _flows.ReviewsNotYetDue++;
        }
        else
        {
            _flows.ReviewsOverdue++;
        }
    }

    // The return of 2025 and after has the day of the meeting, earlier ones the day of the last review; either may be left empty. A meeting after the census
    // day has not been held.
    private DateOnly? LastReview(XElement request) => Within(request, "ActivePlans")
        .SelectMany(plan => new[] { DateOf(plan, "ReviewMeeting"), DateOf(plan, "LastReview") }).Where(day => day <= _census).Max();

    private static bool IsFromElsewhere(XElement request) => Within(request, "ActivePlans").Any(plan => Text(plan, "TransferLA") is { } from && from is not ("0" or "0.0") && !Is(from, "false"));

    private static DateOnly? FirstEntry(XElement request) => Within(request, "PlacementDetail").Select(placement => DateOf(placement, "EntryDate")).Where(day => day is not null).Min();

    // What happened to somebody's requests and plans in the year before the census.
    private void Flows(XElement person)
    {
        var born = DateOf(person, "PersonBirthDate");
        foreach (var request in Below(person, "Requests"))
        {
            var received = DateOf(request, "ReceivedDate");
            if (AgeAt(received) is { } age)
            {
                _flows.RequestsByAge[age]++;
                _flows.RequestsByMonth[received!.Value.Month - 1]++;
                Asked(Text(request, "RequestSource"));
            }

            if (IsInYear(DateOf(request, "RequestOutcomeDate")))
            {
                _flows.Assessed += Is(Text(request, "RequestOutcome"), "Y") ? 1 : 0;
                _flows.RefusedToAssess += Is(Text(request, "RequestOutcome"), "N") ? 1 : 0;
            }

            foreach (var assessment in Below(request, "Assessment"))
            {
                if (IsInYear(DateOf(assessment, "AssessmentOutcomeDate")))
                {
                    _flows.Issued += Is(Text(assessment, "AssessmentOutcome"), "Y") ? 1 : 0;
                    _flows.NotIssued += Is(Text(assessment, "AssessmentOutcome"), "N") ? 1 : 0;
                }

                foreach (var plan in Below(assessment, "NamedPlan"))
                {
                    Issued(request, assessment, plan, received);
                }
            }

            if (IsFromElsewhere(request))
            {
                var came = FirstEntry(request);
                if (came is null)
                {
                    Note("plans that moved in have no day of entry: they count as moved in in no year");
                }
                else if (AgeAt(came) is { } ageOfMove)
                {
                    _flows.MovedInByAge[ageOfMove]++;
                }
            }

            if (LastReview(request) is { } held && IsInYear(held))
            {
                _flows.ReviewsByMonth[held.Month - 1]++;
            }

            foreach (var plan in Within(request, "ActivePlans").Where(plan => IsInYear(DateOf(plan, "PhaseTransferDueDate"))))
            {
                _flows.PhaseTransfersDue++;
                _flows.PhaseTransfersInTime += DateOf(plan, "PhaseTransferFinalDate") <= DateOf(plan, "PhaseTransferDueDate") ? 1 : 0;
            }

            // Below an assessment or, where a plan moved in, beside one that is not here.
            foreach (var plan in Within(request, "NamedPlan"))
            {
                Ceased(plan);
            }
        }

        int? AgeAt(DateOnly? day) => IsInYear(day) && born is { } birth && AgeBefore(birth, day!.Value) is >= 0 and < OpeningStock.Ages and var age ? age : null;

        void Issued(XElement request, XElement assessment, XElement plan, DateOnly? received)
        {
            // A plan that was drawn up elsewhere began before anybody here assessed it.
            var start = DateOf(plan, "StartDate");
            if (AgeAt(start) is not { } age || TypeOf(request, first: plan) is not { } type)
            {
                return;
            }

            _flows.NewPlans[age][(int)type]++;
            if (IsFlagged(assessment, "Week20"))
            {
                _flows.Exceptions++;
            }
            else if (received is { } asked && start!.Value.DayNumber - asked.DayNumber <= 20 * 7)
            {
                _flows.InTime++;
            }
        }

        void Ceased(XElement plan)
        {
            var start = DateOf(plan, "StartDate") ?? DateOnly.MinValue;
            var end = DateOf(plan, "CeaseDate");
            var began = new DateOnly(_flows.Year, 1, 1);
            if (born is { } birth && start < began && (end ?? DateOnly.MaxValue) >= began && AgeBefore(birth, began) is >= 0 and < OpeningStock.Ages and var before)
            {
                _flows.StockBefore[before]++;
            }

            if (AgeAt(end) is not { } age)
            {
                return;
            }

            if (int.TryParse(Text(plan, "CeaseReason"), NumberStyles.None, CultureInfo.InvariantCulture, out var reason) && reason is >= 1 and <= CessationReasons.Count)
            {
                _flows.Ceased[age][reason - 1]++;
            }
            else
            {
                _flows.Ceased[age][(int)CessationReason.Other]++;
                Note("plans ceased without a known reason: they count as another reason");
            }
        }
    }

    private void Asked(string? source)
    {
        Sen2Asker? asker = source switch { "1" => Sen2Asker.Parent, "2" => Sen2Asker.School, "3" or "4" or "5" => Sen2Asker.Other, _ => null };
        if (asker is { } known)
        {
            _flows.RequestsByAsker[(int)known]++;
        }
        else
        {
            Note("requests do not say who asked: they count in no share of sources");
        }
    }

    private bool IsInYear(DateOnly? day) => day?.Year == _flows.Year;

    // On the last 31 August before a day.
    private static int AgeBefore(DateOnly born, DateOnly day) => (day.Month > 8 ? day.Year : day.Year - 1) - born.Year - (born.Month > 8 ? 1 : 0);

    private static bool IsInForce(XElement request, DateOnly day)
    {
        var plans = Within(request, "NamedPlan").ToArray();
        return plans.Length > 0
            ? plans.Any(plan => Spans(plan, "StartDate", "CeaseDate", day))
            // A plan that moved in from another authority has no assessment here.
            : Within(request, "PlacementDetail").Any(placement => Spans(placement, "EntryDate", "LeavingDate", day));
    }

    // Where somebody is on the census day; or, of a new plan, where it places first.
    private PlacementType? TypeOf(XElement request, XElement? first = null)
    {
        var attended = Within(request, "PlacementDetail").Where(placement => Spans(placement, "EntryDate", "LeavingDate", _census)).OrderBy(Rank).FirstOrDefault();
        var named = Within(first ?? request, "PlanDetail").OrderBy(Rank).FirstOrDefault();
        var setting = first is null ? attended ?? named : named ?? attended;
        if (setting is null)
        {
            Note("plans have no placement recorded: they count as awaiting provision");
            return PlacementType.Awaiting;
        }

        return SettingType(setting);
    }

    // What type of placement a recorded or named setting is; null where its provider is not known.
    private PlacementType? SettingType(XElement setting)
    {
        if (IsFlagged(setting, "SENUnitIndicator") || IsFlagged(setting, "ResourcedProvisionIndicator"))
        {
            return PlacementType.ResourcedProvision;
        }

        if (Text(setting, "URN") is { } urn)
        {
            // Told in a message, so it must be a number of a provider and nothing else.
            if (urn.Length > LongestUrn || !urn.All(char.IsAsciiDigit))
            {
                Note("placements have a URN that is no number: they count as awaiting provision");
                return PlacementType.Awaiting;
            }

            var type = _schools.Find(urn);
            if (type is null)
            {
                _unknown[urn] = _unknown.GetValueOrDefault(urn) + 1;
            }

            return type;
        }

        if (Text(setting, "SENsetting") is { } code && Settings.TryGetValue(code, out var without))
        {
            return without;
        }

        Note("placements have neither a URN nor a known SEN setting: they count as awaiting provision");
        return PlacementType.Awaiting;
    }

    private PrimaryNeed NeedOf(XElement request)
    {
        var code = Text(Within(request, "SENneed").OrderBy(need => Text(need, "SENtypeRank") ?? "9", StringComparer.Ordinal).FirstOrDefault(), "SENtype");
        if (PrimaryNeeds.TryParse(code?.ToLowerInvariant(), out var need))
        {
            return need;
        }

        // Down syndrome has a code of its own from 2025 on; published tables of the model's years do not.
        if (Is(code, "DS"))
        {
            return PrimaryNeed.Oth;
        }

        Note("plans have no known primary need: they count as not recorded");
        return PrimaryNeed.NotRecorded;
    }

    private static bool Spans(XElement element, string from, string to, DateOnly day) =>
        (DateOf(element, from) ?? DateOnly.MinValue) <= day && day <= (DateOf(element, to) ?? DateOnly.MaxValue);

    private void Note(string what) => _notes[what] = _notes.GetValueOrDefault(what) + 1;

    private static string Rank(XElement setting) => Text(setting, "PlacementRank") ?? "9";

    private static bool IsFlagged(XElement setting, string flag) => Text(setting, flag) is { } text && (text is "1" or "1.0" || Is(text, "true"));

    private static DateOnly? DateOf(XElement element, string name) =>
        Text(element, name) is { Length: >= 10 } text && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static string? Text(XElement? element, string name) =>
        element?.Elements().FirstOrDefault(child => Is(child.Name.LocalName, name))?.Value.Trim() is { Length: > 0 } text ? text : null;

    private static IEnumerable<XElement> Below(XElement element, string name) => element.Elements().Where(child => Is(child.Name.LocalName, name));

    private static IEnumerable<XElement> Within(XElement element, string name) => element.Descendants().Where(child => Is(child.Name.LocalName, name));

    private static bool Is(string? name, string wanted) => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);
}
