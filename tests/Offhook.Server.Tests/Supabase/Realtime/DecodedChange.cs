using System.Text;
using System.Text.Json;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>What is told of a change, each value in the words of JSON. Names and values stand in the order in which they are told.</summary>
/// <param name="Columns">Names and short names of types.</param>
/// <param name="Record">Null with a DELETE.</param>
/// <param name="OldRecord">Null with an INSERT.</param>
/// <param name="Bindings">Which bindings are told, the first is 1.</param>
internal sealed record DecodedChange(
    string Type, string Schema, string Table, string CommitTimestamp, string Columns,
    IReadOnlyList<(string Name, string Value)>? Record, IReadOnlyList<(string Name, string Value)>? OldRecord, IReadOnlyList<long> Bindings)
{
    /// <summary>What a subscriber was told.</summary>
    public static DecodedChange Of(HeardChange heard)
    {
        var data = heard.Data;
        Assert.Equal(JsonValueKind.Null, data.GetProperty("errors").ValueKind);
        return new DecodedChange(
            data.Text("type")!, data.Text("schema")!, data.Text("table")!, data.Text("commit_timestamp")!,
            string.Join(' ', data.GetProperty("columns").EnumerateArray().Select(column => $"{column.Text("name")}:{column.Text("type")}")),
            Values(data, "record"), Values(data, "old_record"), heard.Ids);
    }

    /// <summary>A value. Texts are told apart by what they say, not by how their characters are escaped; all else to the letter.</summary>
    public static string Value(JsonElement value) => value.ValueKind is JsonValueKind.String ? $"\"{value.GetString()}\"" : value.GetRawText();

    /// <summary>All of it, a value a line.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Type} {Schema}.{Table} at {CommitTimestamp} for {string.Join(' ', Bindings)}\ncolumns {Columns}\n");
        foreach (var (name, value) in Record ?? [])
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"record {name} {value}\n");
        }

        foreach (var (name, value) in OldRecord ?? [])
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"old_record {name} {value}\n");
        }

        return text.ToString();
    }

    private static List<(string Name, string Value)>? Values(JsonElement data, string member) =>
        data.TryGetProperty(member, out var row) ? [.. row.EnumerateObject().Select(value => (value.Name, Value(value.Value)))] : null;
}
