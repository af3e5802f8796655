using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Offhook.Gateway.Live;
using Offhook.Server.Supabase.Table;
using Offhook.Storage;
using Offhook.Storage.Table;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>A change of the table as subscribers hear of it, encoded once for all who want the same columns.</summary>
internal sealed class TableChange(CallChange change)
{
    // Nearly everybody wants all columns. A stranger's hundred choices must not be kept for every change.
    private const int KeptChoices = 8;

    private readonly Lock _gate = new();
    private readonly List<(ColumnChoice Choice, ReadOnlyMemory<byte> Data)> _encoded = [];

    /// <summary>Its place among all changes of the installation.</summary>
    public long Number => change.Number;

    /// <summary>The row as it is now, or as it last stood.</summary>
    public CallRow Row => change.Row;

    /// <summary>What happened.</summary>
    public CallChangeKind Kind => change.Kind;

    /// <summary>The member <c>data</c> of the message.</summary>
    public ReadOnlyMemory<byte> Data(ColumnChoice choice)
    {
        lock (_gate)
        {
            foreach (var (known, data) in _encoded)
            {
                if (known == choice)
                {
                    return data;
                }
            }

            var made = Encode(choice);
            if (_encoded.Count < KeptChoices)
            {
                _encoded.Add((choice, made));
            }

            return made;
        }
    }

    private ReadOnlyMemory<byte> Encode(ColumnChoice choice)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ViewJson.Encoder }))
        {
            Write(writer, [.. choice.Columns]);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void Write(Utf8JsonWriter writer, IReadOnlyList<TableColumn> columns)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, Kind switch
        {
            CallChangeKind.Added => "INSERT"u8,
            CallChangeKind.Updated => "UPDATE"u8,
            CallChangeKind.Removed => "DELETE"u8,
            _ => throw new InvalidOperationException("there is no such change"),
        });
        writer.WriteString("schema"u8, IvrCallsTable.Schema);
        writer.WriteString("table"u8, IvrCallsTable.Name);
        writer.WriteString("commit_timestamp"u8, Row.UpdatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        writer.WriteStartArray("columns"u8);
        foreach (var column in columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, column.Name);
            writer.WriteString("type"u8, column.Type.ShortName());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (Kind is not CallChangeKind.Removed)
        {
            writer.WritePropertyName("record"u8);
            TableJson.WriteRow(writer, Row, columns);
        }

        if (Kind is not CallChangeKind.Added)
        {
            // As with the standard replica identity: only the key of the row as it was.
            writer.WritePropertyName("old_record"u8);
            TableJson.WriteRow(writer, Row, [IvrCallsTable.Key]);
        }

        writer.WriteNull("errors"u8);
        writer.WriteEndObject();
    }
}
