using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Offhook.Storage;

namespace Offhook.Server.Calls;

/// <summary>The opaque <c>after</c> of a list.</summary>
internal static class PageCursor
{
    public static string Write(CallCursor cursor) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{cursor.ReceivedAt.UtcTicks}.{cursor.Reference:N}")));

    public static CallCursor? Read(string? text)
    {
        if (text is not { Length: <= 100 } || !Base64Url.IsValid(text))
        {
            return null;
        }

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && Guid.TryParseExact(parts[1], "N", out var reference)
            ? new CallCursor(new DateTimeOffset(ticks, TimeSpan.Zero), reference)
            : null;
    }
}
