using System.Net;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Calls;

public sealed class DialReplyTests
{
    public static readonly TheoryData<string> PlacesOfTheId = ["at data.id", "at data[0].id", "as data itself", "at the top", "with a status word", "with a status number"];

    public static readonly TheoryData<string> UnclearReplies =
        ["cut off", "an HTML page", "a server error", "half of the JSON", "no body", "no id in data", "no data", "an empty list", "an empty text"];

    private static readonly Dictionary<string, Fault?> Faults = new()
    {
        ["at data.id"] = null,
        ["at data[0].id"] = Fault.IdInArray(),
        ["as data itself"] = Fault.IdAsText(),
        ["at the top"] = Fault.IdAtTop(),
        ["with a status word"] = Fault.StatusWord(),
        ["with a status number"] = Fault.StatusNumber(),
        ["cut off"] = Fault.CutAfterPlacing(),
        ["an HTML page"] = Fault.HtmlPage().ThatPlaces(),
        ["a server error"] = Fault.ServerError().ThatPlaces(),
        ["half of the JSON"] = Fault.InvalidJson(),
        ["no body"] = Fault.EmptyBody(),
        ["no id in data"] = Fault.WithoutId(MissingId.Null),
        ["no data"] = Fault.WithoutId(MissingId.Absent),
        ["an empty list"] = Fault.WithoutId(MissingId.EmptyArray),
        ["an empty text"] = Fault.WithoutId(MissingId.EmptyText),
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(PlacesOfTheId))]
    public async Task The_id_is_found_wherever_the_reply_has_it(string place)
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        Plan(service, Faults[place]);

        var started = await client.ClickToCallAsync(cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.Created, "ringing"), (started.Status, started["status"]));
        Assert.Equal(Assert.Single(service.Platform.Dials).CallId, started["call_id"]);
    }

    [Fact]
    public async Task A_call_that_was_accepted_without_an_id_gets_it_from_its_callback()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        Plan(service, Fault.WithoutId());
        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);
        Assert.Equal(started.Id, started["call_id"]);

        await client.BringAsync(service.CallbackOf(ended), Cancel);

        var bound = await client.AskAsync($"/calls/{ended.Id}", Cancel);
        Assert.Equal((started.Id, ended.Id, "answered"), (bound["id"], bound["call_id"], bound["status"]));
    }

    [Theory, MemberData(nameof(UnclearReplies))]
    public async Task A_reply_that_proves_nothing_makes_no_second_dial_and_the_callback_settles_the_call(string reply)
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        Plan(service, Faults[reply]);

        var started = await client.ClickToCallAsync(cancellationToken: Cancel);
        var settled = await screen.SettledAsync(started.Id, Cancel);

        AssertNotRefused(started);
        Assert.Equal(("answered", service.Provider.FirstOfTheEnd), (settled.Text("status"), settled.Text("settled_by")));
        AssertOneDial(service);
    }

    [Theory, InlineData("cut off"), InlineData("an HTML page"), InlineData("a server error"), InlineData("half of the JSON"), InlineData("no body")]
    public async Task A_reply_that_proves_nothing_is_answered_202_and_says_that_a_phone_may_ring(string reply)
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        Plan(service, Faults[reply]);

        var started = await client.ClickToCallAsync(cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.Accepted, "unconfirmed", "reply_unknown"), (started.Status, started["status"], started["reason"]));
        Assert.Equal($"Not known yet. A phone may ring; we are asking {service.Provider.DisplayName}.", started["message"]);
        Assert.Equal($"/calls/{started.Id}", started.Location?.OriginalString);
        AssertOneDial(service);
    }

    [Fact]
    public async Task A_reply_that_never_comes_is_answered_202_and_the_call_is_settled_later()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        Plan(service, Fault.HeldReply(TimeSpan.FromMinutes(5)));

        var asked = client.ClickToCallAsync(cancellationToken: Cancel);
        await service.Platform.WaitForCallAsync(_ => true, Cancel).SoonAsync();
        service.Clock.Advance(TimeSpan.FromSeconds(16));
        var started = await asked.SoonAsync();
        await client.BringAsync(service.CallbackOf(service.Platform.Calls[0]), Cancel);

        Assert.Equal((HttpStatusCode.Accepted, "unconfirmed"), (started.Status, started["status"]));
        var settled = await client.AskAsync($"/calls/{started.Id}", Cancel);
        Assert.Equal(("answered", "callback", "8"), (settled["status"], settled["settled_by"], settled["talk_seconds"]));
        AssertOneDial(service);
    }

    private static void Plan(ServiceHost service, Fault? fault)
    {
        if (fault is not null)
        {
            service.Platform.Next(fault);
        }
    }

    private static void AssertOneDial(ServiceHost service)
    {
        Assert.Single(service.Platform.Dials);
        Assert.Equal(1, service.Platform.RequestsReceived[service.Provider.ClickToCallRequest]);
    }

    private static void AssertNotRefused(Answer started) => Assert.Contains(started.Status, new[] { HttpStatusCode.Created, HttpStatusCode.Accepted });
}
