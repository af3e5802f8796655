using Offhook.Calls;

namespace Offhook.Gateway.Reconciliation;

/// <summary>When an open call is looked after, and when it is settled as what is known. Times count from the click.</summary>
public static class Deadlines
{
    /// <summary>A dial that has brought no answer by then never will: its time-outs are shorter. The call becomes <see cref="CallStatus.Unconfirmed"/>.</summary>
    public static readonly TimeSpan Reply = TimeSpan.FromSeconds(30);

    /// <summary>No further provider is asked after that, so that its answer comes by about <see cref="Reply"/>: a dial takes 15 s, and connecting 5 s at most.</summary>
    public static readonly TimeSpan LastHandOn = TimeSpan.FromSeconds(16);

    /// <summary>A call that the provider never confirmed is settled then.</summary>
    public static readonly TimeSpan Unconfirmed = TimeSpan.FromHours(1);

    /// <summary>A call that the provider took is settled then.</summary>
    public static readonly TimeSpan Placed = TimeSpan.FromHours(24);

    /// <summary>How much later a call is settled when the log cannot be read at its deadline.</summary>
    public static readonly TimeSpan LogOutage = TimeSpan.FromHours(1);

    /// <summary>For how long the log is asked for the times of a call that is settled without them, counted from its settlement.</summary>
    public static readonly TimeSpan Times = TimeSpan.FromHours(1);

    /// <summary>How long after the click a call that is said to be running keeps its agent from starting another, should its end never be told.</summary>
    public static readonly TimeSpan LiveGuard = TimeSpan.FromMinutes(10);

    /// <summary>How soon the log is asked after a report that told no outcome, or no times.</summary>
    public static readonly TimeSpan AfterVagueReport = TimeSpan.FromSeconds(30);

    // (until this age, every): rows reach the provider's log some minutes after the end of a call.
    private static readonly (TimeSpan Until, TimeSpan Every)[] WithCallbacks =
    [
        (TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2)),
        (TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(3)),
        (TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(10)),
        (TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(15)),
        (TimeSpan.MaxValue, TimeSpan.FromHours(1)),
    ];

    private static readonly (TimeSpan Until, TimeSpan Every)[] WithoutCallbacks =
    [
        (TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(5)),
        (TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(15)),
        (TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(1)),
        (TimeSpan.MaxValue, TimeSpan.FromMinutes(5)),
    ];

    /// <summary>How soon after the click a call is first looked after.</summary>
    /// <param name="callbacksReachUs">Whether the provider can call back; when not, nobody else will tell how the call went.</param>
    public static TimeSpan First(bool callbacksReachUs) => callbacksReachUs ? Reply : WithoutCallbacks[0].Every;

    /// <summary>When the call must be final.</summary>
    public static DateTimeOffset Of(PhoneCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var taken = call.Status is not (CallStatus.Requested or CallStatus.Unconfirmed) || call.Reason == Reason.CustomerNotReported || call.Reason == Reason.EndUnexplained;
        return call.ReceivedAt + (taken ? Placed : Unconfirmed);
    }

    /// <summary>Whether the log can be expected to know anything yet. A call just placed is left to its callback; one whose callback told no outcome is not.</summary>
    public static bool IsWorthAsking(PhoneCall call, bool callbacksReachUs, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.LacksTimes || !callbacksReachUs || call is not { Status: CallStatus.Ringing, ProviderStatus: null } || now - call.ReceivedAt >= WithCallbacks[0].Until;
    }

    /// <summary>When the log is asked next for the times of a settled call.</summary>
    /// <param name="settledAt">When it was settled.</param>
    public static DateTimeOffset NextForTimes(DateTimeOffset settledAt, bool callbacksReachUs, DateTimeOffset now)
    {
        var next = settledAt + StepAfter(now - settledAt, callbacksReachUs);
        var end = settledAt + Times;
        return now < end && end < next ? end : next;
    }

    /// <summary>When the call is looked after next.</summary>
    /// <param name="callbacksReachUs">Whether the provider can call back; when not, the log is the main source.</param>
    /// <param name="now">The next time lies after it.</param>
    public static DateTimeOffset Next(PhoneCall call, bool callbacksReachUs, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(call);
        var scheduled = call.ReceivedAt + StepAfter(now - call.ReceivedAt, callbacksReachUs);

        // A dial without an answer is first looked at when its answer is overdue.
        var reply = call.ReceivedAt + Reply;
        var deadline = Of(call);
        var due = call.Status is CallStatus.Requested && now < reply && (reply < scheduled || !callbacksReachUs) ? reply : scheduled;
        return now < deadline && deadline < due ? deadline : due;
    }

    // The first step of the schedule that lies beyond an age.
    private static TimeSpan StepAfter(TimeSpan age, bool callbacksReachUs)
    {
        var next = TimeSpan.Zero;
        foreach (var (until, every) in callbacksReachUs ? WithCallbacks : WithoutCallbacks)
        {
            while (next <= age && next < until)
            {
                next += every;
            }
        }

        return next;
    }
}
