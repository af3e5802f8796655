using System.Collections;
using System.Reflection;

namespace Offhook.Calls.Tests.Laws;

/// <summary>All that a call says, as text, so that no property can be forgotten by a comparison.</summary>
internal static class EveryFact
{
    private static readonly PropertyInfo[] Properties = typeof(PhoneCall).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    public static string Of(PhoneCall? call, params string[] except) => call is null
        ? "no call"
        : string.Join('\n', Properties
            .Where(property => !except.Contains(property.Name))
            .Select(property => $"{property.Name} = {Text(property.GetValue(call))}"));

    private static string Text(object? value) => value switch
    {
        null => "null",
        DateTimeOffset time => time.ToString("O"),
        PhoneNumber number => number.E164,
        string text => $"\"{text}\"",
        IEnumerable list => string.Join(' ', list.Cast<object>()),
        _ => value.ToString() ?? "",
    };
}
