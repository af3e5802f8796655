using Offhook.Calls;

namespace Offhook.Storage.Tests;

public sealed class AgentGuardTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task A_second_call_of_an_agent_whose_first_may_ring_is_not_begun()
    {
        await using var temp = await TempStore.OpenAsync();
        var first = await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
        var second = Said.Intent(temp.Clock.Now.AddSeconds(10));

        var outcome = await BeginAsync(temp, second);

        Assert.Equal(first, Assert.IsType<BeginOutcome.AgentBusy>(outcome).Running);
        Assert.Null(await temp.Store.FindAsync(second.Reference.ToString("D"), Cancel));
        Assert.Empty(await temp.Store.ReportsAsync(second.Reference, Cancel));
    }

    [Fact]
    public async Task A_call_begins_when_the_first_is_settled_too_old_another_agents_or_not_asked_about()
    {
        await using var temp = await TempStore.OpenAsync();
        var settled = await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
        await temp.Store.KeptAsync(Said.Busy(settled.Call.Reference, temp.Clock.Now));

        var afterSettled = await BeginAsync(temp, Said.Intent(temp.Clock.Now.AddSeconds(10)));
        var afterWindow = await BeginAsync(temp, Said.Intent(temp.Clock.Now.AddSeconds(55)));
        var ofAnother = await BeginAsync(temp, Said.Intent(temp.Clock.Now.AddSeconds(56), Said.OtherAgent(2)));
        var unguarded = await temp.Store.BeginAsync(new Intent(Said.Intent(temp.Clock.Now.AddSeconds(57)), temp.Clock.Now.AddMinutes(5), null, null), Cancel);

        Assert.All([afterSettled, afterWindow, ofAnother, unguarded], outcome => Assert.IsType<BeginOutcome.Begun>(outcome));
    }

    [Fact]
    public async Task A_call_from_before_the_clock_was_set_back_holds_nobody_up()
    {
        await using var temp = await TempStore.OpenAsync();
        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now.AddDays(1)));

        Assert.IsType<BeginOutcome.Begun>(await BeginAsync(temp, Said.Intent(temp.Clock.Now)));
    }

    [Fact]
    public async Task Of_many_clicks_at_once_exactly_one_is_begun()
    {
        await using var temp = await TempStore.OpenAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => BeginAsync(temp, Said.Intent(temp.Clock.Now.AddMilliseconds(i)))));

        Assert.Single(outcomes, outcome => outcome is BeginOutcome.Begun);
        Assert.Equal(31, outcomes.Count(outcome => outcome is BeginOutcome.AgentBusy));
    }

    [Fact]
    public async Task A_call_without_an_agent_is_not_guarded()
    {
        await using var temp = await TempStore.OpenAsync();
        var played = Said.Intent(temp.Clock.Now) with { Wish = new Wish("kaleyra-legacy", CallKind.Outbound, Said.Customer, Play: "123.sound") };

        var first = await BeginAsync(temp, played);
        var second = await BeginAsync(temp, played with { Reference = CallReference.New(temp.Clock.Now) });

        Assert.All([first, second], outcome => Assert.IsType<BeginOutcome.Begun>(outcome));
    }

    private static Task<BeginOutcome> BeginAsync(TempStore temp, Report intent) =>
        temp.Store.BeginAsync(new Intent(intent, intent.At.AddMinutes(5), intent.At.AddSeconds(-45), null), Cancel);
}
