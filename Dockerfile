# The server: one image for every role (docs/operations.md). Built and run on nobody's machine yet: see there what was checked.
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN dotnet publish src/HighNeedsSim.Server -c Release -o /app && mkdir /data

# With the time zones that the smaller one leaves out: pages say times of this country.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=build /app .
COPY scenarios /app/scenarios
# A new named volume takes its owner from here.
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
ENV HNS_DATA=/data HNS_SCENARIOS=/app/scenarios DOTNET_EnableDiagnostics=0
USER $APP_UID
# The image holds no shell and no other program that could ask.
HEALTHCHECK --interval=10s --timeout=8s --start-period=60s --retries=3 CMD ["dotnet", "HighNeedsSim.Server.dll", "--healthcheck"]
ENTRYPOINT ["dotnet", "HighNeedsSim.Server.dll"]
