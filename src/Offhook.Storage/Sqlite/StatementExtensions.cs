using Microsoft.Data.Sqlite;

namespace Offhook.Storage.Sqlite;

/// <summary>Filling a prepared statement and reading what it gives.</summary>
internal static class StatementExtensions
{
    /// <summary>Sets a parameter. Null becomes SQL's null.</summary>
    public static SqliteCommand With(this SqliteCommand command, string name, object? value)
    {
        var place = command.Parameters.IndexOf(name);
        if (place < 0)
        {
            _ = command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }
        else
        {
            command.Parameters[place].Value = value ?? DBNull.Value;
        }

        return command;
    }

    public static SqliteCommand With(this SqliteCommand command, string name, DateTimeOffset time) => command.With(name, StoredTime.Text(time));

    public static SqliteCommand With(this SqliteCommand command, string name, Guid reference) => command.With(name, reference.ToString("D"));

    /// <summary>Runs a statement that gives no rows.</summary>
    /// <returns>How many rows it wrote.</returns>
    public static int Run(this SqliteCommand command) => command.ExecuteNonQuery();

    /// <summary>The first row, or null when there is none.</summary>
    public static T? First<T>(this SqliteCommand command, Func<SqliteDataReader, T> read)
        where T : class
    {
        using var reader = command.ExecuteReader();
        return reader.Read() ? read(reader) : null;
    }

    /// <summary>The whole number in the first column of the first row, or null when there is none.</summary>
    public static long? Number(this SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        return reader.Read() && !reader.IsDBNull(0) ? reader.GetInt64(0) : null;
    }

    public static List<T> All<T>(this SqliteCommand command, Func<SqliteDataReader, T> read)
    {
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset Time(this SqliteDataReader row, int column) => StoredTime.Read(row.GetString(column));

    public static DateTimeOffset? TimeOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static TimeSpan? SecondsOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : TimeSpan.FromSeconds(row.GetInt64(column));

    public static Guid Reference(this SqliteDataReader row, int column) => Guid.ParseExact(row.GetString(column), "D");
}
