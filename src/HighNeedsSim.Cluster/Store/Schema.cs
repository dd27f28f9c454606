using System.Data.Common;
using System.Globalization;

namespace HighNeedsSim.Cluster;

/// <summary>
/// The tables of the run store, as steps from an empty database to today's, in SQLite's words for types. A step that has been
/// released is never changed.
/// </summary>
internal static class Schema
{
    /// <summary>The first makes the tables of version 1, and each further one those of the version after.</summary>
    public static IReadOnlyList<string> Steps { get; } =
    [
        """
        CREATE TABLE packages (
            hash  TEXT NOT NULL PRIMARY KEY,
            bytes BLOB NOT NULL);

        CREATE TABLE runs (
            run           TEXT    NOT NULL PRIMARY KEY,
            client_key    TEXT    NOT NULL UNIQUE,
            scenario      TEXT    NOT NULL,
            package       TEXT    NOT NULL REFERENCES packages (hash),
            seed          INTEGER NOT NULL,
            replicates    INTEGER NOT NULL,
            variants      TEXT    NOT NULL,
            months        INTEGER NOT NULL,
            batch_size    INTEGER NOT NULL,
            model_version TEXT    NOT NULL,
            created       TEXT    NOT NULL,
            state         INTEGER NOT NULL,
            finished      TEXT,
            failure       TEXT,
            digest        TEXT,
            cpu_seconds   REAL    NOT NULL DEFAULT 0);

        CREATE TABLE worlds (
            run           TEXT    NOT NULL REFERENCES runs (run),
            variant       TEXT    NOT NULL,
            first         INTEGER NOT NULL,
            count         INTEGER NOT NULL,
            sha256        TEXT    NOT NULL,
            bytes         BLOB    NOT NULL,
            model_seconds REAL    NOT NULL,
            wall_seconds  REAL    NOT NULL,
            PRIMARY KEY (run, variant, first));
        """,

        // Leads of a run and attempts at a world are counted: only the newest may write. Silos of a cluster find each other here.
        """
        ALTER TABLE runs ADD COLUMN lead INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE runs ADD COLUMN leader TEXT;

        CREATE TABLE attempts (
            run           TEXT    NOT NULL REFERENCES runs (run),
            variant       TEXT    NOT NULL,
            first         INTEGER NOT NULL,
            fence         INTEGER NOT NULL,
            silo          TEXT    NOT NULL,
            months        INTEGER NOT NULL,
            sha256        TEXT,
            bytes         BLOB,
            PRIMARY KEY (run, variant, first));

        CREATE TABLE clusters (
            cluster       TEXT    NOT NULL PRIMARY KEY,
            version       INTEGER NOT NULL);

        CREATE TABLE silos (
            cluster       TEXT    NOT NULL REFERENCES clusters (cluster),
            address       TEXT    NOT NULL,
            name          TEXT    NOT NULL,
            host          TEXT    NOT NULL,
            gateway_port  INTEGER NOT NULL,
            status        INTEGER NOT NULL,
            suspects      TEXT    NOT NULL,
            started       TEXT    NOT NULL,
            alive         TEXT    NOT NULL,
            model_version TEXT    NOT NULL,
            etag          INTEGER NOT NULL,
            PRIMARY KEY (cluster, address));
        """,

        // Whose a run is, and what they call it: NULL for runs from before.
        """
        ALTER TABLE runs ADD COLUMN owner TEXT;
        ALTER TABLE runs ADD COLUMN tag TEXT;
        """,

        // Who answers for a run, in the order of signing; only ever added to.
        """
        CREATE TABLE signatures (
            run           TEXT    NOT NULL REFERENCES runs (run),
            number        INTEGER NOT NULL,
            digest        TEXT    NOT NULL,
            role          TEXT    NOT NULL,
            name          TEXT    NOT NULL,
            signed        TEXT    NOT NULL,
            note          TEXT    NOT NULL,
            PRIMARY KEY (run, number));
        """,

        // By which programs are known where people sign in.
        """
        CREATE TABLE tokens (
            id            TEXT    NOT NULL PRIMARY KEY,
            name          TEXT    NOT NULL,
            role          TEXT    NOT NULL,
            issued_by     TEXT    NOT NULL,
            issued        TEXT    NOT NULL,
            ends          TEXT    NOT NULL,
            hash          TEXT    NOT NULL,
            revoked       TEXT);
        """,

        // Whose word a scenario's baseline has, and who changed what: only ever added to. Entries come in the order of their time.
        """
        CREATE TABLE sign_offs (
            scenario        TEXT    NOT NULL,
            signed          TEXT    NOT NULL,
            name            TEXT    NOT NULL,
            hash            TEXT    NOT NULL,
            checked_against TEXT    NOT NULL,
            PRIMARY KEY (scenario, signed, name));

        CREATE TABLE audit (
            time          TEXT    NOT NULL,
            id            TEXT    NOT NULL,
            name          TEXT    NOT NULL,
            action        TEXT    NOT NULL,
            subject       TEXT,
            reason        TEXT,
            status        INTEGER NOT NULL,
            PRIMARY KEY (time, id));
        """,
    ];

    /// <summary>The version of today's tables.</summary>
    public static int Newest => Steps.Count;

    /// <summary>Brings a database up to today's tables, all of it or nothing, by one process at a time.</summary>
    /// <exception cref="InvalidOperationException">A newer version of the program made it.</exception>
    public static int Migrate(Database database, DbConnection connection, TimeProvider time)
    {
        using var transaction = database.BeginMigration(connection);
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY, applied TEXT NOT NULL)");
        var version = connection.Query("SELECT coalesce(max(version), 0) FROM schema_version", row => row.GetInt32(0)).Single();
        if (version > Steps.Count)
        {
            throw new InvalidOperationException(
                $"The database '{database.Name}' has tables of version {version}, made by a newer HighNeedsSim; this one knows "
                + $"up to {Steps.Count}. Use the newer program, or name another database.");
        }

        for (; version < Steps.Count; version++)
        {
            connection.Execute(database.Ddl(Steps[version]));
            connection.Execute(
                "INSERT INTO schema_version VALUES (@version, @applied)",
                ("@version", version + 1),
                ("@applied", time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)));
        }

        transaction.Commit();
        return version;
    }
}
