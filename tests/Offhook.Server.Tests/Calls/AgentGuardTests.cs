using System.Net;
using Offhook.Testing;

namespace Offhook.Server.Tests.Calls;

public sealed class AgentGuardTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_call_of_an_agent_is_refused_and_told_of_the_first()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var first = await client.ClickToCallAsync(cancellationToken: Cancel);
        service.Clock.Advance(TimeSpan.FromSeconds(44));

        var second = await client.ClickToCallAsync("9800000012", "09800000001", cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.Conflict, "/problems/agent-busy"), (second.Status, second["type"]));
        Assert.Equal((first.Id, first["call_id"], "ringing"), (second["id"], second["call_id"], second["call_status"]));
        Assert.Single(service.Platform.Dials);
        Assert.Single((await client.AskAsync("/calls", Cancel)).Items());
    }

    [Fact]
    public async Task The_agent_may_dial_again_as_soon_as_the_first_call_is_settled()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await client.ClickToCallAsync(cancellationToken: Cancel);
        service.Clock.Advance(TimeSpan.FromSeconds(14));
        await client.BringAsync(service.CallbackOf(service.Platform.Calls[0]), Cancel);

        var second = await client.ClickToCallAsync(cancellationToken: Cancel);

        Assert.Equal(HttpStatusCode.Created, second.Status);
    }

    [Fact]
    public async Task A_lost_callback_locks_the_agent_out_for_no_longer_than_45_seconds()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await client.ClickToCallAsync(cancellationToken: Cancel);
        service.Clock.Advance(TimeSpan.FromSeconds(45));

        var second = await client.ClickToCallAsync(cancellationToken: Cancel);

        Assert.Equal(HttpStatusCode.Created, second.Status);
    }

    [Fact]
    public async Task Another_agent_may_dial_the_same_customer()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await client.ClickToCallAsync(agent: "9800000001", cancellationToken: Cancel);

        var other = await client.ClickToCallAsync(agent: "9800000002", cancellationToken: Cancel);

        Assert.Equal(HttpStatusCode.Created, other.Status);
    }

    [Fact]
    public async Task Twenty_clicks_of_one_agent_at_once_ring_one_phone()
    {
        await using var service = await ServiceHost.StartAsync(
            new ServiceOptions { Clock = new ManualClock(), IsPublic = true, Settings = new Dictionary<string, string> { ["KALEYRA_DIALS_PER_SECOND"] = "0" } }, Cancel);
        using var client = service.CreateClient();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(index => client.ClickToCallAsync($"98000000{index + 10}", key: $"key-{index}", cancellationToken: Cancel)));

        Assert.Equal(1, answers.Count(answer => answer.Status is HttpStatusCode.Created));
        Assert.Equal(19, answers.Count(answer => answer.Status is HttpStatusCode.Conflict));
        Assert.Single(service.Platform.Dials);
    }
}
