using System.Text.RegularExpressions;

namespace Offhook.Kaleyra.Wire;

/// <summary>The addresses that the provider is to open, with <c>{variables}</c> that it replaces: what they may hold, how they begin, where their token stands.</summary>
internal static class CallbackAddress
{
    /// <summary>The longest address built here, in characters. Assumed: one of this length arrives whole; the provider's own limit is not published.</summary>
    public const int Longest = 699;

    private const int LongestGiven = 2000;

    private static readonly Regex Token = new("[?&]t=([^&#{]+)", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>Joins an address, the reference and the token, which stand first so that they survive when the end is cut, and the rest of the query.</summary>
    /// <param name="name">The name under which the caller knows the address.</param>
    /// <exception cref="ArgumentException">The address, the reference or the token has another form, or the whole is too long.</exception>
    public static string Build(Uri address, string reference, string token, string rest, string name)
    {
        ArgumentNullException.ThrowIfNull(address, name);
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            throw new ArgumentException("The callback address must be an absolute http or https address.", name);
        }

        // "?" and "#" alone make an empty query or fragment, which Uri does not report.
        if (address.OriginalString.AsSpan().ContainsAny('?', '#') || address.UserInfo.Length > 0)
        {
            throw new ArgumentException("The callback address may have no query (?), no fragment (#) and no user name.", name);
        }

        RequirePlain(reference, nameof(reference));
        RequirePlain(token, nameof(token));
        var template = $"{address.AbsoluteUri}?ref={reference}&t={token}&{rest}";
        return template.Length <= Longest
            ? template
            : throw new ArgumentException(
                $"The callback address is too long: with the reference, the token and the variables it has {template.Length} characters, and at most {Longest} are sent.",
                name);
    }

    /// <summary>Gives back an http or https address without white space, of at most 2,000 characters; null stays null.</summary>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public static string? Checked(string? template, string name)
    {
        if (template is not null
            && (template.Length > LongestGiven
                || !(template.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || template.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
                || template.AsSpan().ContainsAnyExceptInRange('!', '~')))
        {
            throw new ArgumentException($"An http or https address without white space is needed, at most {LongestGiven} characters.", name);
        }

        return template;
    }

    /// <summary>The token in a template, as it stands there; null when there is none.</summary>
    public static string? TokenOf(string? template) => template is not null && Token.Match(template) is { Success: true } match ? match.Groups[1].Value : null;

    private static void RequirePlain(string text, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, name);
        if (!TolerantText.IsPlain(text))
        {
            throw new ArgumentException("Only A-Z a-z 0-9 _ - survive every re-encoding.", name);
        }
    }
}
