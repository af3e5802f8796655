using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Offhook.Calls;
using Offhook.Server.Access;
using Offhook.Server.Access.Keys;
using Offhook.Server.Supabase.Realtime;
using Offhook.Server.Tests.Access.People;
using Offhook.Storage;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>How many sockets there may be, of whom, and that nobody keeps one who may read nothing.</summary>
public sealed class SocketPlaceTests : IAsyncLifetime
{
    private const string Page = "https://crm.example.com";

    private PeopleService _people = null!; // Set before each test.
    private string _pageKey = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ServiceHost Service => _people.Service;

    private OpenSockets Sockets => Service.Services.GetRequiredService<OpenSockets>();

    public async ValueTask InitializeAsync()
    {
        _people = await PeopleService.StartAsync();
        _pageKey = (await Service.Services.GetRequiredService<AccessKeyRing>().AddAsync("page", AccessKeyKind.Publishable, "blue", [Page], Cancel))!.Value.Text; // The name is free.
    }

    public ValueTask DisposeAsync() => _people.DisposeAsync();

    [Fact]
    public async Task Nobody_gets_more_sockets_than_one_key_may_have()
    {
        var page = new Caller("key:page", CallerRole.Reader, new CallAudience.OfTeam("blue"));
        for (var i = 1; i < RealtimeLimits.SocketsOfOne; i++)
        {
            Assert.True(Sockets.TryEnter(page));
        }

        await using (var last = await OpenAsync())
        {
            Assert.Equal(429, await StatusAsync($"apikey={_pageKey}"));
            await last.CloseAsync();
        }

        await Waiting.UntilAsync(() => Sockets.TryEnter(page), cancellationToken: Cancel);
        Assert.False(Sockets.TryEnter(page));
        Sockets.Leave(page);
        await using var next = await OpenAsync();
    }

    [Fact]
    public void All_credentials_together_have_an_end_too()
    {
        var places = new OpenSockets();
        for (var i = 0; i < RealtimeLimits.Sockets; i++)
        {
            Assert.True(places.TryEnter(Key(i % 10)));
        }

        Assert.False(places.TryEnter(Key(11)));
        places.Leave(Key(3));
        Assert.True(places.TryEnter(Key(11)));

        static Caller Key(int number) => new($"key:{number}", CallerRole.Server, CallAudience.Everyone.Instance);
    }

    [Fact]
    public async Task One_person_has_channels_on_twenty_sockets_and_the_others_with_the_same_key_are_not_kept_out()
    {
        var clients = new List<Subscriber>();
        for (var i = 0; i < RealtimeLimits.SocketsOfPerson; i++)
        {
            clients.Add(await OpenAsync());
            await clients[i].JoinedAsync(token: Supervisor("red"), bindings: Watched.All);
            await clients[i].JoinedAsync("realtime:more", "2", Supervisor("red"), Watched.All);
        }

        await using var late = await OpenAsync();
        Assert.Equal("ConnectionRateLimitReached: One person or key has at most 20 sockets; close another page", await late.RefusedAsync(token: Supervisor("red"), bindings: Watched.All));
        await late.JoinedAsync("realtime:other", "2", Supervisor("green"), Watched.All);

        // A new token is no way around it.
        await late.TokenAsync(Supervisor("red"), "realtime:other", "2");
        Assert.Contains("at most 20 sockets", (await late.HearAsync("system")).Payload.Text("message"), StringComparison.Ordinal);
        await late.HearAsync("phx_close");

        // One that leaves all its channels makes room, and so does one that is cut off, and one whose person is another now.
        await clients[0].SayAsync("""["1","3","realtime:calls-live","phx_leave",{}]""");
        Assert.Equal(2, (await clients[0].UntilBeatAsync()).Count);
        Assert.StartsWith("ConnectionRateLimitReached: ", await late.RefusedAsync(joinRef: "4", token: Supervisor("red"), bindings: Watched.All), StringComparison.Ordinal);
        await clients[0].SayAsync("""["2","3","realtime:more","phx_leave",{}]""");
        Assert.Equal(2, (await clients[0].UntilBeatAsync()).Count);
        await late.JoinedAsync(joinRef: "5", token: Supervisor("red"), bindings: Watched.All);
        await clients[1].CloseAsync();
        await Waiting.UntilAsync(() => Sockets.All.Count() == RealtimeLimits.SocketsOfPerson, cancellationToken: Cancel);
        await clients[0].JoinedAsync(joinRef: "6", token: Supervisor("red"), bindings: Watched.All);
        await clients[2].TokenAsync(Supervisor("green"));
        await clients[2].TokenAsync(Supervisor("green"), "realtime:more", "2");
        Assert.Empty(await clients[2].UntilBeatAsync());
        await using var next = await OpenAsync();
        await next.JoinedAsync(token: Supervisor("red"), bindings: Watched.All);
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_socket_on_which_nobody_may_read_is_closed_after_half_a_minute()
    {
        await using var idle = await OpenAsync();
        await using var refused = await OpenAsync();
        await using var left = await OpenAsync();
        await using var reading = await OpenAsync();
        await left.JoinedAsync(bindings: Watched.All);
        await reading.JoinedAsync(bindings: Watched.All);
        _people.Clock.Advance(TimeSpan.FromSeconds(20));
        foreach (var token in (string[])[Nobody(), Nobody(anonymous: true)])
        {
            Assert.Equal("Unauthorized: This person may not read calls", await refused.RefusedAsync(token: token, bindings: Watched.All));
        }

        await left.SayAsync("""["1","2","realtime:calls-live","phx_leave",{}]""");
        Assert.Equal(2, (await left.UntilBeatAsync()).Count);
        _people.Clock.Advance(TimeSpan.FromSeconds(9));
        foreach (var client in (Subscriber[])[idle, refused, left, reading])
        {
            Assert.Empty(await client.UntilBeatAsync());
        }

        _people.Clock.Advance(TimeSpan.FromSeconds(1));
        await idle.Ended.SoonAsync();
        await refused.Ended.SoonAsync();
        Assert.Empty(await left.UntilBeatAsync());
        _people.Clock.Advance(TimeSpan.FromSeconds(20));
        await left.Ended.SoonAsync();

        Assert.Empty(await reading.UntilBeatAsync());
        Assert.Equal((null, null), (idle.LastWord, refused.LastWord));
    }

    [Fact]
    public async Task Whoever_may_not_read_opens_no_socket()
    {
        foreach (var token in (string[])[Nobody(), Nobody(anonymous: true)])
        {
            Assert.Equal(403, await StatusAsync("vsn=2.0.0", token));
        }
    }

    private async Task<int> StatusAsync(string query, string? bearer = null)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Origin", bearer is null ? Page : Service.Address.GetLeftPart(UriPartial.Authority));
        socket.Options.SetRequestHeader("Authorization", bearer is null ? null : $"Bearer {bearer}");
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(Service.Address) { Scheme = "ws", Path = "/realtime/v1/websocket", Query = query }.Uri, Cancel));
        return (int)socket.HttpStatusCode;
    }

    private Task<Subscriber> OpenAsync() => Subscriber.OpenAsync(Service, $"apikey={_pageKey}&vsn=2.0.0", Page);

    private string Supervisor(string team) => _people.Project.Supervisor(_people.Clock, "supervisor-" + team, team);

    private string Nobody(bool anonymous = false)
    {
        var claims = _people.Project.Claims(_people.Clock, "nobody", anonymous ? new JsonObject { ["role"] = "supervisor", ["team"] = "red" } : null);
        claims["is_anonymous"] = anonymous;
        return _people.Project.Key.Token(claims);
    }
}
