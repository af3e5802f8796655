using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Offhook.Simulator;

/// <summary>Texts with variables as kaleyra.io takes them: <c>{x}</c> and <c>{{x}}</c> alike, since the vendor's pages write both.</summary>
internal static partial class IoTemplate
{
    private const string Keys = "keypress";

    /// <summary>An address with values in their places, percent-encoded. Names without a value stay as they are, braces included.</summary>
    public static Uri Fill(string template, IReadOnlyDictionary<string, string> values) =>
        CallbackTemplate.Address(Variable().Replace(template, match => Value(match, values) is { } value ? Uri.EscapeDataString(value) : match.Value));

    /// <summary>JSON with values in the places that its texts name; numbers and names of members stay as they are.</summary>
    public static JsonNode? Fill(JsonNode? body, IReadOnlyDictionary<string, string> values) => body switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Fill(member.Value, values)))),
        JsonArray items => new JsonArray([.. items.Select(item => Fill(item, values))]),
        JsonValue text when text.TryGetValue<string>(out var template) => Variable().Replace(template, match => Value(match, values) ?? match.Value),
        _ => body?.DeepClone(),
    };

    /// <summary>A flow's <c>{keypress:WIDGET}</c> has the digits that all widgets have here.</summary>
    private static string? Value(Match match, IReadOnlyDictionary<string, string> values)
    {
        var name = match.Groups["name"].Value;
        return values.GetValueOrDefault(name.StartsWith(Keys + ":", StringComparison.Ordinal) ? Keys : name);
    }

    [GeneratedRegex(@"\{\{(?<name>[A-Za-z0-9_:.]{1,60})\}\}|\{(?<name>[A-Za-z0-9_:.]{1,60})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
