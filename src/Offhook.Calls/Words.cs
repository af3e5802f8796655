using System.Collections.Frozen;

namespace Offhook.Calls;

/// <summary>The spelling of an enumeration in columns, JSON and reports: lower case, words joined by <c>_</c>.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal static class Words<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> ToText =
        Enum.GetValues<T>().ToFrozenDictionary(value => value, value => Spell(value.ToString()));

    private static readonly FrozenDictionary<string, T> FromText =
        ToText.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public static string Of(T value) => ToText[value];

    public static T? Read(string? word) => word is not null && FromText.TryGetValue(word, out var value) ? value : null;

    private static string Spell(string name) =>
        string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
