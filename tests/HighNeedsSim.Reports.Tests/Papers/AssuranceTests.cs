using System.Diagnostics.CodeAnalysis;
using System.Text;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Scenarios;

namespace HighNeedsSim.Reports.Tests.Papers;

[SuppressMessage("Design", "CA1001", Justification = "xunit makes one for each test and disposes of it.")]
public sealed class AssuranceTests : IDisposable
{
    private const string Digest = "abc";
    private static readonly DateOnly Day = new(2026, 11, 24);
    private readonly string _folder = Directory.CreateTempSubdirectory("hns-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact, Tier("Fact")]
    public void A_run_goes_from_draft_to_assured_to_approved()
    {
        var run = Assurance.None(Digest);
        Assert.Equal(AssuranceState.Draft, run.State);

        run = Signed(run, AssuranceRole.Analyst, "Ann");
        Assert.Equal(AssuranceState.Draft, run.State);
        run = Signed(run, AssuranceRole.Assurer, "Bob");
        Assert.Equal(AssuranceState.Assured, run.State);
        run = Signed(run, AssuranceRole.Approver, "Cath");
        Assert.Equal(AssuranceState.Approved, run.State);
    }

    [Fact, Tier("Fact")]
    public void Nobody_assures_or_approves_their_own_work()
    {
        var run = Signed(Assurance.None(Digest), AssuranceRole.Analyst, "Ann");

        Assert.Equal("whoever made the analysis cannot assure it: somebody else signs.", run.Sign(new(AssuranceRole.Assurer, " ann ", Day, "n")).Fault);
        Assert.Equal("nothing is approved that nobody has assured: an assurer signs first.", run.Sign(new(AssuranceRole.Approver, "Cath", Day, "n")).Fault);
        Assert.Equal(
            "whoever made the analysis cannot approve it: somebody else signs.",
            Signed(run, AssuranceRole.Assurer, "Bob").Sign(new(AssuranceRole.Approver, "Ann", Day, "n")).Fault);
        Assert.Equal("the analyst signs first, in that role.", Assurance.None(Digest).Sign(new(AssuranceRole.Assurer, "Bob", Day, "n")).Fault);
    }

    [Fact, Tier("Fact")]
    public void Nobody_assures_or_approves_a_run_that_they_started_although_another_analyst_signed()
    {
        var run = Signed(Assurance.None(Digest), AssuranceRole.Analyst, "Ann");

        Assert.Equal("whoever started the run cannot assure it: somebody else signs.", run.Sign(new(AssuranceRole.Assurer, "bob", Day, "n"), startedBy: "Bob").Fault);
        Assert.Equal(
            "whoever started the run cannot approve it: somebody else signs.",
            Signed(run, AssuranceRole.Assurer, "Cath").Sign(new(AssuranceRole.Approver, "Bob", Day, "n"), startedBy: "Bob").Fault);
    }

    [Theory, Tier("Fact")]
    [InlineData("Ann\u0001", "n")]
    [InlineData("Ann\nBob", "n")]
    [InlineData("Ann", "n\0")]
    public void What_no_document_can_hold_is_not_signed(string name, string note) =>
        Assert.StartsWith("a name and a note hold letters", Assurance.None(Digest).Sign(new(AssuranceRole.Analyst, name, Day, note)).Fault, StringComparison.Ordinal);

    [Fact, Tier("Fact")]
    public void An_assurer_who_looks_again_takes_the_approval_back()
    {
        var run = Signed(Signed(Signed(Assurance.None(Digest), AssuranceRole.Analyst, "Ann"), AssuranceRole.Assurer, "Bob"), AssuranceRole.Approver, "Cath");

        Assert.Equal(AssuranceState.Assured, Signed(run, AssuranceRole.Assurer, "Dan").State);
    }

    [Fact, Tier("Fact")]
    public void Signatures_given_one_after_the_other_come_to_what_signing_came_to()
    {
        Signature[] given =
        [
            new(AssuranceRole.Commissioner, "Eve", Day, "n"), new(AssuranceRole.Analyst, "Ann", Day, "n"), new(AssuranceRole.Assurer, "Bob", Day, "n"),
            new(AssuranceRole.Analyst, "Ann", Day, "again"), new(AssuranceRole.Assurer, "Dan", Day, "n"), new(AssuranceRole.Approver, "Cath", Day, "n"),
        ];

        var one = given.Aggregate(Assurance.None(Digest), (run, signature) => run.Sign(signature).Signed!);

        Assert.Equal(one.Signatures, Assurance.Of(Digest, given).Signatures);
        Assert.Equal(["Eve", "Ann", "Dan", "Cath"], one.Signatures.Select(signature => signature.Name));
    }

    [Fact, Tier("Files")]
    public void How_a_run_was_made_again_is_evidence_for_that_result_alone()
    {
        var time = new DateTimeOffset(2026, 11, 30, 9, 5, 0, TimeSpan.Zero);
        var (kept, other) = (new string('a', 64), new string('b', 64));
        Assert.Null(new Reproduction(time, "1", kept, kept, []).Keep(_folder));

        var again = Assurance.Of(_folder, kept).Reproduced!;

        Assert.True(again.IsSame);
        Assert.Equal((time, "1", kept), (again.Time, again.ModelVersion, again.Found));
        Assert.Null(Assurance.Of(_folder, other).Reproduced);
        Assert.False(new Reproduction(time, "1", kept, other, []).IsSame);
        Assert.False(new Reproduction(time, "1", kept, kept, ["run.json"]).IsSame);
        File.WriteAllText(Path.Combine(_folder, Reproduction.FileName), "[]");
        Assert.Throws<InvalidDataException>(() => Assurance.Of(_folder, kept));
    }

    [Fact, Tier("Fact")]
    public void An_analyst_who_signs_again_makes_it_a_draft_again()
    {
        var run = Signed(Signed(Assurance.None(Digest), AssuranceRole.Analyst, "Ann"), AssuranceRole.Assurer, "Bob");

        Assert.Equal(AssuranceState.Draft, Signed(run, AssuranceRole.Analyst, "Ann").State);
    }

    [Fact, Tier("Files")]
    public void Signatures_hold_for_the_result_they_were_given_for_and_for_no_other()
    {
        var run = Signed(Signed(Assurance.None(Digest), AssuranceRole.Analyst, "Ann"), AssuranceRole.Assurer, "Bob");
        File.WriteAllBytes(Path.Combine(_folder, Assurance.FileName), run.Write());

        Assert.Equal(run.Signatures, Assurance.Of(_folder, Digest).Signatures);
        Assert.Equal(AssuranceState.Draft, Assurance.Of(_folder, "another").State);
    }

    [Fact, Tier("Files")]
    public void A_file_that_is_none_is_told()
    {
        File.WriteAllText(Path.Combine(_folder, Assurance.FileName), "{}");

        Assert.Throws<InvalidDataException>(() => Assurance.Of(_folder, Digest));
    }

    [Fact, Tier("Fact")]
    public void Whatever_is_not_approved_says_so_on_every_printed_page()
    {
        string Page(Assurance assurance) => HtmlPaper.Write(CouncilPaper.Of(SmallRun.Run, PaperDetails.None, assurance));
        var assured = Signed(Signed(Assurance.None(Digest), AssuranceRole.Analyst, "Ann"), AssuranceRole.Assurer, "Bob");

        Assert.Contains("content: \"DRAFT\"; position: fixed", Page(Assurance.None(Digest)), StringComparison.Ordinal);
        Assert.Contains("content: \"ASSURED\"; position: fixed", Page(assured), StringComparison.Ordinal);
        Assert.DoesNotContain("position: fixed", Page(Signed(assured, AssuranceRole.Approver, "Cath")), StringComparison.Ordinal);
    }

    [Fact, Tier("Fact")]
    public void Details_are_read_and_all_their_mistakes_told_at_once()
    {
        var (details, none) = Read("committee: Scrutiny\nfor-decision: true\npreferred: planned\nthresholds:\n  chance-green: 0.9\n");
        Assert.Empty(none);
        Assert.Equal(("Scrutiny", true, "planned", 0.9), (details!.Committee, details.ForDecision, details.Preferred, details.Thresholds.ChanceGreen));

        var (nothing, problems) = Read("comittee: Scrutiny\npreferred: plan\nthresholds:\n  chance-green: 0.2\n");
        Assert.Null(nothing);
        Assert.Equal(3, problems.Count);

        static (PaperDetails?, IReadOnlyList<Problem>) Read(string text) => PaperDetailsReader.Read(Encoding.UTF8.GetBytes(text), ["unmitigated", "planned"]);
    }

    private static Assurance Signed(Assurance run, AssuranceRole role, string name)
    {
        var (signed, fault) = run.Sign(new(role, name, Day, "Looked at everything."));
        Assert.Null(fault);
        return signed!;
    }
}
