using Offhook.Calls;

namespace Offhook.Storage.Tests;

/// <summary>Ordinary reports, to be varied with <c>with</c>.</summary>
internal static class Said
{
    public static readonly PhoneNumber Customer = PhoneNumber.FromE164("+919876543210");
    public static readonly PhoneNumber Agent = PhoneNumber.FromE164("+919800000001");

    public static PhoneNumber OtherAgent(int number) => PhoneNumber.FromE164($"+9198000{number:00000}");

    public static Report Intent(DateTimeOffset at, PhoneNumber? agent = null, PhoneNumber? customer = null) => new()
    {
        Reference = CallReference.New(at),
        Source = ReportSource.Intent,
        At = at,
        Wish = new Wish("kaleyra-legacy", CallKind.ClickToCall, customer ?? Customer, agent ?? Agent, "Asha"),
    };

    public static Report Accepted(Guid reference, DateTimeOffset at, string? id = "call-1") =>
        new() { Reference = reference, Source = ReportSource.Reply, At = at, Proof = DialProof.Accepted, ProviderCallId = id };

    public static Report Refused(Guid reference, DateTimeOffset at) =>
        new() { Reference = reference, Source = ReportSource.Reply, At = at, Proof = DialProof.Refused, Detail = "Insufficient credits" };

    public static Report Talked(Guid reference, DateTimeOffset at, int seconds = 42, string? id = "call-1") => new()
    {
        Reference = reference,
        Source = ReportSource.Callback,
        At = at,
        ProviderCallId = id,
        ProviderStatus = "ANSWER/ANSWER/ANSWER",
        Overall = Leg.Answered,
        Agent = Leg.Answered,
        Customer = Leg.Answered,
        StartedAt = at.AddSeconds(-seconds - 12),
        EndedAt = at,
        Duration = TimeSpan.FromSeconds(seconds + 12),
        Talk = TimeSpan.FromSeconds(seconds),
        RecordingUrl = "https://recordings.example/1",
        Operator = "JIO",
        Circle = "BIHAR",
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

    /// <summary>Begins a call and expects that it may be dialled.</summary>
    public static async Task<CallRow> BegunAsync(this ICallStore store, Report intent, DateTimeOffset? due = null) =>
        Assert.IsType<BeginOutcome.Begun>(await store.BeginAsync(new Intent(intent, due ?? intent.At.AddMinutes(5), null, null), TempStore.Cancel)).Row;

    /// <summary>Keeps a report and expects that its call is known.</summary>
    public static async Task<KeepOutcome.Kept> KeptAsync(this ICallStore store, Report report, DateTimeOffset? askBy = null) =>
        Assert.IsType<KeepOutcome.Kept>(await store.KeepAsync(new KeptReport(report, "raw words", askBy), TempStore.Cancel));
}
