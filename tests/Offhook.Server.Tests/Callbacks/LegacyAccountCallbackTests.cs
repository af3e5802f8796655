using System.Net;
using System.Text;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Callbacks;

/// <summary>The one callback address of an account that cannot have one for each dial: it makes us read the log, and nothing that it brings is believed.</summary>
public sealed class LegacyAccountCallbackTests
{
    private const string Secret = "not-a-secret-not-a-secret-not-a-secret";
    private const string Older = "an-older-one-an-older-one-an-older-one";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dial_brings_no_address_and_the_hint_at_its_end_settles_it_from_the_log_at_once()
    {
        var port = FreePort.Take();
        await using var simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions { Address = new("http://127.0.0.1:0"), Speed = 50, AccountCallback = $"http://127.0.0.1:{port}/webhooks/kaleyra/callback/{Secret}?id={{id}}&status={{status}}" }, Cancel);
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Simulator = simulator, Port = port, Settings = Setting(Secret) }, Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);

        var started = await client.ClickToCallAsync(cancellationToken: Cancel);
        var settled = await screen.SettledAsync(started.Id, Cancel);

        Assert.Equal(("answered", "log"), (settled.Text("status"), settled.Text("settled_by")));
        Assert.DoesNotContain("t=", Assert.Single(simulator.Platform.Calls).Callback, StringComparison.Ordinal);
        Assert.Equal(200, (await simulator.Platform.WaitForCallbackAsync(_ => true, Cancel)).StatusCode);
    }

    [Fact]
    public async Task Only_the_log_is_believed_and_it_is_read_at_once()
    {
        await using var service = await StartAsync(Secret);
        using var client = service.CreateClient();
        using var provider = service.CreateStranger();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        var (started, call) = await service.EndedCallAsync(client, "9800000014", CallRequests.Agent, Cancel);

        var answer = await provider.AskAsync($"/webhooks/kaleyra/callback/{Secret}?id={call.Id}&status=BUSY&status1=BUSY&status2=BUSY&billsec=0", Cancel);
        var settled = await service.PlayAsync(screen.SettledAsync(started.Id, Cancel), TimeSpan.FromMilliseconds(100));
        var reports = (await client.AskAsync($"/calls/{started.Id}/reports", Cancel)).Items();

        Assert.Equal((HttpStatusCode.OK, "OK"), (answer.Status, answer.Text));
        Assert.Equal(("answered", "log", "8"), (settled.Text("status"), settled.Text("settled_by"), settled.Text("talk_seconds")));
        Assert.True(settled.Time("updated_at") < started.Json.Time("received_at") + TimeSpan.FromSeconds(90), settled.ToString());
        Assert.Equal(["intent", "reply", "log"], reports.Select(report => report.Text("source")));
    }

    [Fact]
    public async Task A_hint_before_the_row_is_there_is_followed_again()
    {
        await using var service = await StartAsync(Secret);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        var (started, call) = await service.EndedCallAsync(client, "9800000014", CallRequests.Agent, Cancel);
        service.Platform.Always(Fault.LogEmptyFor(TimeSpan.FromSeconds(30)));

        await client.AskAsync($"/webhooks/kaleyra/callback/{Secret}?id={call.Id}", Cancel);
        var settled = await service.PlayAsync(screen.SettledAsync(started.Id, Cancel), TimeSpan.FromMilliseconds(100));

        Assert.Equal("log", settled.Text("settled_by"));
        Assert.True(settled.Time("updated_at") < started.Json.Time("received_at") + TimeSpan.FromMinutes(2), settled.ToString());
    }

    [Fact]
    public async Task A_hint_with_an_id_that_nobody_told_us_finds_the_call_whose_dial_brought_none()
    {
        await using var service = await StartAsync(Secret);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        service.Platform.Next(Fault.CutAfterPlacing());
        var (started, call) = await service.EndedCallAsync(client, "9800000014", CallRequests.Agent, Cancel);
        Assert.Equal("unconfirmed", started["status"]);

        using var form = new StringContent($"id={call.Id}", Encoding.ASCII, "application/x-www-form-urlencoded");
        using var answer = await client.PostAsync(new Uri($"/webhooks/kaleyra/callback/{Secret}", UriKind.Relative), form, Cancel);
        var settled = await service.PlayAsync(screen.SettledAsync(started.Id, Cancel), TimeSpan.FromMilliseconds(100));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(("answered", "log"), (settled.Text("status"), settled.Text("settled_by")));
    }

    [Fact]
    public async Task Two_secrets_are_good_at_a_time_and_no_other()
    {
        await using var service = await StartAsync($"{Secret},{Older}");
        using var provider = service.CreateStranger();
        string[] others = [Secret + "x", Secret[..^1], Older.ToUpperInvariant(), "x", $"{Secret},{Older}", "%E0", new string('x', 4000)];

        Assert.Equal(HttpStatusCode.OK, (await provider.AskAsync($"/webhooks/kaleyra/callback/{Secret}", Cancel)).Status);
        Assert.Equal(HttpStatusCode.OK, (await provider.AskAsync($"/webhooks/kaleyra/callback/{Older}?id=%00{new string('9', 5000)}", Cancel)).Status);
        foreach (var other in others)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await provider.AskAsync($"/webhooks/kaleyra/callback/{other}?id=x", Cancel)).Status);
        }
    }

    [Fact]
    public async Task Without_the_setting_there_is_no_such_address()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var provider = service.CreateStranger();

        Assert.Equal(HttpStatusCode.Unauthorized, (await provider.AskAsync($"/webhooks/kaleyra/callback/{Secret}?id=x", Cancel)).Status);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("short", "32 to 128")]
    [InlineData("not-a-secret-not-a-secret-not/a/secret", "32 to 128")]
    [InlineData("not-a-secret-not-a-secret-not-a-secret,", "32 to 128")]
    [InlineData("one-secret-one-secret-one-secret-1,two-secret-two-secret-two-secret-2,xxx-secret-xxx-secret-xxx-secret-3", "two while it is changed")]
    public void A_secret_that_could_be_guessed_stops_the_start(string value, string why)
    {
        var fault = Assert.Throws<Server.Settings.SettingsException>(() => Settings.Given.Read(("KALEYRA_CALLBACK_SECRET", value)));

        Assert.Contains("KALEYRA_CALLBACK_SECRET: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Setting(string secrets) => new() { ["KALEYRA_CALLBACK_SECRET"] = secrets };

    private static Task<ServiceHost> StartAsync(string secrets) =>
        ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock(), IsPublic = true, Settings = Setting(secrets) }, Cancel);
}
