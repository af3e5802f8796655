namespace Offhook.Gateway.Tests.Providers.Conformance;

/// <summary>A way in which a dial fails.</summary>
public enum DialFailure
{
    /// <summary>This call is refused, for its own sake.</summary>
    Refused,

    /// <summary>The key is not accepted.</summary>
    KeyRefused,

    /// <summary>Requests from this machine's address are not accepted.</summary>
    AddressRefused,

    /// <summary>The account has no credit.</summary>
    NoCredit,

    /// <summary>The provider asks to slow down, for <see cref="ProviderRig.Pause"/>.</summary>
    SlowDown,

    /// <summary>A 5xx, and nothing rings.</summary>
    ServerError,

    /// <summary>A 5xx, and the call was placed all the same.</summary>
    ServerErrorThatPlaces,

    /// <summary>A proxy's page instead of the provider's answer, and nothing rings.</summary>
    HtmlPage,

    /// <summary>The connection is cut without an answer; the call was placed.</summary>
    CutAfterPlacing,

    /// <summary>The connection is cut without an answer; nothing rings.</summary>
    CutBeforePlacing,

    /// <summary>The call is placed, and no answer comes before the time-out.</summary>
    LateReply,

    /// <summary>Nothing is placed, and no answer comes before the time-out.</summary>
    Silence,

    /// <summary>No connection can be made.</summary>
    Unreachable,
}
