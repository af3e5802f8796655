using Offhook.Calls;
using Offhook.Kaleyra;

namespace Offhook.Gateway.Providers.Kaleyra;

/// <summary>
/// Which row of the log belongs to which call. By id, by the reference that went with the dial, and last by both numbers and the time, and then only when exactly
/// one call and exactly one unused row fit. Nothing is guessed: an id in the log may differ from the id of the dial.
/// </summary>
/// <param name="rivals">
/// All calls that may have left a row in the log, the settled ones too: the row of a call that its callback settled must not be taken for the next call's.
/// </param>
/// <param name="usedRows">Ids of rows that belong to a call already.</param>
/// <param name="serviceOf">Which product made a row.</param>
internal sealed class LogJoin(IReadOnlyList<PhoneCall> rivals, IReadOnlySet<string> usedRows, Func<LogRow, LoggedService> serviceOf)
{
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan After = TimeSpan.FromMinutes(10);

    /// <summary>Looks for the row of a call.</summary>
    /// <returns>The row; or null, and whether several fitted.</returns>
    public (LogRow? Row, bool IsAmbiguous) Find(PhoneCall call, IReadOnlyList<LogRow> rows)
    {
        // A log may list the same row twice, where two pages meet.
        var plausible = rows.Where(row => IsPlausible(call, row)).DistinctBy(Key).ToList();
        if (call.HasProviderId() && One(plausible, row => row.Id == call.CallId) is { } byId)
        {
            return (byId, false);
        }

        if (call.HasProviderId() && One(plausible, row => row.UniqueId == call.CallId || row.ParentId == call.CallId) is { } byOtherId)
        {
            return (byOtherId, false);
        }

        var reference = CallReference.Compact(call.Reference);
        if (One(plausible, row => row.Custom == reference) is { } byReference)
        {
            return (byReference, false);
        }

        if (call.Kind is not CallKind.ClickToCall)
        {
            return (null, false);
        }

        var fitting = plausible.FindAll(row => row.Id is not null && !usedRows.Contains(row.Id) && Fits(call, row));
        if (fitting.Count == 0)
        {
            return (null, false);
        }

        var isOnly = fitting.Count == 1 && rivals.Count(other => Fits(other, fitting[0])) == 1;
        return isOnly ? (fitting[0], false) : (null, true);
    }

    /// <summary>Whether nothing in a row speaks against its being the row of a call: a number that it names is the call's.</summary>
    public static bool IsPlausible(PhoneCall call, LogRow row) =>
        (row.To is null || IsNumber(call.Customer, row.To)) && (row.From is null || call.Agent is not { } agent || IsNumber(agent, row.From));

    /// <summary>Whether one of a row's ids is the call's.</summary>
    public static bool BearsItsId(PhoneCall call, LogRow row) => row.Id == call.CallId || row.UniqueId == call.CallId || row.ParentId == call.CallId;

    /// <summary>What tells a row from others: its id, or all that it says.</summary>
    public static string Key(LogRow row) => row.Id ?? row.Raw;

    private bool Fits(PhoneCall call, LogRow row) =>
        call.Kind is CallKind.ClickToCall
        && serviceOf(row) is LoggedService.ClickToCall
        && row.StartedAt is { } started && started >= call.ReceivedAt - Before && started <= call.ReceivedAt + After
        && row.From is not null && call.Agent is not null && row.To is not null && IsPlausible(call, row)
        && (row.Custom is null || !CallReference.TryReadCompact(row.Custom, out var named) || named == call.Reference);

    // The last ten digits, with any of the prefixes that India's numbers are written with. Those of another country are written in full, and may end in the same ten.
    public static bool IsNumber(PhoneNumber number, string written)
    {
        var digits = string.Concat(written.Where(char.IsAsciiDigit));
        return number.IsIndian
            ? digits.EndsWith(number.Last10, StringComparison.Ordinal) && digits[..^number.Last10.Length].TrimStart('0') is "" or "91"
            : digits.TrimStart('0') == number.E164[1..];
    }

    private static LogRow? One(List<LogRow> rows, Predicate<LogRow> isIt) => rows.FindAll(isIt) is [var only] ? only : null;
}
