namespace Offhook.Testing;

/// <summary>Callback addresses with one value changed. Whatever follows the value stays as it was, byte for byte.</summary>
public static class CallbackAddress
{
    /// <summary>The address with another value.</summary>
    /// <exception cref="ArgumentException">The address has no such parameter.</exception>
    public static Uri With(this Uri address, string name, string value)
    {
        var (before, _, after) = Cut(address, name);
        return new Uri($"{before}{name}={value}{after}");
    }

    /// <summary>The address without a parameter.</summary>
    /// <exception cref="ArgumentException">The address has no such parameter.</exception>
    public static Uri Without(this Uri address, string name)
    {
        var (before, _, after) = Cut(address, name);
        return new Uri(before.TrimEnd('&') + (before.EndsWith('?') ? after.TrimStart('&') : after));
    }

    /// <summary>A parameter's value as it stands there.</summary>
    /// <exception cref="ArgumentException">The address has no such parameter.</exception>
    public static string Value(this Uri address, string name) => Cut(address, name).Value;

    private static (string Before, string Value, string After) Cut(Uri address, string name)
    {
        ArgumentNullException.ThrowIfNull(address);
        var text = address.OriginalString;

        // The first of them: a recording's link at the end has a query of its own.
        int[] marks = [text.IndexOf($"?{name}=", StringComparison.Ordinal), text.IndexOf($"&{name}=", StringComparison.Ordinal)];
        var mark = marks.Where(place => place >= 0).DefaultIfEmpty(-1).Min();
        if (mark < 0)
        {
            throw new ArgumentException($"there is no {name} in the address", nameof(name));
        }

        var start = mark + name.Length + 2;
        var end = text.IndexOf('&', start) is >= 0 and var next ? next : text.Length;
        return (text[..(mark + 1)], text[start..end], text[end..]);
    }
}
