using System.Globalization;

namespace Offhook.Storage.Sqlite;

/// <summary>A time as 28 characters, for example <c>2026-01-31T09:30:00.0000000Z</c>. Text order is time order, and nothing is lost on the way.</summary>
internal static class StoredTime
{
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static string? Text(DateTimeOffset? time) => time is { } known ? Text(known) : null;

    public static DateTimeOffset Read(string text) => new(DateTime.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind));
}
