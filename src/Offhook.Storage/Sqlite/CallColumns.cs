using Microsoft.Data.Sqlite;
using Offhook.Calls;

namespace Offhook.Storage.Sqlite;

/// <summary>A call as the columns of <c>ivr_calls</c>, both ways.</summary>
internal static class CallColumns
{
    /// <summary>What <see cref="Read"/> expects, in its order, of a table that the statement calls <c>c</c>.</summary>
    public const string List = """
        c.id, c.call_id, c.provider, c.kind, c.department, c.team, c.customer_number, c.agent_number, c.agent_name, c.campaign, c.play,
        c.status, c.reason, c.reason_detail, c.agent_leg, c.customer_leg, c.provider_status, c.received_at, c.answered_at, c.ended_at,
        c.duration_seconds, c.talk_seconds, c.recording_url, c.operator, c.circle, c.key_press, c.settled_by, c.derived, c.version, c.updated_at
        """;

    /// <summary>How many columns <see cref="List"/> has: what a statement selects after them begins here.</summary>
    public const int Count = 30;

    public static CallRow Read(SqliteDataReader row) => new(
        new PhoneCall
        {
            Reference = row.Reference(0),
            CallId = row.GetString(1),
            Provider = row.GetString(2),
            Kind = Known(CallKindWords.Read(row.GetString(3)), row, 3),
            Department = row.TextOrNull(4),
            Team = row.TextOrNull(5),
            Customer = PhoneNumber.FromE164(row.GetString(6)),
            Agent = row.IsDBNull(7) ? null : PhoneNumber.FromE164(row.GetString(7)),
            AgentName = row.TextOrNull(8),
            Campaign = row.TextOrNull(9),
            Play = row.TextOrNull(10),
            Status = Known(CallStatusWords.Read(row.GetString(11)), row, 11),
            Reason = row.IsDBNull(12) ? null : Reason.Read(row.GetString(12)) ?? throw Unknown(row, 12),
            ReasonDetail = row.TextOrNull(13),
            AgentLeg = Known(LegWords.Read(row.GetString(14)), row, 14),
            CustomerLeg = Known(LegWords.Read(row.GetString(15)), row, 15),
            ProviderStatus = row.TextOrNull(16),
            ReceivedAt = row.Time(17),
            AnsweredAt = row.TimeOrNull(18),
            EndedAt = row.TimeOrNull(19),
            Duration = row.SecondsOrNull(20),
            Talk = row.SecondsOrNull(21),
            RecordingUrl = row.TextOrNull(22),
            Operator = row.TextOrNull(23),
            Circle = row.TextOrNull(24),
            KeyPress = row.TextOrNull(25),
            SettledBy = row.IsDBNull(26) ? null : Known(ReportSourceWords.Read(row.GetString(26)), row, 26),
            Derived = row.IsDBNull(27) ? [] : row.GetString(27).Split(' '),
        },
        Version: row.GetInt64(28),
        UpdatedAt: row.Time(29));

    /// <summary>What was asked for. It does not change with what is reported later.</summary>
    public static SqliteCommand WithWish(this SqliteCommand command, PhoneCall call) => command
        .With("@id", call.Reference)
        .With("@provider", call.Provider)
        .With("@kind", call.Kind?.Word())
        .With("@department", call.Department)
        .With("@team", call.Team)
        .With("@mobile_number", call.Customer.Legacy)
        .With("@customer_number", call.Customer.E164)
        .With("@agent_number", call.Agent?.E164)
        .With("@agent_name", call.AgentName)
        .With("@campaign", call.Campaign)
        .With("@play", call.Play)
        .With("@received_at", call.ReceivedAt);

    /// <summary>How it went, and the version.</summary>
    public static SqliteCommand WithCourse(this SqliteCommand command, CallRow row) => command
        .With("@id", row.Call.Reference)
        .With("@call_id", row.Call.CallId)
        .With("@status", row.Call.Status.Word())
        .With("@reason", row.Call.Reason?.Word)
        .With("@reason_detail", row.Call.ReasonDetail)
        .With("@agent_leg", row.Call.AgentLeg.Word())
        .With("@customer_leg", row.Call.CustomerLeg.Word())
        .With("@provider_status", row.Call.ProviderStatus)
        .With("@answered_at", StoredTime.Text(row.Call.AnsweredAt))
        .With("@ended_at", StoredTime.Text(row.Call.EndedAt))
        .With("@duration_seconds", Seconds(row.Call.Duration))
        .With("@talk_seconds", Seconds(row.Call.Talk))
        .With("@recording_url", row.Call.RecordingUrl)
        .With("@operator", row.Call.Operator)
        .With("@circle", row.Call.Circle)
        .With("@key_press", row.Call.KeyPress)
        .With("@settled_by", row.Call.SettledBy?.Word())
        .With("@derived", row.Call.Derived.Count == 0 ? null : string.Join(' ', row.Call.Derived))
        .With("@version", row.Version)
        .With("@updated_at", row.UpdatedAt);

    private static long? Seconds(TimeSpan? span) => (long?)span?.TotalSeconds;

    private static T Known<T>(T? value, SqliteDataReader row, int column)
        where T : struct => value ?? throw Unknown(row, column);

    private static InvalidDataException Unknown(SqliteDataReader row, int column) =>
        new($"Call {row.GetString(0)} has an unknown word in {row.GetName(column)}: a newer Offhook or another program wrote it.");
}
