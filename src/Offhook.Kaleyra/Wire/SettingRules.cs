using Microsoft.Extensions.Options;

namespace Offhook.Kaleyra.Wire;

/// <summary>What the settings of both APIs must keep, and the forms into which they are brought.</summary>
internal static class SettingRules
{
    private const int LongestKey = 512;

    public static void ValidateKey(ValidateOptionsResultBuilder result, string? key, string setting)
    {
        if (string.IsNullOrWhiteSpace(key))
        {
            result.AddError("the account's API key is needed", setting);
        }
        else if (key.Length > LongestKey || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            result.AddError($"the API key may hold only visible ASCII characters, at most {LongestKey}; is a quote, a space or a line end pasted with it?", setting);
        }
    }

    /// <param name="example">An address as it may be.</param>
    public static void ValidateAddress(ValidateOptionsResultBuilder result, Uri? address, string example, string setting)
    {
        if (address is not { IsAbsoluteUri: true } || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            result.AddError($"an absolute web address is needed, such as {example}", setting);
        }
        else if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
        {
            result.AddError("the API key may only travel over https", setting);
        }
        else if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            result.AddError("the address may have no user name, no query (?) and no fragment (#)", setting);
        }
    }

    public static void ValidateSpan(ValidateOptionsResultBuilder result, TimeSpan span, int mostSeconds, string setting)
    {
        if (span < TimeSpan.FromSeconds(1) || span > TimeSpan.FromSeconds(mostSeconds))
        {
            result.AddError($"{span} is outside 1 s to {mostSeconds} s", setting);
        }
    }

    /// <summary>The address as a folder. A file name (index.php on older hosts) keeps its form.</summary>
    public static Uri WithSlash(Uri address) =>
        address.AbsolutePath.EndsWith('/') || address.Segments[^1].Contains('.', StringComparison.Ordinal) ? address : new($"{address.AbsoluteUri}/");

    /// <summary>A handler without redirects, cookies and a proxy from the environment; connections are renewed every five minutes so that a change of name resolution is seen.</summary>
    public static SocketsHttpHandler Handler(TimeSpan connectTimeout) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
