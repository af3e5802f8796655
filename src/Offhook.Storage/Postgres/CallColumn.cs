using Npgsql;
using NpgsqlTypes;
using Offhook.Calls;

namespace Offhook.Storage.Postgres;

/// <summary>A column of <c>ivr_calls</c> that we write, many rows at a time.</summary>
internal abstract record CallColumn(string Name)
{
    /// <summary>What was asked for. It does not change with what is reported later.</summary>
    public static readonly IReadOnlyList<CallColumn> Wish =
    [
        Text("provider", call => call.Provider),
        Text("kind", call => call.Kind?.Word()),
        Text("department", call => call.Department),
        Text("team", call => call.Team),
        Text("mobile_number", call => call.Customer.Legacy),
        Text("customer_number", call => call.Customer.E164),
        Text("agent_number", call => call.Agent?.E164),
        Text("agent_name", call => call.AgentName),
        Text("campaign", call => call.Campaign),
        Text("play", call => call.Play),
        Time("received_at", call => call.ReceivedAt),
    ];

    /// <summary>How it went, and the version. No index lies on any of them, so that a new version of a row stays on its page.</summary>
    public static readonly IReadOnlyList<CallColumn> Course =
    [
        Text("call_id", call => call.CallId),
        Text("status", call => call.Status.Word()),
        Text("reason", call => call.Reason?.Word),
        Text("reason_detail", call => call.ReasonDetail),
        Text("agent_leg", call => call.AgentLeg.Word()),
        Text("customer_leg", call => call.CustomerLeg.Word()),
        Text("provider_status", call => call.ProviderStatus),
        Time("answered_at", call => call.AnsweredAt),
        Time("ended_at", call => call.EndedAt),
        Seconds("duration_seconds", call => call.Duration),
        Seconds("talk_seconds", call => call.Talk),
        Text("recording_url", call => call.RecordingUrl),
        Text("operator", call => call.Operator),
        Text("circle", call => call.Circle),
        Text("key_press", call => call.KeyPress),
        Text("settled_by", call => call.SettledBy?.Word()),
        Text("derived", call => call.Derived.Count == 0 ? null : string.Join(' ', call.Derived)),
        new CallColumn<long>("version", NpgsqlDbType.Bigint, row => row.Version),
        new CallColumn<DateTimeOffset>("updated_at", NpgsqlDbType.TimestampTz, row => row.UpdatedAt),
    ];

    /// <summary>The values of many rows, as the array parameter <c>@name</c>.</summary>
    public abstract NpgsqlParameter ArrayOf(IReadOnlyList<CallRow> rows);

    private static CallColumn<string?> Text(string name, Func<PhoneCall, string?> value) => new(name, NpgsqlDbType.Text, row => value(row.Call));

    private static CallColumn<DateTimeOffset?> Time(string name, Func<PhoneCall, DateTimeOffset?> value) => new(name, NpgsqlDbType.TimestampTz, row => value(row.Call)?.ToUniversalTime());

    // The fold allows spans that a column of whole seconds has no room for.
    private static CallColumn<int?> Seconds(string name, Func<PhoneCall, TimeSpan?> value) =>
        new(name, NpgsqlDbType.Integer, row => value(row.Call) is { } span ? (int)Math.Min(span.TotalSeconds, int.MaxValue) : null);
}

/// <inheritdoc/>
/// <typeparam name="T">Of one value.</typeparam>
internal sealed record CallColumn<T>(string Name, NpgsqlDbType Type, Func<CallRow, T> Value) : CallColumn(Name)
{
    public override NpgsqlParameter ArrayOf(IReadOnlyList<CallRow> rows)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Value(rows[i]);
        }

        return new NpgsqlParameter<T[]>(Name, NpgsqlDbType.Array | Type) { TypedValue = values };
    }
}
