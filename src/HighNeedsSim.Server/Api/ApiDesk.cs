using HighNeedsSim.Cluster;
using HighNeedsSim.Reports.Comparisons;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Scenarios;
using HighNeedsSim.Server.Runs;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HighNeedsSim.Server.Api;

/// <summary>What the pages do beside, for programs: copies, single figures, differences, sign-offs, tags, papers, the audit trail.</summary>
internal static class ApiDesk
{
    private const int MostEntries = 200;

    public static void Map(RouteGroupBuilder api)
    {
        var scenarios = api.MapGroup("/scenarios/{scenario}").WithTags("Scenarios");
        scenarios.MapPost("/copies", Copy).WithName("CopyScenario").WithSummary("Copy a scenario under a new name, to change it")
            .Produces(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        scenarios.MapPut("/figures/{figure}", PutFigure).WithName("PutFigure").WithSummary("Change a figure of a scenario that was made here")
            .WithDescription("If-Match with the entity tag of the scenario that was read; what is left out stays as it is, a rationale is required.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status428PreconditionRequired);
        scenarios.MapGet("/compare/{other}", Compare).WithName("CompareScenarios").WithSummary("What two scenarios assume differently, in words")
            .Produces<ApiDifferences>().ProducesProblem(StatusCodes.Status404NotFound);
        scenarios.MapGet("/sign-offs", SignedOff).WithName("ListSignOffs").WithSummary("Who signed off the scenario's figures as they are now")
            .Produces<ApiSignOffs>().ProducesProblem(StatusCodes.Status404NotFound);
        scenarios.MapPost("/sign-offs", SignOff).WithName("SignOffBaseline").WithSummary("Sign off the figures that a scenario starts from")
            .WithDescription("If-Match with the entity tag of the scenario that was checked.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);

        scenarios.MapGet("/baseline", Baseline).WithName("GetBaseline").WithSummary("What a scenario starts from, beside what was published of its authority")
            .Produces<ApiTable>().ProducesProblem(StatusCodes.Status404NotFound);

        var runs = api.MapGroup("/runs/{run}").WithTags("Runs");
        runs.MapGet("/assurance", Assured).WithName("GetAssurance").WithSummary("How far a run has been assured, who signed, and whether it has been made again")
            .Produces<ApiAssurance>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        runs.MapPost("/assurance", Sign).WithName("SignRun").WithSummary("Sign for a run, in a role of the AQuA Book")
            .WithDescription("commissioner, analyst, assurer or approver; nobody assures or approves what they made or started. A program with a token cannot sign. "
                + "The name is asked for only where nobody signs in.")
            .Produces<ApiAssurance>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        runs.MapPut("/tag", PutTag).WithName("PutTag").WithSummary("Call a run something else")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapGet("/headline", Headline).WithName("GetHeadline").WithSummary("The answer in short: deficits, chance of missing a target, and whether such answers were right before")
            .Produces<ApiHeadline>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        foreach (var (name, type, what) in PaperRoutes.Downloads)
        {
            runs.MapGet("/files/" + name, (string run, IGrainFactory grains, PaperShelf papers, CancellationToken cancel) => File(run, name, type, grains, papers, cancel))
                .WithName($"GetFile{name.Replace(".", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal)}").WithSummary($"A file of a run: {what}")
                .Produces(StatusCodes.Status200OK, contentType: type).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        }

        runs.MapGet("/files/" + PackedRuns.Name, Folder).WithName("GetRunFolder").WithSummary($"A file of a run: {PackedRuns.What}")
            .WithDescription("What 'hns run' writes into a folder, packed. Where the scenario holds small counts of real children it stays in the house, and the answer is 404.")
            .Produces(StatusCodes.Status200OK, contentType: PackedRuns.Type).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        foreach (var (name, type, what) in PaperRoutes.ChangeDownloads)
        {
            runs.MapGet("/since/{earlier}/files/" + name, (string run, string earlier, IGrainFactory grains, PaperShelf papers, CancellationToken cancel) =>
                    ChangeFile(run, earlier, name, type, grains, papers, cancel))
                .WithName($"GetFile{name.Replace(".", "", StringComparison.Ordinal)}").WithSummary($"What changed since an earlier forecast, and why: {what}")
                .Produces(StatusCodes.Status200OK, contentType: type).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
                .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        }

        api.MapGet("/audit", Audit).WithTags("Audit").WithName("ListAudit").WithSummary($"Who changed what, when and why: the newest {MostEntries}").Produces<ApiAudit>();
    }

    private static IResult Copy(string scenario, ApiCopy asked, HttpContext context, ScenarioShelf shelf)
    {
        if (shelf.Open(scenario)?.Package is not { } package)
        {
            return NoScenario(scenario);
        }

        AuditTrail.Because(context, $"copy of {scenario}", asked.Id);
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (asked.Title?.Trim() is not { Length: > 0 and <= 200 })
        {
            errors["title"] = ["must have 1 to 200 characters"];
        }

        if (shelf.Own.Refusal(asked.Id ?? "") is { } refusal)
        {
            errors["id"] = [refusal];
        }

        if (errors.Count == 0 && shelf.Own.Copy(package, asked.Id!, asked.Title!.Trim()) is { } failure)
        {
            errors["id"] = [failure];
        }

        return errors.Count > 0
            ? Problems.Of("invalid-request", StatusCodes.Status400BadRequest, errors: errors)
            : TypedResults.Created($"/api/v1/scenarios/{asked.Id}");
    }

    private static IResult PutFigure(string scenario, string figure, ApiFigure asked, HttpContext context, ScenarioShelf shelf)
    {
        if (shelf.Open(scenario) is not { Package: { } package } open)
        {
            return NoScenario(scenario);
        }

        if (!shelf.IsOwn(open.Listing))
        {
            return Problems.Of("read-only", StatusCodes.Status403Forbidden);
        }

        if (Unmatched(context, package) is { } unmatched)
        {
            return unmatched;
        }

        if (open.Reading.Assumptions.All(a => a.Id != figure))
        {
            return Problems.Of("not-found", StatusCodes.Status404NotFound, $"The scenario has no figure '{figure}'.");
        }

        if (asked.Rationale?.Trim() is not { Length: > 0 and <= AuditEntries.LongestReason } rationale)
        {
            return Problems.Of("invalid-request", StatusCodes.Status400BadRequest, errors: ApiRuns.Errors("rationale", $"is missing: say in at most {AuditEntries.LongestReason:N0} characters why"));
        }

        AuditTrail.Because(context, $"{figure}: {rationale}");
        (string Key, string? Value)[] parts =
        [
            ("value", Text(asked.Value)), ("p10", Text(asked.P10)), ("p50", Text(asked.P50)), ("p90", Text(asked.P90)),
            ("source", asked.Source), ("year", asked.Year), ("confidence", asked.Confidence), ("rationale", rationale),
        ];
        var saved = shelf.Own.Change(scenario, package.Hash, yaml => parts.Where(part => part.Value is not null).Aggregate(
            (string?)yaml,
            (text, part) => text is null || (part.Key is "value" or "p10" or "p50" or "p90" && ScenarioText.Find(text, $"{figure}.{part.Key}") is null)
                ? null
                : ScenarioText.Set(text, $"{figure}.{part.Key}", part.Value!)));
        return ApiScenarios.Told(context, shelf, scenario, saved);

        static string? Text(decimal? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static IResult Compare(string scenario, string other, ScenarioShelf shelf) =>
        shelf.Open(scenario) is not { } first ? NoScenario(scenario)
        : shelf.Open(other) is not { } second ? NoScenario(other)
        : TypedResults.Ok(new ApiDifferences(scenario, other,
        [
            .. ScenarioDifferences.InWords(first.Reading.Assumptions, second.Reading.Assumptions),
            .. ScenarioDifferences.Tables(first.Package?.Files ?? [], second.Package?.Files ?? []),
        ]));

    private static async Task<IResult> SignedOff(string scenario, ScenarioShelf shelf, SignOffs signOffs) => shelf.Open(scenario)?.Package is { } package
        ? TypedResults.Ok(new ApiSignOffs([.. (await signOffs.Of(scenario)).Where(s => s.Hash == package.Hash)]))
        : NoScenario(scenario);

    private static async Task<IResult> SignOff(
        string scenario, ApiSignature asked, HttpContext context, ScenarioShelf shelf, SignOffs signOffs, TimeProvider time)
    {
        if (shelf.Open(scenario) is not { Package: { } package, Reading.Scenario: not null })
        {
            return NoScenario(scenario);
        }

        if (Unmatched(context, package) is { } unmatched)
        {
            return unmatched;
        }

        if (asked.CheckedAgainst?.Trim() is not { Length: > 0 and <= 500 } words)
        {
            return Problems.Of("invalid-request", StatusCodes.Status400BadRequest, errors: ApiRuns.Errors("checkedAgainst", "is missing: say in at most 500 characters what it was checked against"));
        }

        AuditTrail.Because(context, words);
        await signOffs.Add(new(scenario, package.Hash, context.User.Identity?.Name ?? "nobody", words, time.GetUtcNow()));
        return TypedResults.NoContent();
    }

    private static async Task<IResult> PutTag(string run, ApiTag asked, IGrainFactory grains)
    {
        if (await RunRoutes.Find(grains, run) is null)
        {
            return NoRun(run);
        }

        var tag = asked.Tag?.Trim();
        if (RunLabel.FaultOf(tag) is { } fault)
        {
            return Problems.Of("invalid-request", StatusCodes.Status400BadRequest, errors: ApiRuns.Errors("tag", fault));
        }

        await grains.GetGrain<IRunDirectory>(0).Tag(run, tag is { Length: > 0 } ? tag : null);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Assured(string run, IGrainFactory grains, FinishedRuns finished, RunAssurance assurances, CancellationToken cancel) =>
        await RunRoutes.Find(grains, run) is null ? NoRun(run)
        : await finished.Find(run, cancel) is { } found ? TypedResults.Ok(ApiAssurance.Of(run, await assurances.Of(run, found.Findings.Result.Digest)))
        : Problems.Of("not-finished", StatusCodes.Status409Conflict);

    private static async Task<IResult> Sign(
        string run, ApiRunSignature asked, HttpContext context, IGrainFactory grains, FinishedRuns finished, RunAssurance assurances, CancellationToken cancel)
    {
        if (await RunRoutes.Find(grains, run) is not { } listing)
        {
            return NoRun(run);
        }

        if (await finished.Find(run, cancel) is not { } found)
        {
            return Problems.Of("not-finished", StatusCodes.Status409Conflict);
        }

        var roles = Enum.GetValues<AssuranceRole>();
        if (!roles.Any(role => Assurance.NameOf(role) == asked.Role))
        {
            return Problems.Of(
                "invalid-request", StatusCodes.Status400BadRequest, errors: ApiRuns.Errors("role", $"must be one of {string.Join(", ", roles.Select(Assurance.NameOf))}"));
        }

        AuditTrail.Because(context, $"{asked.Role}: {asked.Note?.Trim()}");
        var digest = found.Findings.Result.Digest;
        var (_, why, fault) = await assurances.Sign(listing, digest, context.User, roles.Single(role => Assurance.NameOf(role) == asked.Role), asked.Name, asked.Note);
        return (fault, why) switch
        {
            (null, _) => TypedResults.Ok(ApiAssurance.Of(run, await assurances.Of(run, digest))),
            (_, Refusal.Forbidden) => Problems.Of("not-yours", StatusCodes.Status403Forbidden, Sentence(fault)),
            (_, Refusal.Overtaken) => Problems.Of("stale", StatusCodes.Status412PreconditionFailed, Sentence(fault)),
            _ => Problems.Of("invalid-request", StatusCodes.Status400BadRequest, errors: ApiRuns.Errors("signature", Sentence(fault))),
        };

        static string Sentence(string fault) => char.ToUpperInvariant(fault[0]) + fault[1..];
    }

    private static Task<IResult> Headline(
        string run, string? target, IGrainFactory grains, FinishedRuns finished, PublishedFigures published, CancellationToken cancel) =>
        Finished(run, grains, finished, found =>
        {
            var (findings, form) = (found.Findings, TargetForm.Read(target));
            if (form.Mistake is { } mistake)
            {
                return Problems.Of("invalid-request", StatusCodes.Status400BadRequest, errors: ApiRuns.Errors("target", mistake));
            }

            var table = Reports.Tables.HeadlineTable.Of(findings, form.Pence);
            return TypedResults.Ok(new ApiHeadline(
                run, findings.Variants,
                [.. table.Rows.Select(row => new ApiHeadlineRow(row[0], [.. row.Skip(1)]))],
                [.. findings.Variants.Select(variant => new ApiChance(variant, Reports.Tables.HeadlineTable.Missed(findings, variant, form.Pence), findings.Replicates))],
                Reports.Words.RightLastTime.Of(findings, published.FitOf(findings)), table.Notes));
        }, cancel);

    private static async Task<IResult> File(string run, string name, string type, IGrainFactory grains, PaperShelf papers, CancellationToken cancel) =>
        await RunRoutes.Find(grains, run) is null ? NoRun(run)
        : await papers.Of(run, cancel) is { } paper ? TypedResults.File(paper.Files.Single(file => file.Name == name).Bytes, type, $"{run}-{name}")
        : Problems.Of("not-finished", StatusCodes.Status409Conflict);

    private static async Task<IResult> Folder(string run, IGrainFactory grains, FinishedRuns finished, PackedRuns packed, CancellationToken cancel) =>
        await RunRoutes.Find(grains, run) is null ? NoRun(run)
        : await finished.Find(run, cancel) is not { } found ? Problems.Of("not-finished", StatusCodes.Status409Conflict)
        : await packed.Pack(found, cancel) is { } zip ? TypedResults.File(zip, PackedRuns.Type, $"{run}-{PackedRuns.Name}")
        : Problems.Of("not-found", StatusCodes.Status404NotFound, "This run's scenario holds small counts of real children, so its files stay in the house.");

    private static async Task<IResult> ChangeFile(
        string run, string earlier, string name, string type, IGrainFactory grains, PaperShelf papers, CancellationToken cancel) =>
        await RunRoutes.Find(grains, run) is null ? NoRun(run)
        : await RunRoutes.Find(grains, earlier) is null ? NoRun(earlier)
        : await papers.Since(run, earlier, cancel) is not { } change ? Problems.Of("not-finished", StatusCodes.Status409Conflict)
        : change.Shelved is { } paper ? TypedResults.File(paper.Files.Single(file => file.Name == name).Bytes, type, $"{run}-{name}")
        : Problems.Of("not-comparable", StatusCodes.Status422UnprocessableEntity, errors: new Dictionary<string, string[]> { ["runs"] = [.. change.Refusals] });

    private static async Task<IResult> Baseline(string scenario, ScenarioShelf shelf, Expected.ExpectedDesk desk, CancellationToken cancel)
    {
        if (shelf.Open(scenario) is not { Package: not null, Reading.Scenario: not null } open)
        {
            return NoScenario(scenario);
        }

        var table = await desk.StartOf(open, cancel);
        return TypedResults.Ok(new ApiTable(table.Caption, [.. table.Columns.Select(column => column.Head)], table.Rows, table.Notes));
    }

    private static async Task<IResult> Finished(string run, IGrainFactory grains, FinishedRuns finished, Func<FinishedRun, IResult> tell, CancellationToken cancel) =>
        await RunRoutes.Find(grains, run) is null ? NoRun(run)
        : await finished.Find(run, cancel) is { } found ? tell(found)
        : Problems.Of("not-finished", StatusCodes.Status409Conflict);

    private static async Task<Ok<ApiAudit>> Audit(AuditTrail trail) => TypedResults.Ok(new ApiAudit(await trail.Newest(MostEntries)));

    private static ProblemHttpResult? Unmatched(HttpContext context, ScenarioPackage package)
    {
        var match = context.Request.Headers.IfMatch.ToString();
        return match.Length == 0 ? Problems.Of("match-missing", StatusCodes.Status428PreconditionRequired)
            : ApiRuns.Matches(match, $"\"{package.Hash}\"") ? null
            : Problems.Of("stale", StatusCodes.Status412PreconditionFailed);
    }

    private static ProblemHttpResult NoScenario(string scenario) => Problems.Of("not-found", StatusCodes.Status404NotFound, $"There is no scenario '{scenario}'.");

    private static ProblemHttpResult NoRun(string run) => Problems.Of("not-found", StatusCodes.Status404NotFound, $"There is no run '{run}'.");
}

/// <summary>A copy to be made.</summary>
/// <param name="Id">Its name in addresses: small letters, digits and hyphens.</param>
/// <param name="Title">One line for people.</param>
public sealed record ApiCopy(string? Id, string? Title);

/// <summary>A figure as it is to be; what is left out stays as it is.</summary>
/// <param name="Value">Of a known figure.</param>
/// <param name="P10">1 chance in 10 that it is less.</param>
/// <param name="P50">As likely less as more.</param>
/// <param name="P90">1 chance in 10 that it is more.</param>
/// <param name="Source">A name from sources.yaml, or estimate.</param>
/// <param name="Year">Year or years that it is of.</param>
/// <param name="Confidence">high, medium or low.</param>
/// <param name="Rationale">Why it is so.</param>
public sealed record ApiFigure(
    decimal? Value = null, decimal? P10 = null, decimal? P50 = null, decimal? P90 = null, string? Source = null, string? Year = null, string? Confidence = null, string? Rationale = null);

/// <summary>What two scenarios assume differently.</summary>
/// <param name="First">Id of the first.</param>
/// <param name="Second">Id of the second.</param>
/// <param name="Changes">One sentence for each figure or table that differs.</param>
public sealed record ApiDifferences(string First, string Second, IReadOnlyList<string> Changes);

/// <summary>Who signed off a scenario's figures as they are now.</summary>
/// <param name="SignOffs">The newest first.</param>
public sealed record ApiSignOffs(IReadOnlyList<SignOff> SignOffs);

/// <summary>A table as people read it.</summary>
/// <param name="Caption">What is in it, in what unit, where and when, and what the sign means.</param>
/// <param name="Columns">The head of each column.</param>
/// <param name="Rows">From the top; each has a cell for every column.</param>
/// <param name="Notes">What a reader must know beside the figures.</param>
public sealed record ApiTable(string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<string> Notes);

/// <summary>A signature to be given.</summary>
/// <param name="CheckedAgainst">What the figures were held against.</param>
public sealed record ApiSignature(string? CheckedAgainst);

/// <summary>A signature to be given for a run.</summary>
/// <param name="Role">commissioner, analyst, assurer or approver.</param>
/// <param name="Note">What was looked at, and what limits were found.</param>
/// <param name="Name">Who signs; not asked where people sign in.</param>
public sealed record ApiRunSignature(string? Role, string? Note, string? Name = null);

/// <summary>How far a run has been assured.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Digest">Of the result: signatures hold for it alone.</param>
/// <param name="State">draft, assured or approved.</param>
/// <param name="Signatures">In the order of signing.</param>
/// <param name="MadeAgain">How it came out when it was last run again here; null when nobody has.</param>
public sealed record ApiAssurance(string Run, string Digest, string State, IReadOnlyList<ApiSigned> Signatures, ApiMadeAgain? MadeAgain)
{
    internal static ApiAssurance Of(string run, Assurance assurance) => new(
        run, assurance.Digest, assurance.State.ToString().ToLowerInvariant(),
        [.. assurance.Signatures.Select(signature => new ApiSigned(Assurance.NameOf(signature.Role), signature.Name, signature.Date, signature.Note))],
        assurance.Reproduced is { } again ? new(again.Time, again.ModelVersion, again.Found, again.IsSame) : null);
}

/// <summary>A signature.</summary>
/// <param name="Role">commissioner, analyst, assurer or approver.</param>
/// <param name="Name">By whom.</param>
/// <param name="Date">When.</param>
/// <param name="Note">What was looked at, and what limits were found.</param>
public sealed record ApiSigned(string Role, string Name, DateOnly Date, string Note);

/// <summary>A run that was made again.</summary>
/// <param name="Time">When.</param>
/// <param name="ModelVersion">By what version.</param>
/// <param name="Digest">Of every number that was found then.</param>
/// <param name="Same">Whether it is the run's own.</param>
public sealed record ApiMadeAgain(DateTimeOffset Time, string ModelVersion, string Digest, bool Same);

/// <summary>The answer of a run in short.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Variants">Ids of the variants, in the order of each row's answers.</param>
/// <param name="Rows">Each question with its answer for each variant, as people read it: £ million, median and 8 in 10.</param>
/// <param name="Missed">In how many futures the target is missed.</param>
/// <param name="RightLastTime">Whether such answers were right before, in sentences.</param>
/// <param name="Notes">What a reader must know beside the figures.</param>
public sealed record ApiHeadline(
    string Run, IReadOnlyList<string> Variants, IReadOnlyList<ApiHeadlineRow> Rows, IReadOnlyList<ApiChance> Missed, IReadOnlyList<string> RightLastTime, IReadOnlyList<string> Notes);

/// <summary>A question and its answers.</summary>
/// <param name="Question">The question.</param>
/// <param name="Answers">One for each variant.</param>
public sealed record ApiHeadlineRow(string Question, IReadOnlyList<string> Answers);

/// <summary>In how many futures something happens.</summary>
/// <param name="Variant">Id of the variant.</param>
/// <param name="Futures">In how many.</param>
/// <param name="Of">Of how many.</param>
public sealed record ApiChance(string Variant, int Futures, int Of);

/// <summary>Who changed what.</summary>
/// <param name="Entries">The newest first.</param>
public sealed record ApiAudit(IReadOnlyList<AuditEntry> Entries);
