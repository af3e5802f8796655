namespace Offhook.Kaleyra.Io;

/// <summary>Tells a recording's id from a link to it: where the provider writes which is not documented.</summary>
internal static class IoRecordings
{
    /// <summary>The id, or null when the text is none. Ids look like base64, whose plus arrives as a space when nobody escaped it.</summary>
    public static string? IdOf(string? text) =>
        text is { Length: <= IoQuestions.LongestRecordingId } && !IsLink(text) ? text.Replace(' ', '+') : null;

    // Base64 may hold "//" but neither a colon nor a dot, and no link does without one of them.
    public static bool IsLink(string text) => text.Contains("//", StringComparison.Ordinal) && text.AsSpan().ContainsAny(':', '.');
}
