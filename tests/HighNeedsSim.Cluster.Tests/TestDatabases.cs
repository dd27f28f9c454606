namespace HighNeedsSim.Cluster.Tests;

/// <summary>A PostgreSQL for all tests of a collection; each takes a database of its own in it.</summary>
public sealed class TestPostgres : IAsyncLifetime
{
    internal LocalPostgres Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await LocalPostgres.Start();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

[CollectionDefinition(nameof(TestPostgres))]
public sealed class TestPostgresTests : ICollectionFixture<TestPostgres>;
