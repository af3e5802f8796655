using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Offhook.Server.Access.People;

/// <summary>A JSON Web Token taken apart. Nothing in it is believed yet.</summary>
/// <param name="Algorithm">As its header says.</param>
/// <param name="KeyId">The key that it says to be signed with; null when it does not say.</param>
/// <param name="Claims">A JSON object.</param>
/// <param name="Signed">What the signature is of.</param>
internal sealed record SignedToken(string Algorithm, string? KeyId, JsonElement Claims, byte[] Signed, byte[] Signature)
{
    /// <summary>The longest that is read, in characters.</summary>
    public const int Longest = 16 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>Whether a text has the form of a token: three parts joined by dots.</summary>
    public static bool IsForm(string text) => text.AsSpan().Count('.') == 2;

    /// <summary>Takes a token apart. Of its header only the algorithm and the key's id are read: whatever else it names, such as a key of its own, is not looked at.</summary>
    /// <returns>Null when it is none.</returns>
    public static SignedToken? Read(string text)
    {
        if (text.Length > Longest || !IsForm(text))
        {
            return null;
        }

        var parts = text.Split('.');
        return Json(parts[0]) is { } header && Json(parts[1]) is { } claims && Base64Url.IsValid(parts[2])
            && header.Word("alg") is { } algorithm

            // What a header calls critical must be understood, and we understand nothing of the kind.
            && !header.TryGetProperty("crit", out _)
            && KeyIdOf(header, out var keyId)
            ? new SignedToken(algorithm, keyId, claims, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]))
            : null;
    }

    private static bool KeyIdOf(JsonElement header, out string? id)
    {
        id = header.Word("kid");
        return id is not null || !header.TryGetProperty("kid", out _);
    }

    private static JsonElement? Json(string part)
    {
        if (!Base64Url.IsValid(part))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);
            return document.RootElement.ValueKind is JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The second is thrown for half of a surrogate pair in a name.
            return null;
        }
    }
}
