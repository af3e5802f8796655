using System.Text.RegularExpressions;

namespace Offhook.Kaleyra.Wire;

/// <summary>A callback put together from a query, a body, or both; where both name a value, the query's counts.</summary>
/// <param name="Fields">What was read, the token included.</param>
/// <param name="Values">Every value that was present, by name, without the token.</param>
/// <param name="RawWithoutToken">The text as it came, fit for any store.</param>
internal sealed record CallbackText(TolerantFields Fields, string? Token, IReadOnlyDictionary<string, string> Values, string RawWithoutToken)
{
    /// <summary>Longest query that is read, in characters; the rest is left out and flagged.</summary>
    public const int LongestQuery = 8 * 1024;

    /// <summary>Longest body that is read, in characters; the rest is left out and flagged.</summary>
    public const int LongestBody = 64 * 1024;

    private const string TooMany = "too many fields";

    // The last resort for a body that begins like JSON but is none.
    private static readonly Regex TokenInText =
        new("(\"t\"\\s*:\\s*\")[^\"]*", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static CallbackText Read(string? query, string? body, CallbackNames names, TimeProvider clock)
    {
        var fields = new TolerantFields(clock.GetUtcNow());
        var raws = new List<string>();
        if (!string.IsNullOrEmpty(query))
        {
            raws.Add(ReadPairs(Capped(query.TrimStart('?'), LongestQuery, "query", fields), "query", names, fields));
        }

        if (!string.IsNullOrEmpty(body))
        {
            raws.Add(ReadBody(Capped(body, LongestBody, "body", fields), names, fields));
        }

        var values = fields.ToDictionary();
        values.Remove(CallbackNames.Token, out var token);
        var raw = TolerantText.Storable(string.Join('\n', raws));
        return new(fields, token, values, token is null ? raw : raw.Replace(token, "", StringComparison.Ordinal));
    }

    private static string ReadPairs(string text, string part, CallbackNames names, TolerantFields fields)
    {
        var pairs = CallbackPairs.Read(text, names);
        foreach (var (name, value) in pairs.Values)
        {
            fields.Add(name, value);
        }

        if (pairs.IsTooMany)
        {
            fields.Flag(part, TooMany);
        }

        if (pairs.IsCut)
        {
            fields.Flag(names.Link!, "missing, so the last value may be cut");
        }

        return pairs.RawWithout(CallbackNames.Token);
    }

    private static string ReadBody(string text, CallbackNames names, TolerantFields fields)
    {
        var body = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (!body.StartsWith('{') && !body.StartsWith('['))
        {
            return ReadPairs(body, "body", names, fields);
        }

        if (WireJson.Read(body) is not { } json)
        {
            fields.Flag("body", "not JSON");
            return TokenInText.Replace(body, "$1");
        }

        var root = json.Items is { Count: > 0 } items ? items[0] : json;
        var data = root.Member("data") is { Items: { Count: > 0 } rows } ? rows[0] : root.Member("data");
        AddMembers([.. root.Members ?? [], .. data?.Members ?? []], names, fields);
        return WithoutToken(json);
    }

    private static void AddMembers(IReadOnlyCollection<KeyValuePair<string, WireValue>> members, CallbackNames names, TolerantFields fields)
    {
        if (members.Count > CallbackPairs.Most)
        {
            fields.Flag("body", TooMany);
        }

        foreach (var (key, member) in members.Take(CallbackPairs.Most))
        {
            if (member.Text is not null)
            {
                fields.Add(names.Canonical(key), member.Text);
            }
        }
    }

    // Written anew rather than searched for the token: escapes could hide it.
    private static string WithoutToken(WireValue value) => value switch
    {
        { Members: { } members } => $"{{{string.Join(',', members.Select(member =>
            $"{WireJson.Quoted(member.Key)}:{(TolerantFields.Name(member.Key) == CallbackNames.Token ? "\"\"" : WithoutToken(member.Value))}"))}}}",
        { Items: { } items } => $"[{string.Join(',', items.Select(WithoutToken))}]",
        _ => value.Raw,
    };

    private static string Capped(string text, int most, string name, TolerantFields fields)
    {
        if (text.Length > most)
        {
            fields.Flag(name, $"cut at {most / 1024} kB");
        }

        return TolerantText.Cut(text, most);
    }
}
