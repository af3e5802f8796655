namespace Offhook.Server.Access;

/// <summary>The origin of a web page, as browsers write it: scheme, host and, unless it is the standard one, port.</summary>
internal static class PageOrigin
{
    /// <summary>Whether a text is one, such as <c>https://crm.example.com</c>. Patterns and <c>null</c> are none.</summary>
    public static bool IsValid(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https") && address.UserInfo.Length == 0 && !text.Contains('*', StringComparison.Ordinal)
        && string.Equals(address.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase);
}
