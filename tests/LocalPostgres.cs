using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace HighNeedsSim;

/// <summary>
/// A PostgreSQL of our own on this machine: Debian's programs, a new folder, a free port of loopback, a password, and gone when
/// the tests are done. It can be killed and started again on the same folder.
/// </summary>
internal sealed class LocalPostgres : IAsyncDisposable
{
    private const string Password = "a-password-of-tests";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hns-postgres-");
    private readonly string _programs = FindPrograms();
    private readonly int _port = FreePort();
    private IReadOnlyList<string> _within = [];
    private Process? _server;
    private int _databases;

    private LocalPostgres() => Data = Path.Combine(_folder.FullName, "data");

    private string Data { get; set; }

    /// <summary>Makes a cluster of databases and starts it.</summary>
    public static async Task<LocalPostgres> Start()
    {
        var postgres = new LocalPostgres();
        try
        {
            var password = Path.Combine(postgres._folder.FullName, "password");
            await File.WriteAllTextAsync(password, Password);
            if (IsRoot)
            {
                // PostgreSQL refuses to run as root.
                await Run("chown", "-R", "postgres", postgres._folder.FullName);
            }

            await Run(postgres.AsUser("initdb", "-D", postgres.Data, "-U", "postgres", "--auth=scram-sha-256", $"--pwfile={password}",
                "--no-sync", "--data-checksums", "--encoding=UTF8", "--locale=C"));
            await postgres.Up();
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>A new, empty database.</summary>
    public async Task<string> NewDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"hns{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(To("postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is ours.
        command.CommandText = $"CREATE DATABASE {name}";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
        return To(name);
    }

    /// <summary>The same database, reached by a file of this machine and not over its network.</summary>
    public string BySocket(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Host = _folder.FullName }.ConnectionString;

    /// <summary>Copies a database into another, empty one, as an operator does: pg_dump, then pg_restore.</summary>
    public async Task Copy(string from, string to)
    {
        var file = Path.Combine(_folder.FullName, "copy");
        static string Of(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Database!;
        await Run(AsUser("pg_dump", ["--format=custom", "--file", file, .. Reach, Of(from)], Password));
        await Run(AsUser("pg_restore", ["--exit-on-error", .. Reach, "--dbname", Of(to), file], Password));
    }

    /// <summary>Goes on from now on in another folder, which perhaps only those see who begin with certain words.</summary>
    /// <param name="folder">The folder; this machine's postgres may write in it.</param>
    /// <param name="words">A program that prepares something and then becomes the one that is named after it.</param>
    public async Task Move(string folder, IReadOnlyList<string> words)
    {
        await Kill();
        await Run(words[0], [.. words.Skip(1), "cp", "-a", Data, folder]);
        (Data, _within) = (Path.Combine(folder, "data"), words);
        await Up();
    }

    /// <summary>Whether it has ended though we did not end it.</summary>
    public bool HasDied => _server is { HasExited: true };

    /// <summary>Whether it runs.</summary>
    public bool IsUp => _server is { HasExited: false };

    /// <summary>The first number of an answer.</summary>
    public static async Task<long> Count(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statement is ours.
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>Starts the server on its folder and waits until it lets somebody in.</summary>
    public async Task Up()
    {
        _server = Process.Start(Within(AsUser("postgres", "-D", Data, "-k", _folder.FullName, "-h", "127.0.0.1",
            "-p", _port.ToString(CultureInfo.InvariantCulture), "-c", "max_connections=200", "-c", "shared_buffers=64MB")))!;
        _server.OutputDataReceived += (_, _) => { };
        _server.ErrorDataReceived += (_, line) => Last = line.Data ?? Last;
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        var limit = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await Count(To("postgres"), "SELECT 1");
                return;
            }
            catch (NpgsqlException) when (limit.Elapsed < TimeSpan.FromMinutes(2) && !_server.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>Kills the server and all its children, as a machine does that loses power.</summary>
    public async Task Kill()
    {
        if (_server is { } server)
        {
            _server = null;
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            server.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _folder.Delete(recursive: true);
    }

    private string Last { get; set; } = "";

    private static bool IsRoot => Environment.UserName == "root";

    private string To(string database) => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=postgres;Password={Password};Database={database}");

    private string[] Reach => ["-h", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), "-U", "postgres"];

    private ProcessStartInfo AsUser(string program, string[] arguments, string password)
    {
        var start = AsUser(program, arguments);
        start.Environment["PGPASSWORD"] = password;
        return start;
    }

    private ProcessStartInfo AsUser(string program, params string[] arguments)
    {
        string[] words = IsRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] : [];
        words = [.. words, Path.Combine(_programs, program), .. arguments];
        return new(words[0], words[1..]) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
    }

    private ProcessStartInfo Within(ProcessStartInfo start)
    {
        string[] line = [.. _within, start.FileName, .. start.ArgumentList];
        return new(line[0], line[1..]) { WorkingDirectory = start.WorkingDirectory, RedirectStandardOutput = true, RedirectStandardError = true };
    }

    private static Task Run(string program, params string[] arguments) =>
        Run(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });

    private static async Task Run(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} failed: {string.Join('\n', said)}");
        }
    }

    // Debian keeps the server's programs out of the path, one folder for each version.
    private static string FindPrograms()
    {
        const string Versions = "/usr/lib/postgresql";
        return Directory.Exists(Versions)
            && Directory.GetDirectories(Versions).OrderByDescending(v => v.Length).ThenByDescending(v => v, StringComparer.Ordinal)
                .Select(v => Path.Combine(v, "bin")).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb"))) is { } found
            ? found
            : throw new InvalidOperationException("These tests need PostgreSQL's server: on Debian or Ubuntu, apt-get install postgresql.");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
