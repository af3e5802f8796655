using System.Globalization;
using System.Text.Json;
using Offhook.Storage;
using Offhook.Storage.Table;

namespace Offhook.Server.Supabase.Table;

/// <summary>Rows as JSON, exactly as PostgreSQL's <c>to_jsonb</c> shapes them in a session in UTC, which is how Supabase sends them.</summary>
internal static class TableJson
{
    /// <summary>Writes an object with these columns in this order.</summary>
    public static void WriteRow(Utf8JsonWriter writer, CallRow row, IEnumerable<TableColumn> columns)
    {
        writer.WriteStartObject();
        foreach (var column in columns)
        {
            writer.WritePropertyName(column.Name);
            column.Write(writer, row);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes what a row has in a column.</summary>
    public static void Write(this TableColumn column, Utf8JsonWriter writer, CallRow row)
    {
        switch (column.Value(row))
        {
            case null:
                writer.WriteNullValue();
                break;
            case Guid id:
                writer.WriteStringValue(id);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case DateTimeOffset time:
                writer.WriteStringValue(Text(time));
                break;
            case { } value:
                throw new InvalidOperationException($"{value.GetType()} is the type of no column");
        }
    }

    /// <summary>A time in UTC to the microsecond, without the zeros that end its fraction: <c>2026-03-01T06:00:00.5+00:00</c>.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'+00:00'", CultureInfo.InvariantCulture);
}
