using Microsoft.Data.Sqlite;
using Offhook.Storage.Table;

namespace Offhook.Storage.Sqlite;

/// <summary>The database file and how it is opened.</summary>
internal sealed class SqliteFile(string path)
{
    /// <summary>Whether a text is of a pattern: <c>(text, pattern, ignore case)</c>. SQLite's own takes capital and small letters of English for equal always, and those of other languages never.</summary>
    public const string LikeFunction = "offhook_like";

    // For another program that looks into the file or backs it up: such locks last moments.
    private const int BusySeconds = 5;

    /// <summary>Makes the file and its folder when they are missing. The file holds secrets and numbers: it is its owner's alone.</summary>
    public void Make()
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (OperatingSystem.IsWindows())
        {
            _ = Directory.CreateDirectory(folder!); // A file always lies in a folder.
            return;
        }

        _ = Directory.CreateDirectory(folder!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, UnixCreateMode = Own }))
        {
            File.SetUnixFileMode(path, Own);
        }
    }

    /// <summary>The connection that writes. A commit returns when it is on the disk.</summary>
    /// <exception cref="StoreUnavailableException">The disk cannot do write-ahead logging, as some network disks cannot.</exception>
    public SqliteSession OpenWriter() => Open(SqliteOpenMode.ReadWrite, static session =>
    {
        session.Execute("""
            pragma synchronous = full;
            pragma foreign_keys = on;
            pragma journal_size_limit = 67108864;
            """);
        if (session.Command("pragma journal_mode = wal").First(row => row.GetString(0)) is not "wal")
        {
            throw new StoreUnavailableException("The database file lies on a disk that cannot do write-ahead logging. Put it on a local disk.");
        }
    });

    /// <summary>A connection that only reads, and is never kept waiting by the one that writes.</summary>
    public SqliteSession OpenReader() => Open(SqliteOpenMode.ReadOnly, static session =>
    {
        session.Execute("pragma query_only = on");
        session.Define(LikeFunction, static (text, pattern, ignoreCase) => text is null ? null : LikePattern.Matches(text, pattern, ignoreCase));
    });

    private SqliteSession Open(SqliteOpenMode mode, Action<SqliteSession> prepare)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false, // Sessions keep their own connections, with their prepared statements.
            DefaultTimeout = 1, // The library's own retries come after SQLite's: one round of them is enough.
        }.ConnectionString);
        var session = new SqliteSession(connection);
        try
        {
            connection.Open();
            session.Execute($"pragma busy_timeout = {BusySeconds * 1000}");
            prepare(session);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
