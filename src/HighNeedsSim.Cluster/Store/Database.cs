using System.Data.Common;

namespace HighNeedsSim.Cluster;

/// <summary>A database of one make: how it is opened, and the little in which its SQL differs from that of the others.</summary>
internal abstract class Database : IDisposable
{
    /// <summary>What to call it in messages: without user, without secrets.</summary>
    public abstract string Name { get; }

    /// <summary>The database that the options name.</summary>
    public static Database Open(RunStoreOptions options) =>
        options.IsPostgres ? new PostgresDatabase(options.ConnectionString) : new SqliteDatabase(options.ConnectionString);

    /// <summary>Does some work with a connection that nobody else uses meanwhile. It may be done twice: work is idempotent.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer, or its disk is full.</exception>
    public abstract Task<T> Do<T>(Func<DbConnection, T> work);

    /// <summary>Begins to write: whoever else wants to write the same rows waits.</summary>
    public abstract DbTransaction BeginWrite(DbConnection connection);

    /// <summary>Begins to change the tables: nobody else does meanwhile, in any process.</summary>
    public abstract DbTransaction BeginMigration(DbConnection connection);

    /// <summary>What follows a SELECT whose rows nobody is to change until the change that it belongs to is over; nothing, where one writes at a time.</summary>
    public abstract string Unchanged { get; }

    /// <summary>A step of the schema in this make's words for types.</summary>
    public abstract string Ddl(string step);

    /// <summary>What is wrong inside the database as far as its own check finds; empty when nothing is.</summary>
    public abstract IReadOnlyList<string> Check(DbConnection connection);

    /// <summary>Writes a copy to a new file, as the database is at this moment. The file is there when the copy is whole and on the disk, and not before.</summary>
    /// <exception cref="InvalidOperationException">Databases of this make are copied by programs of their own.</exception>
    public abstract void Copy(DbConnection connection, string file);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of connections.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>
/// The database does not answer or cannot be written just now. Whether the last change was made is unknown; ask again later.
/// </summary>
public class StoreUnavailableException : Exception
{
    /// <summary>No answer, without words.</summary>
    public StoreUnavailableException()
    {
    }

    /// <summary>No answer.</summary>
    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>No answer because of another failure.</summary>
    public StoreUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>The database cannot be written because its disk is full: nothing of the last change was made, and what was stored before is unharmed.</summary>
public sealed class StoreFullException : StoreUnavailableException
{
    /// <summary>Full, without words.</summary>
    public StoreFullException()
    {
    }

    /// <summary>Full.</summary>
    public StoreFullException(string message)
        : base(message)
    {
    }

    /// <summary>Full, as another failure says.</summary>
    public StoreFullException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
