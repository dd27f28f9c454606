using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HighNeedsSim.Reports.Documents;

namespace HighNeedsSim.Reports.Papers;

/// <summary>How far a run has been assured, in the words of the AQuA Book (Government Analysis Function, 2025).</summary>
public enum AssuranceState
{
    /// <summary>Nobody but the analyst has answered for it.</summary>
    Draft,

    /// <summary>Somebody who did not make it has checked that it is fit for its use.</summary>
    Assured,

    /// <summary>The approver has accepted it for its use.</summary>
    Approved,
}

/// <summary>Who signs: the roles of the AQuA Book.</summary>
public enum AssuranceRole
{
    /// <summary>Asked for the analysis and says what it is for.</summary>
    Commissioner,

    /// <summary>Made the run.</summary>
    Analyst,

    /// <summary>Checked it, and is not the analyst.</summary>
    Assurer,

    /// <summary>Accepts it for its use.</summary>
    Approver,
}

/// <summary>A signature.</summary>
/// <param name="Role">In what role.</param>
/// <param name="Name">By whom.</param>
/// <param name="Date">When.</param>
/// <param name="Note">What was looked at, and what limits were found.</param>
public sealed record Signature(AssuranceRole Role, string Name, DateOnly Date, string Note);

/// <summary>
/// Who has signed for a run. It is tied to the digest of the result: when the numbers change, nobody has signed for them.
/// </summary>
/// <param name="Digest">Of the result that was signed for.</param>
/// <param name="Signatures">In the order of signing.</param>
public sealed record Assurance(string Digest, IReadOnlyList<Signature> Signatures)
{
    /// <summary>The file beside a run in which signatures are kept.</summary>
    public const string FileName = "assurance.json";

    /// <summary>The longest name that signs, in characters.</summary>
    public const int LongestName = 100;

    /// <summary>The longest note, in characters.</summary>
    public const int LongestNote = 2_000;

    private const string Schema = "hn.assurance/1";

    /// <summary>How the run was last made again, and whether it came out the same; null when nobody has tried.</summary>
    public Reproduction? Reproduced { get; init; }

    /// <summary>Nobody has signed.</summary>
    public static Assurance None(string digest) => new(digest, []);

    /// <summary>What these signatures come to, given in this order, each of them allowed when it was given.</summary>
    public static Assurance Of(string digest, IEnumerable<Signature> given) => given.Aggregate(None(digest), (assurance, signature) => assurance.With(signature));

    /// <summary>How far the run has been assured.</summary>
    public AssuranceState State =>
        Find(AssuranceRole.Assurer) is null ? AssuranceState.Draft
        : Find(AssuranceRole.Approver) is null ? AssuranceState.Assured
        : AssuranceState.Approved;

    /// <summary>How far a paper about two runs is assured: as far as the one that is less so.</summary>
    public AssuranceState StateWith(Assurance other) => State < other.State ? State : other.State;

    /// <summary>Who signed in a role; null for nobody.</summary>
    public Signature? Find(AssuranceRole role) => Signatures.LastOrDefault(signature => signature.Role == role);

    /// <summary>The same with one more signature, or why it cannot be given. This is the one rule of who signs when: the command line and the server ask it.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="startedBy">Who started the run, by the name that they signed in with; null where nobody is known.</param>
    public (Assurance? Signed, string? Fault) Sign(Signature signature, string? startedBy = null)
    {
        var (name, note) = (signature.Name.Trim(), signature.Note.Trim());
        if (name.Length == 0 || note.Length == 0)
        {
            return (null, "a signature needs a name and a note of what was looked at and what limits were found.");
        }

        if (name.Any(char.IsControl) || note.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
        {
            return (null, "a name and a note hold letters, digits and signs, and no control characters.");
        }

        if (name.Length > LongestName || note.Length > LongestNote)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"a name has at most {LongestName} characters, a note at most {LongestNote}."));
        }

        var analyst = Find(AssuranceRole.Analyst)?.Name;
        var fault = signature.Role switch
        {
            AssuranceRole.Assurer when analyst is null => "the analyst signs first, in that role.",
            AssuranceRole.Assurer when Same(analyst, name) => "whoever made the analysis cannot assure it: somebody else signs.",
            AssuranceRole.Assurer when Same(startedBy, name) => "whoever started the run cannot assure it: somebody else signs.",
            AssuranceRole.Approver when Find(AssuranceRole.Assurer) is null => "nothing is approved that nobody has assured: an assurer signs first.",
            AssuranceRole.Approver when Same(analyst, name) => "whoever made the analysis cannot approve it: somebody else signs.",
            AssuranceRole.Approver when Same(startedBy, name) => "whoever started the run cannot approve it: somebody else signs.",
            _ when Signatures is [.., var last] && signature.Date < last.Date =>
                $"the last signature is of {Date(last.Date)}: a signature is not given before it.",
            _ => null,
        };
        return fault is null ? (With(signature with { Name = name, Note = note }), null) : (null, fault);
    }

    // An analyst who signs again has changed something: those who signed before have not seen it. What an assurer finds anew, nobody has approved.
    private Assurance With(Signature signature) => this with
    {
        Signatures =
        [
            .. Signatures.Where(other => signature.Role switch
            {
                AssuranceRole.Analyst => other.Role == AssuranceRole.Commissioner,
                AssuranceRole.Assurer => other.Role is AssuranceRole.Commissioner or AssuranceRole.Analyst,
                _ => other.Role != signature.Role,
            }),
            signature,
        ],
    };

    /// <summary>The signatures as a file.</summary>
    public byte[] Write() => RunDocument.Bytes(new JsonObject
    {
        ["schema"] = Schema,
        ["digest"] = Digest,
        ["signatures"] = new JsonArray([.. Signatures.Select(signature => new JsonObject
        {
            ["role"] = NameOf(signature.Role),
            ["name"] = signature.Name,
            ["date"] = signature.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["note"] = signature.Note,
        })]),
    });

    /// <summary>The signatures given for a result: those of the file beside it, where they are for this very result.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="digest">Of the run's result.</param>
    /// <exception cref="InvalidDataException">The file cannot be read.</exception>
    public static Assurance Of(string folder, string digest)
    {
        var file = Path.Combine(folder, FileName);
        var signed = File.Exists(file) && Read(File.ReadAllBytes(file)) is { } found && found.Digest == digest ? found : None(digest);
        return signed with { Reproduced = Reproduction.Of(folder, digest) };
    }

    /// <summary>A role's name in files and on the command line.</summary>
    public static string NameOf(AssuranceRole role) => role.ToString().ToLowerInvariant();

    /// <summary>A date as papers write it: <c>24 November 2026</c>.</summary>
    internal static string Date(DateOnly date) => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static bool Same(string? one, string other) => one is not null && string.Equals(one.Trim(), other, StringComparison.OrdinalIgnoreCase);

    private static Assurance Read(byte[] bytes)
    {
        try
        {
            var document = JsonNode.Parse(bytes)!.AsObject();
            return new(
                document["digest"]!.GetValue<string>(),
                [.. document["signatures"]!.AsArray().Select(signature => new Signature(
                    Enum.Parse<AssuranceRole>(signature!["role"]!.GetValue<string>(), ignoreCase: true),
                    signature["name"]!.GetValue<string>(),
                    DateOnly.ParseExact(signature["date"]!.GetValue<string>(), "yyyy-MM-dd", CultureInfo.InvariantCulture),
                    signature["note"]!.GetValue<string>()))]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            throw new InvalidDataException($"{FileName} cannot be read: move it away and sign again.", exception);
        }
    }
}
