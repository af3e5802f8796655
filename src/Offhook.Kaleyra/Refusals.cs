using System.Text.RegularExpressions;
using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra;

/// <summary>Tells what a refusal asks for. Hints only: the vendor's table of error codes could not be read.</summary>
internal static class Refusals
{
    // Linear by construction, so no answer can keep them busy.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly Regex AboutKey = new(
        @"\b(invalid|wrong|inactive)\b.{0,20}\b(api.?)?key\b|unauthori|\bip\b.{0,20}(not|restrict|allow)|\b(api.?)?key\b.{0,20}\b(invalid|wrong|inactive|not\s+found)\b", Linear);

    private static readonly Regex AboutMoney = new(@"\bcredits?\b|\bbalance\b|\bkyc\b", Linear);

    private static readonly Regex NotThere = new(@"\bno\s+(such\s+)?(record|data|call|row)s?\b|\bnot\s+found\b", Linear);

    // Matched from the start, so that "no error" is not one.
    private static readonly Regex No = new(
        @"^([45][0-9]{2}|[a-z]{1,2}[0-9]{3}|errors?|invalid|fail(s|ed|ure)?|denied|access[\s_]+denied|authentication[\s_]+failed|refused|rejected|unauthori[sz]ed|forbidden"
        + @"|not[\s_]+allowed|missing|false)([^a-z0-9]|$)",
        Linear);

    // A wrong address or account answers like this for ever; it must not look like a call that is only late.
    private static readonly Regex AboutUs = new(@"\b(method|page|route|url|user|account)\b.{0,20}\bnot\s+found\b", Linear);

    /// <param name="httpStatus">HTTP status of the answer.</param>
    /// <param name="code">The provider's code or status, when there was one.</param>
    /// <param name="message">The provider's words, when there were any.</param>
    public static RefusalKind KindOf(int httpStatus, string? code, string? message) => (httpStatus, code?.Trim().ToUpperInvariant()) switch
    {
        (429, _) or (_, "429") => RefusalKind.SlowDown,
        (401 or 403, _) => RefusalKind.Authentication,
        _ when message is not null && AboutMoney.IsMatch(message) => RefusalKind.Account,

        // In the vendor's older messaging API all codes A4xx are about the account, but not all about the key. Assumed: A401 and A403 are, as in HTTP.
        (_, "401" or "403" or "A401" or "A403" or ['4', '0', '1' or '3', ' ', ..]) => RefusalKind.Authentication,
        _ when message is not null && AboutKey.IsMatch(message) => RefusalKind.Authentication,
        _ => RefusalKind.Rejected,
    };

    /// <summary>Whether a status or a message means yes: <c>200</c>, <c>OK</c>, <c>200 OK</c>, <c>success</c> or <c>true</c>, in any case.</summary>
    public static bool IsYes(string? word) => word?.ToUpperInvariant() is "200" or "OK" or "200 OK" or "SUCCESS" or "TRUE";

    /// <summary>Whether a status or a code means no: <c>4xx</c> or <c>5xx</c>, a code such as <c>A401</c> or <c>E601</c>, or a word such as <c>failed</c>.</summary>
    public static bool IsNo(string? word) => word is not null && No.IsMatch(word);

    /// <summary>Whether a text without a frame nevertheless proves a refusal: it speaks of the key, the sending address or the account's money.</summary>
    public static bool Proves(string text) => AboutKey.IsMatch(text) || AboutMoney.IsMatch(text);

    /// <summary>Whether the refusal of a report only says that there is no such row, which for some minutes after a call means "not there yet".</summary>
    public static bool IsNotThereYet(RefusalKind kind, string? message) =>
        kind is RefusalKind.Rejected && message is not null && NotThere.IsMatch(message) && !AboutUs.IsMatch(message);

    /// <summary>The reason in the provider's words, or in ours when it gave none.</summary>
    public static string Reason(SecretMask mask, string? message, string? code, RefusalKind kind)
    {
        var words = message is not null && !IsYes(message) ? mask.Reason(message) : "";
        return (words.Length, kind) switch
        {
            ( > 0, _) => words,
            (_, RefusalKind.SlowDown) => "the provider asks for fewer requests",
            (_, RefusalKind.Authentication) => "the API key or the sending address is not accepted",
            (_, _) when code is not null => $"refused with status {mask.Reason(code)}",
            _ => "refused without a reason",
        };
    }
}
