using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using HighNeedsSim.Model.Expected;
using HighNeedsSim.Model.Funding;
using HighNeedsSim.Model.Population;
using HighNeedsSim.Model.Results;
using HighNeedsSim.Model.Sen;
using HighNeedsSim.Reports.Disclosure;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Documents;

/// <summary>
/// A run as one JSON document for other programs, schema <c>hn.run/1</c>. Every field is explained in
/// <c>docs/run-document.md</c>, which a test holds against what is written here. Fields are added, never renamed and never
/// given another meaning.
/// </summary>
public static class RunDocument
{
    /// <summary>The name and version of the document's shape.</summary>
    public const string Schema = "hn.run/1";

    private static readonly (string Name, string Code)[] Beside =
    [
        ("plansInForce", MeasureCodes.Plans),
        ("spend", MeasureCodes.Spend),
        ("inYearDeficit", MeasureCodes.InYear),
        ("cumulativeDeficit", MeasureCodes.Deficit),
    ];

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        // Pound signs and dashes stay readable; what HTML could misread stays escaped.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>The document as indented JSON in UTF-8, with a new line at its end. The same run gives the same bytes, timings apart.</summary>
    /// <param name="findings">What the run found.</param>
    /// <param name="manifest">What fixes its result.</param>
    /// <param name="timings">How long it took.</param>
    /// <param name="beside">The expected path beside a variant, measure and year; null where nobody worked it out.</param>
    public static byte[] Write(
        Findings findings, RunManifest manifest, RunTimings timings, Func<string, string, int, ExpectedFigure>? beside = null) =>
        Bytes(Of(findings, manifest, timings, beside));

    /// <summary>The document as a tree.</summary>
    public static JsonObject Of(Findings findings, RunManifest manifest, RunTimings timings, Func<string, string, int, ExpectedFigure>? beside = null) => new()
    {
        ["schema"] = Schema,
        ["run"] = manifest.Run,
        ["scenario"] = new JsonObject
        {
            ["id"] = manifest.ScenarioId,
            ["title"] = findings.Scenario.Title,
            ["hash"] = manifest.ScenarioHash,
            ["authority"] = new JsonObject
            {
                ["code"] = findings.Scenario.Authority.Code,
                ["name"] = findings.Scenario.Authority.Name,
            },
        },
        ["data"] = Files(manifest.DataHashes, file => WithheldHashes.Shown(findings.Scenario, file)),
        ["modelVersion"] = manifest.ModelVersion,
        ["created"] = Time(manifest.Created),
        ["seed"] = manifest.Spec.Seed,
        ["replicates"] = manifest.Spec.Replicates,
        ["unit"] = "GBP",
        ["sign"] = "positive = deficit",
        ["prices"] = "cash",
        ["baseline"] = findings.Baseline,
        ["labels"] = new JsonObject
        {
            ["ages"] = Labels(AgeGroups.All.Select(group => (group.Code(), group.Label()))),
            ["needs"] = Labels(PrimaryNeeds.All.Select(need => (need.Code(), need.Label()))),
            ["placements"] = Labels(PlacementTypes.All.Select(type => (type.Code(), type.Label()))),
            ["lines"] = Labels(Section251Lines.All.Select(line => (line.Code(), line.Label()))),
            ["categories"] = Labels(SpendingCategories.All.Select(category => (category.Code(), category.Label()))),
            ["generalFund"] = Labels(GeneralFundLines.All.Select(line => (line.Code(), line.Label()))),
            ["districts"] = Labels(findings.Scenario.Districts.Select(district => (district.Code, district.Name))),
        },
        ["perHeadPublished"] = findings.Scenario.PerHead is { } published ? Published(published) : null,
        ["variants"] = new JsonArray([.. findings.Variants.Select(variant => Variant(findings, variant, beside))]),
        ["digest"] = findings.Result.Digest,
        ["timings"] = new JsonObject
        {
            ["wallSeconds"] = Rounded(timings.WallSeconds),
            ["replicateMonthsPerSecond"] = Rounded(timings.ReplicateMonthsPerSecond),
            ["modelCpuShare"] = Rounded(timings.ModelCpuShare),
        },
    };

    internal static byte[] Bytes(JsonNode document) => [.. JsonSerializer.SerializeToUtf8Bytes(document, Indented), (byte)'\n'];

    internal static JsonArray Files(IReadOnlyList<FileHash> files, Func<FileHash, string?>? hash = null) =>
        new([.. files.Select(file => new JsonObject { ["path"] = file.Path, ["sha256"] = hash is null ? file.Sha256 : hash(file) })]);

    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static JsonObject Published(PerHeadBenchmarks published) => new()
    {
        ["year"] = published.Year.ToString(),
        ["categories"] = Each(published.Rows, row => row.Category.Code(), row => new JsonObject
        {
            ["own"] = row.Own.Pounds,
            ["england"] = row.England.Pounds,
            ["statisticalNeighbours"] = row.Neighbours.Pounds,
            ["region"] = row.Region.Pounds,
        }),
    };

    private static JsonObject Variant(Findings findings, string variant, Func<string, string, int, ExpectedFigure>? beside) => new()
    {
        ["id"] = variant,
        ["title"] = findings.TitleOf(variant),
        ["openingDeficit"] = Summary(MeasureUnit.Pence, findings.Opening(variant)),
        ["years"] = new JsonArray([.. Enumerable.Range(0, findings.Years.Count).Select(year => Year(findings, variant, year, beside))]),
        ["months"] = Months(findings, variant),
    };

    // One list a measure, in the order of the months: twelve times as many objects would say no more.
    private static JsonObject Months(Findings findings, string variant)
    {
        return new()
        {
            ["month"] = new JsonArray([.. findings.Result.Layout.Months.Select(month => (JsonNode?)month.ToString())]),
            ["plansInForce"] = Of(MonthCodes.Plans),
            ["requests"] = Of(MonthCodes.Requests),
            ["requestsByParents"] = Of(MonthCodes.RequestsByParents),
            ["requestsBySchools"] = Of(MonthCodes.RequestsBySchools),
            ["requestsByOthers"] = Of(MonthCodes.RequestsByOthers),
            ["requestsDecided"] = Of(MonthCodes.Decided),
            ["requestsRefused"] = Of(MonthCodes.RefusedToAssess),
            ["assessmentsNotIssued"] = Of(MonthCodes.NotIssued),
            ["newPlans"] = Of(MonthCodes.NewPlans),
            ["finalPlansTimed"] = Of(MonthCodes.FinalPlansTimed),
            ["finalPlansWithin20Weeks"] = Of(MonthCodes.FinalPlansIn20Weeks),
            ["openCases"] = Of(MonthCodes.OpenCases),
            ["openCasesOver20Weeks"] = Of(MonthCodes.OpenOver20Weeks),
            ["oldestCaseWeeks"] = Of(MonthCodes.OldestCase),
            ["plansMovedIn"] = Of(MonthCodes.MovedIn),
            ["ceased"] = Of(MonthCodes.Ceased),
            ["reviewsDone"] = Of(MonthCodes.ReviewsDone),
            ["reviewsOverdue"] = Of(MonthCodes.ReviewsOverdue),
            ["waiting"] = Of(MonthCodes.Waiting),
            ["appealsRefusalToAssess"] = Of(MonthCodes.AppealsToAssess),
            ["appealsRefusalToIssue"] = Of(MonthCodes.AppealsToIssue),
            ["appealsContentOrPlacement"] = Of(MonthCodes.AppealsOfContent),
            ["appealsDecided"] = Of(MonthCodes.AppealsDecided),
            ["appealsUpheld"] = Of(MonthCodes.AppealsUpheld),
            ["appealsWeeks"] = Of(MonthCodes.AppealWeeks),
        };

        JsonArray Of(string code) => new([.. Enumerable.Range(0, findings.Result.Layout.Months.Count).Select(month =>
        {
            var s = RunResult.Summarise(findings.Result.InMonth(variant, code, month));
            return new JsonArray(
                Figures.Of(MeasureUnit.Count, s.P10), Figures.Of(MeasureUnit.Count, s.P50), Figures.Of(MeasureUnit.Count, s.P90));
        })]);
    }

    private static JsonObject Year(Findings findings, string variant, int year, Func<string, string, int, ExpectedFigure>? beside)
    {
        var financial = findings.Years[year];
        var entry = new JsonObject
        {
            ["year"] = financial.ToString(),
            ["startYear"] = financial.Starts,
            ["census"] = financial.January.ToString(),
            ["balanceDate"] = string.Create(CultureInfo.InvariantCulture, $"{financial.Starts + 1}-03-31"),
        };
        Add(entry, findings, code => findings.Of(variant, code, year));
        if (variant != findings.Baseline)
        {
            var difference = new JsonObject();
            Add(difference, findings, code => findings.Difference(variant, code, year));
            entry["pairedDifference"] = difference;
        }
        else
        {
            entry["pairedDifference"] = null;
        }

        entry["expected"] = beside is null ? null : Each(Beside, figure => figure.Name, figure => Expected(findings.UnitOf(figure.Code), beside(variant, figure.Code, year)));
        return entry;
    }

    private static JsonObject Expected(MeasureUnit unit, ExpectedFigure figure) => new()
    {
        ["central"] = Figures.Of(unit, figure.Central),
        ["atTheirParameters"] = Figures.Of(unit, figure.AtTheirParameters),
        ["difference"] = Figures.Of(unit, figure.Difference),
        ["differenceError"] = Figures.Of(unit, figure.DifferenceError),
        ["parameterShare"] = Rounded(figure.ParameterShare),
        ["parameterShareError"] = Rounded(figure.ParameterShareError),
        ["varianceRatio"] = Rounded(figure.VarianceRatio),
        ["mean"] = Figures.Of(unit, figure.Mean),
        ["meanError"] = Figures.Of(unit, figure.MeanError),
        ["correctedMean"] = figure.IsCorrected ? Figures.Of(unit, figure.CorrectedMean) : null,
        ["correctedMeanError"] = figure.IsCorrected ? Figures.Of(unit, figure.CorrectedMeanError) : null,
    };

    // The same fields for results and for their differences, in the order in which the document tells them.
    private static void Add(JsonObject entry, Findings findings, Func<string, Summary> of)
    {
        entry["plansInForce"] = Of(MeasureCodes.Plans);
        entry["newPlans"] = Of(MeasureCodes.NewPlans);
        entry["plansMovedIn"] = Of(MeasureCodes.MovedIn);
        entry["ceased"] = Of(MeasureCodes.Ceased);
        entry["ceasedByReason"] = Each(CessationReasons.All, reason => reason.Code(), reason => Of(MeasureCodes.CeasedBecause(reason)));
        entry["requests"] = Of(MeasureCodes.Requests);
        entry["plansByAge"] = Each(AgeGroups.All, group => group.Code(), group => Of(MeasureCodes.PlansOfAge(group)));
        entry["plansByNeed"] = Each(PrimaryNeeds.All, need => need.Code(), need => Of(MeasureCodes.PlansOfNeed(need)));
        entry["placements"] = Each(PlacementTypes.All, type => type.Code(), type => Of(MeasureCodes.Placement(type)));
        entry["spend"] = new JsonObject
        {
            ["lines"] = Each(Section251Lines.All, line => line.Code(), line => Of(MeasureCodes.Line(line))),
            ["total"] = Of(MeasureCodes.Spend),
            ["recoupedPlaces"] = Of(MeasureCodes.RecoupedPlaces),
            ["placesByType"] = Each(ResultLayout.TypesThatCost, type => type.Code(), type => Of(MeasureCodes.PlacesOf(type))),
            ["topUpsByType"] = Each(ResultLayout.TypesThatCost, type => type.Code(), type => Of(MeasureCodes.TopUpsOf(type))),
        };
        entry["income"] = new JsonObject
        {
            ["highNeedsBlock"] = Of(MeasureCodes.BlockIncome),
            ["importExport"] = Of(MeasureCodes.ImportExport),
            ["schoolsBlockTransfer"] = Of(MeasureCodes.Transfer),
            ["transferAboveLimit"] = Of(MeasureCodes.TransferAboveLimit),
            ["other"] = Of(MeasureCodes.OtherIncome),
            ["total"] = Of(Findings.Income),
        };
        entry["inYearDeficit"] = Of(MeasureCodes.InYear);
        entry["safetyValve"] = new JsonObject
        {
            ["payments"] = Of(MeasureCodes.Payment),
            ["contributions"] = Of(MeasureCodes.Contribution),
            ["withheld"] = Of(MeasureCodes.Withheld),
        };
        entry["stabilityGrant"] = Of(MeasureCodes.StabilityGrant);
        entry["cumulativeDeficit"] = Of(MeasureCodes.Deficit);
        entry["deficitBeyondOverride"] = Of(MeasureCodes.BeyondOverride);
        entry["residents2To18"] = Of(MeasureCodes.Heads2To18);
        entry["perHead"] = Each(SpendingCategories.All, category => category.Code(), category => Of(Findings.PerHead(category)));
        if (findings.Scenario.Council is not null)
        {
            entry["council"] = new JsonObject
            {
                ["usableReserves"] = Of(MeasureCodes.UsableReserves),
                ["deficitAgainstReserves"] = Of(MeasureCodes.AgainstReserves),
                ["financing"] = Of(MeasureCodes.Financing),
                ["generalFund"] = Each(GeneralFundLines.All, line => line.Code(), line => Of(MeasureCodes.GeneralFund(line))),
            };
        }

        entry["process"] = new JsonObject
        {
            ["requestsWithdrawn"] = Of(MeasureCodes.Withdrawn),
            ["requestsDecided"] = Of(MeasureCodes.Decided),
            ["requestsRefused"] = Of(MeasureCodes.RefusedToAssess),
            ["assessmentsNotIssued"] = Of(MeasureCodes.NotIssued),
            ["finalPlansTimed"] = Of(MeasureCodes.FinalPlansTimed),
            ["finalPlansWithin20Weeks"] = Of(MeasureCodes.FinalPlansIn20Weeks),
            ["openCases"] = Of(MeasureCodes.OpenCases),
            ["oldestCaseWeeks"] = Of(MeasureCodes.OldestCase),
            ["reviewsDone"] = Of(MeasureCodes.ReviewsDone),
            ["reviewsOverdue"] = Of(MeasureCodes.ReviewsOverdue),
            ["turnedAway"] = Of(MeasureCodes.TurnedAway),
            ["directed"] = Of(MeasureCodes.Directed),
            ["refusalsAppealed"] = Of(MeasureCodes.Appeals),
            ["schoolTransferReviews"] = Of(MeasureCodes.SchoolTransfers),
            ["schoolTransferReviewsInTime"] = Of(MeasureCodes.SchoolTransfersInTime),
            ["post16TransferReviews"] = Of(MeasureCodes.Post16Transfers),
            ["post16TransferReviewsInTime"] = Of(MeasureCodes.Post16TransfersInTime),
        };
        entry["districts"] = Each(findings.Scenario.Districts, district => district.Code, District);

        JsonObject District(District district)
        {
            var found = new JsonObject
            {
                ["plansInForce"] = Of(MeasureCodes.DistrictPlans(district)),
                ["spend"] = Of(MeasureCodes.DistrictSpend(district)),
            };
            if (ResultLayout.HasDistrictMoney(findings.Scenario))
            {
                found["spendByCategory"] = Each(SpendingCategories.All, category => category.Code(), category => Of(MeasureCodes.DistrictSpend(district, category)));
                found["incomeShare"] = Of(MeasureCodes.DistrictIncome(district));
                found["inYearDeficit"] = Of(MeasureCodes.DistrictInYear(district));
                found["cumulativeDeficit"] = Of(MeasureCodes.DistrictDeficit(district));
            }

            return found;
        }

        JsonObject Of(string code) => Summary(findings.UnitOf(code), of(code));
    }

    private static JsonObject Each<T>(IEnumerable<T> things, Func<T, string> name, Func<T, JsonNode> value) =>
        new(things.Select(thing => KeyValuePair.Create(name(thing), (JsonNode?)value(thing))));

    private static JsonObject Labels(IEnumerable<(string Code, string Label)> labels) =>
        Each(labels, label => label.Code, label => label.Label);

    internal static JsonObject Summary(MeasureUnit unit, Summary summary) => new()
    {
        ["mean"] = Figures.Of(unit, summary.Mean),
        ["p10"] = Figures.Of(unit, summary.P10),
        ["p50"] = Figures.Of(unit, summary.P50),
        ["p90"] = Figures.Of(unit, summary.P90),
    };

    // Without trailing zeros, which a number read back and written again would lose.
    private static decimal Rounded(double value) => Figures.Of(MeasureUnit.Count, value) / 1.0000000000000000000000000000m;
}
