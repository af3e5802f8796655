using Offhook.Calls;
using Offhook.Gateway.Providers.KaleyraIo;
using Offhook.Kaleyra.Io;
using Offhook.Testing;

namespace Offhook.Gateway.Tests.Providers.KaleyraIo;

public sealed class IoReportTests
{
    private static readonly ManualClock Clock = new();
    private static readonly Guid Reference = CallReference.New(Clock.GetUtcNow());

    [Theory]
    [InlineData("from_call_start", Leg.Unknown, Leg.Ringing, Leg.Unknown)]
    [InlineData("from_call_answer", Leg.Unknown, Leg.Answered, Leg.Unknown)]
    [InlineData("to_call_start", Leg.Unknown, Leg.Unknown, Leg.Ringing)]
    [InlineData("to_call_answer", Leg.Unknown, Leg.Unknown, Leg.Answered)]
    [InlineData("call_start", Leg.Ringing, Leg.Unknown, Leg.Unknown)]
    [InlineData("call_answer", Leg.Answered, Leg.Unknown, Leg.Unknown)]
    [InlineData("From-Call-Start", Leg.Unknown, Leg.Ringing, Leg.Unknown)]
    public void A_step_says_what_one_phone_does_and_that_the_call_goes_on(string name, Leg overall, Leg agent, Leg customer)
    {
        var report = IoReports.OfStep(IoCallback.Read($"event={name}&id=abc&status={{status}}&billsec={{billsec}}", Clock), Reference, Clock.GetUtcNow());

        Assert.Equal((overall, agent, customer), (report.Overall, report.Agent, report.Customer));
        Assert.Equal((ReportSource.Event, (bool?)true, "abc", (string?)null), (report.Source, report.StillRunning, report.ProviderCallId, report.Flags));
        Assert.True(report is { ProviderStatus: null, Talk: null, EndedAt: null });
    }

    [Theory]
    [InlineData("event=call_transfer&id=abc&status=ANSWER&billsec=8")]
    [InlineData("event=&id=abc&status=ANSWER&billsec=8")]
    [InlineData("id=abc&status=ANSWER&billsec=8")]
    [InlineData("event={event}&id=abc&status=ANSWER&billsec=8")]
    public void A_step_of_no_known_name_says_nothing_and_is_flagged(string query)
    {
        var report = IoReports.OfStep(IoCallback.Read(query, Clock), Reference, Clock.GetUtcNow());

        Assert.Equal((Leg.Unknown, Leg.Unknown, Leg.Unknown, (TimeSpan?)null), (report.Overall, report.Agent, report.Customer, report.Talk));
        Assert.Equal(("event", (bool?)true, "abc"), (report.Flags, report.StillRunning, report.ProviderCallId));
    }

    [Theory]
    [InlineData(ReportSource.Event)]
    [InlineData(ReportSource.Callback)]
    public void An_end_says_how_it_went_and_nothing_of_when(ReportSource source)
    {
        var callback = IoCallback.Read("event=call_end&id=abc&status=NOANSWER_CHANNEL2&billsec=0&ringtime=30&keypress=1&credits=0", Clock);

        var report = IoReports.OfEnd(callback, Reference, source, isOutbound: false, Clock.GetUtcNow());

        Assert.Equal((source, (bool?)null, "abc", "NOANSWER_CHANNEL2"), (report.Source, report.StillRunning, report.ProviderCallId, report.ProviderStatus));
        Assert.Equal((Leg.Unknown, Leg.Unknown, Leg.NoAnswer), (report.Overall, report.Agent, report.Customer));
        Assert.Equal((TimeSpan.Zero, "1"), (report.Talk, report.KeyPress));
        Assert.True(report is { StartedAt: null, EndedAt: null, Duration: null, RecordingUrl: null, Flags: null });
    }

    [Fact]
    public void A_recording_that_an_end_names_is_kept_by_its_id()
    {
        var report = IoReports.OfEnd(IoCallback.Read("status=ANSWER&billsec=8&recording_id=QUFBQTAwMDA%3D%3D", Clock), Reference, ReportSource.Callback, isOutbound: false, Clock.GetUtcNow());

        Assert.Equal("recording:QUFBQTAwMDA%3D%3D", report.RecordingUrl);
    }
}
