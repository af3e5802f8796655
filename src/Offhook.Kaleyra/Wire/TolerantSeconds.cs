using System.Globalization;

namespace Offhook.Kaleyra.Wire;

/// <summary>How a length of time is read: a number of seconds in any of its spellings, or a clock reading.</summary>
internal static class TolerantSeconds
{
    private const int Day = 86_400;

    /// <summary>Reads <c>41</c>, <c>"41"</c>, <c>"41.0"</c>, <c>"00:00:41"</c> or <c>"00:41"</c>. Zero is a value.</summary>
    /// <param name="fault">Why nothing could be read, in words; null when the text was absent or fine.</param>
    public static TimeSpan? Read(string? text, out string? fault)
    {
        fault = null;
        if (TolerantText.Present(text) is not { } value)
        {
            return null;
        }

        decimal seconds;
        if (value.Contains(':', StringComparison.Ordinal))
        {
            if (!TryReadClock(value, out seconds))
            {
                fault = "not a number of seconds";
                return null;
            }
        }
        else if (value.Length > 32
            || !decimal.TryParse(
                value,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out seconds))
        {
            fault = "not a number of seconds";
            return null;
        }

        if (seconds is < 0 or > Day)
        {
            fault = seconds < 0 ? "negative" : "longer than a day";
            return null;
        }

        return TimeSpan.FromSeconds((long)decimal.Truncate(seconds));
    }

    private static bool TryReadClock(string value, out decimal seconds)
    {
        seconds = 0;
        var parts = value.Split(':');
        if (parts.Length is not (2 or 3))
        {
            return false;
        }

        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i];
            if (!TolerantText.IsDigits(part) || part.Length > 5)
            {
                return false;
            }

            var number = int.Parse(part, CultureInfo.InvariantCulture);
            if (i > 0 && number > 59)
            {
                return false;
            }

            seconds = (seconds * 60) + number;
        }

        return true;
    }
}
