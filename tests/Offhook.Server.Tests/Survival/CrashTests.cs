using System.Net;
using Offhook.Testing;

namespace Offhook.Server.Tests.Survival;

/// <summary>A real process that dies without a chance to say goodbye, at each named place of a start.</summary>
public sealed class CrashTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_that_dies_before_the_dial_leaves_a_call_that_says_so_and_is_never_dialled()
    {
        await using var scene = await Scene.OpenAsync();
        await scene.DieAtAsync("intent-kept", Phones.Person);

        await using (var offhook = await scene.StartAsync())
        {
            using var client = offhook.CreateClient();
            var row = Assert.Single((await client.AskAsync("/calls", Cancel)).Items());
            var again = await client.ClickToCallAsync(Phones.Person, key: Scene.Key, cancellationToken: Cancel);

            Assert.Equal("requested", row.Text("status"));
            Assert.Equal((HttpStatusCode.Accepted, row.Text("id")), (again.Status, again["id"]));
        }

        await using var service = await scene.ContinueOnManualClockAsync();
        var settled = await Scene.PlayToTheEndAsync(service);

        Assert.Equal(("unconfirmed", "never_reported", "deadline"), (settled["status"], settled["reason"], settled["settled_by"]));
        Assert.True(service.Clock.GetUtcNow() < settled.Json.Time("received_at")!.Value.AddHours(2));
        Assert.Empty(scene.Platform.Dials);
        Assert.DoesNotContain(service.Provider.ClickToCallRequest, scene.Platform.RequestsReceived.Keys);
    }

    [Theory, InlineData("dial-answered", "requested"), InlineData("answer-kept", "ringing")]
    public async Task A_process_that_dies_after_the_dial_takes_the_callback_when_it_is_back(string place, string status)
    {
        await using var scene = await Scene.OpenAsync();
        await scene.DieAtAsync(place, Phones.Person);
        var dialled = Assert.Single(scene.Platform.Calls);

        await using var offhook = await scene.StartAsync();
        using var client = offhook.CreateClient();
        var row = Assert.Single((await client.AskAsync("/calls", Cancel)).Items());
        var again = await client.ClickToCallAsync(Phones.Person, key: Scene.Key, cancellationToken: Cancel);
        scene.Platform.PlayOnlyCall();
        var callback = await scene.Platform.WaitForCallbackAsync(sent => sent.Event is null, Cancel).SoonAsync();

        // The first step may have been told before the process died.
        Assert.Contains(row.Text("status"), TestProvider.OfTheseTests.ReportsLive ? new[] { status, "ringing" } : [status]);
        Assert.Equal(row.Text("id"), again["id"]);
        Assert.Equal(200, callback.StatusCode);
        var settled = await client.AskAsync($"/calls/{row.Text("id")}", Cancel);
        Assert.Equal(("answered", dialled.Id), (settled["status"], settled["call_id"]));
        Assert.Single(scene.Platform.Dials);
    }

    [Fact]
    public async Task A_call_that_ended_while_the_process_was_dead_is_settled_from_the_log()
    {
        await using var scene = await Scene.OpenAsync();
        await scene.DieAtAsync("dial-answered", Phones.Person);
        scene.Platform.PlayOnlyCall();
        await scene.Platform.WaitForCallbackAsync(sent => sent is { Event: null, StatusCode: null }, Cancel).SoonAsync();

        await using var service = await scene.ContinueOnManualClockAsync();
        var settled = await Scene.PlayToTheEndAsync(service);

        Assert.Equal(("answered", "log"), (settled["status"], settled["settled_by"]));
        Assert.Single(scene.Platform.Dials);
    }

    [Fact]
    public async Task A_callback_that_was_acknowledged_survives_the_death_of_the_process()
    {
        await using var scene = await Scene.OpenAsync();
        string id;
        await using (var doomed = await scene.StartAsync())
        {
            using var client = doomed.CreateClient();
            id = (await client.ClickToCallAsync(cancellationToken: Cancel)).Id;
            var callback = await scene.Platform.WaitForCallbackAsync(sent => sent.Event is null, Cancel).SoonAsync();
            await doomed.KillAsync();
            Assert.Equal(200, callback.StatusCode);
        }

        await using var offhook = await scene.StartAsync();
        using var again = offhook.CreateClient();
        var settled = await again.AskAsync($"/calls/{id}", Cancel);

        Assert.Equal(("answered", "callback"), (settled["status"], settled["settled_by"]));
    }
}
