using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HighNeedsSim.Server.Security;

/// <summary>What is kept of a token: enough to know it again, and not what it is.</summary>
/// <param name="Id">Its public part, in lists and in the audit trail.</param>
/// <param name="Name">What it is for, in the words of whoever issued it.</param>
/// <param name="Role">What it may do: one of <see cref="ApiTokens.Roles"/>.</param>
/// <param name="By">Who issued it.</param>
/// <param name="Issued">When.</param>
/// <param name="Ends">When it stops being good by itself.</param>
/// <param name="Hash">SHA-256 of the token. It has 256 random bits, so nothing slower is needed to keep it from being guessed.</param>
/// <param name="Revoked">When it was taken back; null while it is good.</param>
public sealed record ApiToken(
    string Id, string Name, string Role, string By, DateTimeOffset Issued, DateTimeOffset Ends, string Hash, DateTimeOffset? Revoked = null);

/// <summary>
/// Tokens by which programs are known where people sign in. A token is shown once, when it is issued; its hash lies in the data folder, a line for each
/// change, the last of which counts.
/// </summary>
public sealed class ApiTokens
{
    /// <summary>How every token begins, so that a scanner for leaked secrets can find one.</summary>
    public const string Prefix = "hns_";

    /// <summary>For so many days a token is good at most.</summary>
    public const int MostDays = 366;

    /// <summary>The longest name.</summary>
    public const int LongestName = 60;

    private const int IdBytes = 4;
    private const int SecretBytes = 32;

    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly Lock _turn = new();
    private readonly Dictionary<string, ApiToken> _known = new(StringComparer.Ordinal);

    /// <summary>Reads what was issued.</summary>
    /// <param name="file">Where it is kept.</param>
    /// <param name="time">The clock.</param>
    public ApiTokens(string file, TimeProvider time)
    {
        (_file, _time) = (file, time);
        foreach (var line in File.Exists(file) ? File.ReadAllLines(file) : [])
        {
            var token = JsonSerializer.Deserialize<ApiToken>(line, JsonSerializerOptions.Web)!;
            _known[token.Id] = token;
        }
    }

    /// <summary>What a program may be: it reads, or starts runs and changes scenarios. Signing off and seeing who did what are for people.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["viewer", "analyst"];

    /// <summary>All that were ever issued, the newest first.</summary>
    public IReadOnlyList<ApiToken> List()
    {
        lock (_turn)
        {
            return [.. _known.Values.OrderByDescending(token => token.Issued)];
        }
    }

    /// <summary>Whether a token is good now.</summary>
    public bool IsGood(ApiToken token) => token.Revoked is null && _time.GetUtcNow() < token.Ends;

    /// <summary>Issues a token.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="role">One of <see cref="Roles"/>.</param>
    /// <param name="days">For how many days it is good.</param>
    /// <param name="by">Who issues it.</param>
    /// <returns>What is kept of it, and the token, which nobody can find out again.</returns>
    public (ApiToken Kept, string Token) Issue(string name, string role, int days, string by)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var token = $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";
        var now = _time.GetUtcNow();
        var kept = new ApiToken(id, name, role, by, now, now.AddDays(days), Hash(token));
        lock (_turn)
        {
            Keep(kept);
        }

        return (kept, token);
    }

    /// <summary>Takes a token back, from this moment on.</summary>
    /// <returns>Whether there was one of that id that was not taken back before.</returns>
    public bool Revoke(string id)
    {
        lock (_turn)
        {
            if (!_known.TryGetValue(id, out var token) || token.Revoked is not null)
            {
                return false;
            }

            Keep(token with { Revoked = _time.GetUtcNow() });
            return true;
        }
    }

    /// <summary>The token that somebody presents; null when it is none of ours, or not good any more.</summary>
    public ApiToken? Find(string presented)
    {
        if (presented.Split('_') is not ["hns", var id, ..])
        {
            return null;
        }

        ApiToken? token;
        lock (_turn)
        {
            token = _known.GetValueOrDefault(id);
        }

        return token is not null && IsGood(token) && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(presented)), Encoding.ASCII.GetBytes(token.Hash))
            ? token
            : null;
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private void Keep(ApiToken token)
    {
        File.AppendAllText(_file, JsonSerializer.Serialize(token, JsonSerializerOptions.Web) + "\n");
        _known[token.Id] = token;
    }
}
