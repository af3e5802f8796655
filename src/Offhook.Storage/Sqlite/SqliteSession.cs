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
