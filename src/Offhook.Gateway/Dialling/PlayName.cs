namespace Offhook.Gateway.Dialling;

/// <summary>The names of what can be played to a customer: an uploaded sound or an IVR of the account.</summary>
public static class PlayName
{
    /// <summary>What is allowed, as a sentence.</summary>
    public const string Allowed = "A sound like 123.sound or an IVR like ivr:1234 is needed.";

    /// <summary>Whether the provider can read the name: digits with <c>.sound</c> behind, or with <c>ivr:</c> before or <c>.ivr</c> behind; at most 12 digits.</summary>
    public static bool IsValid(string? name) => name is not null && (
        IsDigits(Between(name, "", ".sound")) || IsDigits(Between(name, "ivr:", "")) || IsDigits(Between(name, "", ".ivr")));

    private static ReadOnlySpan<char> Between(string name, string before, string after) =>
        name.Length > before.Length + after.Length && name.StartsWith(before, StringComparison.Ordinal) && name.EndsWith(after, StringComparison.Ordinal)
            ? name.AsSpan(before.Length, name.Length - before.Length - after.Length)
            : [];

    private static bool IsDigits(ReadOnlySpan<char> text) => text.Length is > 0 and <= 12 && text.IndexOfAnyExceptInRange('0', '9') < 0;
}
