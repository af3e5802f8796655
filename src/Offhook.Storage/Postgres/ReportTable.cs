using Npgsql;
using NpgsqlTypes;

namespace Offhook.Storage.Postgres;

/// <summary>Reading the table <c>offhook.reports</c>.</summary>
internal static class ReportTable
{
    private const string OfCall = "select number, content, received_at, raw from offhook.reports where reference = @reference order by number";

    /// <summary>In order of arrival.</summary>
    public static Task<List<StoredReport>> OfAsync(PostgresReads reads, Guid reference, CancellationToken cancellationToken) => reads.AllAsync(
        OfCall,
        command => command.With("@reference", NpgsqlDbType.Uuid, reference),
        row => new StoredReport(row.GetInt64(0), ReportContent.Read(row.GetString(1), row.Time(2)), row.TextOrNull(3)),
        cancellationToken);

    /// <summary>Gives each report (reference, identity, content, time of arrival) to its call.</summary>
    public static async Task ReadReportsAsync(this NpgsqlDataReader reader, IReadOnlyDictionary<Guid, CallState> states)
    {
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            states[reader.GetGuid(0)].Read(reader.GetFieldValue<byte[]>(1), ReportContent.Read(reader.GetString(2), reader.Time(3)));
        }
    }
}
