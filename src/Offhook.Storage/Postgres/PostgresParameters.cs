using Npgsql;
using NpgsqlTypes;

namespace Offhook.Storage.Postgres;

/// <summary>Filling a statement. The type is always said, because a null has none of its own.</summary>
internal static class PostgresParameters
{
    public static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand command, string name, NpgsqlDbType type, T? value)
    {
        _ = command.Parameters.Add(Parameter(name, type, value));
        return command;
    }

    public static NpgsqlCommand With<T>(this NpgsqlCommand command, string name, NpgsqlDbType type, T? value)
    {
        _ = command.Parameters.Add(Parameter(name, type, value));
        return command;
    }

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, string name, Guid value) => command.With(name, NpgsqlDbType.Uuid, value);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, string name, DateTimeOffset value) => command.With(name, NpgsqlDbType.TimestampTz, value.ToUniversalTime());

    public static NpgsqlCommand With(this NpgsqlCommand command, string name, DateTimeOffset value) => command.With(name, NpgsqlDbType.TimestampTz, value.ToUniversalTime());

    public static NpgsqlCommand With(this NpgsqlCommand command, string name, string? value) => command.With(name, NpgsqlDbType.Text, value);

    public static NpgsqlBatchCommand WithMany<T>(this NpgsqlBatchCommand command, string name, NpgsqlDbType type, IEnumerable<T> values) =>
        command.With(name, NpgsqlDbType.Array | type, values.ToArray());

    /// <summary>Adds a statement to a batch.</summary>
    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return command;
    }

    private static NpgsqlParameter Parameter<T>(string name, NpgsqlDbType type, T? value) =>
        value is null
            ? new NpgsqlParameter(name, type) { Value = DBNull.Value }
            : new NpgsqlParameter<T>(name, type) { TypedValue = value };
}
