using System.Text.Json;

namespace Offhook.Server.Calls;

/// <summary>The members of a JSON object that holds only texts and lists of texts, read strictly: what is unknown, of another type or too long is named.</summary>
internal sealed class JsonFields
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private const string Body = "";

    private readonly Dictionary<string, string?> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _blank = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    /// <summary>What is wrong, by member; the empty name is the body itself.</summary>
    public IReadOnlyDictionary<string, string[]> Errors => _errors;

    /// <summary>Reads a body.</summary>
    /// <param name="allowed">The members there may be, and how many characters each text may have.</param>
    /// <param name="lists">Those of them that are lists of texts.</param>
    public static async Task<JsonFields> ReadAsync(Stream body, IReadOnlyDictionary<string, int> allowed, CancellationToken cancellationToken, params string[] lists)
    {
        var fields = new JsonFields();
        try
        {
            using var document = await JsonDocument.ParseAsync(body, Strict, cancellationToken);
            fields.Take(document.RootElement, allowed, lists);
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

    /// <summary>Whether a member is there and holds nothing but blanks.</summary>
    public bool IsBlank(string name) => _blank.Contains(name);

    /// <summary>The texts of a member that is a list, each without surrounding blanks; null when it is absent or null.</summary>
    public IReadOnlyList<string>? List(string name) => _lists.GetValueOrDefault(name);

    /// <summary>Adds what is wrong with a member.</summary>
    public void Refuse(string name, string sentence) =>
        _errors[name] = _errors.TryGetValue(name, out var sentences) ? [.. sentences, sentence] : [sentence];

    private void Take(JsonElement root, IReadOnlyDictionary<string, int> allowed, string[] lists)
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
            else if (lists.Contains(name, StringComparer.Ordinal))
            {
                TakeList(name, member.Value, longest);
            }
            else if (member.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            {
                Refuse(name, "This must be a text in quotes.");
            }
            else if (TryText(name, member.Value, longest, out var text))
            {
                _texts[name] = text;
            }
        }
    }

    private void TakeList(string name, JsonElement value, int longest)
    {
        if (value.ValueKind is JsonValueKind.Null)
        {
            return;
        }

        if (value.ValueKind is not JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind is not JsonValueKind.String))
        {
            Refuse(name, "This must be a list of texts in quotes.");
            return;
        }

        var texts = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            if (!TryText(name, item, longest, out var text))
            {
                return;
            }

            texts.Add(text ?? "");
        }

        _lists[name] = texts;
    }

    private bool TryText(string name, JsonElement value, int longest, out string? taken)
    {
        taken = null;
        string? text;
        try
        {
            text = value.GetString()?.Trim();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: valid JSON, but no text.
            Refuse(name, "This is not valid Unicode text.");
            return false;
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
            taken = text is { Length: > 0 } ? text : null;
            _ = text is { Length: 0 } && _blank.Add(name);
            return true;
        }

        return false;
    }

    private static string Shown(string name) => name.Length <= 60 ? name : name[..60] + "…";
}
