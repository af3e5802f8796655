using System.Text;

namespace Offhook.Kaleyra.Wire;

/// <summary>Named values of one row or callback. Names match without case, <c>_</c>, <c>-</c> and space; of repeated names the first that is not empty counts.</summary>
/// <param name="now">The moment against which times are judged.</param>
/// <param name="offset">The offset from UTC of times that carry none; null when it is not known, and such times are not read.</param>
internal sealed class TolerantFields(DateTimeOffset now, TimeSpan? offset)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<string> _flags = [];
    private readonly HashSet<string> _flagged = new(StringComparer.Ordinal);

    /// <summary>Fields whose times without an offset are Indian.</summary>
    public TolerantFields(DateTimeOffset now)
        : this(now, TolerantTime.India)
    {
    }

    /// <summary>What could not be parsed, each as <c>name: why</c>.</summary>
    public IReadOnlyList<string> Flags => _flags;

    /// <summary>The name as it is compared: lower case without <c>_</c>, <c>-</c> and white space.</summary>
    public static string Name(string key)
    {
        var name = new StringBuilder(key.Length);
        foreach (var c in key)
        {
            if (c is not ('_' or '-') && !char.IsWhiteSpace(c) && !char.IsControl(c) && !char.IsSurrogate(c))
            {
                name.Append(char.ToLowerInvariant(c));
            }
        }

        return name.ToString();
    }

    public void Add(string key, string? value)
    {
        if (TolerantText.Present(value) is not { } present)
        {
            return;
        }

        var name = Name(key);
        if (!_values.TryAdd(name, present) && _values[name] != present)
        {
            Flag(name, "given twice, the first was taken");
        }
    }

    public void Flag(string name, string why)
    {
        var flag = $"{TolerantText.Cut(TolerantText.WithoutControls(name), 40)}: {why}";
        if (_flagged.Add(flag))
        {
            _flags.Add(flag);
        }
    }

    /// <summary>The value under the first of the names that has one. Names are given in their compared form.</summary>
    public string? Text(params ReadOnlySpan<string> names) => Find(names).Value;

    public TimeSpan? Seconds(params ReadOnlySpan<string> names)
    {
        var (name, text) = Find(names);
        var value = TolerantSeconds.Read(text, out var fault);
        return Flagged(name, fault, value);
    }

    public DateTimeOffset? Time(params ReadOnlySpan<string> names)
    {
        var (name, text) = Find(names);
        var value = TolerantTime.Read(text, now, offset, out var fault);
        return Flagged(name, fault, value);
    }

    public Uri? Link(params ReadOnlySpan<string> names)
    {
        var (name, text) = Find(names);
        var value = TolerantLink.Read(text, out var fault);
        return Flagged(name, fault, value);
    }

    /// <summary>All values that are present, by compared name.</summary>
    public Dictionary<string, string> ToDictionary() => new(_values, StringComparer.Ordinal);

    private T Flagged<T>(string? name, string? fault, T value)
    {
        if (name is not null && fault is not null)
        {
            Flag(name, fault);
        }

        return value;
    }

    private (string? Name, string? Value) Find(ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_values.TryGetValue(name, out var value))
            {
                return (name, value);
            }
        }

        return default;
    }
}
