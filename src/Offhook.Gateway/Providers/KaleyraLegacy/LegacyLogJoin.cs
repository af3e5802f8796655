using Offhook.Calls;
using Offhook.Kaleyra.Legacy;

namespace Offhook.Gateway.Providers.KaleyraLegacy;

/// <summary>
/// Which row of the log belongs to which call. By id, by the reference that went with the dial, and last by both numbers and the time, and then only when exactly
/// one call and exactly one unused row fit. Nothing is guessed: an id in the log may differ from the id of the dial.
/// </summary>
/// <param name="rivals">
/// All calls that may have left a row in the log, the settled ones too: the row of a call that its callback settled must not be taken for the next call's.
/// </param>
/// <param name="usedRows">Ids of rows that belong to a call already.</param>
internal sealed class LegacyLogJoin(IReadOnlyList<PhoneCall> rivals, IReadOnlySet<string> usedRows)
{
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan After = TimeSpan.FromMinutes(10);

    /// <summary>Looks for the row of a call.</summary>
    /// <returns>The row; or null, and whether several fitted.</returns>
    public (LogRow? Row, bool IsAmbiguous) Find(PhoneCall call, IReadOnlyList<LogRow> rows)
    {
        if (call.HasProviderId() && rows.FirstOrDefault(row => row.Id == call.CallId) is { } byId)
        {
            return (byId, false);
        }

        if (call.HasProviderId() && One(rows.Where(row => row.UniqueId == call.CallId || row.ParentId == call.CallId)) is { } byOtherId)
        {
            return (byOtherId, false);
        }

        if (One(rows.Where(row => row.Custom == CallReference.Compact(call.Reference))) is { } byReference)
        {
            return (byReference, false);
        }

        if (call.Kind is not CallKind.ClickToCall)
        {
            return (null, false);
        }

        var fitting = rows.Where(row => row.Id is not null && !usedRows.Contains(row.Id) && Fits(call, row)).DistinctBy(row => row.Id).ToList();
        if (fitting.Count == 0)
        {
            return (null, false);
        }

        var isOnly = fitting.Count == 1 && rivals.Count(other => Fits(other, fitting[0])) == 1;
        return isOnly ? (fitting[0], false) : (null, true);
    }

    /// <summary>Whether a row may be the row of a call that was asked for by its id.</summary>
    public static bool IsPlausible(PhoneCall call, LogRow row) =>
        (row.To is null || LastTen(row.To) == call.Customer.Last10)
        && (row.From is null || call.Agent is not { } agent || LastTen(row.From) == agent.Last10);

    private static bool Fits(PhoneCall call, LogRow row) =>
        call.Kind is CallKind.ClickToCall
        && string.Equals(row.Service, "Click2Call", StringComparison.OrdinalIgnoreCase)
        && row.StartedAt is { } started && started >= call.ReceivedAt - Before && started <= call.ReceivedAt + After
        && row.From is not null && call.Agent is { } agent && LastTen(row.From) == agent.Last10
        && row.To is not null && LastTen(row.To) == call.Customer.Last10;

    private static string LastTen(string number)
    {
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        return digits.Length > 10 ? digits[^10..] : digits;
    }

    // A log may list the same row twice, where two pages meet.
    private static LogRow? One(IEnumerable<LogRow> rows)
    {
        var distinct = rows.DistinctBy(row => row.Id).Take(2).ToList();
        return distinct.Count == 1 ? distinct[0] : null;
    }
}
