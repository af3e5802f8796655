using Offhook.Calls;

namespace Offhook.Storage.Sqlite;

/// <summary>The table <c>reports</c>, and the ids of the provider that reports have named.</summary>
internal static class ReportTable
{
    private const string Insert = """
        insert into reports (reference, identity, source, received_at, content, raw)
        values (@reference, @identity, @source, @received_at, @content, @raw)
        on conflict (reference, identity) do update set received_at = excluded.received_at where excluded.received_at < received_at
        """;

    private const string InsertProviderId = """
        insert into provider_ids (provider_call_id, reference, source, first_seen)
        values (@provider_call_id, @reference, @source, @first_seen)
        on conflict (provider_call_id, reference) do nothing
        """;

    private const string OfCall = "select number, content, received_at, raw from reports where reference = @reference order by number";

    /// <summary>Adds a report. Of a repeated one only an earlier arrival is kept.</summary>
    /// <returns><see langword="false"/> when it was there already and nothing was written.</returns>
    public static bool Keep(SqliteSession session, Report report, string? raw)
    {
        var written = session.Command(Insert)
            .With("@reference", report.Reference)
            .With("@identity", ReportIdentity.Of(report))
            .With("@source", report.Source.Word())
            .With("@received_at", report.At)
            .With("@content", ReportContent.Text(report))
            .With("@raw", Storable.Of(raw))
            .Run() > 0;
        if (written && report.ProviderCallId is { } id)
        {
            session.Command(InsertProviderId)
                .With("@provider_call_id", id)
                .With("@reference", report.Reference)
                .With("@source", report.Source.Word())
                .With("@first_seen", report.At)
                .Run();
        }

        return written;
    }

    /// <summary>In order of arrival.</summary>
    public static List<StoredReport> Of(SqliteSession session, Guid reference) =>
        session.Command(OfCall).With("@reference", reference)
            .All(row => new StoredReport(row.GetInt64(0), ReportContent.Read(row.GetString(1), row.Time(2)), row.TextOrNull(3)));
}
