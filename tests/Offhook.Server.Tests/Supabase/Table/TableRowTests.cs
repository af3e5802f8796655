using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Offhook.Calls;
using Offhook.Gateway.Live;
using Offhook.Server.Supabase.Table;
using Offhook.Storage;
using Offhook.Storage.Table;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Table;

/// <summary>Rows of the table as JSON.</summary>
public sealed class TableRowTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // What PostgreSQL 15.18 gave for to_jsonb of these values in a session in UTC.
    private const string FullRow = """
        {"id":"7a000000-0000-4000-8000-000000000007","reference":"7a000000-0000-4000-8000-000000000007","call_id":"1a2b-3c","provider":"kaleyra-legacy",
        "kind":"click_to_call","direction":"outbound","department":"Loans","team":"north","mobile_number":"9800000010","customer_number":"+919800000010",
        "agent_number":"+919800000001","agent_name":"Asha \"A\" O'Neil, अशा","campaign":"spring","play":"123.sound","status":"answered","reason":"talk_unproven",
        "reason_detail":"50% \\ off_now","agent_leg":"answered","customer_leg":"no_answer","provider_status":"ANSWER/ANSWER/ANSWER",
        "received_at":"2026-03-01T06:00:00.123456+00:00","answered_at":"2026-03-01T06:00:10.5+00:00","ended_at":"2026-03-01T06:00:52+00:00",
        "duration_seconds":52,"talk_seconds":41,"recording_url":"/calls/7a000000-0000-4000-8000-000000000007/recording","operator":"JIO","circle":"BIHAR",
        "key_press":"1","settled_by":"callback","derived":"answered_at ended_at","version":7,"updated_at":"2026-03-01T06:00:00.123456+00:00"}
        """;

    [Fact]
    public void A_row_has_the_values_that_PostgreSQL_would_give() => Assert.Equal(FullRow.ReplaceLineEndings(""), Json(Given.Full));

    [Fact]
    public async Task A_row_has_the_values_that_PostgreSQL_gives_for_what_it_keeps()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var store = await database.OpenStoreAsync(TimeProvider.System, Cancel);
        var (call, at) = (Given.Full.Call, Given.Start);
        var wish = new Wish(call.Provider, CallKind.ClickToCall, call.Customer, call.Agent, call.AgentName, call.Play, call.Campaign, call.Team, call.Department);
        await store.BeginAsync(new Intent(new Report { Reference = CallReference.New(at), Source = ReportSource.Intent, At = at, Wish = wish }, at, null, null), Cancel);
        var reference = CallReference.New(at.AddSeconds(1));
        await store.BeginAsync(new Intent(new Report { Reference = reference, Source = ReportSource.Intent, At = at, Wish = wish }, at, null, null), Cancel);
        await store.KeepAsync(
            new KeptReport(
                new Report
                {
                    Reference = reference,
                    Source = ReportSource.Callback,
                    At = at.AddSeconds(60),
                    ProviderCallId = call.CallId,
                    ProviderStatus = call.ProviderStatus,
                    Overall = Leg.Answered,
                    Agent = Leg.Answered,
                    Customer = Leg.Answered,
                    StartedAt = at.AddMicroseconds(1),
                    EndedAt = at.AddMicroseconds(-123456).AddSeconds(52.5),
                    Duration = call.Duration,
                    Talk = call.Talk,
                    Operator = call.Operator,
                    Circle = call.Circle,
                    KeyPress = call.KeyPress,
                    Detail = call.ReasonDetail,
                },
                null),
            Cancel);

        var rows = (await store.QueryAsync(new TableQuery { Audience = CallAudience.Everyone.Instance, Limit = 10 }, Cancel)).Rows;
        var kept = (await database.QueryAsync("set timezone = 'UTC'; select to_jsonb(c)::text from ivr_calls c order by received_at desc, reference desc")).Select(text => JsonNode.Parse(text)).ToList();

        Assert.Equal(2, rows.Count);
        Assert.All(rows.Zip(kept), pair => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Json(pair.First)), pair.Second), $"{Json(pair.First)}\n{pair.Second}"));
        Assert.All(kept, row => Assert.Equal(IvrCallsTable.Columns.Select(column => column.Name).Order(StringComparer.Ordinal), row!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void The_columns_and_types_stand_in_the_order_of_the_table() => Assert.Equal(
        "id:uuid reference:uuid call_id:text provider:text kind:text direction:text department:text team:text mobile_number:text customer_number:text agent_number:text agent_name:text "
        + "campaign:text play:text status:text reason:text reason_detail:text agent_leg:text customer_leg:text provider_status:text received_at:timestamptz answered_at:timestamptz "
        + "ended_at:timestamptz duration_seconds:int4 talk_seconds:int4 recording_url:text operator:text circle:text key_press:text settled_by:text derived:text version:int8 updated_at:timestamptz",
        string.Join(' ', IvrCallsTable.Columns.Select(column => $"{column.Name}:{column.Type.ShortName()}")));

    [Fact]
    public void What_is_missing_is_there_as_null()
    {
        using var row = JsonDocument.Parse(Json(Given.Sparse));

        Assert.Equal(IvrCallsTable.Columns.Count, row.RootElement.EnumerateObject().Count());
        Assert.Equal(
            "department team agent_number agent_name campaign play reason reason_detail provider_status answered_at ended_at duration_seconds talk_seconds recording_url operator circle key_press settled_by derived",
            string.Join(' ', row.RootElement.EnumerateObject().Where(value => value.Value.ValueKind is JsonValueKind.Null).Select(value => value.Name)));
    }

    [Theory]
    [InlineData("full")]
    [InlineData("sparse")]
    [InlineData("foreign")]
    public void The_table_says_what_the_view_of_the_call_says(string which)
    {
        var row = which switch { "full" => Given.Full, "sparse" => Given.Sparse, _ => Given.Foreign };
        using var view = JsonSerializer.SerializeToDocument(CallView.Of(row, "Kaleyra"), ViewJson.Readable.CallView);
        using var table = JsonDocument.Parse(Json(row));

        // Of another program's legs the view says that nothing is known, and the table what stands there.
        foreach (var value in table.RootElement.EnumerateObject().Where(value => value.Name is not ("reference" or "derived") && !value.Name.EndsWith("_at", StringComparison.Ordinal)
            && !(which == "foreign" && value.Name.EndsWith("_leg", StringComparison.Ordinal))))
        {
            Assert.Equal(view.RootElement.GetProperty(value.Name).GetRawText(), value.Value.GetRawText());
        }
    }

    [Fact]
    public void A_row_of_another_program_keeps_its_words()
    {
        using var row = JsonDocument.Parse(Json(Given.Foreign));

        Assert.Equal(
            ("completed", "inbound", "98-000", null, null, null, null, null),
            (Text("status"), Text("direction"), Text("mobile_number"), Text("customer_number"), Text("kind"), Text("provider"), Text("agent_leg"), Text("customer_leg")));
        string? Text(string name) => row.RootElement.GetProperty(name).GetString();
    }

    [Fact]
    public void The_links_of_the_provider_are_in_no_column() => Assert.DoesNotContain("provider.example", Json(Given.Full), StringComparison.Ordinal);

    private static string Json(CallRow row)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = ViewJson.Encoder }))
        {
            TableJson.WriteRow(writer, row, IvrCallsTable.Columns);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
