using System.Text.Json;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>What a join asks for. Broadcasts and private channels change nothing here: nobody but the server speaks about calls, and every row is checked.</summary>
/// <param name="AccessToken">As sent; null when none was.</param>
/// <param name="Bindings">The wished bindings, as the client wrote them: they are repeated to it to the letter.</param>
/// <param name="WantsPresence">Whether the client waits to be told who is present.</param>
internal sealed record JoinWish(string? AccessToken, IReadOnlyList<JsonElement> Bindings, bool WantsPresence)
{
    /// <summary>Reads a join.</summary>
    /// <returns>Why it cannot be accepted; null when <paramref name="wish"/> was read.</returns>
    public static string? TryRead(ClientFrame frame, out JoinWish wish)
    {
        wish = new JoinWish(frame.PayloadText("access_token"), [], false);
        var config = Member(frame.Payload, "config");
        var presence = Member(Member(config, "presence"), "enabled");
        var changes = Member(config, "postgres_changes");
        if (changes.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null or JsonValueKind.Undefined))
        {
            return "InvalidJoinPayload: postgres_changes is a list";
        }

        JsonElement[] bindings = changes.ValueKind is JsonValueKind.Array ? [.. changes.EnumerateArray()] : [];
        if (bindings.Length > RealtimeLimits.Bindings)
        {
            return $"InvalidJoinPayload: A channel has at most {RealtimeLimits.Bindings} bindings";
        }

        if (Array.Exists(bindings, binding => binding.ValueKind is not JsonValueKind.Object))
        {
            return "InvalidJoinPayload: Every item of postgres_changes is an object";
        }

        wish = wish with { Bindings = bindings, WantsPresence = presence.ValueKind is JsonValueKind.True };
        return null;
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;
}
