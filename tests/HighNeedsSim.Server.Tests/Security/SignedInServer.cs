using System.Net;
using System.Text.Json;
using HighNeedsSim.Server.Hosting;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HighNeedsSim.Server.Tests.Security;

/// <summary>The real server where people sign in, and the identity provider that they sign in with. Its log is kept, to be searched for what must not be in it.</summary>
public sealed class SignedInServer : IAsyncLifetime, IDisposable
{
    /// <summary>For each role the group that has it at the provider; whoever is a member of another has none.</summary>
    private static readonly Dictionary<string, string[]> Groups = new(StringComparer.Ordinal)
    {
        ["viewer"] = ["members"],
        ["analyst"] = ["finance"],
        ["approver"] = ["s151"],
        ["operator"] = ["it"],
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("highneedssim-");
    private readonly Dictionary<string, HttpClient> _people = new(StringComparer.Ordinal);
    private readonly KeptLog _log = new();
    private WebApplication? _app;

    /// <summary>Where it is.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What the server is made of.</summary>
    public IServiceProvider Services => _app!.Services;

    /// <summary>Where it keeps what it keeps.</summary>
    public string Data => _folder.FullName;

    /// <summary>Everything that was logged, at any level.</summary>
    public string Log => _log.Text;

    internal IdentityProvider Provider { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Provider = await IdentityProvider.Start();
        var secret = Path.Combine(_folder.FullName, "secret");
        await File.WriteAllTextAsync(secret, IdentityProvider.Secret + "\n");
        var file = Path.Combine(_folder.FullName, "sign-in.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["authority"] = Provider.Address,
            ["clientId"] = IdentityProvider.ClientId,
            ["clientSecretFile"] = secret,
            ["roleClaim"] = "groups",
            ["roles"] = Groups,
            ["hosts"] = new[] { "127.0.0.1" },
        }));
        var (settings, problems) = SignInSettings.Read(file);
        Assert.Empty(problems);
        // Everything, but only into the log that is kept here.
        Environment.SetEnvironmentVariable("Logging__KeptLog__LogLevel__Default", "Trace");
        _app = Site.Build(["http://127.0.0.1:0"], Folders.Scenarios(AppContext.BaseDirectory)!, _folder.FullName, new ServerOptions(Batch: 16), new(settings, Watched: false));
        var logging = _app.Services.GetRequiredService<ILoggerFactory>();
        logging.AddProvider(_log);
        await _app.StartAsync();
        Address = new(_app.Urls.Single());
    }

    public void Dispose() => _log.Dispose();

    public async Task DisposeAsync()
    {
        foreach (var person in _people.Values)
        {
            person.Dispose();
        }

        // Not disposed, for the same reason as RunningServer's.
        await _app!.StopAsync();
        await Provider.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Somebody who has not signed in: a browser that keeps cookies and does not follow redirects by itself.</summary>
    public HttpClient Stranger() => new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>Somebody who has signed in and has this role; 'nobody' has none.</summary>
    public async Task<HttpClient> Person(string role)
    {
        if (!_people.TryGetValue(role, out var person))
        {
            _people[role] = person = Stranger();
            using var answer = await SignIn(person, role, "/glossary?from=sign-in", "/");
            Assert.Equal(role == "nobody" ? HttpStatusCode.Forbidden : HttpStatusCode.OK, answer.StatusCode);
        }

        return person;
    }

    /// <summary>Somebody of a name of their own who has signed in and has this role; whoever asks disposes of the browser.</summary>
    public async Task<HttpClient> Person(string role, string name)
    {
        var (person, before) = (Stranger(), Provider.Name);
        try
        {
            Provider.Name = name;
            using var answer = await SignIn(person, role, "/glossary?from=sign-in", "/");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return person;
        }
        finally
        {
            Provider.Name = before;
        }
    }

    /// <summary>Opens a page as somebody who is not signed in yet, and follows all redirects.</summary>
    /// <returns>The last answer.</returns>
    public async Task<HttpResponseMessage> SignIn(HttpClient browser, string role, params string[] pages)
    {
        Provider.Groups = Groups.TryGetValue(role, out var groups) ? groups : ["the-public"];
        HttpResponseMessage? answer = null;
        foreach (var page in pages)
        {
            answer?.Dispose();
            answer = await Follow(browser, new Uri(Address, page));
        }

        return answer!;
    }

    /// <summary>Opens an address and follows redirects, to the provider and back.</summary>
    public static async Task<HttpResponseMessage> Follow(HttpClient browser, Uri address)
    {
        for (var steps = 0; steps < 10; steps++)
        {
            var answer = await browser.GetAsync(address);
            if (answer.Headers.Location is not { } next)
            {
                return answer;
            }

            answer.Dispose();
            address = new Uri(address, next);
        }

        throw new InvalidOperationException($"The redirects do not end: {address}");
    }

    /// <summary>Keeps what is logged, at every level.</summary>
    [ProviderAlias("KeptLog")]
    private sealed class KeptLog : ILoggerProvider, ILogger
    {
        private readonly Lock _turn = new();
        private readonly System.Text.StringBuilder _text = new();

        public string Text
        {
            get
            {
                lock (_turn)
                {
                    return _text.ToString();
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_turn)
            {
                _text.Append(formatter(state, exception)).Append('\n').Append(exception).Append('\n');
            }
        }

        public void Dispose()
        {
        }
    }
}

[CollectionDefinition(nameof(SignedInServer))]
public sealed class SignedInServerTests : ICollectionFixture<SignedInServer>;
