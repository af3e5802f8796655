using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace Offhook.Simulator;

/// <summary>The parameters of one request, from the query, a form of either kind, or both. Strict: each at most once, none that the method does not know.</summary>
internal sealed class WireFields
{
    private static readonly string[] Common = ["method", "format", "api_key"];
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public static async Task<WireFields> ReadAsync(HttpRequest request)
    {
        var fields = new WireFields();
        foreach (var (name, values) in request.Query)
        {
            fields.Add(name, values);
        }

        if (request.HasFormContentType)
        {
            IFormCollection form;
            try
            {
                form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            }
            catch (InvalidDataException broken)
            {
                throw new RefusalException("E600", "Unreadable form: " + broken.Message);
            }

            if (form.Files.Count > 0)
            {
                throw RefusalException.Invalid(form.Files[0].Name, "a file is not taken here");
            }

            foreach (var (name, values) in form)
            {
                fields.Add(name, values);
            }
        }
        else if (request.ContentLength > 0)
        {
            throw RefusalException.Body($"{request.ContentType ?? "no content type"} is not a form");
        }

        return fields;
    }

    /// <summary>The value, or null when it is not there or empty.</summary>
    public string? this[string name] => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public string Needed(string name) => this[name] ?? throw RefusalException.Missing(name);

    /// <summary>Refuses every parameter that is not among these or among those that all methods of the legacy platform have.</summary>
    public void Only(params ReadOnlySpan<string> known) => Exactly([.. Common, .. known]);

    /// <summary>Refuses every parameter that is not among these.</summary>
    public void Exactly(params ReadOnlySpan<string> known)
    {
        foreach (var name in _values.Keys)
        {
            if (!known.Contains(name))
            {
                throw RefusalException.Unknown(name);
            }
        }
    }

    public int Whole(string name, int byDefault, int least, int most) => this[name] is { } text ? Whole(name, text, least, most) : byDefault;

    public static int Whole(string name, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw RefusalException.Invalid(name, $"a whole number from {least} to {most} is needed");

    /// <summary>An Indian calendar day, <c>yyyy/MM/dd</c>.</summary>
    public DateOnly Day(string name, DateOnly byDefault)
    {
        if (this[name] is not { } text)
        {
            return byDefault;
        }

        return DateOnly.TryParseExact(text, "yyyy/MM/dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw RefusalException.Invalid(name, "yyyy/MM/dd is needed");
    }

    public string? Json(string name)
    {
        if (this[name] is not { } text)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind is JsonValueKind.Object ? text : throw RefusalException.Invalid(name, "a JSON object is needed");
        }
        catch (JsonException)
        {
            throw RefusalException.Invalid(name, "a JSON object is needed");
        }
    }

    private void Add(string name, StringValues values)
    {
        if (values.Count > 1 || !_values.TryAdd(name, values.Count == 0 ? "" : values[0] ?? ""))
        {
            throw RefusalException.Twice(name);
        }
    }
}
