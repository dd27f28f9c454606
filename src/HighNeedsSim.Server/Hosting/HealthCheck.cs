namespace HighNeedsSim.Server.Hosting;

/// <summary>Asks a server on this machine whether it is well: for containers that hold no other program that could ask.</summary>
public static class HealthCheck
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    /// <summary>Asks.</summary>
    /// <param name="url">Where the server listens.</param>
    /// <returns>0 when it is ready, else 1.</returns>
    public static async Task<int> Ask(string url)
    {
        using var client = new HttpClient { Timeout = AnswerWithin };
        try
        {
            using var answer = await client.GetAsync(new Uri(new Uri(url), "/health/ready"));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{url} does not answer: {failure.Message}");
            return 1;
        }
    }
}
