using System.Text.Json;
using System.Text.Json.Serialization;

namespace HighNeedsSim.Server.Security;

/// <summary>How people sign in, and how the server is reached: the file that <c>--sign-in</c> names.</summary>
/// <param name="Authority">The identity provider's address (OpenID Connect).</param>
/// <param name="ClientId">What the provider calls this service.</param>
/// <param name="ClientSecretFile">A file with the secret that the provider knows this service by: the secret itself is never in settings, arguments or logs.</param>
/// <param name="RoleClaim">The claim with somebody's groups or roles.</param>
/// <param name="Roles">For each of our roles the values of that claim that have it.</param>
/// <param name="Hosts">The names under which browsers reach the server.</param>
/// <param name="Proxies">Addresses of the proxies in front of it that speak https to browsers; they tell it who asked and how.</param>
/// <param name="CertificateFile">The server's own certificate in PEM form, for addresses with https.</param>
/// <param name="KeyFile">Its key in PEM form.</param>
public sealed record SignInSettings(
    string Authority,
    string ClientId,
    string ClientSecretFile,
    string RoleClaim,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Roles,
    IReadOnlyList<string> Hosts,
    IReadOnlyList<string>? Proxies = null,
    string? CertificateFile = null,
    string? KeyFile = null)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>The secret.</summary>
    [JsonIgnore]
    public string ClientSecret { get; private init; } = "";

    /// <summary>Reads the file.</summary>
    /// <returns>The settings, or everything that is wrong with them.</returns>
    public static (SignInSettings? Settings, IReadOnlyList<string> Problems) Read(string file)
    {
        SignInSettings settings;
        try
        {
            settings = JsonSerializer.Deserialize<SignInSettings>(File.ReadAllBytes(file), Strict)!;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return (null, [$"--sign-in: '{file}' cannot be read: check its name and that you may open it."]);
        }
        catch (JsonException wrong)
        {
            return (null, [$"--sign-in: '{file}' is not what docs/sign-in.md describes (at {wrong.Path ?? "$"}, line {wrong.LineNumber + 1})."]);
        }

        var problems = settings.Faults().Select(fault => $"--sign-in: {fault}").ToList();
        var secret = "";
        try
        {
            secret = File.ReadAllText(settings.ClientSecretFile).Trim();
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add("--sign-in: the file that clientSecretFile names cannot be read.");
        }

        return problems.Count > 0 ? (null, problems) : (settings with { ClientSecret = secret }, []);
    }

    private IEnumerable<string> Faults()
    {
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var authority) || (authority.Scheme != Uri.UriSchemeHttps && !authority.IsLoopback))
        {
            yield return $"authority '{Authority}' must be an https address.";
        }

        if (ClientId.Length == 0 || RoleClaim.Length == 0)
        {
            yield return "clientId and roleClaim must not be empty.";
        }

        foreach (var role in Roles.Keys.Except(Access.Roles))
        {
            yield return $"roles: '{role}' is not a role; there are {string.Join(", ", Access.Roles)}.";
        }

        if (Hosts.Count == 0 || Hosts.Any(host => host.Contains('*', StringComparison.Ordinal) || host.Contains('/', StringComparison.Ordinal)))
        {
            yield return "hosts must name each host under which browsers reach the server, without '*' and '/'.";
        }

        if (Proxies?.FirstOrDefault(proxy => !System.Net.IPAddress.TryParse(proxy, out _)) is { } wrong)
        {
            yield return $"proxies: '{wrong}' is not an IP address.";
        }

        if (CertificateFile is null != KeyFile is null)
        {
            yield return "certificateFile and keyFile go together.";
        }
    }
}
