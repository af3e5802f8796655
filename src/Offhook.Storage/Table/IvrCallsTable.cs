using System.Collections.Frozen;
using Offhook.Calls;

namespace Offhook.Storage.Table;

/// <summary>The table <c>public.ivr_calls</c> as its readers see it: the same columns and values, whichever database holds it.</summary>
/// <remarks>A row of another program shows its own words. The provider's link to a recording is never among the values: the column holds our own address of it.</remarks>
public static class IvrCallsTable
{
    /// <summary>The schema.</summary>
    public const string Schema = "public";

    /// <summary>The table.</summary>
    public const string Name = "ivr_calls";

    /// <summary>The primary key.</summary>
    public static readonly TableColumn Key = new("id", ColumnType.Uuid, row => row.Call.Reference);

    private static readonly FrozenDictionary<string, TableColumn> ByName;

    static IvrCallsTable()
    {
        Columns =
        [
            Key,
            new("reference", ColumnType.Uuid, row => row.Call.Reference),
            Text("call_id", call => call.CallId),
            Text("provider", call => call.Provider.Length == 0 ? null : call.Provider),
            Text("kind", call => call.Kind?.Word()),
            Text("direction", call => call.Foreign is { } foreign ? foreign.Direction : "outbound"),
            Text("department", call => call.Department),
            Text("team", call => call.Team),
            Text("mobile_number", call => call.Foreign is { } foreign ? foreign.MobileNumber : call.Customer.Legacy),
            Text("customer_number", call => call.Customer == default ? null : call.Customer.E164),
            Text("agent_number", call => call.Foreign is { } foreign ? foreign.AgentNumber : call.Agent?.E164),
            Text("agent_name", call => call.AgentName),
            Text("campaign", call => call.Campaign),
            Text("play", call => call.Play),
            Text("status", call => call.Foreign is { } foreign ? foreign.Status : call.Status.Word()),
            Text("reason", call => call.Reason?.Word),
            Text("reason_detail", call => call.ReasonDetail),
            Text("agent_leg", call => LegOf(call, call.AgentLeg)),
            Text("customer_leg", call => LegOf(call, call.CustomerLeg)),
            Text("provider_status", call => call.ProviderStatus),
            Time("received_at", row => row.Call.ReceivedAt),
            Time("answered_at", row => row.Call.AnsweredAt),
            Time("ended_at", row => row.Call.EndedAt),
            Seconds("duration_seconds", call => call.Duration),
            Seconds("talk_seconds", call => call.Talk),
            Text("recording_url", call => call.RecordingUrl is null ? null : RecordingAddressStart + call.Reference + RecordingAddressEnd),
            Text("operator", call => call.Operator),
            Text("circle", call => call.Circle),
            Text("key_press", call => call.KeyPress),
            Text("settled_by", call => call.SettledBy?.Word()),
            Text("derived", call => call.Derived.Count == 0 ? null : string.Join(' ', call.Derived)),
            new("version", ColumnType.BigNumber, row => row.Version),
            Time("updated_at", row => row.UpdatedAt),
        ];
        ByName = Columns.ToFrozenDictionary(column => column.Name, StringComparer.Ordinal);
    }

    /// <summary>All columns in the order of the table.</summary>
    public static IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>What stands before the reference in our own address of a recording.</summary>
    internal static string RecordingAddressStart => "/calls/";

    /// <summary>What stands behind it.</summary>
    internal static string RecordingAddressEnd => "/recording";

    /// <summary>The column of this name, spelt exactly; null when there is none.</summary>
    public static TableColumn? Find(string name) => ByName.GetValueOrDefault(name);

    private static TableColumn Text(string name, Func<PhoneCall, string?> value) => new(name, ColumnType.Text, row => value(row.Call));

    // Another program leaves these columns empty, as the row then shows.
    private static string? LegOf(PhoneCall call, Leg leg) => call.Foreign is not null && leg is Leg.Unknown ? null : leg.Word();

    // Cut as the databases cut it, so that what is compared here equals what is compared there.
    private static TableColumn Time(string name, Func<CallRow, DateTimeOffset?> value) =>
        new(name, ColumnType.Timestamptz, row => value(row) is { } time ? Storable.Of(time) : null);

    private static TableColumn Seconds(string name, Func<PhoneCall, TimeSpan?> value) =>
        new(name, ColumnType.Number, row => value(row.Call) is { } span ? (int)span.TotalSeconds : null);
}
