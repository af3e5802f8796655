using System.Text.Json.Nodes;

namespace Offhook.Simulator;

/// <summary>What the callee of an outbound call hears: texts that are read out, or one flow.</summary>
/// <param name="Text">The texts, or the flow as <c>flow:ID</c>, for people who look at the call.</param>
internal sealed record Heard(string Text, string? FlowId)
{
    /// <summary>From <c>target</c>: <c>[{"message":{"language":…,"speed":…,"text":…}}]</c> (observed in integrations), or a step with a flow.</summary>
    /// <remarks>Assumed: a step with a flow has one member whose name begins with <c>flow</c>, the id itself or an object with it as <c>id</c>. Its syntax is documented nowhere.</remarks>
    public static Heard Read(string target)
    {
        if (!JsonText.TryParse(target, out var json) || json is not JsonArray { Count: > 0 } steps)
        {
            throw RefusalException.Invalid("target", "a JSON array of steps is needed");
        }

        var read = steps.Select(step => Step(step)).ToArray();
        var flows = read.Where(step => step.FlowId is not null).ToArray();
        return flows.Length <= 1
            ? new Heard(string.Join(' ', read.Select(step => step.Text)), flows.SingleOrDefault()?.FlowId)
            : throw RefusalException.Invalid("target", "only one flow for each call");
    }

    private static Heard Step(JsonNode? step)
    {
        if (step is not JsonObject { Count: 1 } members)
        {
            throw RefusalException.Invalid("target", "each step is an object with one member, message or flow");
        }

        var (name, value) = members.First();
        if (name == "message")
        {
            return value is JsonObject message && message.All(part => part.Key is "language" or "speed" or "text" && JsonText.Of(part.Value) is { Length: > 0 }) && message["text"] is { } text
                ? new Heard(text.GetValue<string>(), null)
                : throw RefusalException.Invalid("target", "a message has text, language and speed, all of them texts");
        }

        return name.StartsWith("flow", StringComparison.Ordinal) && (JsonText.Of(value) ?? JsonText.Of((value as JsonObject)?["id"])) is { Length: > 0 } id
            ? new Heard("flow:" + id, id)
            : throw RefusalException.Invalid("target", "each step is an object with one member, message or flow");
    }
}
