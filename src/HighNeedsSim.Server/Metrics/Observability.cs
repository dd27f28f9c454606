using System.Reflection;
using HighNeedsSim.Cluster;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace HighNeedsSim.Server.Metrics;

/// <summary>What the service tells of itself: metrics for Prometheus at <c>/metrics</c>; metrics and traces by OTLP where somebody listens.</summary>
public static class Observability
{
    /// <summary>Where Prometheus looks.</summary>
    public const string MetricsPath = "/metrics";

    /// <summary>The standard variable of OpenTelemetry that names a collector. Without it nothing is sent anywhere.</summary>
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Every meter that is exported, ours first. docs/metrics.md says what is in them.</summary>
    private static readonly string[] Meters =
    [
        SimulationMetrics.Name,
        "Microsoft.Orleans",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Runtime",
    ];

    /// <summary>Adds metrics and, where a collector is named, traces.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="watched">Whether anything of it is exported.</param>
    public static void AddObservability(this WebApplicationBuilder builder, bool watched)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<NewestRuns>();
        builder.Services.AddHostedService(services => services.GetRequiredService<NewestRuns>());
        builder.Services.AddSingleton<RunMetrics>();
        if (!watched)
        {
            return;
        }

        var send = !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Collector));
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("highneedssim", serviceVersion: Version()))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters).AddPrometheusExporter();
                if (send)
                {
                    metrics.AddOtlpExporter();
                }
            });
        if (send)
        {
            telemetry.WithTracing(traces => traces
                .AddSource(SimulationMetrics.Name, "Microsoft.AspNetCore", "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application")
                .AddOtlpExporter());
        }
    }

    /// <summary>Answers Prometheus.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        // Its instruments exist from the start, not from the first viewer on.
        app.Services.GetRequiredService<RunMetrics>();
        app.MapPrometheusScrapingEndpoint(MetricsPath);
    }

    private static string Version() =>
        typeof(Observability).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
