using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;

namespace HighNeedsSim.Server.Api;

/// <summary>
/// Remembers for a day what was answered to a key, so that a request sent twice does one thing. After a restart the run store still knows
/// the keys of its runs.
/// </summary>
public sealed class IdempotencyKeys : IDisposable
{
    /// <summary>The longest key.</summary>
    public const int MostCharacters = 100;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = 10_000 });
    private readonly Lock _adding = new();

    /// <summary>Does what was asked once for each key; again with the same body it gives the first answer.</summary>
    /// <param name="key">The client's key, and who sent it.</param>
    /// <param name="body">What was sent.</param>
    /// <param name="act">Does it, and tells whether the answer is to be kept: what was refused may be tried again.</param>
    public async Task<IResult> Once(string key, ReadOnlyMemory<byte> body, Func<Task<(IResult Answer, bool Keep)>> act)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(body.Span));
        Entry entry;
        lock (_adding)
        {
            if (_answers.TryGetValue(key, out Entry? before))
            {
                return before!.Hash != hash ? Problems.Of("key-reused", StatusCodes.Status422UnprocessableEntity)
                    : before.Answer ?? Problems.Of("key-in-flight", StatusCodes.Status409Conflict);
            }

            entry = new(hash);
            _answers.Set(key, entry, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });
        }

        var keep = false;
        try
        {
            (var answer, keep) = await act();
            entry.Answer = answer;
            return answer;
        }
        finally
        {
            if (!keep)
            {
                _answers.Remove(key);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _answers.Dispose();

    private sealed class Entry(string hash)
    {
        public string Hash { get; } = hash;

        public IResult? Answer { get; set; }
    }
}
