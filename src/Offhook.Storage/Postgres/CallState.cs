using Offhook.Calls;

namespace Offhook.Storage.Postgres;

/// <summary>One call while reports are folded into it in memory: what the database said of it, and what is to be written.</summary>
/// <param name="keepsCallId">Whether <c>call_id</c> stays as it is, because another row of a table that allows each id once has the new one.</param>
internal sealed class CallState(Guid reference, bool keepsCallId = false)
{
    private readonly Dictionary<string, Report> _reports = new(StringComparer.Ordinal);
    private readonly List<NewReport> _new = [];

    public Guid Reference => reference;

    /// <summary>The row as it was read; null for an orphan.</summary>
    public CallRow? Stored { get; private set; }

    /// <summary>Which version of the row was read: the guard of its update.</summary>
    public uint StoredBy { get; private set; }

    /// <summary>The row as it is to become.</summary>
    public CallRow? Row { get; private set; }

    /// <summary>Reports that are not in the database yet, or only with a later arrival.</summary>
    public IReadOnlyList<NewReport> New => _new;

    /// <summary>How many reports the database holds of it.</summary>
    public int Seen { get; private set; }

    /// <summary>Whether an intent came as a report, so that the call has no row yet.</summary>
    public bool IsMade => Stored is null && Row is not null;

    /// <summary>Whether what was asked for differs from what is stored, as it does when an earlier intent turns up.</summary>
    public bool HasAnotherWish => Stored is { } stored && Row is { } row && WishOf(stored.Call) != WishOf(row.Call);

    /// <summary>By when the call is to be looked after, if it is still open.</summary>
    public DateTimeOffset? AskBy { get; private set; }

    public void Read(CallRow row, uint storedBy) => (Stored, StoredBy, Row) = (row, storedBy, row);

    public void Read(byte[] identity, Report report)
    {
        _reports[Convert.ToHexStringLower(identity)] = report;
        Seen++;
    }

    /// <summary>Adds a report, and says what became of it if the whole is committed.</summary>
    public KeepOutcome Add(KeptReport kept, DateTimeOffset now)
    {
        var before = Row;
        var isNew = false;
        var identity = ReportIdentity.Of(kept.Report);
        if (!_reports.TryGetValue(identity, out var known) || kept.Report.At < known.At)
        {
            isNew = known is null;
            _reports[identity] = kept.Report;
            _new.Add(new NewReport(kept.Report, Convert.FromHexString(identity), Storable.Of(kept.Raw)));
            Refold(now);
        }

        if (Row is not { } row)
        {
            return new KeepOutcome.Orphaned();
        }

        if (isNew && kept.AskBy is { } askBy && row.Call.IsLookedAfter)
        {
            AskBy = AskBy is { } earlier && earlier < askBy ? earlier : askBy;
        }

        return new KeepOutcome.Kept(row, Changed: row != before);
    }

    /// <summary>Makes the row from an intent and whatever orphans were read before it.</summary>
    public CallRow Begin(Report intent, DateTimeOffset now)
    {
        _reports[ReportIdentity.Of(intent)] = intent;
        _new.Add(new NewReport(intent, Convert.FromHexString(ReportIdentity.Of(intent)), null));
        Refold(now);
        return Row ?? throw new InvalidOperationException("An intent makes a call.");
    }

    private static (string, CallKind?, string?, string?, PhoneNumber, PhoneNumber?, string?, string?, string?, DateTimeOffset) WishOf(PhoneCall call) =>
        (call.Provider, call.Kind, call.Department, call.Team, call.Customer, call.Agent, call.AgentName, call.Campaign, call.Play, call.ReceivedAt);

    private void Refold(DateTimeOffset now)
    {
        if (CallFold.Fold(_reports.Values) is not { } call)
        {
            return;
        }

        if (keepsCallId)
        {
            call = call with { CallId = Stored?.Call.CallId ?? reference.ToString("D") };
        }

        if (call != Row?.Call)
        {
            Row = new CallRow(call, (Row?.Version ?? 0) + 1, now);
        }
    }
}
