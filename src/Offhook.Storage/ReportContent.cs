using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Offhook.Calls;

namespace Offhook.Storage;

/// <summary>A report as the JSON that lies in the column <c>content</c>: snake_case, words for enumerations, members that are null left out.</summary>
internal static class ReportContent
{
    // For people who read the table: a plus sign stays a plus sign. It never becomes part of a page without being encoded there.
    private static readonly StorageJson Json = new(new JsonSerializerOptions(StorageJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Text(Report report) => JsonSerializer.Serialize(report, Json.Report);

    /// <param name="at">The earliest arrival, which the store keeps beside the content.</param>
    /// <exception cref="JsonException">The text was not written by <see cref="Text"/>.</exception>
    public static Report Read(string text, DateTimeOffset at) =>
        (JsonSerializer.Deserialize(text, Json.Report) ?? throw new JsonException("A report's content is null.")) with { At = at };
}

/// <summary>A phone number as its E.164 text.</summary>
internal sealed class PhoneNumberJson : JsonConverter<PhoneNumber>
{
    public override PhoneNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => PhoneNumber.FromE164(reader.GetString()!); // It throws for null itself.

    public override void Write(Utf8JsonWriter writer, PhoneNumber value, JsonSerializerOptions options) => writer.WriteStringValue(value.E164);
}

/// <summary>An enumeration as the word that the columns use for it.</summary>
internal sealed class WordJson<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(PhoneNumberJson), typeof(WordJson<ReportSource>), typeof(WordJson<CallKind>), typeof(WordJson<DialProof>), typeof(WordJson<Leg>)])]
[JsonSerializable(typeof(Report))]
internal sealed partial class StorageJson : JsonSerializerContext;
