using Microsoft.Extensions.DependencyInjection;
using Offhook.Calls;
using Offhook.Gateway.Live;
using Offhook.Server.Access;
using Offhook.Server.Supabase.Realtime;
using Offhook.Storage;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>How much one socket may ask of every change, and how much may wait for it.</summary>
public sealed class HostileSocketTests
{
    // Two for each of a hundred channels, of eight kinds together.
    private static readonly string[] Choices =
    [
        Watched.All, Selecting("status"), Selecting("team"), Selecting("reason"), Selecting("status", "team"), Selecting("status", "reason"), Selecting("team", "reason"),
        Selecting("status", "team", "reason"),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_channels_of_a_socket_together_have_an_end_to_bindings()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.SubscribedAsync(service, [.. Enumerable.Repeat(Watched.All, 100)]);
        await using var other = await Subscriber.SubscribedAsync(service, Watched.All);
        await client.JoinedAsync("realtime:two", "2", bindings: [.. Enumerable.Repeat(Watched.All, 100)]);

        Assert.Equal("ChannelRateLimitReached: All channels of a socket together have at most 200 bindings", await client.RefusedAsync("realtime:x", "3", bindings: Watched.All));
        await other.JoinedAsync("realtime:x", "3", bindings: Watched.All);
        await client.SayAsync("""["2","4","realtime:two","phx_leave",{}]""");
        await client.HearAsync("phx_reply");
        await client.HearAsync("phx_close");
        await client.JoinedAsync("realtime:x", "5", bindings: Watched.All);
        await service.BeginAsync();

        Assert.Equal(100, (await client.ChangeAsync()).Ids.Count);
        Assert.Equal("realtime:x", (await client.ChangeAsync()).Topic);
    }

    [Fact]
    public async Task All_channels_of_a_socket_together_have_an_end_to_conditions_and_their_length()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.OpenAsync(service, "vsn=2.0.0", bearer: service.Key);
        var twenty = Watched.Of(string.Join(',', Enumerable.Repeat("version=gte.0", 20)));
        await client.JoinedAsync(bindings: [.. Enumerable.Repeat(twenty, 25)]);

        Assert.Equal(
            "ChannelRateLimitReached: All channels of a socket together have at most 500 conditions in their filters", await client.RefusedAsync("realtime:x", "2", bindings: Watched.Of("version=gte.0")));
        await client.JoinedAsync("realtime:x", "3", bindings: Watched.All);

        await using var other = await Subscriber.OpenAsync(service, "vsn=2.0.0", bearer: service.Key);
        var long10K = Watched.Of("agent_name=like." + new string('%', 10_000));
        await other.JoinedAsync(bindings: [long10K, long10K, long10K]);
        Assert.Equal("ChannelRateLimitReached: All channels of a socket together have at most 32768 characters in their filters", await other.RefusedAsync("realtime:x", "2", bindings: long10K));
    }

    [Fact]
    public async Task All_channels_of_a_socket_together_have_an_end_to_choices_of_columns()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.SubscribedAsync(service, [.. Choices]);

        Assert.Equal("ChannelRateLimitReached: All channels of a socket together have at most 8 different choices of columns", await client.RefusedAsync("realtime:x", "2", bindings: Selecting("call_id")));
        await client.JoinedAsync("realtime:x", "3", bindings: Choices[3]);
    }

    [Fact]
    public async Task A_socket_with_all_that_it_may_have_hears_everything_once()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.OpenAsync(service, "vsn=2.0.0", bearer: service.Key);
        for (var i = 0; i < RealtimeLimits.Channels; i++)
        {
            await client.JoinedAsync($"realtime:{i}", $"{i}", bindings: [Choices[i % 8], Choices[(i + 1) % 8]]);
        }

        var rows = new[] { await service.BeginAsync("9800000001"), await service.BeginAsync("9800000002"), await service.BeginAsync("9800000003") };
        var heard = new List<(string Topic, long Id, string? Row)>();
        for (var i = 0; i < 3 * RealtimeLimits.SocketBindings; i++)
        {
            var change = await client.ChangeAsync();
            heard.Add((change.Topic, Assert.Single(change.Ids), change.Id));
        }

        Assert.Empty(await client.UntilBeatAsync());
        Assert.Equal(heard.Count, heard.Distinct().Count());
        Assert.Equal(rows.SelectMany(row => Enumerable.Repeat(row.Call.Reference.ToString(), RealtimeLimits.SocketBindings)), heard.Select(change => change.Row));
    }

    [Fact]
    public async Task One_change_never_waits_for_a_socket_as_all_of_its_messages_at_once()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        var (line, batch, channels) = Channels(service);
        line.Append(new TableChange(new CallChange(1, Watched.Row, CallChangeKind.Added)));
        line.Append(new TableChange(new CallChange(2, Watched.Row, CallChangeKind.Updated)));

        var (most, told) = (0, 0);
        for (channels.MoveTo(batch); batch.Count > 0; channels.MoveTo(batch))
        {
            (most, told) = (Math.Max(most, batch.Buffer.WrittenCount), told + batch.Count);
            batch.Clear();
        }

        Assert.Equal(2 * RealtimeLimits.SocketBindings, told);
        Assert.InRange(most, 1, 32 * 1024);
        Assert.False(channels.IsTooSlow);
    }

    [Fact]
    public async Task A_channel_that_ends_in_the_middle_of_a_change_is_told_nothing_more_and_the_others_are()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        var (line, batch, channels) = Channels(service);
        line.Append(new TableChange(new CallChange(1, Watched.Row, CallChangeKind.Added)));
        channels.MoveTo(batch);
        var first = batch.Count;

        channels.Replace("realtime:99");
        var told = first;
        for (batch.Clear(), channels.MoveTo(batch); batch.Count > 0; batch.Clear(), channels.MoveTo(batch))
        {
            told += batch.Count;
        }

        // One message less than before for the close, two for the binding.
        Assert.InRange(first, 1, 50);
        Assert.Equal(RealtimeLimits.SocketBindings - 2 + 1, told);
    }

    [Fact]
    public async Task More_than_a_megabyte_on_its_way_to_one_socket_is_too_much()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        var (line, batch, channels) = Channels(service);
        var long_ = Watched.Row with { Call = Watched.Row.Call with { AgentName = new string('x', RealtimeLimits.WaitingBytes) } };
        line.Append(new TableChange(new CallChange(1, long_, CallChangeKind.Added)));

        channels.MoveTo(batch);

        Assert.True(channels.IsTooSlow);
    }

    [Fact]
    public async Task One_that_beats_and_does_not_read_is_dropped()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.OpenAsync(service, "vsn=2.0.0", reads: false, bearer: service.Key);
        var sockets = service.Services.GetRequiredService<OpenSockets>();
        for (var i = 0; i < RealtimeLimits.Channels; i++)
        {
            await client.JoinAsync($"realtime:{i}", $"{i}", bindings: [Choices[i % 8], Choices[(i + 1) % 8]]);
        }

        await Waiting.UntilAsync(() => sockets.All.Count() == 1, cancellationToken: Cancel);
        var fault = await Record.ExceptionAsync(async () =>
        {
            for (var i = 0; i < 2000; i++)
            {
                await service.BeginAsync($"98000{i:00000}");
                await client.SayAsync("""[null,"beat","phoenix","heartbeat",{}]""").SoonAsync();
            }
        });

        Assert.True(fault is System.Net.WebSockets.WebSocketException or IOException, fault?.ToString() ?? "it was kept through two thousand changes");
        await Waiting.UntilAsync(() => !sockets.All.Any(), cancellationToken: Cancel);
    }

    private static string Selecting(params string[] columns) =>
        $$"""{"event":"*","schema":"public","table":"ivr_calls","select":[{{string.Join(',', columns.Select(column => $"\"{column}\""))}}]}""";

    // The channels of one socket with all that it may have, behind which nobody reads.
    private static (ChangeLine Line, FrameBatch Batch, ChannelSet Channels) Channels(ServiceHost service)
    {
        var (line, batch) = (new ChangeLine(), new FrameBatch());
        var channels = new ChannelSet(new FrameWriter(Serializer.Arrays), line, service.Services.GetRequiredService<ChangeFeed>(), new SocketShares());
        var everyone = new Caller("admin-key", CallerRole.Administrator, CallAudience.Everyone.Instance);
        for (var i = 0; i < RealtimeLimits.Channels; i++)
        {
            var bindings = new List<Binding>();
            foreach (var choice in (string[])[Choices[i % 8], Choices[(i + 1) % 8]])
            {
                using var wish = System.Text.Json.JsonDocument.Parse(choice);
                Assert.Null(Binding.TryRead(wish.RootElement, bindings.Count + 1, out var binding));
                bindings.Add(binding!);
            }

            channels.Open(new ClientFrame("1", "1", $"realtime:{i}", "phx_join", default), bindings, null, everyone, []);
        }

        return (line, batch, channels);
    }
}
