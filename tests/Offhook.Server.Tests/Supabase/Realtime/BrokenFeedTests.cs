using System.Net;
using Offhook.Server.Tests.Access.Keys;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>
/// The feed behind all sockets cannot go on without a gap: everybody is cut off, comes back and reads again, and nobody goes on as if nothing had been missed.
/// In a database of several nodes this happens to a process that slept for longer than changes are kept; the embedded store has no other node, so there it cannot.
/// </summary>
public sealed class BrokenFeedTests
{
    // What other nodes did meanwhile, seen at once: two changes of a call, of which the first is not kept any more.
    private const string LongSleep = """
        begin;
        update offhook.counters set value = value + 2 where name = 'changes';
        insert into offhook.changes (number, reference, version, at)
        select c.value, r.reference, r.version, now() from offhook.counters c, public.ivr_calls r where c.name = 'changes' order by r.received_at limit 1;
        update offhook.counters set value = (select value - 1 from offhook.counters where name = 'changes') where name = 'pruned';
        delete from offhook.changes where number <= (select value from offhook.counters where name = 'pruned');
        select pg_notify('offhook_changes', '');
        {0}
        commit;
        """;

    private const string Page = "https://crm.example.com";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_is_cut_off_when_changes_are_no_longer_kept_and_hears_what_comes_after_coming_back()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var service = await StartAsync(database);
        await service.BeginAsync();
        await using var first = await Subscriber.SubscribedAsync(service, Watched.All);
        await using var second = await Subscriber.SubscribedAsync(service, Watched.Of("agent_number=eq.none"));

        await database.ExecuteAsync(LongSleep.Replace("{0}", "", StringComparison.Ordinal));
        await first.Ended.SoonAsync();
        await second.Ended.SoonAsync();

        // Without a word, which would end the channels for good.
        Assert.Null(first.LastWord);
        await Assert.ThrowsAsync<System.Threading.Channels.ChannelClosedException>(first.HearTextAsync);
        await using var back = await Subscriber.SubscribedAsync(service, Watched.All);
        var next = await service.BeginAsync("9800000002");
        Assert.Equal(next.Call.Reference.ToString(), (await back.ChangeAsync()).Id);
        Assert.Empty(await back.UntilBeatAsync());
    }

    [Fact]
    public async Task Everybody_is_cut_off_when_the_store_cannot_say_what_was_missed_and_comes_back_when_it_can()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var service = await StartAsync(database);
        await service.BeginAsync();
        await using var client = await Subscriber.SubscribedAsync(service, Watched.All);

        // Changes can still be read, and what a snapshot needs cannot.
        await database.ExecuteAsync(LongSleep.Replace("{0}", "alter table offhook.open_calls rename to mislaid;", StringComparison.Ordinal));
        await client.Ended.SoonAsync();
        await using var meanwhile = await Subscriber.SubscribedAsync(service, Watched.All);
        using var http = service.CreateClient();
        var snapshot = await http.AskAsync("/calls/live", Cancel);
        await database.ExecuteAsync("alter table offhook.mislaid rename to open_calls");
        var next = await service.BeginAsync("9800000002");

        Assert.Null(client.LastWord);
        Assert.NotEqual(HttpStatusCode.OK, snapshot.Status);
        Assert.Equal(next.Call.Reference.ToString(), (await meanwhile.ChangeAsync()).Id);
    }

    [Theory]
    [MemberData(nameof(SupabasePage.Versions), MemberType = typeof(SupabasePage))]
    public async Task A_page_comes_back_by_itself_and_reads_what_it_missed(string version)
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var service = await StartAsync(database);
        var row = await service.BeginAsync("9800000001", "red");
        using var admin = service.CreateClient();
        var key = (await admin.AddKeyAsync(new { name = "page", kind = "publishable", team = "red", origins = (string[])[Page] }))["key"]!;
        await using var page = SupabasePage.Open(version, service.Address, key, token: "", Page);
        await page.SubscribeAsync("calls-live", Watched.All);

        await database.ExecuteAsync(LongSleep.Replace("{0}", "", StringComparison.Ordinal));
        await page.UntilAsync(item => item.Text("status") is "CHANNEL_ERROR" or "TIMED_OUT" or "CLOSED", "the page to notice");
        await page.StatusAsync("calls-live", "SUBSCRIBED");
        var rows = await page.RowsAsync();
        var next = await service.RingAsync(row);
        var heard = await page.ChangeAsync();

        Assert.Equal(row.Call.Reference.ToString(), Assert.Single(rows).Text("id"));
        Assert.Equal((next.Call.Reference.ToString(), "ringing"), (heard.Id, heard.Status));
    }

    private static Task<ServiceHost> StartAsync(PostgresDatabase database) =>
        ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock(), IsPublic = true, Database = database }, Cancel);
}
