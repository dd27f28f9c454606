using System.CommandLine;
using HighNeedsSim.Cluster;

namespace HighNeedsSim.Cli;

/// <summary>Which run store a command is about: a data folder's, or PostgreSQL's.</summary>
internal sealed class StoreWords
{
    private readonly Option<string?> _data = new("--data") { Description = "The server's data folder; the usual one if left out.", HelpName = "DIR" };
    private readonly Option<string?> _database = new("--database")
    {
        Description = "PostgreSQL instead: Host=…;Database=…;Username=…; HNS_DATABASE does the same.",
        HelpName = "TEXT",
    };

    private readonly Option<string?> _password = new("--database-password-file") { Description = "Its first line is the password.", HelpName = "FILE" };

    /// <summary>Gives a command the options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_data);
        command.Add(_database);
        command.Add(_password);
    }

    /// <summary>Opens the store; else says why not, and gives the exit code.</summary>
    public (StoreCare? Store, int Code) Open(ParseResult parsed, Terminal terminal)
    {
        var database = parsed.GetValue(_database) ?? Environment.GetEnvironmentVariable("HNS_DATABASE");
        var password = parsed.GetValue(_password) ?? Environment.GetEnvironmentVariable("HNS_DATABASE_PASSWORD_FILE");
        var folder = parsed.GetValue(_data) ?? RunStoreOptions.UsualFolder();
        try
        {
            if (!string.IsNullOrWhiteSpace(database) && parsed.GetValue(_data) is null)
            {
                return (new(RunStoreOptions.OfPostgres(database, password)), ExitCode.Ok);
            }

            var options = RunStoreOptions.InFolder(folder);
            if (!File.Exists(Path.Combine(folder, "highneedssim.db")))
            {
                terminal.Error.WriteLine($"hns: there are no runs in {folder}: name the server's data folder with --data, or its database with --database.");
                return (null, ExitCode.NotFound);
            }

            return (new(options), ExitCode.Ok);
        }
        catch (Exception failure) when (failure is InvalidOperationException or StoreUnavailableException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"hns: {failure.Message}");
            return (null, ExitCode.Failure);
        }
    }
}
