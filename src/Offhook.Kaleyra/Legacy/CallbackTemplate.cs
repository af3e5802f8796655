using System.Text.RegularExpressions;

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
    public const int Longest = 699;

    private static readonly Regex Token = new("[?&]t=([^&#{]+)", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

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
        ArgumentNullException.ThrowIfNull(callbackAddress);
        if (!callbackAddress.IsAbsoluteUri || (callbackAddress.Scheme != Uri.UriSchemeHttps && callbackAddress.Scheme != Uri.UriSchemeHttp))
        {
            throw new ArgumentException("The callback address must be an absolute http or https address.", nameof(callbackAddress));
        }

        // "?" and "#" alone make an empty query or fragment, which Uri does not report.
        if (callbackAddress.OriginalString.AsSpan().ContainsAny('?', '#') || callbackAddress.UserInfo.Length > 0)
        {
            throw new ArgumentException("The callback address may have no query (?), no fragment (#) and no user name.", nameof(callbackAddress));
        }

        RequirePlain(reference, nameof(reference));
        RequirePlain(token, nameof(token));
        var variables = kind is CallbackKind.Voice ? Voice : ClickToCall;
        var template = $"{callbackAddress.AbsoluteUri}?ref={reference}&t={token}&{string.Join('&', variables.Select(name => $"{name}={{{name}}}"))}";
        return template.Length <= Longest
            ? template
            : throw new ArgumentException(
                $"The callback address is too long: with the reference, the token and the variables it has {template.Length} characters, and at most {Longest} are sent.",
                nameof(callbackAddress));
    }

    /// <summary>The token in a template, as it stands there; null when there is none.</summary>
    internal static string? TokenOf(string? template) => template is not null && Token.Match(template) is { Success: true } match ? match.Groups[1].Value : null;

    private static void RequirePlain(string text, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, name);
        if (!DialTexts.IsPlain(text))
        {
            throw new ArgumentException("Only A-Z a-z 0-9 _ - survive every re-encoding.", name);
        }
    }
}
