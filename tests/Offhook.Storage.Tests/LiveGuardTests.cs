using Offhook.Calls;

namespace Offhook.Storage.Tests;

/// <summary>An agent whose call is said to be running is not called again, however long ago that call was asked for.</summary>
public sealed class LiveGuardTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan LiveGuard = TimeSpan.FromMinutes(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> WhatWasSaid => new()
    {
        { "nothing", false },
        { "the agent's phone rings", true },
        { "the agent picked up", true },
        { "the customer's phone rings", true },
        { "the customer picked up", true },
        { "it is over, nobody knows how", false },
        { "it is over", false },
        { "it is over, and nothing proves that they spoke", false },
    };

    [Theory]
    [MemberData(nameof(WhatWasSaid))]
    public async Task A_call_that_is_said_to_be_running_holds_its_agent(string said, bool holds)
    {
        await using var temp = await TempStore.OpenAsync();
        var now = temp.Clock.Now;
        var running = await temp.Store.BegunAsync(Said.Intent(now.AddMinutes(-5)));
        foreach (var report in Reports(running.Call.Reference, said, now.AddMinutes(-4)))
        {
            await temp.Store.KeptAsync(report);
        }

        var outcome = await BeginAsync(temp.Store, now);

        Assert.Equal(holds, outcome is BeginOutcome.AgentBusy);
    }

    [Fact]
    public async Task It_does_not_hold_its_agent_for_ever()
    {
        await using var temp = await TempStore.OpenAsync();
        var now = temp.Clock.Now;
        var running = await temp.Store.BegunAsync(Said.Intent(now.AddMinutes(-11)));
        await temp.Store.KeptAsync(Step(running.Call.Reference, now.AddMinutes(-10)) with { Customer = Leg.Answered });

        Assert.IsType<BeginOutcome.Begun>(await BeginAsync(temp.Store, now));
    }

    [Fact]
    public async Task It_holds_nobody_else()
    {
        await using var temp = await TempStore.OpenAsync();
        var now = temp.Clock.Now;
        var running = await temp.Store.BegunAsync(Said.Intent(now.AddMinutes(-5), Said.OtherAgent(7)));
        await temp.Store.KeptAsync(Step(running.Call.Reference, now) with { Agent = Leg.Answered });

        Assert.IsType<BeginOutcome.Begun>(await BeginAsync(temp.Store, now));
    }

    private static Task<BeginOutcome> BeginAsync(ICallStore store, DateTimeOffset now) =>
        store.BeginAsync(new Intent(Said.Intent(now), now.AddMinutes(5), now - Guard, null, now - LiveGuard), Cancel);

    private static Report[] Reports(Guid call, string said, DateTimeOffset at) => said switch
    {
        "nothing" => [Said.Accepted(call, at)],
        "the agent's phone rings" => [Step(call, at) with { Agent = Leg.Ringing }],
        "the agent picked up" => [Step(call, at) with { Agent = Leg.Answered }],
        "the customer's phone rings" => [Step(call, at) with { Customer = Leg.Ringing }],
        "the customer picked up" => [Step(call, at) with { Customer = Leg.Answered }],
        "it is over, nobody knows how" => [Step(call, at) with { Agent = Leg.Answered }, Step(call, at) with { StillRunning = null }],
        "it is over, and nothing proves that they spoke" => [Step(call, at) with { Agent = Leg.Answered }, Said.Busy(call, at) with { Agent = Leg.Unknown, Customer = Leg.Unknown, Overall = Leg.Answered, Talk = null }],
        _ => [Step(call, at) with { Customer = Leg.Answered }, Step(call, at) with { StillRunning = null }],
    };

    private static Report Step(Guid call, DateTimeOffset at) => new() { Reference = call, Source = ReportSource.Event, At = at, StillRunning = true };
}
