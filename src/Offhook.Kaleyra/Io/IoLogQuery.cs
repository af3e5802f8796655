using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>Which part of the log to read.</summary>
/// <param name="From">First moment, to the second; not more than <see cref="LongestReach"/> ago.</param>
/// <param name="To">Last moment, to the second; not before <paramref name="From"/>.</param>
public sealed record IoLogQuery(DateTimeOffset From, DateTimeOffset To)
{
    private const int LongestText = 128;

    /// <summary>How far back the log reaches: 7 days, documented by the vendor. What is asked for beyond is for the provider to refuse; its clock decides.</summary>
    public static TimeSpan LongestReach { get; } = TimeSpan.FromDays(7);

    /// <summary>Only the call with this id, 1 to 128 characters; null for all.</summary>
    public string? CallId { get; init => field = Checked(value, nameof(CallId)); }

    /// <summary>Only calls with this status word, as the provider writes it; null for all.</summary>
    public string? Status { get; init => field = Checked(value, nameof(Status)); }

    /// <summary>Only calls through this number (DID), by the rules of <see cref="KaleyraIoOptions.Bridge"/>; null for all numbers of the account.</summary>
    public string? Bridge { get; init => field = value is null ? null : DialledNumber.Checked(value, nameof(Bridge)); }

    /// <summary>Page, from 1. Assumed: the provider counts so; its page names no base.</summary>
    public int Page
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Pages count from 1.");
    } = 1;

    /// <summary>Rows per page, 1 to 200; 100 by default. The provider's own maximum is not published.</summary>
    public int Limit
    {
        get;
        init => field = value is >= 1 and <= 200 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "1 to 200 rows.");
    } = 100;

    /// <summary>The span, the filters and the page; the number only by its last four digits.</summary>
    public override string ToString() =>
        $"{nameof(IoLogQuery)} {{ From = {From:O}, To = {To:O}, CallId = {CallId ?? "any"}, Status = {Status ?? "any"}, "
        + $"Bridge = {(Bridge is null ? "any" : DialledNumber.Masked(Bridge))}, Page = {Page}, Limit = {Limit} }}";

    private static string? Checked(string? text, string name) =>
        text is null or { Length: >= 1 and <= LongestText } && !text.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? text
            : throw new ArgumentException($"1 to {LongestText} visible ASCII characters are taken.", name);
}
