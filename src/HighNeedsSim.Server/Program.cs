var app = WebApplication.CreateBuilder(args).Build();

app.MapGet("/", () => "HighNeedsSim");

await app.RunAsync();
