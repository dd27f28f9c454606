using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using HighNeedsSim.Cluster;

namespace HighNeedsSim.Server.Security;

/// <summary>
/// Tokens by which programs are known where people sign in. A token is shown once, when it is issued; its hash lies beside the runs and is looked up at
/// each request, so that what is taken back at one web process is good at none.
/// </summary>
/// <param name="kept">Where they are kept.</param>
/// <param name="time">The clock.</param>
public sealed class ApiTokens(ProgramTokens kept, TimeProvider time)
{
    /// <summary>How every token begins, so that a scanner for leaked secrets can find one.</summary>
    public const string Prefix = "hns_";

    /// <summary>For so many days a token is good at most.</summary>
    public const int MostDays = 366;

    /// <summary>The longest name.</summary>
    public const int LongestName = 60;

    private const int IdBytes = 4;
    private const int SecretBytes = 32;

    /// <summary>What a program may be: it reads, or starts runs and changes scenarios. Signing off and seeing who did what are for people.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["viewer", "analyst"];

    /// <summary>All that were ever issued, the newest first.</summary>
    public async Task<IReadOnlyList<ProgramToken>> List() => await kept.List();

    /// <summary>Whether a token is good now.</summary>
    public bool IsGood(ProgramToken token) => token.Revoked is null && time.GetUtcNow() < token.Ends;

    /// <summary>Issues a token.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="role">One of <see cref="Roles"/>.</param>
    /// <param name="days">For how many days it is good.</param>
    /// <param name="by">Who issues it.</param>
    /// <returns>What is kept of it, and the token, which nobody can find out again.</returns>
    public async Task<(ProgramToken Kept, string Token)> Issue(string name, string role, int days, string by)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var token = $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";
        var now = time.GetUtcNow();
        var issued = new ProgramToken(id, name, role, by, now, now.AddDays(days), Hash(token));
        await kept.Add(issued);
        return (issued, token);
    }

    /// <summary>Takes a token back, from this moment on.</summary>
    /// <returns>Whether there was one of that id that was not taken back before.</returns>
    public Task<bool> Revoke(string id) => kept.Revoke(id, time.GetUtcNow());

    /// <summary>The token that somebody presents; null when it is none of ours, or not good any more.</summary>
    public async Task<ProgramToken?> Find(string presented) =>
        presented.Split('_') is ["hns", { Length: 2 * IdBytes } id, ..]
            && await kept.Find(id) is { } token
            && IsGood(token)
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(presented)), Encoding.ASCII.GetBytes(token.Hash))
            ? token
            : null;

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
