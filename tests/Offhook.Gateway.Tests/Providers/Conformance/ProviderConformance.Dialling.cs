using Offhook.Calls;
using Offhook.Gateway.Providers;

namespace Offhook.Gateway.Tests.Providers.Conformance;

/// <summary>It asks once, and claims no more than the answer proves.</summary>
public abstract partial class ProviderConformance
{
    private static readonly TimeSpan LongAfterwards = TimeSpan.FromMinutes(10);

    public static TheoryData<DialFailure, DialProof, bool> EveryFailure { get; } = new()
    {
        { DialFailure.Refused, DialProof.Refused, false },
        { DialFailure.KeyRefused, DialProof.Refused, true },
        { DialFailure.AddressRefused, DialProof.Refused, true },
        { DialFailure.NoCredit, DialProof.Refused, true },
        { DialFailure.SlowDown, DialProof.SlowDown, false },
        { DialFailure.ServerError, DialProof.Unknown, false },
        { DialFailure.ServerErrorThatPlaces, DialProof.Unknown, false },
        { DialFailure.HtmlPage, DialProof.Unknown, false },
        { DialFailure.CutAfterPlacing, DialProof.Unknown, false },
        { DialFailure.CutBeforePlacing, DialProof.Unknown, false },
        { DialFailure.LateReply, DialProof.Unknown, false },
        { DialFailure.Silence, DialProof.Unknown, false },
        { DialFailure.Unreachable, DialProof.NotSent, false },
    };

    [Theory]
    [MemberData(nameof(EveryStory))]
    public async Task A_dial_is_one_request_that_rings_a_phone(Story story)
    {
        await using var rig = await StartAsync();
        if (!CanTell(rig, story))
        {
            return;
        }

        var placed = await rig.PlaceAsync(story);

        Assert.Equal((DialProof.Accepted, false, false), (placed.Answer.Report.Proof, placed.Answer.AccountTrouble, placed.Answer.LeavesRoomForAnother));
        Assert.Equal((1, 1), (rig.Requests, rig.Rings));
        Assert.Equal(CallStatus.Ringing, (await rig.CallAsync(placed.Reference)).Status);
    }

    [Theory]
    [MemberData(nameof(EveryFailure))]
    public async Task A_dial_that_fails_is_asked_once_and_says_what_is_proven(DialFailure failure, DialProof proof, bool accountTrouble)
    {
        await using var rig = await StartAsync();
        await rig.PlayAsync(Story.CustomerNoAnswer); // From now on there is a connection that may be used again.
        var (requests, rings) = (rig.Requests, rig.Rings);

        var placed = await rig.PlaceAsync(Story.Talked, rig.Failing(failure));

        var (answer, report) = (placed.Answer, placed.Answer.Report);
        Assert.Equal((proof, accountTrouble), (report.Proof, answer.AccountTrouble));
        Assert.Equal((ReportSource.Reply, placed.Reference, (int?)null), (report.Source, report.Reference, report.Attempt));
        Assert.Equal(failure is DialFailure.SlowDown ? ProviderRig.Pause : null, answer.RetryAfter);
        Assert.InRange(report.Detail?.Length ?? 0, 1, 200);
        Assert.InRange(answer.Raw?.Length ?? 0, 0, 4096);
        Assert.DoesNotContain("<html", answer.Raw ?? "", StringComparison.OrdinalIgnoreCase);
        Assert.Equal(proof is DialProof.NotSent or DialProof.Refused && (accountTrouble || proof is DialProof.NotSent), answer.LeavesRoomForAnother);

        rig.Ground.Clock.Advance(LongAfterwards);
        Assert.Equal(failure is DialFailure.Unreachable ? 0 : 1, rig.Requests - requests);
        Assert.True(proof is DialProof.Unknown || rig.Rings == rings, $"{rig.Rings - rings} phones rang");
        Assert.Equal(proof is DialProof.Unknown ? CallStatus.Unconfirmed : CallStatus.Failed, (await rig.CallAsync(placed.Reference)).Status);
    }

    [Theory]
    [InlineData(DialFailure.CutAfterPlacing)]
    [InlineData(DialFailure.LateReply)]
    [InlineData(DialFailure.ServerErrorThatPlaces)]
    public async Task A_call_whose_answer_was_lost_ends_by_what_is_called_back(DialFailure failure)
    {
        await using var rig = await StartAsync();

        var (placed, calledBack) = await rig.PlayAsync(Story.Talked, rig.Failing(failure));
        var call = await rig.KeepAsync(placed.Reference, calledBack);

        Assert.Equal((Expected(rig, Story.Talked), true, true), (Ending.Of(call), call.IsSettled, call.HasProviderId()));
    }
}
