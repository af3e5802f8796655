using System.Text;

namespace Offhook.Kaleyra.Wire;

/// <summary>The pairs of a query or form as the provider fills it: escaped once, twice or not at all, possibly with a link spilled over the end.</summary>
internal sealed class CallbackPairs
{
    /// <summary>How many pairs are read; a genuine callback has about 20. A stranger may send thousands.</summary>
    public const int Most = 64;

    private readonly CallbackNames _names;
    private readonly List<(string Name, string Key, string Value)> _raw = [];

    private CallbackPairs(CallbackNames names) => _names = names;

    /// <summary>Names and decoded values in their order.</summary>
    public IReadOnlyList<(string Name, string Value)> Values { get; private init; } = [];

    /// <summary>Whether there were more pairs than are read.</summary>
    public bool IsTooMany => _raw.Count > Most;

    /// <summary>Whether the text begins like our template and yet has not its last name, so that its end is missing.</summary>
    public bool IsCut => _raw is [{ Name: "ref" }, { Name: "t" }, ..] && _names.Link is not null && !_raw.Exists(pair => pair.Name == _names.Link);

    public static CallbackPairs Read(string text, CallbackNames names)
    {
        // A template that was escaped as a whole arrives as one name without a value.
        if (!text.Contains('=', StringComparison.Ordinal) && text.Contains("%3D", StringComparison.OrdinalIgnoreCase))
        {
            text = TolerantText.Decode(text, plusIsSpace: false);
        }

        var pairs = new CallbackPairs(names) { Values = new List<(string, string)>() };
        pairs.Split(text);
        pairs.Decode();
        return pairs;
    }

    /// <summary>All pairs joined again, with the values of that name left out.</summary>
    public string RawWithout(string name) =>
        string.Join('&', _raw.Select(pair => pair.Name == name ? $"{pair.Key}=" : $"{pair.Key}{pair.Value}"));

    private void Split(string text)
    {
        foreach (var part in text.Split('&'))
        {
            if (part.Length == 0)
            {
                continue;
            }

            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? part : part[..equals];
            var name = TolerantText.Decode(key, plusIsSpace: true);
            name = name.StartsWith("amp;", StringComparison.OrdinalIgnoreCase) ? name[4..] : name;
            _raw.Add((_names.Canonical(name), key, equals < 0 ? "" : part[equals..]));
        }
    }

    // The link stands last in our templates and may be inserted unescaped: names after it that are unknown, or were seen before it, are its own.
    // A known name that was not seen yet means that somebody put the query into another order.
    private void Decode()
    {
        var values = (List<(string, string)>)Values;
        var link = new StringBuilder();
        var seen = new HashSet<string>();
        foreach (var (name, key, value) in _raw.Take(Most))
        {
            var isNew = seen.Add(name);
            if (link.Length > 0 && (!isNew || !_names.Knows(name)))
            {
                link.Append('&').Append(key).Append(value);
            }
            else if (name == _names.Link && link.Length == 0 && IsLink(value.TrimStart('=')))
            {
                link.Append(value.AsSpan(1));
            }
            else if (value.Length > 0)
            {
                values.Add((name, Text(value[1..])));
            }
        }

        if (link.Length > 0)
        {
            values.Add((_names.Link!, Link(link.ToString()))); // Nothing is put together under no name.
        }
    }

    private static bool IsLink(string value) => TolerantText.Present(Text(value)) is { } text && text.Contains("//", StringComparison.Ordinal);

    private static string Text(string value)
    {
        var text = TolerantText.Decode(value, plusIsSpace: true);
        return TolerantText.HasEscape(text) ? TolerantText.Decode(text, plusIsSpace: false) : text;
    }

    // Escapes inside a link that came unescaped are the link's own, so decoding stops as soon as it looks like one.
    private static string Link(string value)
    {
        for (var round = 0; round < 2 && !LooksWhole(value); round++)
        {
            value = TolerantText.Decode(value, plusIsSpace: false);
        }

        return value;
    }

    private static bool LooksWhole(string value) =>
        value.Contains("//", StringComparison.Ordinal);
}
