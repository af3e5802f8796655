using Offhook.Calls;

namespace Offhook.Gateway.Tests.Providers;

/// <summary>Open calls are looked up in a log whose rows the simulator never writes.</summary>
public sealed class HandMadeLogTests
{
    // 23:55 in India.
    private static readonly TimeSpan ToFiveBeforeMidnight = new(13, 25, 0);

    [Fact]
    public async Task A_call_just_before_midnight_in_India_is_looked_for_on_both_days()
    {
        await using var log = await HandMadeLog.StartAsync(
            question => question is { Method: "dial", Page: 1, FromDate: "2026/02/24", ToDate: "2026/02/25" } ? [HandMadeLog.Row(Midnight(2), "r1")] : []);
        await using var work = await Work.StartAsync(provider: log.Address);
        work.Clock.Advance(ToFiveBeforeMidnight);
        var call = (await work.Store.BegunAsync(Given.Intent(work.Clock.GetUtcNow()))).Call;

        work.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Empty((await work.SearchAsync(call)).Findings);
        work.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Single((await work.SearchAsync(call)).Findings);

        Assert.Equal([("2026/02/24", "2026/02/24"), ("2026/02/24", "2026/02/25"), ("2026/02/24", "2026/02/25")], log.Asked.Select(question => (question.FromDate, question.ToDate)));
        Assert.Equal([1, 1, 2], log.Asked.Select(question => question.Page));
    }

    [Fact]
    public async Task A_call_just_after_midnight_in_India_is_looked_for_on_both_days()
    {
        await using var log = await HandMadeLog.StartAsync(_ => []);
        await using var work = await Work.StartAsync(provider: log.Address);
        work.Clock.Advance(ToFiveBeforeMidnight + TimeSpan.FromMinutes(6));
        var call = (await work.Store.BegunAsync(Given.Intent(work.Clock.GetUtcNow()))).Call;

        Assert.Empty((await work.SearchAsync(call)).NotRead);

        Assert.Equal(("2026/02/24", "2026/02/25"), log.Asked.Select(question => (question.FromDate, question.ToDate)).Single());
    }

    [Fact]
    public async Task A_clock_that_was_set_back_behind_the_call_asks_for_a_day_all_the_same()
    {
        await using var log = await HandMadeLog.StartAsync(_ => []);
        await using var work = await Work.StartAsync(provider: log.Address);
        var call = (await work.Store.BegunAsync(Given.Intent(work.Clock.GetUtcNow().AddDays(2)))).Call;

        Assert.Empty((await work.SearchAsync(call)).NotRead);

        Assert.Equal(("2026/02/26", "2026/02/26"), log.Asked.Select(question => (question.FromDate, question.ToDate)).Single());
    }

    [Theory]
    [InlineData("ANSWER", "", null, "", false)]
    [InlineData("ANSWER", "", 0, "0", false)]
    [InlineData("ANSWER", "0000-00-00 00:00:00", 0, "0", false)]
    [InlineData("", "", null, "0", false)]
    [InlineData("NOANSWER", "", null, "0", false)]
    [InlineData("NOANSWER", "", 0, "0", true)]
    [InlineData("BUSY_LEG2", "", 0, "0", true)]
    [InlineData("ANSWER", "", 31, "0", true)]
    [InlineData("ANSWER", "", null, "12", true)]
    [InlineData("ANSWER", "2026-02-24 10:31:00", null, "", true)]
    [InlineData("FAILED", "2026-02-24 10:30:00", 0, "0", true)]
    public async Task A_row_of_a_call_still_in_progress_is_not_taken(string status, string end, int? duration, string talk, bool isTaken)
    {
        await using var log = await HandMadeLog.StartAsync(_ => [Row()]);
        await using var work = await Work.StartAsync(provider: log.Address);
        var unheard = (await work.Store.BegunAsync(Given.Intent(work.Clock.GetUtcNow()))).Call;
        var heard = await KnownAsync(work, "c2c_1", "9800000010", "9800000001");

        Assert.Equal(isTaken, (await work.SearchAsync(heard)).Findings.Count == 1);
        Assert.Equal(isTaken, (await work.SearchAsync(unheard)) is { Ambiguous.Count: 1 }); // Two calls of the same numbers: the row counts, and nothing is guessed.
        Dictionary<string, object> Row() => HandMadeLog.Row(
            Morning, "r1", ("status", status), ("end_time", end), ("duration", duration is { } seconds ? seconds : ""), ("billsec", talk));
    }

    [Fact]
    public async Task Different_rows_for_one_id_decide_nothing()
    {
        await using var log = await HandMadeLog.StartAsync(question => question.Method == "dial" ? [] : [HandMadeLog.Row(Morning, "r1"), HandMadeLog.Row(Morning, "r2")]);
        await using var work = await Work.StartAsync(provider: log.Address);
        var call = await KnownAsync(work, "c2c_1", "9800000010", "9800000001");

        Assert.True(await work.SearchAsync(call) is { NotRead.Count: 0, Findings: [], Ambiguous: [] });
    }

    [Fact]
    public async Task An_answer_about_other_numbers_is_not_the_calls()
    {
        await using var log = await HandMadeLog.StartAsync(question => [HandMadeLog.Row(Morning, "c2c_1", ("callto", "9800000011"))]);
        await using var work = await Work.StartAsync(provider: log.Address);
        var call = await KnownAsync(work, "c2c_1", "9800000010", "9800000001");

        Assert.True(await work.SearchAsync(call) is { NotRead.Count: 0, Findings: [], Ambiguous: [] });
    }

    [Theory]
    [InlineData(129)]
    [InlineData(5_000)]
    public async Task An_id_that_no_provider_would_have_made_does_not_keep_others_from_being_found(int length)
    {
        await using var log = await HandMadeLog.StartAsync(question => question.Id == "c2c_2" ? [HandMadeLog.Row(Morning, "r2", ("callto", "9800000011"))] : []);
        await using var work = await Work.StartAsync(provider: log.Address);
        var odd = await KnownAsync(work, new string('x', length), "9800000010", "9800000001");
        var call = await KnownAsync(work, "c2c_2", "9800000011", "9800000001");

        var search = await work.SearchAsync(odd, call);

        Assert.Empty(search.NotRead);
        Assert.Equal(call.Reference, Assert.Single(search.Findings).Report.Reference);
    }

    [Fact]
    public async Task A_question_that_always_fails_does_not_keep_others_from_being_found()
    {
        await using var log = await HandMadeLog.StartAsync(question => question.Id switch
        {
            "c2c_1" => throw new InvalidOperationException("this record breaks the provider"),
            "c2c_2" => [HandMadeLog.Row(Morning, "r2", ("callto", "9800000011"))],
            _ => [],
        });
        await using var work = await Work.StartAsync(provider: log.Address);
        var broken = await KnownAsync(work, "c2c_1", "9800000010", "9800000001");
        var call = await KnownAsync(work, "c2c_2", "9800000011", "9800000001");

        var search = await work.SearchAsync(broken, call);

        Assert.Equal(broken.Reference, Assert.Single(search.NotRead));
        Assert.Equal(call.Reference, Assert.Single(search.Findings).Report.Reference);
    }

    [Fact]
    public async Task A_log_that_never_ends_is_not_believed()
    {
        await using var log = await HandMadeLog.StartAsync(question => [HandMadeLog.Row(Morning, $"r{question.Page}")]);
        await using var work = await Work.StartAsync(provider: log.Address);
        var call = (await work.Store.BegunAsync(Given.Intent(work.Clock.GetUtcNow()))).Call;

        var search = await work.SearchAsync(call);

        Assert.True(search is { NotRead.Count: > 0, Findings: [], Ambiguous: [] });
        Assert.Equal(50, log.Asked.Count);
        Assert.Equal("the log of 2026-02-24 to 2026-02-24 has more than 50 pages", search.Trouble);
    }

    [Fact]
    public async Task A_provider_that_gives_its_last_page_again_and_again_is_asked_once_more_only()
    {
        await using var log = await HandMadeLog.StartAsync(question => [HandMadeLog.Row(Morning, "r1")]);
        await using var work = await Work.StartAsync(provider: log.Address);
        var call = (await work.Store.BegunAsync(Given.Intent(work.Clock.GetUtcNow()))).Call;

        Assert.Single((await work.SearchAsync(call)).Findings);
        Assert.Equal(2, log.Asked.Count);
    }

    private static DateTimeOffset Morning { get; } = new(2026, 2, 24, 5, 0, 0, TimeSpan.Zero);

    private static DateTimeOffset Midnight(int minutes) => new(2026, 2, 25, 0, minutes, 0, new TimeSpan(5, 30, 0));

    private static async Task<PhoneCall> KnownAsync(Work work, string id, string customer, string agent)
    {
        var row = await work.Store.BegunAsync(Given.Intent(work.Clock.GetUtcNow(), Given.Number(customer), Given.Number(agent)));
        return (await work.Store.KeptAsync(Given.Accepted(row.Call.Reference, row.Call.ReceivedAt, id))).Row.Call;
    }
}
