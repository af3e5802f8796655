using System.Text.Json;
using System.Text.Json.Nodes;
using Offhook.Server.Supabase.Table;
using Offhook.Storage;
using Offhook.Storage.Table;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>One session from the first message to the last in both serializers, message by message. What the client says was recorded from supabase-js 2.109.0 and 2.57.4.</summary>
public sealed class WholeSessionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_version_2_each_message_is_as_the_client_expects_it()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.OpenAsync(service, "vsn=2.0.0", bearer: service.Key);

        await client.SayAsync("""["6","6","realtime:calls-live","phx_join",{"config":{"broadcast":{"ack":false,"self":false},"presence":{"key":"","enabled":false},"postgres_changes":[{"event":"*","schema":"public","table":"ivr_calls","filter":"agent_number=eq.+919800000001"},{"event":"UPDATE","schema":"public","table":"ivr_calls"}],"private":false}}]""");
        Same("""["6","6","realtime:calls-live","phx_reply",{"status":"ok","response":{"postgres_changes":[{"id":1,"event":"*","schema":"public","table":"ivr_calls","filter":"agent_number=eq.+919800000001"},{"id":2,"event":"UPDATE","schema":"public","table":"ivr_calls"}]}}]""", await client.HearTextAsync());
        Same("""["6",null,"realtime:calls-live","system",{"channel":"calls-live","extension":"postgres_changes","message":"Subscribed to PostgreSQL","status":"ok"}]""", await client.HearTextAsync());

        var row = await service.BeginAsync();
        Same($"""[null,null,"realtime:calls-live","postgres_changes",{Change("INSERT", row, 1)}]""", await client.HearTextAsync());
        service.Clock.Advance(TimeSpan.FromMilliseconds(41_009));
        row = await service.RingAsync(row);
        Same($"""[null,null,"realtime:calls-live","postgres_changes",{Change("UPDATE", row, 1, 2)}]""", await client.HearTextAsync());
        await service.RemoveAsync(row);
        Same($"""[null,null,"realtime:calls-live","postgres_changes",{Change("DELETE", row, 1)}]""", await client.HearTextAsync());

        await client.SayAsync("""[null,"8","phoenix","heartbeat",{}]""");
        Same("""[null,"8","phoenix","phx_reply",{"status":"ok","response":{}}]""", await client.HearTextAsync());
        await client.SayAsync("""["6","9","realtime:calls-live","access_token",{"access_token":null}]""");
        await client.SayAsync("""["6","10","realtime:calls-live","phx_leave",{}]""");
        Same("""["6","10","realtime:calls-live","phx_reply",{"status":"ok","response":{}}]""", await client.HearTextAsync());
        Same("""["6","6","realtime:calls-live","phx_close",{}]""", await client.HearTextAsync());
        await client.CloseAsync();
        Assert.Equal(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, client.LastWord);
    }

    [Theory]
    [InlineData("")]
    [InlineData("vsn=")]
    [InlineData("vsn=1.0.0")]
    public async Task In_version_1_each_message_is_as_the_client_expects_it(string version)
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.OpenAsync(service, version, bearer: service.Key);

        await client.SayAsync("""{"topic":"realtime:calls-live","event":"phx_join","payload":{"config":{"broadcast":{"ack":false,"self":false},"presence":{"key":"","enabled":false},"postgres_changes":[{"event":"*","schema":"public","table":"ivr_calls"}],"private":false}},"ref":"1","join_ref":"1"}""");
        Same("""{"topic":"realtime:calls-live","event":"phx_reply","payload":{"status":"ok","response":{"postgres_changes":[{"id":1,"event":"*","schema":"public","table":"ivr_calls"}]}},"ref":"1"}""", await client.HearTextAsync());
        Same("""{"topic":"realtime:calls-live","event":"system","payload":{"channel":"calls-live","extension":"postgres_changes","message":"Subscribed to PostgreSQL","status":"ok"},"ref":null}""", await client.HearTextAsync());
        var row = await service.BeginAsync();
        Same($$"""{"topic":"realtime:calls-live","event":"postgres_changes","payload":{{Change("INSERT", row, 1)}},"ref":null}""", await client.HearTextAsync());
        await client.SayAsync("""{"topic":"phoenix","event":"heartbeat","payload":{},"ref":"3"}""");
        Same("""{"topic":"phoenix","event":"phx_reply","payload":{"status":"ok","response":{}},"ref":"3"}""", await client.HearTextAsync());
        await client.SayAsync("""{"topic":"realtime:calls-live","event":"phx_leave","payload":{},"ref":"5","join_ref":"1"}""");
        Same("""{"topic":"realtime:calls-live","event":"phx_reply","payload":{"status":"ok","response":{}},"ref":"5"}""", await client.HearTextAsync());
        Same("""{"topic":"realtime:calls-live","event":"phx_close","payload":{},"ref":"1"}""", await client.HearTextAsync());
    }

    // Written out member by member, so that one that is missing or too many is seen.
    private static string Change(string type, CallRow row, params long[] ids)
    {
        var data = new JsonObject
        {
            ["type"] = type,
            ["schema"] = "public",
            ["table"] = "ivr_calls",
            ["commit_timestamp"] = row.UpdatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["columns"] = new JsonArray([.. IvrCallsTable.Columns.Select(column => new JsonObject { ["name"] = column.Name, ["type"] = column.Type.ShortName() })]),
            ["errors"] = null,
        };
        if (type != "DELETE")
        {
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                TableJson.WriteRow(writer, row, IvrCallsTable.Columns);
            }

            data["record"] = JsonNode.Parse(buffer.ToArray());
        }

        if (type != "INSERT")
        {
            data["old_record"] = new JsonObject { ["id"] = row.Call.Reference.ToString() };
        }

        return new JsonObject { ["ids"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]), ["data"] = data }.ToJsonString();
    }

    private static void Same(string expected, string actual) => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), $"expected {expected}\nbut heard {actual}");
}
