using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra;

/// <summary>Tells why an answer to a question cannot be read, for both APIs.</summary>
internal static class Unreadable
{
    /// <returns>The reason and whether asking again may help; null when there is something to read.</returns>
    public static (string Why, bool Transient)? Why(Exchange.Answered answered, WireBody body) => answered switch
    {
        { Status: < 200 or (>= 300 and < 400) } => ($"HTTP {answered.Status} instead of an answer", false),
        { Status: >= 500 or 408 or 425 } => ($"HTTP {answered.Status}", true),
        { Fault: { } fault } => (fault, !fault.StartsWith("an answer of more", StringComparison.Ordinal)),
        { Status: >= 400 } when body.Value is null => ($"HTTP {answered.Status}", false),
        _ when body.Value is null => (body.Form is BodyForm.Html ? "an HTML page" : "an answer without rows that could be read", true),
        _ => null,
    };
}
