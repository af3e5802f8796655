using System.Text.Json;

namespace Offhook.Server.Access.People;

/// <summary>Reading claims.</summary>
internal static class Claims
{
    /// <summary>The text of a member; null when it is absent or no text.</summary>
    public static string? Word(this JsonElement claims, string name)
    {
        try
        {
            return claims.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: valid JSON, but no text.
            return null;
        }
    }
}
