using System.Diagnostics.CodeAnalysis;

namespace Offhook.Gateway.Providers.Kaleyra;

/// <summary>The id of a recording, where the provider gives ids, as it lies in the column <c>recording_url</c>: <c>recording:</c> and the escaped id. A link would be dead within minutes.</summary>
internal static class RecordingName
{
    private const string Prefix = "recording:";
    private const int Longest = 1024;

    // A column of an adopted table may be no longer than a link; an id that is as long as that is none.
    public static string? Of(string id) => Prefix + Uri.EscapeDataString(id) is { Length: <= Longest } name ? name : null;

    public static bool TryRead(string name, [NotNullWhen(true)] out string? id)
    {
        id = name.StartsWith(Prefix, StringComparison.Ordinal) ? Uri.UnescapeDataString(name[Prefix.Length..]) : null;
        return !string.IsNullOrWhiteSpace(id);
    }
}
