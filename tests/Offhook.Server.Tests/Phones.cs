using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests;

/// <summary>Calls and the people at their simulated phones.</summary>
internal static class Phones
{
    /// <summary>A customer whose phone waits for a person.</summary>
    public const string Person = "9800000099";

    /// <summary>Both people of the only call answer, talk and hang up.</summary>
    public static void PlayOnlyCall(this Platform platform)
    {
        var call = Assert.Single(platform.Calls);
        Assert.True(platform.Answer(call.Id, Side.Agent), "the agent's phone does not ring");
        Assert.True(platform.Answer(call.Id, Side.Customer), "the customer's phone does not ring");
        Assert.True(platform.HangUp(call.Id, Side.Customer), "the customer is not on the line");
    }

    /// <summary>A service on a manual clock whose callbacks only the test brings.</summary>
    public static Task<ServiceHost> OnManualClockAsync(CancellationToken cancellationToken) =>
        ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock(), IsPublic = true }, cancellationToken);

    /// <summary>Asks for a call and lets its phones play to the end, a minute later.</summary>
    public static async Task<(Answer Started, SimulatedCall Ended)> EndedCallAsync(
        this ServiceHost service, HttpClient client, string customer, string agent, CancellationToken cancellationToken)
    {
        var started = await client.ClickToCallAsync(customer, agent, cancellationToken: cancellationToken);
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        return (started, service.Platform.Calls[^1]);
    }
}
