using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Offhook.Simulator;

/// <summary>An address with <c>{variables}</c>, as the dial gave it.</summary>
internal static partial class CallbackTemplate
{
    /// <summary>Whether it is an address at all, and where it leads.</summary>
    public static bool TryReadHost(string template, [NotNullWhen(true)] out string? host)
    {
        var found = Uri.TryCreate(template, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            && address.UserInfo.Length == 0;
        host = found ? address!.Host : null;
        return found;
    }

    /// <summary>Puts values in their places. Names without a value stay as they are, braces included.</summary>
    public static Uri Fill(string template, IReadOnlyDictionary<string, string> values)
    {
        var text = Variable().Replace(template, match => values.TryGetValue(match.Groups[1].Value, out var value)
            ? match.Groups[1].Value == "recordpath" ? value : Uri.EscapeDataString(value)
            : match.Value);
        return Address(text);
    }

    /// <summary>The platform sends what came out, byte for byte; only what cannot stand in a request line at all is escaped.</summary>
    public static Uri Address(string text) =>
        new(WithPath(Sendable(text)), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static string Sendable(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var one in Encoding.UTF8.GetBytes(text.Split('#')[0]))
        {
            if (one is > 0x20 and < 0x7f)
            {
                result.Append((char)one);
            }
            else
            {
                result.Append(CultureInfo.InvariantCulture, $"%{one:X2}");
            }
        }

        return result.ToString();
    }

    /// <summary>A request line needs a path, which an address may leave out before its query.</summary>
    private static string WithPath(string address)
    {
        var authority = address.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = address.AsSpan(authority).IndexOfAny('/', '?');
        return end < 0 ? address + "/" : address[authority + end] == '?' ? address.Insert(authority + end, "/") : address;
    }

    [GeneratedRegex(@"\{([A-Za-z0-9_]{1,40})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
