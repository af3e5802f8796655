using System.Net;
using Offhook.Simulator;

namespace Offhook.Server.Io.Tests.Failover;

/// <summary>A way in which the preferred provider fails, and what must become of the call.</summary>
/// <param name="Fault">What the provider does with the dial.</param>
/// <param name="Status">How the click is answered.</param>
/// <param name="Row">The row's status.</param>
/// <param name="Reason">The row's reason.</param>
/// <param name="Proof">What the provider's answer proves.</param>
/// <param name="Rings">How many phones ring in all, at once after the click.</param>
internal sealed record Failure(Fault Fault, HttpStatusCode Status, string Row, string? Reason, string Proof, int Rings)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    /// <summary>Those that prove that no phone rings and that the call itself was not at fault: the other provider is asked.</summary>
    public static IReadOnlyDictionary<string, Failure> HandedOn { get; } = new Dictionary<string, Failure>
    {
        ["401"] = Refused(Fault.WrongKey()),
        ["403"] = Refused(Fault.WrongKey(403)),
        ["403, the address"] = Refused(Fault.AddressRefused()),
        ["no credit"] = Refused(Fault.NoCredit()),
    };

    /// <summary>All others: nobody else is asked.</summary>
    public static IReadOnlyDictionary<string, Failure> Kept { get; } = new Dictionary<string, Failure>
    {
        ["refused for the call's own sake"] = new(Fault.BusinessFailure(), HttpStatusCode.BadGateway, "failed", "provider_refused", "refused", 0),
        ["429"] = new(Fault.TooManyRequests(TimeSpan.FromSeconds(7)), HttpStatusCode.ServiceUnavailable, "failed", "slow_down", "slow_down", 0),
        ["500"] = Unknown(Fault.ServerError(), 0),
        ["500 and placed"] = Unknown(Fault.ServerError().ThatPlaces(), 1),
        ["503"] = Unknown(Fault.ServerError(503), 0),
        ["503 and placed"] = Unknown(Fault.ServerError(503).ThatPlaces(), 1),
        ["an HTML page"] = Unknown(Fault.HtmlPage(), 0),
        ["an HTML page and placed"] = Unknown(Fault.HtmlPage().ThatPlaces(), 1),
        ["an HTML page with 200"] = Unknown(Fault.HtmlPage(200), 0),
        ["half of the JSON and placed"] = Unknown(Fault.InvalidJson(), 1),
        ["nothing at all and placed"] = Unknown(Fault.EmptyBody(), 1),
        ["cut before placing"] = Unknown(Fault.CutBeforePlacing(), 0),
        ["cut after placing"] = Unknown(Fault.CutAfterPlacing(), 1),
        ["silence"] = Unknown(Fault.Silence(Long), 0),
        ["silence and placed"] = Unknown(Fault.HeldReply(Long), 1),
    };

    /// <summary>Whether the click is answered only when the time for the dial is over.</summary>
    public bool IsSlow => Fault.Delay == Long;

    private static Failure Refused(Fault fault) => new(fault, HttpStatusCode.Created, "ringing", null, "refused", 1);

    private static Failure Unknown(Fault fault, int rings) => new(fault, HttpStatusCode.Accepted, "unconfirmed", "reply_unknown", "unknown", rings);
}
