using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Legacy;

/// <summary>Which part of a log to read.</summary>
/// <param name="From">First day, inclusive. Indian calendar days (UTC+05:30); observed, not documented.</param>
/// <param name="To">Last day, inclusive; not before <paramref name="From"/>.</param>
public sealed record LogQuery(DateOnly From, DateOnly To)
{
    /// <summary>Only calls to this number, given as in <see cref="ClickToCall"/>; null for all. Only the click-to-call log can filter (<c>callto</c>).</summary>
    public string? Customer { get; init => field = value is null ? null : DialledNumber.Checked(value, nameof(Customer)); }

    /// <summary>Page, from 1.</summary>
    public int Page
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Pages count from 1.");
    } = 1;

    /// <summary>Rows per page, 1 to 200; 200 by default. 200 was observed to work, the provider's own maximum is not published.</summary>
    /// <remarks>A page with fewer rows is the last one.</remarks>
    public int Limit
    {
        get;
        init => field = value is >= 1 and <= 200 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "1 to 200 rows.");
    } = 200;

    /// <summary>The span and page; the customer's number only by its last four digits.</summary>
    public override string ToString() =>
        $"{nameof(LogQuery)} {{ From = {From:yyyy-MM-dd}, To = {To:yyyy-MM-dd}, Customer = {(Customer is null ? "any" : DialledNumber.Masked(Customer))}, Page = {Page}, Limit = {Limit} }}";
}
