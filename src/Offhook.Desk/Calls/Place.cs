using Offhook.Calls;
using Offhook.Gateway.Reconciliation;
using Offhook.Storage;

namespace Offhook.Desk.Calls;

/// <summary>Where a call stands in the lists: what needs eyes, then what is open with one's own first, then what is over; the newest first in each.</summary>
internal static class Place
{
    /// <summary>Calls that are over and still shown.</summary>
    public const int MostOver = 100;

    public static bool IsLate(PhoneCall call, DateTimeOffset now) => !call.IsSettled && now > Deadlines.Of(call);

    /// <summary>Open calls, in order.</summary>
    public static IReadOnlyList<CallRow> Open(IEnumerable<CallRow> rows, string? own, DateTimeOffset now) =>
        [.. rows.Where(row => !row.Call.IsSettled)
            .OrderByDescending(row => NeedsEyes(row.Call, now))
            .ThenByDescending(row => IsOwn(row.Call, own))
            .ThenByDescending(row => row.Call.ReceivedAt)
            .ThenByDescending(row => row.Call.Reference)];

    /// <summary>The newest calls that are over.</summary>
    public static IReadOnlyList<CallRow> Over(IEnumerable<CallRow> rows) =>
        [.. rows.Where(row => row.Call.IsSettled).OrderByDescending(row => row.Call.ReceivedAt).ThenByDescending(row => row.Call.Reference).Take(MostOver)];

    /// <param name="own">The phone of the agent who reads, in E.164; null when not known.</param>
    public static bool IsOwn(PhoneCall call, string? own) => own is not null && call.Agent?.E164 == own;

    private static bool NeedsEyes(PhoneCall call, DateTimeOffset now) => call.Status is CallStatus.Unconfirmed || IsLate(call, now);
}
