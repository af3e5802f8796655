using Npgsql;
using NpgsqlTypes;
using Offhook.Storage.Table;

namespace Offhook.Storage.Postgres;

/// <summary>Lists that readers of the table ask for.</summary>
internal sealed class TableQuerySql : ITableDialect
{
    private static readonly TableQuerySql Dialect = new();

    private TableQuerySql()
    {
    }

    /// <exception cref="QueryTooLongException">The server did not finish in time.</exception>
    public static async Task<TableRows> ReadAsync(PostgresReads database, TableQuery query, CancellationToken cancellationToken)
    {
        var statement = new TableStatement(Dialect, query);
        var where = $" from public.ivr_calls c where {statement.Condition}{AudienceCondition.Sql(query.Audience)}";
        var list = $"select {CallReading.List}{where} order by {statement.Order} limit @limit offset @offset";
        try
        {
            return query.CountsAll
                ? await database.InOneViewAsync(
                    batch =>
                    {
                        batch.Timeout = (int)QueryTooLongException.Longest.TotalSeconds;
                        Fill(batch.Add("select count(*)" + where).WithAudience(query.Audience).Parameters, statement, query);
                        Fill(batch.Add(list).WithAudience(query.Audience).Parameters, statement, query);
                    },
                    reader => CountedAsync(reader, cancellationToken),
                    cancellationToken).ConfigureAwait(false)
                : new TableRows(
                    await database.AllAsync(
                        list,
                        command =>
                        {
                            command.CommandTimeout = (int)QueryTooLongException.Longest.TotalSeconds;
                            Fill(command.WithAudience(query.Audience).Parameters, statement, query);
                            return command;
                        },
                        CallReading.Read,
                        cancellationToken).ConfigureAwait(false),
                    Total: null);
        }
        catch (StoreUnavailableException away) when (IsGivenUp(away.InnerException))
        {
            throw new QueryTooLongException(away);
        }
    }

    // What an adopted table has as its own key is its own affair. The provider's link is not ours to show or to have guessed: readers see our own
    // address of the recording. In a row of another program our columns may be empty; it is shown with what stands in for them.
    public string Expression(TableColumn column) => column.Name switch
    {
        "id" => "c.reference",
        "recording_url" => $"case when c.recording_url is not null then '{IvrCallsTable.RecordingAddressStart}' || c.reference || '{IvrCallsTable.RecordingAddressEnd}' end",
        "call_id" => "coalesce(c.call_id::text, c.reference::text)",
        "provider" => "nullif(c.provider::text, '')",
        _ => column.Type is ColumnType.Text ? $"c.{column.Name}::text" : "c." + column.Name,
    };

    public string Ordered(TableColumn column) => column.Type is ColumnType.Text ? $"({Expression(column)}) collate \"C\"" : Expression(column);

    public bool MayBeMissing(TableColumn column) => column != IvrCallsTable.Key;

    public bool PutsNullsFirst(bool isDescending) => isDescending;

    public string OneOf(TableColumn column, IReadOnlyList<object> values, Func<object, string> parameter) => $"{Expression(column)} = any({parameter(column.Type switch
    {
        ColumnType.Uuid => values.Cast<Guid>().ToArray(),
        ColumnType.Number => values.Cast<int>().ToArray(),
        ColumnType.BigNumber => values.Cast<long>().ToArray(),
        ColumnType.Timestamptz => values.Cast<DateTimeOffset>().ToArray(),
        _ => values.Cast<string>().ToArray(),
    })})";

    public string Distinct(string expression, string parameter) => $"{expression} is distinct from {parameter}";

    public string Patterned(string expression, string parameter, bool ignoreCase) => $"{expression} {(ignoreCase ? "ilike" : "like")} {parameter}";

    private static async Task<TableRows> CountedAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var total = await reader.AllAsync(row => row.GetInt64(0), cancellationToken).ConfigureAwait(false);
        _ = await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        return new TableRows(await reader.AllAsync(CallReading.Read, cancellationToken).ConfigureAwait(false), total[0]);
    }

    private static void Fill(NpgsqlParameterCollection parameters, TableStatement statement, TableQuery query)
    {
        for (var i = 0; i < statement.Parameters.Count; i++)
        {
            _ = parameters.AddWithValue(TableStatement.ParameterName(i), TypeOf(statement.Parameters[i]), statement.Parameters[i]);
        }

        _ = parameters.AddWithValue("@limit", NpgsqlDbType.Integer, query.Limit);
        _ = parameters.AddWithValue("@offset", NpgsqlDbType.Bigint, query.Offset);
    }

    private static NpgsqlDbType TypeOf(object value) => value switch
    {
        Guid => NpgsqlDbType.Uuid,
        Guid[] => NpgsqlDbType.Array | NpgsqlDbType.Uuid,
        int => NpgsqlDbType.Integer,
        int[] => NpgsqlDbType.Array | NpgsqlDbType.Integer,
        long => NpgsqlDbType.Bigint,
        long[] => NpgsqlDbType.Array | NpgsqlDbType.Bigint,
        DateTimeOffset => NpgsqlDbType.TimestampTz,
        DateTimeOffset[] => NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        string => NpgsqlDbType.Text,
        string[] => NpgsqlDbType.Array | NpgsqlDbType.Text,
        _ => throw new InvalidOperationException($"{value.GetType()} is the type of no column"),
    };

    // The driver gives up by itself and asks the server to stop; which of the two is heard first differs.
    private static bool IsGivenUp(Exception? fault) => fault is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } or NpgsqlException { InnerException: TimeoutException };
}
