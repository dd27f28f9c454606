using System.Security.Claims;
using HighNeedsSim.Cluster;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Server.Hosting;
using HighNeedsSim.Server.Security;

namespace HighNeedsSim.Server.Runs;

/// <summary>Why a signature was not taken.</summary>
public enum Refusal
{
    /// <summary>Whoever signs may not do so in this role.</summary>
    Forbidden,

    /// <summary>The signature is not complete, or not in its turn.</summary>
    Invalid,

    /// <summary>Somebody else signed meanwhile.</summary>
    Overtaken,
}

/// <summary>
/// Who answers for the runs of this server. Where people sign in, they sign by the name that they are known by; on a server of one machine the
/// officer gives a name. What may be signed is <see cref="Assurance.Sign"/>'s to say, here as on the command line.
/// </summary>
public sealed class RunAssurance(RunSignatures kept, SiteOptions site, TimeProvider time)
{
    /// <summary>Whether people give a name themselves, because nobody signs in.</summary>
    public bool IsNameGiven => site.SignIn is null;

    /// <summary>Who has signed for a run's result, and whether it has been made again here.</summary>
    /// <param name="run">The run's id.</param>
    /// <param name="digest">Of its result.</param>
    public async Task<Assurance> Of(string run, string digest) =>
        Assurance.Of(digest, Given(await kept.Of(run), digest)) with { Reproduced = await LastRepeat(run, digest) };

    /// <summary>The roles in which somebody may sign.</summary>
    public static IReadOnlyList<AssuranceRole> RolesOf(ClaimsPrincipal user) => user.Identity?.AuthenticationType == TokenUser.SchemeName
        // A program answers for nothing.
        ? []
        : [.. Enum.GetValues<AssuranceRole>().Where(role => Access.MaySign(role, user.IsInRole))];

    /// <summary>Signs, or says why not.</summary>
    /// <param name="run">The run, which has finished.</param>
    /// <param name="digest">Of its result.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="role">In what role.</param>
    /// <param name="name">The name given; not asked where people sign in.</param>
    /// <param name="note">What was looked at, and what limits were found.</param>
    public async Task<(Assurance? Signed, Refusal Why, string? Fault)> Sign(
        RunListing run, string digest, ClaimsPrincipal user, AssuranceRole role, string? name, string? note)
    {
        var may = RolesOf(user);
        if (!may.Contains(role))
        {
            return (null, Refusal.Forbidden, may.Count == 0
                ? "a program cannot answer for a run: a person signs in and signs."
                : $"you may not sign as {Assurance.NameOf(role)}, only as {string.Join(" or ", may.Select(Assurance.NameOf))}.");
        }

        var given = await kept.Of(run.Run);
        var now = time.GetUtcNow();
        var signer = IsNameGiven ? name ?? "" : user.Identity?.Name ?? "";
        var (signed, fault) = Assurance.Of(digest, Given(given, digest)).Sign(
            new(role, signer, DateOnly.FromDateTime(now.UtcDateTime), note ?? ""), IsNameGiven ? null : run.Owner);
        if (signed is not { Signatures: [.., var last] })
        {
            return (null, Refusal.Invalid, fault);
        }

        return await kept.Add(run.Run, given.Count, new(digest, Assurance.NameOf(role), last.Name, now, last.Note))
            ? (signed, default, null)
            : (null, Refusal.Overtaken, "somebody else signed meanwhile: look at what they signed, then sign again.");
    }

    private static IEnumerable<Signature> Given(IEnumerable<StoredSignature> signatures, string digest) => signatures
        .Where(signature => signature.Digest == digest)
        .Select(signature => new Signature(
            Enum.Parse<AssuranceRole>(signature.Role, ignoreCase: true), signature.Name, DateOnly.FromDateTime(signature.Signed.UtcDateTime), signature.Note));

    // A run of the same files, seed and futures is the same run made again, and says whether it can be.
    private async Task<Reproduction?> LastRepeat(string run, string digest) => (await kept.RepeatsOf(run)) is [var last, ..]
        ? new(last.Finished, last.ModelVersion, digest, last.Digest, Differing: null)
        : null;
}
