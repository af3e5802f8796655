using Offhook.Calls;
using Offhook.Storage;

namespace Offhook.Gateway.Tests;

/// <summary>Ordinary numbers, reports and calls, to be varied with <c>with</c>.</summary>
internal static class Given
{
    public static readonly PhoneNumber Agent = Number("9800000001");
    public static readonly PhoneNumber Customer = Number("9800000010");

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static PhoneNumber Number(string text) =>
        PhoneNumber.TryRead(text, out var number) ? number : throw new ArgumentException($"{text} is no number", nameof(text));

    public static Report Intent(DateTimeOffset at, PhoneNumber? customer = null, PhoneNumber? agent = null, CallKind kind = CallKind.ClickToCall, string provider = "kaleyra-legacy") => new()
    {
        Reference = CallReference.New(at),
        Source = ReportSource.Intent,
        At = at,
        Wish = kind is CallKind.ClickToCall
            ? new Wish(provider, kind, customer ?? Customer, agent ?? Agent, "Asha")
            : new Wish(provider, kind, customer ?? Customer, Play: "123.sound"),
    };

    public static Report Accepted(Guid reference, DateTimeOffset at, string? id) =>
        new() { Reference = reference, Source = ReportSource.Reply, At = at, Proof = DialProof.Accepted, ProviderCallId = id };

    public static Report NoReply(Guid reference, DateTimeOffset at) =>
        new() { Reference = reference, Source = ReportSource.Reply, At = at, Proof = DialProof.Unknown };

    public static Report Talked(Guid reference, DateTimeOffset at, int seconds = 42) => new()
    {
        Reference = reference,
        Source = ReportSource.Callback,
        At = at,
        ProviderStatus = "ANSWER/ANSWER/ANSWER",
        Overall = Leg.Answered,
        Agent = Leg.Answered,
        Customer = Leg.Answered,
        Talk = TimeSpan.FromSeconds(seconds),
    };

    public static Report AgentOnly(Guid reference, DateTimeOffset at) => new()
    {
        Reference = reference,
        Source = ReportSource.Callback,
        At = at,
        ProviderStatus = "/ANSWER",
        Agent = Leg.Answered,
    };

    public static Report Busy(Guid reference, DateTimeOffset at) => new()
    {
        Reference = reference,
        Source = ReportSource.Callback,
        At = at,
        ProviderStatus = "BUSY",
        Agent = Leg.Answered,
        Customer = Leg.Busy,
        Talk = TimeSpan.Zero,
    };

    /// <summary>The call that begins with an intent, after some reports about it.</summary>
    public static PhoneCall Call(Report intent, params IEnumerable<Report> reports) => CallFold.Fold([intent, .. reports])!; // There is an intent.

    public static async Task<CallRow> BegunAsync(this ICallStore store, Report intent) =>
        Assert.IsType<BeginOutcome.Begun>(await store.BeginAsync(new Intent(intent, intent.At.AddSeconds(30), null, null), Cancel)).Row;

    public static async Task<KeepOutcome.Kept> KeptAsync(this ICallStore store, Report report) =>
        Assert.IsType<KeepOutcome.Kept>(await store.KeepAsync(new KeptReport(report, null), Cancel));
}
