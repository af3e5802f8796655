using Offhook.Calls;
using Offhook.Gateway.Dialling;
using Offhook.Gateway.Providers;
using Offhook.Simulator;
using CallKind = Offhook.Calls.CallKind;

namespace Offhook.Gateway.Tests.Providers;

/// <summary>Open calls are looked up in the log of the simulated platform.</summary>
public sealed class LegacyLogSearchTests
{
    private static readonly TimeSpan WholeCall = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_call_is_found_by_the_id_of_its_dial_once_it_has_ended()
    {
        await using var work = await Work.StartAsync();
        var call = Assert.IsType<StartOutcome.Placed>(await work.ClickAsync()).Row.Call;

        var during = await work.SearchAsync(call);
        work.Clock.Advance(WholeCall);
        var after = await work.SearchAsync(call);

        Assert.True(during is { NotRead.Count: 0, Findings: [], Ambiguous: [] });
        Assert.Equal((CallStatus.Answered, TimeSpan.FromSeconds(8)), Folded(call, Assert.Single(after.Findings)));
        Assert.Equal(Placed(work, call).RowId.ToString(), after.Findings[0].Report.ProviderCallId);
    }

    [Fact]
    public async Task An_outbound_call_is_found_by_the_id_of_its_dial()
    {
        await using var work = await Work.StartAsync();
        var wish = new CallWish(CallKind.Outbound, Given.Customer, null, null, "123.sound", null);
        var call = Assert.IsType<StartOutcome.Placed>(await work.Starter.StartAsync(wish, null, Given.Cancel)).Row.Call;
        work.Clock.Advance(WholeCall);

        var search = await work.SearchAsync(call);

        Assert.Equal(CallStatus.Answered, Folded(call, Assert.Single(search.Findings)).Status);
        Assert.DoesNotContain("dial", work.Platform.RequestsReceived.Keys);
    }

    [Fact]
    public async Task A_call_whose_reply_was_lost_is_found_by_numbers_and_time_among_rows_of_other_services()
    {
        await using var work = await Work.StartAsync();
        work.Platform.Always(Fault.OtherServices(3));
        var call = (await work.ClickUnheardAsync()).Call;
        var other = (await work.ClickUnheardAsync(Given.Number("9800000021"))).Call;
        work.Clock.Advance(TimeSpan.FromMinutes(2));

        var search = await work.SearchAsync(call, other);

        Assert.True(search is { NotRead.Count: 0, Ambiguous: [], Findings.Count: 2 });
        Assert.Equal(CallStatus.Answered, Folded(call, Of(search, call)).Status);
        Assert.Equal(CallStatus.Missed, Folded(other, Of(search, other)).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(100)]
    public async Task A_log_is_read_to_its_end_however_long_its_pages_are(int rows)
    {
        await using var work = await Work.StartAsync();
        work.Platform.Always(Fault.SmallPages(rows));
        var calls = new List<PhoneCall>();
        for (var i = 0; i < 5; i++)
        {
            calls.Add((await work.ClickUnheardAsync(agent: Given.Number($"980000000{i}"))).Call);
        }

        work.Clock.Advance(WholeCall);
        var search = await work.SearchAsync([.. calls]);

        Assert.Empty(search.NotRead);
        Assert.Equal(calls.Select(call => call.Reference), search.Findings.Select(finding => finding.Report.Reference));
    }

    [Fact]
    public async Task A_row_that_the_log_lists_twice_is_one_row()
    {
        await using var work = await Work.StartAsync();
        work.Platform.Always(Fault.RepeatedRow());
        work.Platform.Always(Fault.SmallPages(1));
        var heard = Assert.IsType<StartOutcome.Placed>(await work.ClickAsync()).Row.Call;
        var unheard = (await work.ClickUnheardAsync(Given.Number("9800000031"))).Call;
        work.Clock.Advance(WholeCall);

        var search = await work.SearchAsync(heard, unheard);

        Assert.True(search is { NotRead.Count: 0, Ambiguous: [], Findings.Count: 2 });
        Assert.Equal(3, work.Platform.RequestsReceived["dial"]); // Two pages with rows and an empty one.
    }

    [Fact]
    public async Task A_page_that_fails_fails_the_whole_run()
    {
        await using var work = await Work.StartAsync();
        var call = (await work.ClickUnheardAsync()).Call;
        var other = (await work.ClickUnheardAsync(Given.Number("9800000031"))).Call;
        work.Clock.Advance(WholeCall);
        work.Platform.Always(Fault.SmallPages(1));
        work.Platform.Always(Fault.FailingPage(2));

        var search = await work.SearchAsync(call, other);

        Assert.True(search is { NotRead.Count: > 0, Findings: [], Ambiguous: [], Trouble: not null });
    }

    [Fact]
    public async Task Two_calls_that_one_row_may_belong_to_are_left_alone()
    {
        await using var work = await Work.StartAsync();
        var first = (await work.ClickUnheardAsync()).Call;
        work.Clock.Advance(TimeSpan.FromMinutes(3));
        var second = (await work.ClickUnheardAsync()).Call;
        work.Clock.Advance(TimeSpan.FromMinutes(3));

        var search = await work.SearchAsync(first, second);

        Assert.True(search is { NotRead.Count: 0, Findings: [] });
        Assert.Equal([first.Reference, second.Reference], search.Ambiguous);
    }

    [Fact]
    public async Task The_row_of_a_settled_neighbour_is_not_taken_for_the_next_calls()
    {
        await using var work = await Work.StartAsync();
        var settled = Assert.IsType<StartOutcome.Placed>(await work.ClickAsync()).Row.Call;
        work.Clock.Advance(TimeSpan.FromMinutes(1));
        await work.Store.KeptAsync(Given.Talked(settled.Reference, work.Clock.GetUtcNow()));
        work.Platform.Next(Fault.CutBeforePlacing());
        var unheard = Assert.IsType<StartOutcome.Unconfirmed>(await work.ClickAsync()).Row.Call;
        work.Clock.Advance(TimeSpan.FromMinutes(1));

        var search = await work.SearchAsync(unheard);

        Assert.True(search is { NotRead.Count: 0, Findings: [] });
        Assert.Equal([unheard.Reference], search.Ambiguous);
    }

    [Fact]
    public async Task A_row_that_was_found_before_is_not_found_for_another_call()
    {
        await using var work = await Work.StartAsync();
        var first = (await work.ClickUnheardAsync()).Call;
        work.Clock.Advance(TimeSpan.FromMinutes(1));
        var finding = Assert.Single((await work.SearchAsync(first)).Findings);
        await work.Inbox.KeepAsync(finding.Report, finding.Raw, Given.Cancel);
        work.Platform.Next(Fault.CutBeforePlacing());
        var second = Assert.IsType<StartOutcome.Unconfirmed>(await work.ClickAsync()).Row.Call;

        var search = await work.SearchAsync(second);

        Assert.True(search is { NotRead.Count: 0, Findings: [], Ambiguous: [] });
    }

    [Theory]
    [InlineData(FaultKind.TooManyRequests)]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.CutBeforePlacing)]
    [InlineData(FaultKind.InvalidJson)]
    public async Task A_read_that_fails_twice_is_read_a_third_time(FaultKind kind)
    {
        await using var work = await Work.StartAsync();
        var call = Assert.IsType<StartOutcome.Placed>(await work.ClickAsync()).Row.Call;
        work.Clock.Advance(WholeCall);
        work.Platform.Next(FaultOf(kind).OnReports());
        work.Platform.Next(FaultOf(kind).OnReports());

        Assert.Single((await work.SearchAsync(call)).Findings);
        Assert.Equal(3, work.Platform.RequestsReceived["dial.c2cstatus"]);
    }

    [Fact]
    public async Task A_read_is_repeated_no_sooner_than_asked_and_not_at_all_when_that_is_long()
    {
        await using var work = await Work.StartAsync();
        var call = Assert.IsType<StartOutcome.Placed>(await work.ClickAsync()).Row.Call;
        work.Clock.Advance(WholeCall);

        work.Platform.Next(Fault.TooManyRequests(TimeSpan.FromSeconds(4)).OnReports());
        var before = work.Clock.GetUtcNow();
        Assert.Single((await work.SearchAsync(call)).Findings);
        Assert.True(work.Clock.GetUtcNow() - before >= TimeSpan.FromSeconds(4));

        work.Platform.Next(Fault.TooManyRequests(TimeSpan.FromSeconds(60)).OnReports());
        Assert.NotEmpty((await work.SearchAsync(call)).NotRead);
        Assert.Equal(3, work.Platform.RequestsReceived["dial.c2cstatus"]);
    }

    [Fact]
    public async Task A_provider_that_is_away_is_not_asked_for_each_call()
    {
        await using var work = await Work.StartAsync();
        var calls = new List<PhoneCall>();
        for (var i = 0; i < 5; i++)
        {
            calls.Add(Assert.IsType<StartOutcome.Placed>(await work.ClickAsync(agent: Given.Number($"980000000{i}"))).Row.Call);
        }

        work.Platform.Always(Fault.ServerError(503).OnReports());
        var search = await work.SearchAsync([.. calls]);

        Assert.True(search is { NotRead.Count: 5, Findings: [] });
        Assert.Equal(6, work.Platform.RequestsReceived["dial.c2cstatus"]);
        Assert.DoesNotContain("dial", work.Platform.RequestsReceived.Keys);
    }

    [Fact]
    public Task What_is_found_is_always_the_calls_own_row() => Law.HoldsAsync(6, async random =>
    {
        await using var work = await Work.StartAsync();
        work.Platform.Always(Fault.OtherServices(1));
        var calls = new List<PhoneCall>();
        for (var i = 0; i < 12; i++)
        {
            var (customer, agent) = (Given.Number(random.Pick("9800000010", "9800000021", "9800000031")), Given.Number(random.Pick("9800000001", "9800000002")));
            calls.Add(random.Chance(0.7) ? (await work.ClickUnheardAsync(customer, agent)).Call : Assert.IsType<StartOutcome.Placed>(await work.ClickAsync(customer, agent)).Row.Call);
            work.Clock.Advance(TimeSpan.FromSeconds(random.Next(1, 500)));
            if (random.Chance(0.3))
            {
                await work.Store.KeptAsync(Given.Talked(random.Pick<PhoneCall>([.. calls]).Reference, work.Clock.GetUtcNow()));
            }
        }

        work.Clock.Advance(TimeSpan.FromMinutes(5));
        var search = await work.SearchAsync([.. calls]);

        Assert.Empty(search.NotRead);
        Assert.All(search.Findings, finding => Assert.Equal(
            work.Platform.Calls.Single(placed => placed.Custom == CallReference.Compact(finding.Report.Reference)).RowId.ToString(), finding.Report.ProviderCallId));
        Assert.Equal(search.Findings.Count, search.Findings.DistinctBy(finding => finding.Report.ProviderCallId).Count());
        Assert.Equal(calls.Count, search.Findings.Count + search.Ambiguous.Count);
    });

    private static Fault FaultOf(FaultKind kind) => kind switch
    {
        FaultKind.TooManyRequests => Fault.TooManyRequests(),
        FaultKind.ServerError => Fault.ServerError(),
        FaultKind.CutBeforePlacing => Fault.CutBeforePlacing(),
        _ => Fault.InvalidJson(),
    };

    private static LogFinding Of(LogSearch search, PhoneCall call) => search.Findings.Single(finding => finding.Report.Reference == call.Reference);

    private static SimulatedCall Placed(Work work, PhoneCall call) => work.Platform.Calls.Single(placed => placed.Custom == CallReference.Compact(call.Reference));

    private static (CallStatus Status, TimeSpan? Talk) Folded(PhoneCall call, LogFinding finding)
    {
        var intent = Given.Intent(call.ReceivedAt, call.Customer, call.Agent, call.Kind!.Value) with { Reference = call.Reference };
        var folded = Given.Call(intent, finding.Report);
        return (folded.Status, folded.Talk);
    }
}
