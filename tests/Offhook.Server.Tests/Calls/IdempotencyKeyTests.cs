using System.Net;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Calls;

public sealed class IdempotencyKeyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_requests_at_once_with_one_key_ring_once_and_get_one_answer()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.ClickToCallAsync(key: "one", cancellationToken: Cancel)));

        Assert.Equal(HttpStatusCode.Created, answers[0].Status);
        Assert.Single(answers.Select(answer => (answer.Status, answer.Text, answer.Location)).Distinct());
        Assert.Single(service.Platform.Dials);
    }

    [Fact]
    public async Task A_repetition_after_the_end_gets_the_first_answer_to_the_letter()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var first = await client.ClickToCallAsync(key: "one", cancellationToken: Cancel);
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        await client.BringAsync(service.CallbackOf(service.Platform.Calls[0]), Cancel);
        Assert.Equal("answered", (await client.AskAsync($"/calls/{first.Id}", Cancel))["status"]);

        var again = await client.ClickToCallAsync("09800000010", "+91 98000 00001", "one", Cancel);

        Assert.Equal((HttpStatusCode.Created, first.Text, first.Location), (again.Status, again.Text, again.Location));
        Assert.Single(service.Platform.Dials);
    }

    [Fact]
    public async Task A_repetition_after_a_restart_gets_the_first_answer_to_the_letter()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();
        var first = await client.ClickToCallAsync(key: "one", cancellationToken: Cancel);
        await service.RestartAsync(Cancel);

        var again = await client.ClickToCallAsync(key: "one", cancellationToken: Cancel);

        Assert.Equal((first.Status, first.Text, first.Location), (again.Status, again.Text, again.Location));
        Assert.Single(service.Platform.Dials);
    }

    [Fact]
    public async Task A_failed_outcome_is_repeated_too()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();
        service.Platform.Next(Fault.BusinessFailure());
        service.Platform.Next(Fault.TooManyRequests(TimeSpan.FromSeconds(9)));

        var refused = await client.ClickToCallAsync(key: "refused", cancellationToken: Cancel);
        var slowed = await client.ClickToCallAsync(key: "slowed", cancellationToken: Cancel);
        var refusedAgain = await client.ClickToCallAsync(key: "refused", cancellationToken: Cancel);
        var slowedAgain = await client.ClickToCallAsync(key: "slowed", cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.BadGateway, refused.Text), (refusedAgain.Status, refusedAgain.Text));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, slowed.Text, slowed.RetryAfter), (slowedAgain.Status, slowedAgain.Text, slowedAgain.RetryAfter));
        Assert.Equal(2, service.Platform.RequestsReceived[service.Provider.ClickToCallRequest]);
    }

    [Fact]
    public async Task An_unknown_outcome_is_repeated_too_and_makes_no_second_dial()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        service.Platform.Next(Fault.CutAfterPlacing());

        var first = await client.ClickToCallAsync(key: "one", cancellationToken: Cancel);
        var again = await client.ClickToCallAsync(key: "one", cancellationToken: Cancel);

        Assert.Equal(HttpStatusCode.Accepted, first.Status);
        Assert.Equal((first.Status, first.Text), (again.Status, again.Text));
        Assert.Single(service.Platform.Dials);
    }

    [Fact]
    public async Task Another_wish_under_a_used_key_is_refused_and_dials_nothing()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();
        await client.ClickToCallAsync(key: "one", cancellationToken: Cancel);

        var other = await client.ClickToCallAsync("9800000012", key: "one", cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.Conflict, "/problems/idempotency-key-reused"), (other.Status, other["type"]));
        Assert.Single(service.Platform.Dials);
    }

    [Fact]
    public async Task What_was_refused_before_it_was_kept_leaves_the_key_free()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var running = await client.ClickToCallAsync("9800000012", cancellationToken: Cancel);

        var equal = await client.ClickToCallAsync("9800000001", key: "one", cancellationToken: Cancel);
        var busy = await client.ClickToCallAsync(key: "one", cancellationToken: Cancel);
        service.Clock.Advance(TimeSpan.FromSeconds(45));
        var taken = await client.ClickToCallAsync(key: "one", cancellationToken: Cancel);

        Assert.Equal(
            (HttpStatusCode.Created, HttpStatusCode.BadRequest, HttpStatusCode.Conflict, HttpStatusCode.Created),
            (running.Status, equal.Status, busy.Status, taken.Status));
    }

    [Fact]
    public async Task A_key_is_of_one_route_and_of_one_day()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var call = await client.ClickToCallAsync(key: "one", cancellationToken: Cancel);

        var outbound = await client.OutboundAsync(key: "one", cancellationToken: Cancel);
        service.Clock.Jump(TimeSpan.FromHours(24));
        var nextDay = await client.ClickToCallAsync(key: "one", cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (outbound.Status, nextDay.Status));
        Assert.Equal(3, new[] { call.Id, outbound.Id, nextDay.Id }.Distinct().Count());
    }
}
