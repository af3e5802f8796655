using Offhook.Calls;
using Offhook.Gateway.Dialling;
using Offhook.Gateway.Providers;
using Offhook.Gateway.Reconciliation;
using Offhook.Simulator;
using Offhook.Storage;
using Offhook.Testing;

namespace Offhook.Gateway.Tests.Reconciliation;

/// <summary>Every call reaches a final state within its time, whatever becomes of replies, callbacks, logs and the store.</summary>
public sealed class PollerTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_call_whose_reply_was_never_kept_is_unconfirmed_after_30_s()
    {
        await using var work = await Work.StartAsync();
        var call = (await work.Store.BegunAsync(Given.Intent(work.Clock.GetUtcNow()))).Call;

        var row = await PlayAsync(work, call, row => row.Call.Status is CallStatus.Unconfirmed, TimeSpan.FromSeconds(1));

        Assert.Equal((Reason.ReplyUnknown, false), (row.Call.Reason, row.Call.IsSettled));
        AssertAt(Deadlines.Reply, row, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_whose_reply_was_lost_is_settled_by_its_row_in_the_log(bool callbacksReachUs)
    {
        await using var work = await Work.StartAsync(callbacksReachUs);
        var call = (await work.ClickUnheardAsync()).Call;

        var row = await PlayAsync(work, call, row => row.Call.IsSettled, TimeSpan.FromSeconds(1));

        Assert.Equal((CallStatus.Answered, ReportSource.Log, TimeSpan.FromSeconds(8)), (row.Call.Status, row.Call.SettledBy, row.Call.Talk));
        Assert.Single(work.Platform.Dials);
    }

    [Fact]
    public async Task A_call_whose_callback_never_came_is_settled_by_the_log()
    {
        await using var work = await Work.StartAsync();
        var call = Assert.IsType<StartOutcome.Placed>(await work.ClickAsync(Given.Number("9800000031"))).Row.Call;

        var row = await PlayAsync(work, call, row => row.Call.IsSettled, TimeSpan.FromSeconds(5));

        Assert.Equal((CallStatus.Busy, Reason.Of(Offhook.Calls.Side.Customer, Leg.Busy), ReportSource.Log), (row.Call.Status, row.Call.Reason, row.Call.SettledBy));
        Assert.True(row.UpdatedAt - call.ReceivedAt >= TimeSpan.FromMinutes(2), "its callback was not awaited");
    }

    [Fact]
    public async Task The_log_is_asked_soon_after_a_callback_that_told_no_outcome()
    {
        await using var work = await Work.StartAsync();
        var call = Assert.IsType<StartOutcome.Placed>(await work.ClickAsync()).Row.Call;
        work.Clock.Advance(TimeSpan.FromSeconds(20));
        await work.Inbox.KeepAsync(Given.AgentOnly(call.Reference, work.Clock.GetUtcNow()) with { ProviderStatus = "FORWARDED", Agent = Leg.Unknown }, null, Given.Cancel);

        var row = await PlayAsync(work, call, row => row.Call.IsSettled, TimeSpan.FromSeconds(1));

        Assert.Equal((CallStatus.Answered, ReportSource.Log), (row.Call.Status, row.Call.SettledBy));
        Assert.True(row.UpdatedAt - call.ReceivedAt < TimeSpan.FromMinutes(2), "the callback was there, and yet it was awaited");
    }

    [Fact]
    public async Task The_log_tells_the_times_of_a_call_whose_callback_did_not()
    {
        await using var work = await Work.StartAsync();
        var call = Assert.IsType<StartOutcome.Placed>(await work.ClickAsync()).Row.Call;
        work.Clock.Advance(TimeSpan.FromSeconds(20));
        var settled = Assert.IsType<KeepOutcome.Kept>(await work.Inbox.KeepAsync(Given.Talked(call.Reference, work.Clock.GetUtcNow(), seconds: 8), null, Given.Cancel)).Row;

        var row = await PlayAsync(work, call, row => row.Call.EndedAt is not null, TimeSpan.FromSeconds(1));

        Assert.Equal((ReportSource.Callback, null), (settled.Call.SettledBy, settled.Call.EndedAt));
        Assert.Equal((CallStatus.Answered, TimeSpan.FromSeconds(8)), (row.Call.Status, row.Call.Talk));
        Assert.InRange(row.UpdatedAt - settled.UpdatedAt, TimeSpan.Zero, Deadlines.AfterVagueReport + TimeSpan.FromSeconds(10));
        Assert.Null(await work.Store.NextDueAsync(Given.Cancel));
    }

    [Fact]
    public async Task Times_that_the_log_does_not_tell_within_an_hour_are_given_up()
    {
        await using var work = await Work.StartAsync();
        var call = Assert.IsType<StartOutcome.Placed>(await work.ClickAsync()).Row.Call;
        work.Platform.Always(Fault.LogEmptyFor(TimeSpan.FromDays(1)));
        var settled = Assert.IsType<KeepOutcome.Kept>(await work.Inbox.KeepAsync(Given.Talked(call.Reference, work.Clock.GetUtcNow()), null, Given.Cancel)).Row;

        using var poller = work.NewPoller();
        await poller.StartAsync(Given.Cancel);
        var givenUp = await work.PlayAsync(UntilNothingIsDueAsync(work), Minute);
        await poller.StopAsync(Given.Cancel);

        Assert.InRange(givenUp - settled.UpdatedAt, Deadlines.Times, Deadlines.Times + (3 * Minute));
        Assert.Equal(settled, await work.RowAsync(call.Reference));
    }

    [Fact]
    public async Task Calls_whose_rows_cannot_be_told_apart_are_settled_by_the_deadline_as_what_is_known()
    {
        await using var work = await Work.StartAsync();
        var heard = new HeardLog<PollerLog>();
        var first = (await work.ClickUnheardAsync()).Call;
        var second = (await work.ClickUnheardAsync()).Call;

        using var poller = work.NewPoller(heard);
        await poller.StartAsync(Given.Cancel);
        var rows = await work.PlayAsync(Task.WhenAll(work.UntilAsync(first.Reference, row => row.Call.IsSettled), work.UntilAsync(second.Reference, row => row.Call.IsSettled)), Minute);
        await poller.StopAsync(Given.Cancel);

        Assert.All(rows, row => Assert.Equal((CallStatus.Unconfirmed, Reason.NeverReported, ReportSource.Deadline), (row.Call.Status, row.Call.Reason, row.Call.SettledBy)));
        Assert.All(rows, row => Assert.Equal(row.Call.Reference.ToString("D"), row.Call.CallId));
        Assert.All(rows, row => AssertAt(Deadlines.Unconfirmed, row, Minute));
        Assert.Contains(heard.Messages, message => message.Contains($"{first.Reference}; nothing is guessed", StringComparison.Ordinal));
        Assert.Contains(heard.Messages, message => message.Contains($"Call {second.Reference} is settled as what is known", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_of_which_nobody_ever_tells_is_settled_at_its_deadline()
    {
        await using var work = await Work.StartAsync();
        var call = (await work.Store.BegunAsync(Given.Intent(work.Clock.GetUtcNow()))).Call;

        var row = await PlayAsync(work, call, row => row.Call.IsSettled, Minute);

        Assert.Equal((CallStatus.Unconfirmed, ReportSource.Deadline), (row.Call.Status, row.Call.SettledBy));
        AssertAt(Deadlines.Unconfirmed, row, Minute);
    }

    [Fact]
    public async Task A_call_that_the_provider_took_and_forgot_is_settled_after_a_day()
    {
        await using var work = await Work.StartAsync();
        var call = (await work.Store.BegunAsync(Given.Intent(work.Clock.GetUtcNow()))).Call;
        await work.Store.KeptAsync(Given.Accepted(call.Reference, call.ReceivedAt, "c2c_forgotten"));

        var row = await PlayAsync(work, call, row => row.Call.IsSettled, TimeSpan.FromMinutes(10));

        Assert.Equal((CallStatus.Unconfirmed, Reason.NeverReported, "c2c_forgotten"), (row.Call.Status, row.Call.Reason, row.Call.CallId));
        AssertAt(Deadlines.Placed, row, TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task While_the_log_cannot_be_read_a_call_is_settled_an_hour_after_its_deadline()
    {
        await using var work = await Work.StartAsync();
        var heard = new HeardLog<PollerLog>();
        var call = (await work.ClickUnheardAsync()).Call;
        work.Platform.Always(Fault.ServerError(503).OnReports());

        var row = await PlayAsync(work, call, row => row.Call.IsSettled, Minute, work.NewPoller(heard));

        AssertSettledLate(row);
        Assert.Contains("The provider's log cannot be read: HTTP 503", heard.Messages);
    }

    [Fact]
    public async Task A_call_of_a_provider_that_is_not_configured_any_more_is_settled_an_hour_after_its_deadline()
    {
        await using var work = await Work.StartAsync();
        var heard = new HeardLog<PollerLog>();
        var call = (await work.Store.BegunAsync(Given.Intent(work.Clock.GetUtcNow(), provider: "bygone"))).Call;

        var row = await PlayAsync(work, call, row => row.Call.IsSettled, Minute, work.NewPoller(heard));

        AssertSettledLate(row);
        Assert.Contains("The provider's log cannot be read: the provider bygone is not configured any more", heard.Messages);
    }

    [Fact]
    public async Task A_search_that_breaks_keeps_no_call_from_its_deadline()
    {
        await using var work = await Work.StartAsync();
        var heard = new HeardLog<PollerLog>();
        var call = (await work.Store.BegunAsync(Given.Intent(work.Clock.GetUtcNow(), Given.Number("9800000011"), provider: BrokenProvider.Name))).Call;
        var other = (await work.ClickUnheardAsync()).Call;

        using var poller = work.NewPoller(heard, new BrokenProvider());
        await poller.StartAsync(Given.Cancel);
        var found = await work.PlayAsync(work.UntilAsync(other.Reference, row => row.Call.IsSettled), TimeSpan.FromSeconds(5));
        var row = await work.PlayAsync(work.UntilAsync(call.Reference, row => row.Call.IsSettled), Minute);
        await poller.StopAsync(Given.Cancel);

        Assert.Equal(ReportSource.Log, found.Call.SettledBy);
        AssertSettledLate(row);
        Assert.Contains("Searching the log of broken broke; its calls are looked after as if the log could not be read", heard.Messages);
    }

    [Fact]
    public async Task A_store_that_fails_for_a_while_stops_nothing()
    {
        await using var work = await Work.StartAsync();
        var heard = new HeardLog<PollerLog>();
        var call = (await work.Store.BegunAsync(Given.Intent(work.Clock.GetUtcNow()))).Call;
        using var poller = work.NewPoller(heard);

        await work.Database.ExecuteAsync("alter table open_calls rename to away");
        await poller.StartAsync(Given.Cancel);
        Assert.Equal("Looking after open calls failed; it goes on in a moment", await work.PlayAsync(heard.ErrorAsync));
        await work.Database.ExecuteAsync("alter table away rename to open_calls");
        var row = await work.PlayAsync(work.UntilAsync(call.Reference, row => row.Call.Status is CallStatus.Unconfirmed));
        await poller.StopAsync(Given.Cancel);

        Assert.Equal(Reason.ReplyUnknown, row.Call.Reason);
    }

    [Fact]
    public async Task What_a_deadline_settled_is_corrected_by_a_callback_that_comes_later()
    {
        await using var work = await Work.StartAsync();
        var call = (await work.Store.BegunAsync(Given.Intent(work.Clock.GetUtcNow()))).Call;
        await PlayAsync(work, call, row => row.Call.IsSettled, Minute);

        var late = await work.Store.KeptAsync(Given.Talked(call.Reference, work.Clock.GetUtcNow()));

        Assert.Equal((CallStatus.Answered, ReportSource.Callback), (late.Row.Call.Status, late.Row.Call.SettledBy));
    }

    [Fact]
    public async Task A_hundred_calls_that_are_due_at_once_are_all_settled()
    {
        await using var work = await Work.StartAsync();
        var calls = new List<PhoneCall>();
        for (var i = 0; i < 120; i++)
        {
            calls.Add((await work.Store.BegunAsync(Given.Intent(work.Clock.GetUtcNow(), Given.Number($"98000{i:00000}"), Given.Number("9800099999")))).Call);
        }

        work.Clock.Advance(Deadlines.Unconfirmed);
        using var poller = work.NewPoller();
        await poller.StartAsync(Given.Cancel);
        var rows = await work.PlayAsync(Task.WhenAll(calls.Select(call => work.UntilAsync(call.Reference, row => row.Call.IsSettled))), Minute);
        await poller.StopAsync(Given.Cancel);

        Assert.All(rows, row => Assert.Equal(ReportSource.Deadline, row.Call.SettledBy));
        Assert.Null(await work.Store.NextDueAsync(Given.Cancel));
    }

    private static async Task<CallRow> PlayAsync(Work work, PhoneCall call, Predicate<CallRow> until, TimeSpan step, LogPoller? poller = null)
    {
        using var running = poller ?? work.NewPoller();
        await running.StartAsync(Given.Cancel);
        var row = await work.PlayAsync(work.UntilAsync(call.Reference, until), step);
        await running.StopAsync(Given.Cancel);
        Assert.True(running.ExecuteTask!.IsCompletedSuccessfully || running.ExecuteTask.IsCanceled);
        return row;
    }

    private static void AssertSettledLate(CallRow row)
    {
        Assert.Equal((CallStatus.Unconfirmed, Reason.NeverReported, ReportSource.Deadline), (row.Call.Status, row.Call.Reason, row.Call.SettledBy));
        AssertAt(Deadlines.Unconfirmed + Deadlines.LogOutage, row, Minute);
    }

    // The poller sleeps 5 s at most, 10 s after a failure, and the clock moves in steps.
    private static void AssertAt(TimeSpan age, CallRow row, TimeSpan step) => Assert.InRange(row.UpdatedAt - row.Call.ReceivedAt, age, age + (3 * step) + TimeSpan.FromSeconds(10));

    private static async Task<DateTimeOffset> UntilNothingIsDueAsync(Work work)
    {
        await Waiting.UntilAsync(() => work.Store.NextDueAsync(Given.Cancel).GetAwaiter().GetResult() is null, cancellationToken: Given.Cancel, what: "nothing to be due");
        return work.Clock.GetUtcNow();
    }

    /// <summary>A provider whose log search has a bug.</summary>
    private sealed class BrokenProvider : IVoiceProvider
    {
        public const string Name = "broken";

        public ProviderTraits Traits { get; } = new(Name, "Broken", ReportsLive: false);

        public Task<DialAnswer> DialAsync(PhoneCall intent, string token, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<LogSearch> SearchLogAsync(IReadOnlyList<PhoneCall> calls, CancellationToken cancellationToken) => throw new InvalidOperationException("a bug");

        public Task<RecordingLink> FindRecordingAsync(string recording, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string?> ProbeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<LogPage> ReadLogAsync(LogRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
