namespace Offhook.Kaleyra.Wire;

/// <summary>How a link to a recording is read. It is only read, never fetched.</summary>
internal static class TolerantLink
{
    private const int Longest = 2048;

    /// <summary>Reads an absolute https link; <c>//host…</c> (as the provider writes it) becomes <c>https://host…</c>, white space inside is dropped.</summary>
    /// <param name="fault">Why the text is no link to believe, in words; null when it was absent or fine.</param>
    public static Uri? Read(string? text, out string? fault) => Read(text, mayBeLocal: false, out fault);

    /// <summary>Reads the same.</summary>
    /// <param name="mayBeLocal">Whether http on this machine counts too.</param>
    /// <param name="fault">As in the other form.</param>
    public static Uri? Read(string? text, bool mayBeLocal, out string? fault)
    {
        fault = null;
        if (TolerantText.Present(text) is not { } value)
        {
            return null;
        }

        var address = string.Concat(value.Where(c => !char.IsWhiteSpace(c)));
        if (address.StartsWith("//", StringComparison.Ordinal))
        {
            address = "https:" + address;
        }

        if (address.Length > Longest)
        {
            fault = "longer than 2048 characters";
        }
        else if (address.Contains('\\', StringComparison.Ordinal) || !Uri.TryCreate(address, UriKind.Absolute, out var link) || link.Host.Length == 0)
        {
            fault = "not a link";
        }
        else if (link.Scheme != Uri.UriSchemeHttps && !(mayBeLocal && link.IsLoopback && link.Scheme == Uri.UriSchemeHttp))
        {
            fault = "not https";
        }
        else if (link.UserInfo.Length > 0)
        {
            fault = "carries a user name";
        }
        else
        {
            return link;
        }

        return null;
    }
}
