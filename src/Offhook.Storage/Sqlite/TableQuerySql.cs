using System.Collections.Frozen;
using Microsoft.Data.Sqlite;
using Offhook.Storage.Table;

namespace Offhook.Storage.Sqlite;

/// <summary>Lists that readers of the table ask for.</summary>
internal sealed class TableQuerySql : ITableDialect
{
    private static readonly TableQuerySql Dialect = new();

    private static readonly FrozenSet<string> Always = FrozenSet.ToFrozenSet(
        ["id", "reference", "call_id", "provider", "kind", "direction", "mobile_number", "customer_number", "status", "agent_leg", "customer_leg", "received_at", "version", "updated_at"],
        StringComparer.Ordinal);

    private TableQuerySql()
    {
    }

    public static TableRows Read(SqliteSession session, TableQuery query)
    {
        var statement = new TableStatement(Dialect, query);
        var where = $" from ivr_calls c where {statement.Condition}{AudienceCondition.Sql(query.Audience)}";
        long? total = query.CountsAll ? session.Once("select count(*)" + where, command => Fill(command, statement, query).Number()) : null;
        IReadOnlyList<CallRow> rows = query.Limit == 0 || total <= query.Offset
            ? []
            : session.Once($"select {CallColumns.List}{where} order by {statement.Order} limit @limit offset @offset", command => Fill(command, statement, query).All(CallColumns.Read));
        return new TableRows(rows, total);
    }

    // The provider's link is not ours to show or to have guessed: readers see our own address of the recording.
    public string Expression(TableColumn column) => column.Name == "recording_url"
        ? $"case when c.recording_url is not null then '{IvrCallsTable.RecordingAddressStart}' || c.id || '{IvrCallsTable.RecordingAddressEnd}' end"
        : "c." + column.Name;

    // SQLite compares texts by their bytes of itself.
    public string Ordered(TableColumn column) => Expression(column);

    public bool MayBeMissing(TableColumn column) => !Always.Contains(column.Name);

    public bool PutsNullsFirst(bool isDescending) => !isDescending;

    public string OneOf(TableColumn column, IReadOnlyList<object> values, Func<object, string> parameter) =>
        $"{Expression(column)} in ({string.Join(", ", values.Select(parameter))})";

    public string Distinct(string expression, string parameter) => $"{expression} is not {parameter}";

    public string Patterned(string expression, string parameter, bool ignoreCase) => $"{SqliteFile.LikeFunction}({expression}, {parameter}, {(ignoreCase ? 1 : 0)})";

    private static SqliteCommand Fill(SqliteCommand command, TableStatement statement, TableQuery query)
    {
        for (var i = 0; i < statement.Parameters.Count; i++)
        {
            _ = command.With(TableStatement.ParameterName(i), Stored(statement.Parameters[i]));
        }

        return command
            .WithAudience(query.Audience)
            .With("@limit", query.Limit)
            .With("@offset", query.Offset);
    }

    private static object Stored(object value) => value switch
    {
        Guid id => id.ToString("D"),
        DateTimeOffset time => StoredTime.Text(time),
        _ => value,
    };
}
