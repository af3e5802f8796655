using System.Globalization;
using Npgsql;
using Offhook.Calls;

namespace Offhook.Storage.Postgres;

/// <summary>A row of <c>ivr_calls</c> as a call. Another program may have written it, so nothing but the reference is taken for granted.</summary>
internal static class CallReading
{
    /// <summary>What <see cref="Read"/> expects, in its order, of a table that the statement calls <c>c</c>.</summary>
    public const string List = """
        c.reference, c.call_id, c.provider, c.kind, c.direction, c.department, c.team, c.mobile_number, c.customer_number, c.agent_number, c.agent_name,
        c.campaign, c.play, c.status, c.reason, c.reason_detail, c.agent_leg, c.customer_leg, c.provider_status, c.received_at, c.answered_at, c.ended_at,
        c.duration_seconds, c.talk_seconds, c.recording_url, c.operator, c.circle, c.key_press, c.settled_by, c.derived, c.version, c.updated_at
        """;

    /// <summary>The same columns, of a row that is kept as JSON in <c>n.removed</c>, whatever types and domains the table has.</summary>
    public const string OfJson = """
        jsonb_to_record(n.removed) as c (
            reference uuid, call_id text, provider text, kind text, direction text, department text, team text, mobile_number text, customer_number text,
            agent_number text, agent_name text, campaign text, play text, status text, reason text, reason_detail text, agent_leg text, customer_leg text,
            provider_status text, received_at timestamptz, answered_at timestamptz, ended_at timestamptz, duration_seconds bigint, talk_seconds bigint,
            recording_url text, operator text, circle text, key_press text, settled_by text, derived text, version bigint, updated_at timestamptz)
        """;

    /// <summary>How many columns <see cref="List"/> has: what a statement selects after them begins here.</summary>
    public const int Count = 32;

    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly long First = (DateTimeOffset.MinValue - Epoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static readonly long Last = (DateTimeOffset.MaxValue - Epoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static CallRow Read(NpgsqlDataReader row)
    {
        var reference = row.GetGuid(0);
        var kind = CallKindWords.Read(row.TextOrNull(3));
        var mobile = row.TextOrNull(7);
        var agent = row.TextOrNull(9);
        var word = row.TextOrNull(13);
        var status = CallStatusWords.Read(word);
        return new CallRow(
            new PhoneCall
            {
                Reference = reference,
                CallId = row.TextOrNull(1) ?? reference.ToString("D"),
                Provider = row.TextOrNull(2) ?? "",
                Kind = kind,
                Foreign = kind is null || status is null ? new ForeignWords(word, row.TextOrNull(4), mobile, agent) : null,
                Department = row.TextOrNull(5),
                Team = row.TextOrNull(6),
                Customer = Number(row.TextOrNull(8)) ?? Number(mobile) ?? default,
                Agent = Number(agent) is { } number && number.E164 == agent ? number : null,
                AgentName = row.TextOrNull(10),
                Campaign = row.TextOrNull(11),
                Play = row.TextOrNull(12),
                Status = status ?? CallStatus.Unconfirmed,
                Reason = Reason.Read(row.TextOrNull(14)),
                ReasonDetail = row.TextOrNull(15),
                AgentLeg = LegWords.Read(row.TextOrNull(16)) ?? Leg.Unknown,
                CustomerLeg = LegWords.Read(row.TextOrNull(17)) ?? Leg.Unknown,
                ProviderStatus = row.TextOrNull(18),
                ReceivedAt = row.TimeOrNull(19) ?? DateTimeOffset.UnixEpoch,
                AnsweredAt = row.TimeOrNull(20),
                EndedAt = row.TimeOrNull(21),
                Duration = row.SecondsOrNull(22),
                Talk = row.SecondsOrNull(23),
                RecordingUrl = row.TextOrNull(24),
                Operator = row.TextOrNull(25),
                Circle = row.TextOrNull(26),
                KeyPress = row.TextOrNull(27),
                SettledBy = ReportSourceWords.Read(row.TextOrNull(28)),
                Derived = row.TextOrNull(29) is { Length: > 0 } derived ? derived.Split(' ') : [],
            },
            Version: row.GetInt64(30),
            UpdatedAt: row.Time(31));
    }

    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>A <c>timestamptz</c>. What lies beyond the years 1 to 9999 becomes the first or the last moment of them: another program may have written anything.</summary>
    public static DateTimeOffset Time(this NpgsqlDataReader row, int column)
    {
        // As the server sends it: microseconds since 2000.
        var microseconds = row.GetFieldValue<long>(column);
        return microseconds <= First ? DateTimeOffset.MinValue : microseconds >= Last ? DateTimeOffset.MaxValue : Epoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
    }

    private static DateTimeOffset? TimeOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    private static TimeSpan? SecondsOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : TimeSpan.FromSeconds(Math.Clamp(Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture), int.MinValue, int.MaxValue));

    // Ours are E.164 already; another program may have written any spelling.
    private static PhoneNumber? Number(string? text) =>
        text is ['+', ..] and { Length: >= 4 and <= 16 } && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 ? PhoneNumber.FromE164(text)
        : PhoneNumber.TryRead(text, out var number) ? number
        : null;
}
