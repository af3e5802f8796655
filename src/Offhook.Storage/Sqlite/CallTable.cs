using Offhook.Calls;

namespace Offhook.Storage.Sqlite;

/// <summary>The table <c>ivr_calls</c>, one row for each call.</summary>
internal static class CallTable
{
    private const string ByReference = $"select {CallColumns.List} from ivr_calls c where c.id = @id";

    private const string ByProviderId = $"""
        select {CallColumns.List} from provider_ids p join ivr_calls c on c.id = p.reference
        where p.provider_call_id = @provider_call_id
        order by c.received_at desc, c.id desc limit 20
        """;

    private const string NewRow = """
        insert into ivr_calls (
            id, reference, call_id, provider, kind, direction, department, team, mobile_number, customer_number, agent_number, agent_name,
            campaign, play, status, reason, reason_detail, agent_leg, customer_leg, provider_status, received_at, answered_at, ended_at,
            duration_seconds, talk_seconds, recording_url, operator, circle, key_press, settled_by, derived, version, updated_at)
        values (
            @id, @id, @call_id, @provider, @kind, 'outbound', @department, @team, @mobile_number, @customer_number, @agent_number, @agent_name,
            @campaign, @play, @status, @reason, @reason_detail, @agent_leg, @customer_leg, @provider_status, @received_at, @answered_at, @ended_at,
            @duration_seconds, @talk_seconds, @recording_url, @operator, @circle, @key_press, @settled_by, @derived, @version, @updated_at)
        """;

    // Apart from the wish, because writing a column also writes every index on it: a callback should touch two indexes, not five.
    private const string Course = """
        update ivr_calls set
            call_id = @call_id, status = @status, reason = @reason, reason_detail = @reason_detail, agent_leg = @agent_leg, customer_leg = @customer_leg,
            provider_status = @provider_status, answered_at = @answered_at, ended_at = @ended_at, duration_seconds = @duration_seconds,
            talk_seconds = @talk_seconds, recording_url = @recording_url, operator = @operator, circle = @circle, key_press = @key_press,
            settled_by = @settled_by, derived = @derived, version = @version, updated_at = @updated_at
        where id = @id
        """;

    private const string Wish = """
        update ivr_calls set
            provider = @provider, kind = @kind, department = @department, team = @team, mobile_number = @mobile_number, customer_number = @customer_number,
            agent_number = @agent_number, agent_name = @agent_name, campaign = @campaign, play = @play, received_at = @received_at
        where id = @id
        """;

    private const string AnyReal = "select 1 from ivr_calls where provider <> 'simulator' limit 1";

    public static CallRow? Find(SqliteSession session, Guid reference) =>
        session.Command(ByReference).With("@id", reference).First(CallColumns.Read);

    public static CallRow? Find(SqliteSession session, string id, CallAudience audience) =>
        CallReference.TryRead(id, out var reference) && Find(session, reference) is { } row && audience.Sees(row.Call)
            ? row
            : session.Command(ByCallId(AudienceCondition.Sql(audience))).With("@call_id", Storable.Of(id)).WithAudience(audience).First(CallColumns.Read);

    public static List<CallRow> FindByProviderId(SqliteSession session, string providerCallId) =>
        session.Command(ByProviderId).With("@provider_call_id", Storable.Of(providerCallId)).All(CallColumns.Read);

    /// <summary>Newest first.</summary>
    public static List<CallRow> ReadOpenAndNewest(SqliteSession session, int newest, CallAudience audience) =>
        session.Command(OpenAndNewest(AudienceCondition.Sql(audience))).With("@newest", newest).WithAudience(audience).All(CallColumns.Read);

    public static bool HoldsRealCall(SqliteSession session) => session.Command(AnyReal).Number() is not null;

    public static void Insert(SqliteSession session, CallRow row) =>
        session.Command(NewRow).WithWish(row.Call).WithCourse(row).Run();

    public static void UpdateCourse(SqliteSession session, CallRow row) => session.Command(Course).WithCourse(row).Run();

    public static void UpdateWish(SqliteSession session, CallRow row) => session.Command(Wish).WithWish(row.Call).Run();

    private static string ByCallId(string ofAudience) => $"""
        select {CallColumns.List} from ivr_calls c where c.call_id = @call_id{ofAudience}
        order by c.received_at desc, c.id desc limit 1
        """;

    // The open calls are few; the newest come from the end of an index.
    private static string OpenAndNewest(string ofAudience) => $"""
        select {CallColumns.List} from ivr_calls c
        where c.id in (
            select reference from open_calls where lacks_times = 0
            union
            select id from (select c.id from ivr_calls c where true{ofAudience} order by c.received_at desc, c.id desc limit @newest)){ofAudience}
        order by c.received_at desc, c.id desc
        """;
}
