using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Legacy;

/// <summary>Which kind of call a callback is for: they have different variables.</summary>
public enum CallbackKind
{
    /// <summary>For <see cref="ClickToCall"/>.</summary>
    ClickToCall,

    /// <summary>For <see cref="VoiceCall"/>: also <c>{obdstatus}</c> and <c>{keypress}</c>.</summary>
    Voice,
}

/// <summary>Builds the address that the provider opens when a call ended, with <c>{variables}</c> that it replaces.</summary>
/// <remarks>
/// The reference and the token stand first, so that they survive when the address is cut; the recording's link stands last, because its
/// own <c>&amp;</c> would cover what follows. Assumed: the provider may insert values unescaped. Braces stay literal: the whole address is percent-encoded once, as a form value, when it is sent.
/// Variable names: observed in production integrations; the vendor's own list could not be read, so any of them may come back unreplaced.
/// </remarks>
public static class CallbackTemplate
{
    /// <summary>The longest template built here, in characters. The provider's own limit is not published. Assumed: one of this length arrives whole.</summary>
    public const int Longest = CallbackAddress.Longest;

    private static readonly string[] ClickToCall =
    [
        "id", "caller", "receiver", "status", "status1", "status2", "duration", "billsec", "starttime", "endtime", "callerid", "provider", "location", "recordpath",
    ];

    private static readonly string[] Voice =
    [
        "id", "caller", "receiver", "status", "status1", "status2", "obdstatus", "keypress", "duration", "billsec", "starttime", "endtime", "callerid", "provider",
        "location", "recordpath",
    ];

    /// <summary>Builds the template for one call.</summary>
    /// <param name="callbackAddress">Absolute http or https address of your receiver, without query, fragment and user name.</param>
    /// <param name="reference">Comes back as <c>ref</c>; 1 or more of <c>A-Z a-z 0-9 _ -</c>.</param>
    /// <param name="token">Comes back as <c>t</c> and proves that the callback is genuine, since the provider signs nothing; 1 or more of <c>A-Z a-z 0-9 _ -</c>. Secret.</param>
    /// <exception cref="ArgumentException">The address, the reference or the token has another form, or the whole has more than <see cref="Longest"/> characters.</exception>
    public static string Build(Uri callbackAddress, string reference, string token, CallbackKind kind)
    {
        var variables = kind is CallbackKind.Voice ? Voice : ClickToCall;
        return CallbackAddress.Build(callbackAddress, reference, token, string.Join('&', variables.Select(name => $"{name}={{{name}}}")), nameof(callbackAddress));
    }
}
