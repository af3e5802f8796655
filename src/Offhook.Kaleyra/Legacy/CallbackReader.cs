using System.Text.RegularExpressions;
using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Legacy;

/// <summary>Puts a callback together from a query, a body, or both.</summary>
internal static class CallbackReader
{
    private const string Token = "t";
    private const string TooMany = "too many fields";

    // The last resort for a body that begins like JSON but is none.
    private static readonly Regex TokenInText =
        new("(\"t\"\\s*:\\s*\")[^\"]*", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static KaleyraCallback Read(string? query, string? body, TimeProvider clock)
    {
        var fields = new TolerantFields(clock.GetUtcNow());
        var raws = new List<string>();
        if (!string.IsNullOrEmpty(query))
        {
            raws.Add(ReadPairs(Capped(query.TrimStart('?'), KaleyraCallback.LongestQuery, "query", fields), "query", fields));
        }

        if (!string.IsNullOrEmpty(body))
        {
            raws.Add(ReadBody(Capped(body, KaleyraCallback.LongestBody, "body", fields), fields));
        }

        return Compose(fields, string.Join('\n', raws));
    }

    private static string ReadPairs(string text, string part, TolerantFields fields)
    {
        var pairs = CallbackPairs.Read(text);
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
            fields.Flag("recordpath", "missing, so the last value may be cut");
        }

        return pairs.RawWithout(Token);
    }

    private static string ReadBody(string text, TolerantFields fields)
    {
        var body = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (!body.StartsWith('{') && !body.StartsWith('['))
        {
            return ReadPairs(body, "body", fields);
        }

        if (WireJson.Read(body) is not { } json)
        {
            fields.Flag("body", "not JSON");
            return TokenInText.Replace(body, "$1");
        }

        var root = json.Items is { Count: > 0 } items ? items[0] : json;
        var data = root.Member("data") is { Items: { Count: > 0 } rows } ? rows[0] : root.Member("data");
        AddMembers([.. root.Members ?? [], .. data?.Members ?? []], fields);
        return WithoutToken(json);
    }

    private static void AddMembers(IReadOnlyCollection<KeyValuePair<string, WireValue>> members, TolerantFields fields)
    {
        if (members.Count > CallbackPairs.Most)
        {
            fields.Flag("body", TooMany);
        }

        foreach (var (key, member) in members.Take(CallbackPairs.Most))
        {
            if (member.Text is not null)
            {
                fields.Add(CallbackPairs.Canonical(key), member.Text);
            }
        }
    }

    // Written anew rather than searched for the token: escapes could hide it.
    private static string WithoutToken(WireValue value) => value switch
    {
        { Members: { } members } => $"{{{string.Join(',', members.Select(member =>
            $"{WireJson.Quoted(member.Key)}:{(TolerantFields.Name(member.Key) == Token ? "\"\"" : WithoutToken(member.Value))}"))}}}",
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

    private static KaleyraCallback Compose(TolerantFields fields, string raw)
    {
        var values = fields.ToDictionary();
        values.Remove(Token, out var token);
        return new()
        {
            Reference = fields.Text("ref"),
            Token = token,
            Id = fields.Text("id"),
            Caller = fields.Text("caller"),
            Receiver = fields.Text("receiver"),
            Status = fields.Text("status"),
            Status1 = fields.Text("status1"),
            Status2 = fields.Text("status2"),
            ObdStatus = fields.Text("obdstatus"),
            Duration = fields.Seconds("duration"),
            Talk = fields.Seconds("billsec"),
            StartedAt = fields.Time("starttime"),
            EndedAt = fields.Time("endtime"),
            CallerId = fields.Text("callerid"),
            Operator = fields.Text("provider"),
            Circle = fields.Text("location"),
            KeyPress = fields.Text("keypress"),
            Recording = fields.Link("recordpath"),
            Custom = fields.Text("custom"),
            Fields = values,
            Flags = fields.Flags,
            RawWithoutToken = token is null ? TolerantText.Storable(raw) : TolerantText.Storable(raw).Replace(token, "", StringComparison.Ordinal),
        };
    }
}
