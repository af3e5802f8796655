using Offhook.Storage.Table;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>Each change is told to exactly the bindings that want it.</summary>
public sealed class BindingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_ids_are_those_of_the_bindings_that_want_the_change()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.SubscribedAsync(
            service,
            Watched.Of("agent_number=eq.+919800000001"),
            """{"event":"UPDATE","schema":"public","table":"ivr_calls"}""",
            """{"event":"insert","schema":"*"}""",
            """{"event":"Delete","schema":"public","table":"*"}""",
            """{"schema":"public","table":"ivr_calls","filter":"status=eq.ringing"}""",
            """{"table":"ivr_calls","filter":"status=eq.ringing,agent_name=is.null"}""");

        var first = await service.BeginAsync();
        Assert.Equal([1L, 3], (await client.ChangeAsync()).Ids);
        await service.RingAsync(first);
        Assert.Equal([1L, 2, 5], (await client.ChangeAsync()).Ids);
        var other = await service.BeginAsync("9800000002", name: null);
        Assert.Equal([3L], (await client.ChangeAsync()).Ids);
        other = await service.RingAsync(other);
        Assert.Equal([2L, 5, 6], (await client.ChangeAsync()).Ids);
        await service.RemoveAsync(other);
        Assert.Equal([4L, 5, 6], (await client.ChangeAsync()).Ids);
    }

    [Fact]
    public async Task A_change_that_nobody_wants_is_told_to_nobody()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.SubscribedAsync(service, Watched.Of("agent_number=eq.+919800000002"));

        var unwanted = await service.BeginAsync();
        await service.RemoveAsync(unwanted);
        var wanted = await service.BeginAsync("9800000002");

        Assert.Equal(wanted.Call.Reference.ToString(), (await client.ChangeAsync()).Id);
        Assert.Empty(await client.UntilBeatAsync());
    }

    [Fact]
    public async Task Selected_columns_come_with_the_key_and_without_the_others()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.SubscribedAsync(
            service,
            """{"event":"*","schema":"public","table":"ivr_calls","select":["status"]}""",
            """{"event":"*","schema":"public","table":"ivr_calls","select":["id","status"],"filter":"agent_name=eq.Asha"}""",
            """{"event":"*","schema":"public","table":"ivr_calls","select":[]}""");

        var row = await service.BeginAsync();
        HeardChange[] heard = [await client.ChangeAsync(), await client.ChangeAsync()];
        var (narrow, whole) = (heard[0], heard[1]);

        Assert.Equal([1L, 2], narrow.Ids);
        Assert.Equal($$"""{"id":"{{row.Call.Reference}}","status":"requested"}""", narrow.Record.ToString());
        Assert.Equal("""[{"name":"id","type":"uuid"},{"name":"status","type":"text"}]""", narrow.Data.GetProperty("columns").ToString());
        Assert.Equal([3L], whole.Ids);
        Assert.Equal(IvrCallsTable.Columns.Count, whole.Record.EnumerateObject().Count());
    }

    [Theory]
    [InlineData("""{"event":"*","schema":"public","table":"ivr_calls","filter":"undefined"}""")]
    [InlineData("""{"event":"*","schema":"public","table":"ivr_calls","filter":"status=foo.x"}""")]
    [InlineData("""{"event":"*","schema":"public","table":"ivr_calls","filter":"nothing=eq.x"}""")]
    [InlineData("""{"event":"*","schema":"public","table":"ivr_calls","filter":"duration_seconds=eq.long"}""")]
    [InlineData("""{"event":"*","schema":"public","table":"ivr_calls","filter":7}""")]
    [InlineData("""{"event":"*","schema":"public","table":"ivr_calls","select":"status"}""")]
    [InlineData("""{"event":"*","schema":"public","table":"ivr_calls","select":[7]}""")]
    [InlineData("""{"event":"*","schema":"public","table":"ivr_calls","select":["nothing"]}""")]
    [InlineData("""{"event":"*","schema":"public","select":["status"]}""")]
    [InlineData("""{"event":"*","schema":"public","table":"*","select":["status"]}""")]
    [InlineData("""{"event":"*","schema":"public","table":"users"}""")]
    [InlineData("""{"event":"*","schema":"auth","table":"ivr_calls"}""")]
    [InlineData("""{"event":"*","schema":"offhook"}""")]
    [InlineData("""{"event":"*","schema":"public","table":["ivr_calls"]}""")]
    [InlineData("""{"event":"*"}""")]
    public async Task A_wrong_binding_is_said_in_words_and_the_channel_stays_open(string binding)
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.OpenAsync(service, "vsn=2.0.0", bearer: service.Key);

        await client.JoinAsync(bindings: [Watched.All, binding]);
        var reply = await client.HearAsync("phx_reply");
        var system = await client.HearAsync("system");
        await service.BeginAsync();
        await client.JoinedAsync("realtime:good", "2", bindings: Watched.All);
        await service.BeginAsync("9800000002");

        Assert.Equal(("ok", 2), (reply.Payload.Text("status"), reply.Payload.GetProperty("response").GetProperty("postgres_changes").GetArrayLength()));
        Assert.Equal(("error", "postgres_changes", "calls-live"), (system.Payload.Text("status"), system.Payload.Text("extension"), system.Payload.Text("channel")));
        Assert.StartsWith("Unable to subscribe to changes of public.ivr_calls. ", system.Payload.Text("message"), StringComparison.Ordinal);
        Assert.Equal(("realtime:good", 3L), ((await client.ChangeAsync()) is var change ? change.Topic : "", Assert.Single(change.Ids)));
    }

    [Fact]
    public async Task Every_subscriber_hears_all_changes_in_the_order_of_the_commits()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        var clients = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Subscriber.SubscribedAsync(service, Watched.All)));

        var rows = await Task.WhenAll(Enumerable.Range(0, 100).Select(async index => await service.RingAsync(await service.BeginAsync($"98000{index:00000}"))));
        var heard = await Task.WhenAll(clients.Select(HearAllAsync));

        Assert.All(heard, changes => Assert.Equal(heard[0], changes));
        Assert.All(rows, row => Assert.Equal(["requested", "ringing"], heard[0].Where(change => change.Id == row.Call.Reference.ToString()).Select(change => change.Status)));
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }

        async Task<List<(string? Id, string? Status)>> HearAllAsync(Subscriber client)
        {
            var changes = new List<(string?, string?)>();
            while (changes.Count < 2 * rows.Length)
            {
                var change = await client.ChangeAsync();
                changes.Add((change.Id, change.Status));
            }

            return changes;
        }
    }
}
