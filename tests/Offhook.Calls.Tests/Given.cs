namespace Offhook.Calls.Tests;

/// <summary>Reports of one click-to-call, or of one outbound call, as the tests speak of them.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Clicked = new(2026, 2, 24, 5, 0, 0, TimeSpan.Zero);
    public static readonly Guid Reference = new("019c8e0a-4a80-7000-8000-000000000001");
    public static readonly PhoneNumber Agent = Number("9800000001");
    public static readonly PhoneNumber Customer = Number("9800000002");

    public static readonly Report Intent = new()
    {
        Reference = Reference,
        Source = ReportSource.Intent,
        At = Clicked,
        Wish = new Wish("kaleyra-legacy", CallKind.ClickToCall, Customer, Agent, "Asha"),
    };

    public static readonly Report OutboundIntent = Intent with
    {
        Wish = new Wish("kaleyra-legacy", CallKind.Outbound, Customer, Play: "123.sound", Campaign: "february"),
    };

    public static readonly Report Deadline = Said(ReportSource.Deadline, 1440);

    public static Report Reply(DialProof proof, string? id = null, string? detail = null) =>
        Said(ReportSource.Reply, 0) with { Proof = proof, ProviderCallId = id, Detail = detail };

    public static Report Callback(Leg overall = Leg.Unknown, Leg agent = Leg.Unknown, Leg customer = Leg.Unknown, int? talk = null) =>
        Words(Said(ReportSource.Callback, 2), overall, agent, customer, talk);

    public static Report Log(Leg overall = Leg.Unknown, Leg agent = Leg.Unknown, Leg customer = Leg.Unknown, int? talk = null) =>
        Words(Said(ReportSource.Log, 10), overall, agent, customer, talk);

    public static Report Seen(Leg agent = Leg.Unknown, Leg customer = Leg.Unknown) =>
        Said(ReportSource.Event, 1) with { Agent = agent, Customer = customer, StillRunning = true };

    public static Report CallEnd(Leg overall = Leg.Unknown, Leg agent = Leg.Unknown, Leg customer = Leg.Unknown, int? talk = null) =>
        Words(Said(ReportSource.Event, 2), overall, agent, customer, talk);

    public static PhoneCall Folded(params Report[] reports)
    {
        var call = CallFold.Fold(reports);
        Assert.NotNull(call);
        return call;
    }

    public static PhoneNumber Number(string text)
    {
        Assert.Null(PhoneNumber.Read(text, out var number));
        return number;
    }

    private static Report Said(ReportSource source, int minutes) =>
        new() { Reference = Reference, Source = source, At = Clicked.AddMinutes(minutes) };

    private static Report Words(Report said, Leg overall, Leg agent, Leg customer, int? talk) => said with
    {
        Overall = overall,
        Agent = agent,
        Customer = customer,
        Talk = talk is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        ProviderStatus = overall is Leg.Unknown && agent is Leg.Unknown && customer is Leg.Unknown ? null : $"{overall}/{agent}/{customer}",
    };
}
