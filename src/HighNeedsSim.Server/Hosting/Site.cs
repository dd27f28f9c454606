using HighNeedsSim.Cluster;
using HighNeedsSim.Scenarios;
using HighNeedsSim.Server.Api;
using HighNeedsSim.Server.Expected;
using HighNeedsSim.Server.Metrics;
using HighNeedsSim.Server.Runs;
using HighNeedsSim.Server.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Console;

namespace HighNeedsSim.Server.Hosting;

/// <summary>One process with everything in it: silo, run store and pages.</summary>
public static class Site
{
    /// <summary>A form here has a dozen short fields.</summary>
    private const long MostBytesSent = 64 * 1024;

    /// <summary>Puts the parts together.</summary>
    /// <param name="urls">Where to listen: loopback addresses, unless people sign in.</param>
    /// <param name="scenarios">The scenarios' folder.</param>
    /// <param name="data">Where runs are kept.</param>
    /// <param name="options">What part it takes in a cluster; null for one process with everything in it.</param>
    /// <param name="site">Who may use it; null for whoever sits at this machine.</param>
    public static WebApplication Build(
        IEnumerable<string> urls, string scenarios, string data, ServerOptions? options = null, SiteOptions? site = null)
    {
        (options, site) = (options ?? new(), site ?? new());
        // The program's own folder: whatever folder the user stands in is no place to look for settings or pages.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(Site).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        // A server that was built and not published would look for every address among the styles and scripts too, so that what an address does not do
        // would be 'not found' there and 'not allowed' where it was published.
        builder.Configuration["DisableStaticAssetNotFoundRuntimeFallback"] = "true";
        Listen(builder, [.. urls], site.SignIn);
        Log(builder, options.Log);
        AddRuns(builder, data, options);
        builder.Services.AddSingleton<FinishedRuns>();
        builder.Services.AddSingleton<RunsUnderWay>();
        builder.Services.AddHealthChecks().AddCheck<RunStoreCheck>("run store");
        if (options.Role != ServerRole.Silo)
        {
            AddPages(builder, scenarios, data);
            AddSecurity(builder, site);
            builder.Services.AddApi(site.ChangesPerMinute);
        }

        builder.AddObservability(site.Watched);

        var app = builder.Build();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
        if (site.Watched)
        {
            app.MapMetrics();
        }

        if (options.Role != ServerRole.Silo)
        {
            MapPages(app, site);
        }

        return app;
    }

    private static void AddRuns(WebApplicationBuilder builder, string data, ServerOptions options)
    {
        builder.Services.AddSingleton(new WorldOptions { BatchSize = options.Batch });
        var store = options.Store(data);
        _ = options switch
        {
            { Member: null } => builder.AddEmbeddedSilo(store),
            { Role: ServerRole.Web, Member: { } member } => builder.AddClusterClient(store, member.Cluster),
            { Member: { } member } => builder.AddClusterSilo(store, member),
        };
    }

    private static void MapPages(WebApplication app, SiteOptions site)
    {
        if (site.SignIn?.Proxies is { Count: > 0 })
        {
            app.UseForwardedHeaders();
        }

        app.UseSecurityHeaders();
        app.AnswerHead();
        app.TellFailures();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAudit();
        app.UseAccess();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorPages().WithStaticAssets();
        app.MapRuns();
        app.MapScenarioFiles();
        app.MapApi();
        app.MapLive();
    }

    private static void AddSecurity(WebApplicationBuilder builder, SiteOptions options)
    {
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<AuditTrail>();
        builder.Services.AddSingleton<ApiTokens>();
        builder.Services.AddSingleton<RunAssurance>();
        builder.Services.AddSingleton<PaperShelf>();
        builder.AddSignIn(options.SignIn);
    }

    private static void Listen(WebApplicationBuilder builder, string[] urls, SignInSettings? signIn)
    {
        builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // No endpoints from settings or the environment: only what was checked.
            kestrel.Configure();
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBytesSent;
        });

        // Another site's page can make a browser on this machine call us, under that site's name: DNS rebinding.
        builder.Services.Configure<HostFilteringOptions>(filter =>
        {
            filter.AllowedHosts = [.. LoopbackAddress.HostNames, .. signIn?.Hosts ?? []];
            filter.AllowEmptyHosts = false;
            filter.IncludeFailureMessage = false;
        });

        // Without this a server that was built but not published answers compressed requests for styles with nothing.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
    }

    private static void Log(WebApplicationBuilder builder, LogForm form)
    {
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // Keys in a folder that only its owner may read need no second lock.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // It measures its first interval from the machine's start and warns of a thread that never began.
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        // It recommends the collector of a server at every start: docs/decisions/0114 says why this one has another.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
        if (form == LogForm.Json)
        {
            // For a collector: what it does as well as what went wrong, and whose it was.
            builder.Logging.AddFilter("HighNeedsSim", LogLevel.Information);
            builder.Logging.AddJsonConsole(console =>
            {
                console.IncludeScopes = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            });
        }
        else
        {
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        }

        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static void AddPages(WebApplicationBuilder builder, string scenarios, string data)
    {
        var keys = Path.Combine(data, "keys");
        Folders.Create(keys);
        builder.Services.AddDataProtection().SetApplicationName("HighNeedsSim").PersistKeysToFileSystem(new(keys));
        builder.Services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.FormFieldName = "token";
        });
        builder.Services.Configure<FormOptions>(form =>
        {
            form.ValueCountLimit = 100;
            form.BufferBodyLengthLimit = MostBytesSent;
        });
        // The form says itself what is wrong with it, all of it at once and without a script.
        builder.Services.AddRazorPages()
            .AddMvcOptions(mvc => mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true)
            .AddViewOptions(views => views.HtmlHelperOptions.ClientValidationEnabled = false);
        var own = new OwnScenarios(scenarios, Path.Combine(data, "scenarios"));
        own.Prepare();
        builder.Services.AddSingleton(new ScenarioShelf(scenarios, own));
        var packing = Path.Combine(data, "packing");
        Folders.Create(packing);
        builder.Services.AddSingleton(services => new PackedRuns(services.GetRequiredService<Cluster.RunReader>(), packing));
        builder.Services.AddSingleton<LivePictures>();
        builder.Services.AddSingleton<PublishedFigures>();
        builder.Services.AddSingleton<ExpectedDesk>();
        builder.Services.AddSingleton<AnswerDesk>();
    }
}
