using System.Text.Json;

namespace Offhook.Server.Calls;

/// <summary>The members of a JSON object that holds only texts, read strictly: what is unknown, of another type or too long is named.</summary>
internal sealed class JsonFields
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private const string Body = "";

    private readonly Dictionary<string, string?> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    /// <summary>What is wrong, by member; the empty name is the body itself.</summary>
    public IReadOnlyDictionary<string, string[]> Errors => _errors;

    /// <summary>Reads a body.</summary>
    /// <param name="allowed">The members there may be, and how many characters each may have.</param>
    public static async Task<JsonFields> ReadAsync(Stream body, IReadOnlyDictionary<string, int> allowed, CancellationToken cancellationToken)
    {
        var fields = new JsonFields();
        try
        {
            using var document = await JsonDocument.ParseAsync(body, Strict, cancellationToken);
            fields.Take(document.RootElement, allowed);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The second is thrown for half of a surrogate pair in a name: valid JSON, but no text.
            fields.Refuse(Body, "The body must be one JSON object, without repeated members.");
        }

        return fields;
    }

    /// <summary>Whether it makes sense to judge what a member says: there is an object at all, and the member is not wrong already.</summary>
    public bool MayJudge(string name) => !_errors.ContainsKey(Body) && !_errors.ContainsKey(name);

    /// <summary>The text of a member without surrounding blanks; null when it is absent, null or blank.</summary>
    public string? Text(string name) => _texts.GetValueOrDefault(name);

    /// <summary>Adds what is wrong with a member.</summary>
    public void Refuse(string name, string sentence) =>
        _errors[name] = _errors.TryGetValue(name, out var sentences) ? [.. sentences, sentence] : [sentence];

    private void Take(JsonElement root, IReadOnlyDictionary<string, int> allowed)
    {
        if (root.ValueKind is not JsonValueKind.Object)
        {
            Refuse(Body, "The body must be one JSON object.");
            return;
        }

        foreach (var member in root.EnumerateObject())
        {
            var name = member.Name;
            if (!allowed.TryGetValue(name, out var longest))
            {
                Refuse(Shown(name), $"There is no such member; there are {string.Join(", ", allowed.Keys)}.");
            }
            else if (member.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            {
                Refuse(name, "This must be a text in quotes.");
            }
            else
            {
                TakeText(name, member.Value, longest);
            }
        }
    }

    private void TakeText(string name, JsonElement value, int longest)
    {
        string? text;
        try
        {
            text = value.GetString()?.Trim();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: valid JSON, but no text.
            Refuse(name, "This is not valid Unicode text.");
            return;
        }

        if (text?.Length > longest)
        {
            Refuse(name, $"At most {longest} characters are allowed.");
        }
        else if (text is not null && text.Any(char.IsControl))
        {
            Refuse(name, "Control characters are not allowed.");
        }
        else
        {
            _texts[name] = text is { Length: > 0 } ? text : null;
        }
    }

    private static string Shown(string name) => name.Length <= 60 ? name : name[..60] + "…";
}
