using Offhook.Calls;

namespace Offhook.Storage.Sqlite;

/// <summary>Bringing a report into the store: what is written with it, in one transaction.</summary>
internal static class CallWriting
{
    // Another process's clock may be a little ahead.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    public static BeginOutcome Begin(WriteTransaction transaction, Intent intent)
    {
        var session = transaction.Session;
        if (intent.Key is { } claim && KeyTable.Find(session, claim.Scope, claim.Key, transaction.Now) is { } taken)
        {
            return new BeginOutcome.KeyTaken(taken);
        }

        if (intent.AgentBusySince is { } since && intent.Report.Wish?.Agent is { } agent && OpenCallTable.RunningOf(session, agent, since, intent.AgentLiveSince ?? since, intent.Report.At + ClockSkew) is { } running)
        {
            return new BeginOutcome.AgentBusy(running);
        }

        if (CallTable.Find(session, intent.Report.Reference) is not null)
        {
            throw new InvalidOperationException($"Call {intent.Report.Reference} was begun before; it must not be dialled again.");
        }

        _ = ReportTable.Keep(session, intent.Report, raw: null);
        var row = Refold(transaction, intent.Report.Reference, known: null, intent.Due) ?? throw new InvalidOperationException("An intent makes a call.");
        if (intent.Key is { } claimed)
        {
            KeyTable.Claim(session, claimed, intent.Report.Reference);
        }

        return new BeginOutcome.Begun(row);
    }

    public static KeepOutcome Keep(WriteTransaction transaction, KeptReport kept)
    {
        var session = transaction.Session;
        var reference = kept.Report.Reference;
        var isNew = ReportTable.Keep(session, kept.Report, kept.Raw);
        var known = CallTable.Find(session, reference);
        var row = isNew ? Refold(transaction, reference, known, kept.AskBy ?? kept.Report.At) : known;
        if (row is null)
        {
            return new KeepOutcome.Orphaned();
        }

        if (isNew && kept.AskBy is { } askBy && row.Call.IsLookedAfter)
        {
            OpenCallTable.LowerDue(session, reference, askBy);
        }

        return new KeepOutcome.Kept(row, Changed: row != known);
    }

    // The row becomes what its reports add up to. Null without an intent.
    private static CallRow? Refold(WriteTransaction transaction, Guid reference, CallRow? known, DateTimeOffset firstDue)
    {
        var session = transaction.Session;
        if (CallFold.Fold(ReportTable.Of(session, reference).Select(stored => stored.Report)) is not { } call)
        {
            return null;
        }

        if (call == known?.Call)
        {
            return known;
        }

        var row = new CallRow(call, (known?.Version ?? 0) + 1, transaction.Now);
        if (known is null)
        {
            Insert(session, row, firstDue);
        }
        else
        {
            Update(session, known.Call, row, firstDue);
        }

        transaction.Changed(row);
        return row;
    }

    private static void Insert(SqliteSession session, CallRow row, DateTimeOffset due)
    {
        CallTable.Insert(session, row);
        if (row.Call.IsLookedAfter)
        {
            OpenCallTable.Add(session, row.Call, due);
        }
    }

    private static void Update(SqliteSession session, PhoneCall known, CallRow row, DateTimeOffset due)
    {
        CallTable.UpdateCourse(session, row);
        if (WishOf(row.Call) != WishOf(known))
        {
            CallTable.UpdateWish(session, row);
            OpenCallTable.UpdateWish(session, row.Call);
        }

        if (!row.Call.IsLookedAfter)
        {
            OpenCallTable.Remove(session, row.Call.Reference);
        }
        else if (!known.IsLookedAfter)
        {
            // It was final without the provider's word, and that has come after all, without times.
            OpenCallTable.Add(session, row.Call, due);
        }
        else if (row.Call.IsSettled && !known.IsSettled)
        {
            OpenCallTable.KeepForTimes(session, row.Call.Reference);
        }
    }

    private static (Wish, DateTimeOffset) WishOf(PhoneCall call) => (
        new Wish(call.Provider, call.Kind!.Value, call.Customer, call.Agent, call.AgentName, call.Play, call.Campaign, call.Team, call.Department),
        call.ReceivedAt);
}
