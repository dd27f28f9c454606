using HighNeedsSim.Cluster;
using HighNeedsSim.Server.Hosting;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Connections;

var (options, refusal) = ServerOptions.Read(args, Environment.GetEnvironmentVariable);
if (options is null)
{
    await Console.Error.WriteLineAsync(refusal);
    return 2;
}

if (options.Help)
{
    await Console.Out.WriteLineAsync(ServerOptions.HelpText);
    return 0;
}

if (options.HealthCheck)
{
    return await HealthCheck.Ask(options.Urls is [var first, ..] ? first : $"http://127.0.0.1:{LoopbackAddress.DefaultPort}");
}

var scenarios = options.Scenarios ?? Folders.Scenarios(Environment.CurrentDirectory, AppContext.BaseDirectory);
if (options.Role != ServerRole.Silo && (scenarios is null || !Directory.Exists(scenarios)))
{
    await Console.Error.WriteLineAsync("No scenarios found: start the server in the repository, or name their folder with --scenarios DIR.");
    return 4;
}

var data = options.Data ?? Folders.DefaultData();
FileStream? claim;
try
{
    Folders.Create(data);
    // Runs in a file of the folder are one process's; with a database it holds scenarios and keys, which web processes share.
    claim = options.Database is null ? Folders.Claim(data) : null;
}
catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"The folder for runs, {data}, cannot be written: {failure.Message} Mend that, or name another folder with --data DIR.");
    return 1;
}

using var claimed = claim;
if (claim is null && options.Database is null)
{
    await Console.Error.WriteLineAsync($"Another HighNeedsSim keeps its runs in {data}: use that one, or name another folder with --data DIR.");
    return 1;
}

SignInSettings? signIn = null;
if (options.SignIn is { } file)
{
    (signIn, var problems) = SignInSettings.Read(file);
    if (signIn is null)
    {
        foreach (var problem in problems)
        {
            await Console.Error.WriteLineAsync(problem);
        }

        return 2;
    }
}

WebApplication built;
try
{
    built = Site.Build(options.Urls ?? [LoopbackAddress.Default()], Path.GetFullPath(scenarios ?? "."), Path.GetFullPath(data), options, new(signIn));
}
catch (Exception failure) when (failure is StoreUnavailableException or InvalidOperationException)
{
    // A database that is not there or too new: one sentence says it all.
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}

await using var app = built;
try
{
    await app.StartAsync();
}
catch (IOException failure) when (failure.InnerException is AddressInUseException)
{
    await Console.Error.WriteLineAsync($"{failure.Message} Name another address with --urls, or leave --urls out.");
    return 1;
}
catch (Exception failure) when (failure is StoreUnavailableException or InvalidOperationException)
{
    // As does a cluster that plays another model.
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}

foreach (var url in app.Urls)
{
    await Console.Out.WriteLineAsync($"HighNeedsSim is ready: {url}");
}

await Console.Error.WriteLineAsync($"Runs are kept in {(options.Database is null ? data : $"the database of cluster '{options.Cluster}'")}. Ctrl+C stops the server; a run under way goes on when it starts again.");
await app.WaitForShutdownAsync();
return 0;
