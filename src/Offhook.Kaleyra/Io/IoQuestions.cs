using System.Globalization;
using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>The fields of what is asked, by the names of the vendor's pages.</summary>
internal static class IoQuestions
{
    public const int LongestRecordingId = 512;

    private const int MostMinutes = 24 * 60;

    /// <param name="offset">The offset in which the provider reads times.</param>
    public static List<KeyValuePair<string, string>> Log(IoLogQuery query, TimeSpan offset)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.To < query.From)
        {
            throw new ArgumentException("The last moment is before the first.", nameof(query));
        }

        List<KeyValuePair<string, string>> fields = [new("start_time", Time(query.From, offset)), new("end_time", Time(query.To, offset))];
        fields.AddWhenSet("call_id", query.CallId);
        fields.AddWhenSet("status", query.Status);
        fields.AddWhenSet("bridge", DialledNumber.International(query.Bridge));
        fields.Add(new("page", query.Page.ToString(CultureInfo.InvariantCulture)));
        fields.Add(new("limit", query.Limit.ToString(CultureInfo.InvariantCulture)));
        return fields;
    }

    public static List<KeyValuePair<string, string>> Recording(string id, TimeSpan validity)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id.Length, LongestRecordingId, nameof(id));
        var minutes = Math.Ceiling(validity.TotalMinutes);
        if (validity < TimeSpan.FromMinutes(1) || minutes > MostMinutes)
        {
            throw new ArgumentOutOfRangeException(nameof(validity), validity, "A link lives 1 minute to 1 day.");
        }

        return [new("id", id), new("validity", minutes.ToString(CultureInfo.InvariantCulture)), new("download", "0")];
    }

    private static string Time(DateTimeOffset moment, TimeSpan offset) => moment.ToOffset(offset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
