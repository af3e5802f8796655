using Microsoft.Data.Sqlite;

namespace Offhook.Storage.Sqlite;

/// <summary>One connection and the statements that were prepared on it. Used by one thread at a time.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>The statement of this text, prepared once and used again. Its parameters keep their last values until they are set anew.</summary>
    public SqliteCommand Command(string sql)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            _prepared.Add(sql, command);
        }

        return command;
    }

    /// <summary>A statement that is made for one reader and not kept: there are as many of them as readers have wishes.</summary>
    public T Once<T>(string sql, Func<SqliteCommand, T> use)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return use(command);
    }

    /// <summary>Makes a function of ours known to the connection.</summary>
    public void Define(string name, Func<string?, string, bool, bool?> function) => connection.CreateFunction(name, function, isDeterministic: true);

    /// <summary>Gives up what is read as soon as this says so; asked again after every thousand steps or so.</summary>
    /// <exception cref="SqliteException">It was given up: error 9, interrupted.</exception>
    public T Until<T>(Func<bool> isOver, Func<SqliteSession, T> read)
    {
        // Kept until the end of the reading, because native code calls it.
        SQLitePCL.delegate_progress handler = _ => isOver() ? 1 : 0;
        SQLitePCL.raw.sqlite3_progress_handler(connection.Handle, 1000, handler, null);
        try
        {
            return read(this);
        }
        finally
        {
            SQLitePCL.raw.sqlite3_progress_handler(connection.Handle, 0, null, null);
            GC.KeepAlive(handler);
        }
    }

    /// <summary>Runs statements that return nothing and are not needed again.</summary>
    public void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }

    /// <summary>Reads several statements as of one moment.</summary>
    public T InOneView<T>(Func<SqliteSession, T> read)
    {
        Command("begin").Run();
        var seen = read(this);
        Command("commit").Run();
        return seen;
    }

    /// <summary>Undoes the present transaction, if there is one left to undo: some faults end it by themselves.</summary>
    public void Undo()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            Command("rollback").Run();
        }
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }
}
