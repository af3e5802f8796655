using Offhook.Calls;
using Offhook.Gateway.Providers;

namespace Offhook.Gateway.Tests.Providers.Conformance;

/// <summary>What it says of itself is true.</summary>
public abstract partial class ProviderConformance
{
    private static readonly string[] NothingToPlay = ["", " ", "hello", "123", "say:", "say: ", "flow:", "ivr:", ".sound", "123.sound\n", "say:One\nTwo"];

    [Fact]
    public async Task Its_name_is_in_lower_case_with_dashes_and_stays_what_it_was()
    {
        await using var rig = await StartAsync();
        var traits = rig.Provider.Traits;

        Assert.Matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", traits.Name);
        Assert.Equal(rig.Name, traits.Name);
        Assert.Equal(traits, rig.Provider.Traits);
        Assert.False(string.IsNullOrWhiteSpace(traits.DisplayName));
        Assert.NotEmpty(rig.Intake.Paths);
        Assert.All(rig.Intake.Paths, path => Assert.StartsWith("/webhooks/", path.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Steps_are_reported_while_they_happen_if_it_says_so_and_only_then()
    {
        await using var rig = await StartAsync();
        var placed = await rig.PlaceAsync(Story.Talked);
        var seen = new List<(CallStatus, Leg, Leg, bool)>();
        var told = new List<int>();

        foreach (var moment in Enum.GetValues<Moment>())
        {
            var calledBack = await rig.ReachAsync(placed.Reference, moment);
            var call = await rig.KeepAsync(placed.Reference, calledBack);
            seen.Add((call.Status, call.AgentLeg, call.CustomerLeg, call.IsSettled));
            told.Add(calledBack.Count(request => !request.TellsEnd));
        }

        (CallStatus, Leg, Leg, bool) talked = (CallStatus.Answered, Leg.Answered, Leg.Answered, true);
        (CallStatus, Leg, Leg, bool) silent = (CallStatus.Ringing, Leg.Unknown, Leg.Unknown, false);
        Assert.Equal(
            rig.Provider.Traits.ReportsLive
                ? [(CallStatus.Ringing, Leg.Ringing, Leg.Unknown, false), (CallStatus.Ringing, Leg.Answered, Leg.Ringing, false), (CallStatus.Answered, Leg.Answered, Leg.Answered, false), talked]
                : [silent, silent, silent, talked],
            seen);
        Assert.Equal(rig.Provider.Traits.ReportsLive, told[^1] > 0);
    }

    [Fact]
    public async Task The_answer_brings_an_id_if_that_is_sure_and_a_yes_without_one_is_no_refusal()
    {
        await using var rig = await StartAsync();
        var ordinary = await rig.PlaceAsync(Story.Talked);
        rig.LeaveIdOut();

        var (placed, calledBack) = await rig.PlayAsync(Story.CustomerBusy);
        var before = await rig.CallAsync(placed.Reference);
        var after = await rig.KeepAsync(placed.Reference, calledBack);

        Assert.Equal(DialProof.Accepted, ordinary.Answer.Report.Proof);
        Assert.True(!rig.Provider.Traits.GivesIdInReply || ordinary.Answer.Report.ProviderCallId is not null, "an id is sure and did not come");
        Assert.Contains(placed.Answer.Report.Proof, new DialProof?[] { DialProof.Accepted, DialProof.Unknown });
        Assert.Equal((false, true), (before.HasProviderId(), after.HasProviderId()));
    }

    [Fact]
    public async Task The_report_of_the_end_brings_what_it_says_and_nothing_else()
    {
        await using var rig = await StartAsync();
        var brought = CallbackContents.None;

        foreach (var story in Stories.Of(rig.Provider.Traits).Where(story => story is Story.Talked or Story.Heard))
        {
            var (placed, calledBack) = await rig.PlayAsync(story);
            brought |= ContentsOf(await rig.KeepAsync(placed.Reference, calledBack.Where(request => request.TellsEnd)));
        }

        Assert.Equal(rig.Provider.Traits.Callbacks, brought);
    }

    [Fact]
    public async Task A_recording_is_named_as_it_says()
    {
        await using var rig = await StartAsync();
        var (placed, calledBack) = await rig.PlayAsync(Story.Talked);
        await rig.KeepAsync(placed.Reference, calledBack);
        foreach (var finding in (await rig.SearchAsync(null, placed.Reference)).Findings)
        {
            await rig.Ground.Inbox.KeepAsync(finding.Report, finding.Raw, Given.Cancel);
        }

        var recording = (await rig.CallAsync(placed.Reference)).RecordingUrl;

        switch (rig.Provider.Traits.Recordings)
        {
            case RecordingAccess.ById:
                Assert.False(Uri.TryCreate(recording, UriKind.Absolute, out var link) && link.Scheme is "http" or "https", "a link dies; the id is needed");
                var found = Assert.IsType<RecordingLink.Found>(await rig.Provider.FindRecordingAsync(recording!, Given.Cancel));
                Assert.True(await IsSoundAsync(found.Address), "nothing to hear at the link");
                Assert.IsType<RecordingLink.Unavailable>(await rig.Provider.FindRecordingAsync("no such recording", Given.Cancel));
                break;
            case RecordingAccess.ByLink:
                Assert.Equal(Uri.UriSchemeHttps, new Uri(recording!, UriKind.Absolute).Scheme);
                await Assert.ThrowsAsync<NotSupportedException>(() => rig.Provider.FindRecordingAsync(recording!, Given.Cancel));
                break;
            default:
                Assert.Null(recording);
                await Assert.ThrowsAsync<NotSupportedException>(() => rig.Provider.FindRecordingAsync("any", Given.Cancel));
                break;
        }
    }

    [Fact]
    public async Task Its_log_reaches_as_far_back_as_it_says()
    {
        await using var rig = await StartAsync();
        var (placed, calledBack) = await rig.PlayAsync(Story.Talked);
        await rig.KeepAsync(placed.Reference, calledBack);
        var day = IndianTime.DayOf(rig.Ground.Clock.GetUtcNow());
        var reach = rig.Provider.Traits.LogReach;

        rig.Ground.Clock.Jump((reach ?? TimeSpan.FromDays(30)) - TimeSpan.FromHours(1));
        var within = await rig.SearchAsync(null, placed.Reference);
        rig.Ground.Clock.Jump(TimeSpan.FromHours(2));
        var beyond = await rig.SearchAsync(null, placed.Reference);

        Assert.Equal(placed.Reference, Assert.Single(within.Findings).Report.Reference);
        Assert.Equal(reach is null ? 1 : 0, beyond.Findings.Count);
        Assert.Equal(reach is null, await rig.Provider.ReadLogAsync(new LogRequest(day.AddDays(-1), day, null, 1, 50), Given.Cancel) is LogPage.Read { Items.Count: > 0 });
    }

    [Fact]
    public async Task It_plays_what_it_says_and_refuses_everything_else_before_anything_is_sent()
    {
        await using var rig = await StartAsync();
        PlayForm[] forms = [PlayForm.Sound, PlayForm.Ivr, PlayForm.Speech, PlayForm.Flow];

        foreach (var play in forms.Select(form => form.Sample).Concat(NothingToPlay))
        {
            var before = rig.Requests;
            var can = rig.Provider.Traits.CanPlay(play);

            var answer = (await rig.PlaceAsync(Story.Heard, play: play)).Answer;

            Assert.True(
                (can ? DialProof.Accepted : DialProof.Refused, can ? 1 : 0) == (answer.Report.Proof, rig.Requests - before),
                $"\"{play}\" gave {answer.Report.Proof} ({answer.Report.Detail}) after {rig.Requests - before} requests");
            Assert.False(answer.LeavesRoomForAnother);
        }
    }

    private static CallbackContents ContentsOf(PhoneCall call) =>
        Where(CallbackContents.Outcome, call.IsSettled && call.Status is CallStatus.Answered)
        | Where(CallbackContents.Legs, call is { AgentLeg: Leg.Answered, CustomerLeg: Leg.Answered })
        | Where(CallbackContents.TalkTime, call.Talk > TimeSpan.Zero)
        | Where(CallbackContents.Times, call.EndedAt is not null)
        | Where(CallbackContents.Recording, call.RecordingUrl is not null)
        | Where(CallbackContents.Operator, call.Operator is not null)
        | Where(CallbackContents.KeyPress, call.KeyPress is not null);

    private static CallbackContents Where(CallbackContents content, bool isThere) => isThere ? content : CallbackContents.None;

    private static async Task<bool> IsSoundAsync(Uri link)
    {
        using var http = new HttpClient { Timeout = Testing.Waiting.Patience };
        using var answer = await http.GetAsync(link, Given.Cancel);
        return answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType?.StartsWith("audio/", StringComparison.Ordinal) == true;
    }
}
