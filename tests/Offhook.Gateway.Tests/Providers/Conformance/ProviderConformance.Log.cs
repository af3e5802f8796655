using Offhook.Calls;
using Offhook.Gateway.Providers;

namespace Offhook.Gateway.Tests.Providers.Conformance;

/// <summary>It finds in its log what is there, and guesses nothing.</summary>
public abstract partial class ProviderConformance
{
    [Fact]
    public async Task Its_log_tells_the_same_of_every_story_as_what_is_called_back()
    {
        await using var rig = await StartAsync();
        var stories = Stories.Of(rig.Provider.Traits).ToList();
        var played = new List<(PlacedCall Placed, IReadOnlyList<CallbackRequest> CalledBack)>();
        foreach (var story in stories)
        {
            played.Add(await rig.PlayAsync(story));
        }

        foreach (var some in new[] { played, played[..1] })
        {
            var search = await rig.SearchAsync(null, some.Select(one => one.Placed.Reference));
            Assert.Equal((some.Count, 0, 0, (string?)null), (search.Findings.Count, search.NotRead.Count, search.Ambiguous.Count, search.Trouble));
            foreach (var (placed, calledBack) in some)
            {
                var finding = Assert.Single(search.Findings, finding => finding.Report.Reference == placed.Reference);
                var intent = (await rig.Store.ReportsAsync(placed.Reference, Given.Cancel))[0].Report;
                var byLog = CallFold.Fold([intent, finding.Report])!;
                var byBoth = await rig.KeepAsync(placed.Reference, calledBack);

                Assert.Equal((ReportSource.Log, false), (finding.Report.Source, string.IsNullOrEmpty(finding.Raw)));
                AssertAgrees(placed.Story, Expected(rig, placed.Story), byLog);
                await rig.Ground.Inbox.KeepAsync(finding.Report, finding.Raw, Given.Cancel);
                AssertAgrees(placed.Story, Expected(rig, placed.Story), await rig.CallAsync(placed.Reference));
                Assert.Equal(byBoth.Status, (await rig.CallAsync(placed.Reference)).Status);
                Assert.NotNull((await rig.CallAsync(placed.Reference)).EndedAt);
            }
        }
    }

    [Fact]
    public async Task A_call_that_nobody_told_the_id_of_is_found_or_left_alone()
    {
        await using var rig = await StartAsync();
        foreach (var story in Stories.Of(rig.Provider.Traits))
        {
            var (placed, _) = await rig.PlayAsync(story, rig.Failing(DialFailure.CutAfterPlacing));

            var search = await rig.SearchAsync(null, placed.Reference);

            Assert.Equal((0, 0), (search.NotRead.Count, search.Ambiguous.Count));
            Assert.True(search.Findings.Count == 1 || Stories.IsOutbound(story), $"{story} was not found");
            Assert.All(search.Findings, finding => Assert.Equal(placed.Reference, finding.Report.Reference));
            rig.Ground.Clock.Advance(TimeSpan.FromMinutes(20)); // Further off than a row may lie from its call.
        }
    }

    [Fact]
    public async Task A_call_that_runs_is_not_found_and_was_looked_for()
    {
        await using var rig = await StartAsync();
        foreach (var moment in new[] { Moment.Ringing, Moment.CustomerRinging, Moment.Talking })
        {
            var known = await rig.PlaceAsync(Story.Talked);
            var unknown = await rig.PlaceAsync(Story.CustomerNoAnswer, rig.Failing(DialFailure.CutAfterPlacing));
            await rig.ReachAsync(known.Reference, moment);

            var search = await rig.SearchAsync(null, known.Reference, unknown.Reference);

            Assert.Equal((0, 0, (string?)null), (search.Findings.Count, search.NotRead.Count, search.Trouble));
            rig.Ground.Clock.Advance(TimeSpan.FromMinutes(20));
        }
    }

    [Fact]
    public async Task Of_two_calls_with_the_same_numbers_neither_gets_the_others_row()
    {
        await using var rig = await StartAsync();
        var (talked, _) = await rig.PlayAsync(Story.Talked, rig.Failing(DialFailure.CutAfterPlacing));
        var intent = (await rig.Store.ReportsAsync(talked.Reference, Given.Cancel))[0].Report;

        // The same agent calls the same customer again, who does not answer this time.
        rig.Prepare(Story.CustomerNoAnswer, intent.Wish!.Customer);
        var again = await rig.PlaceAgainAsync(intent.Wish, rig.Failing(DialFailure.CutAfterPlacing), Story.CustomerNoAnswer);
        await rig.ReachAsync(again.Reference, Moment.Over);

        var search = await rig.SearchAsync(null, talked.Reference, again.Reference);

        Assert.True(search.Findings.Count is 2 || (search.Findings.Count, search.Ambiguous.Count) == (0, 2), $"{search.Findings.Count} found, {search.Ambiguous.Count} ambiguous");
        foreach (var finding in search.Findings)
        {
            Assert.Equal(finding.Report.Reference == talked.Reference ? CallStatus.Answered : CallStatus.Missed, CallFold.Fold([intent with { Reference = finding.Report.Reference }, finding.Report])!.Status);
        }
    }

    [Fact]
    public async Task A_call_that_never_rang_does_not_get_the_row_of_another()
    {
        await using var rig = await StartAsync();
        var (talked, calledBack) = await rig.PlayAsync(Story.Talked);
        await rig.KeepAsync(talked.Reference, calledBack);
        var never = await rig.PlaceAsync(Story.Talked, rig.Failing(DialFailure.CutBeforePlacing));

        foreach (var references in new Guid[][] { [never.Reference], [talked.Reference, never.Reference] })
        {
            var search = await rig.SearchAsync(null, references);

            Assert.DoesNotContain(search.Findings, finding => finding.Report.Reference == never.Reference);
        }
    }

    [Theory]
    [InlineData(DialFailure.KeyRefused)]
    [InlineData(DialFailure.ServerError)]
    [InlineData(DialFailure.Unreachable)]
    public async Task A_log_that_cannot_be_read_is_said_to_be_unread(DialFailure failure)
    {
        await using var rig = await StartAsync();
        var (known, _) = await rig.PlayAsync(Story.Talked);
        var (unknown, _) = await rig.PlayAsync(Story.CustomerBusy, rig.Failing(DialFailure.CutAfterPlacing));
        var failing = rig.FailingQuestions(failure);
        var day = IndianTime.DayOf(rig.Ground.Clock.GetUtcNow());

        var search = await rig.SearchAsync(failing, known.Reference, unknown.Reference);
        var page = await rig.Ground.Clock.PlayAsync(failing.ReadLogAsync(new LogRequest(day, day, null, 1, 50), Given.Cancel));

        Assert.Empty(search.Findings);
        Assert.Equal(new[] { known.Reference, unknown.Reference }.Order(), search.NotRead.Order());
        Assert.False(string.IsNullOrWhiteSpace(search.Trouble));
        Assert.Equal(failure is DialFailure.KeyRefused ? typeof(LogPage.Refused) : typeof(LogPage.Unavailable), page.GetType());
    }

    [Fact]
    public async Task Its_log_is_read_page_by_page_without_gaps_and_repetitions_in_the_shape_of_our_rows()
    {
        await using var rig = await StartAsync();
        var clicks = Enum.GetValues<Story>().Where(story => !Stories.IsOutbound(story)).ToList();
        foreach (var story in clicks)
        {
            await rig.PlayAsync(story);
        }

        var traits = rig.Provider.Traits;
        var (all, inPages) = (await ReadAsync(rig, null, 200), await ReadAsync(rig, null, 3));
        var ofOne = await ReadAsync(rig, Stories.CustomerOf(Story.CustomerBusy), 3);

        Assert.Equal(clicks.Count, all.Count);
        Assert.Equal(all.Select(row => row.CallId), inPages.Select(row => row.CallId));
        Assert.Equal(all.Count, all.DistinctBy(row => row.CallId).Count());
        Assert.Equal(CallStatus.Busy.Word(), Assert.Single(ofOne).Status);
        foreach (var row in all)
        {
            var story = clicks.Single(story => row.CustomerNumber == Stories.CustomerOf(story).E164);
            Assert.Equal((traits.Name, "outbound", Stories.CustomerOf(story).Legacy, Given.Agent.E164), (row.Provider, row.Direction, row.MobileNumber, row.AgentNumber));
            Assert.Equal((story, Expected(rig, story).Status.Word()), (story, row.Status));
            Assert.NotNull(LegWords.Read(row.AgentLeg));
            Assert.NotNull(LegWords.Read(row.CustomerLeg));
            Assert.True(row is { ReceivedAt: not null, EndedAt: not null, Id: null, RecordingUrl: null, Version: null }, $"{story} is not a row of the log");
        }
    }

    private static async Task<List<Gateway.Live.CallView>> ReadAsync(ProviderRig rig, PhoneNumber? customer, int limit)
    {
        var day = IndianTime.DayOf(rig.Ground.Clock.GetUtcNow());
        var rows = new List<Gateway.Live.CallView>();
        for (var page = 1; ; page++)
        {
            var read = Assert.IsType<LogPage.Read>(await rig.Provider.ReadLogAsync(new LogRequest(day, day, customer, page, limit), Given.Cancel));
            rows.AddRange(read.Items);
            Assert.True(read.Items.Count <= limit && page < 100, $"page {page} has {read.Items.Count} rows");
            if (!read.HasMore)
            {
                return rows;
            }
        }
    }

    // A row may know less than the steps on the way told, but nothing else.
    private static void AssertAgrees(Story story, Ending expected, PhoneCall call)
    {
        Assert.Equal((story, expected.Status, true), (story, call.Status, call.IsSettled));
        Assert.True(call.Reason == expected.Reason || call.Reason is { Side: Side.Unsaid }, $"{story}: {call.Reason}");
        Assert.True(call.AgentLeg == expected.Agent || call.AgentLeg is Leg.Unknown, $"{story}: agent {call.AgentLeg}");
        Assert.True(call.CustomerLeg == expected.Customer || call.CustomerLeg is Leg.Unknown, $"{story}: customer {call.CustomerLeg}");
    }
}
