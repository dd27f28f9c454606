using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace HighNeedsSim.Server.Runs;

/// <summary>Somebody's word that a scenario's figures are those of the authority.</summary>
/// <param name="Scenario">The scenario's id.</param>
/// <param name="Hash">Of its files then: a change of any of them needs a new word.</param>
/// <param name="User">Who.</param>
/// <param name="CheckedAgainst">What it was held against.</param>
/// <param name="Time">When.</param>
public sealed record SignOff(string Scenario, string Hash, string User, string CheckedAgainst, DateTimeOffset Time);

/// <summary>Sign-offs: a line of JSON each, only ever added to.</summary>
public sealed class SignOffs(string file) : IDisposable
{
    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Keeps one.</summary>
    public async Task Add(SignOff signOff)
    {
        await _turn.WaitAsync();
        try
        {
            await File.AppendAllTextAsync(file, JsonSerializer.Serialize(signOff, Lines) + "\n");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Those of a scenario, the newest first.</summary>
    public async Task<IReadOnlyList<SignOff>> Of(string scenario)
    {
        await _turn.WaitAsync();
        try
        {
            return !File.Exists(file) ? [] :
            [
                .. (await File.ReadAllLinesAsync(file)).Select(line => JsonSerializer.Deserialize<SignOff>(line, Lines)!)
                    .Where(signed => signed.Scenario == scenario).Reverse(),
            ];
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
