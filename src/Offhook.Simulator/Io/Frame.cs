using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Offhook.Simulator;

/// <summary>What every reply of kaleyra.io has: a code, a message, data and an error.</summary>
/// <remarks>The frame was seen in integrations of its messaging channels, whose <c>RBC001</c> is used here too; the vendor's table of codes could not be read, the error codes are invented.</remarks>
internal static class Frame
{
    public static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Ok(string message, JsonNode? data) =>
        new() { ["code"] = "RBC001", ["message"] = message, ["data"] = data, ["error"] = new JsonObject() };

    public static Written Write(JsonObject frame, int status = 200) => new(Written.JsonType, frame.ToJsonString(Relaxed), status);

    /// <summary>A refusal that tells what was wrong at the top level.</summary>
    public static Written Error(int status, string message, string detail) =>
        Write(new JsonObject { ["code"] = $"E{status}", ["message"] = message, ["data"] = new JsonObject(), ["error"] = Detail(status, detail) }, status);

    public static Written WrongKey(int status = 401) => Error(status, status == 401 ? "Unauthorized" : "Forbidden", "Invalid api-key");

    public static Written Of(RefusalException refusal) => refusal.Code switch
    {
        "A401" => WrongKey(),
        "E404" => Error(404, "Not found", refusal.Message),

        // The detail of a bad parameter stands inside data, as in the vendor's RCS channel.
        _ => Write(new JsonObject { ["code"] = "E400", ["message"] = "Validation failed", ["data"] = new JsonObject { ["error"] = Detail(400, refusal.Message) } }, 400),
    };

    private static JsonObject Detail(int status, string message) => new() { ["error_code"] = $"E{status}", ["error_message"] = message };
}
