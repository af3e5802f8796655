using Offhook.Calls;

namespace Offhook.Storage;

/// <summary>A row of <c>ivr_calls</c>.</summary>
/// <param name="Call">The fold of its reports.</param>
/// <param name="Version">Rises by one with every change of this row; the first is 1.</param>
/// <param name="UpdatedAt">When this version was written, UTC.</param>
public sealed record CallRow(PhoneCall Call, long Version, DateTimeOffset UpdatedAt);

/// <summary>What a change did to a row.</summary>
public enum CallChangeKind
{
    /// <summary>The row is there since this change, or since one that it stands for.</summary>
    Added,

    /// <summary>The row was there before.</summary>
    Updated,

    /// <summary>Another program removed the row from a shared table. Offhook itself never does.</summary>
    Removed,
}

/// <summary>One change of one row, or several that were read late and are told as one.</summary>
/// <param name="Number">Position in the installation's one sequence of changes; later commits have higher numbers.</param>
/// <param name="Row">The row as the change left it, or newer; a removed one as it last stood.</param>
public sealed record CallChange(long Number, CallRow Row, CallChangeKind Kind);

/// <summary>A consistent view to start a live feed from.</summary>
/// <param name="Number">The last change that <paramref name="Items"/> includes; 0 before the first.</param>
/// <param name="Items">Newest first.</param>
public sealed record Snapshot(long Number, IReadOnlyList<CallRow> Items);

/// <summary>A wish to be committed before it is dialled.</summary>
/// <param name="Report">The intent (source <see cref="ReportSource.Intent"/>).</param>
/// <param name="Due">When the call is first looked after if nothing settles it.</param>
/// <param name="AgentBusySince">Refuse when an open call of the same agent was asked for after this moment; null: no guard. A call that seems to come from the future, because the clock was set back, holds nobody up.</param>
/// <param name="Key">The idempotency key to claim; null when none was sent.</param>
/// <param name="AgentLiveSince">Refuse also when an open call of the same agent was asked for after this earlier moment and its agent's phone is said to ring or to be off the hook; null: only the guard counts.</param>
public sealed record Intent(Report Report, DateTimeOffset Due, DateTimeOffset? AgentBusySince, KeyClaim? Key, DateTimeOffset? AgentLiveSince = null);

/// <summary>An idempotency key as a request brings it.</summary>
/// <param name="Scope">Credential and route.</param>
/// <param name="Key">The client's key.</param>
/// <param name="BodyHash">Hash of what was asked, to tell another body under the same key.</param>
/// <param name="Expires">When the key may be used anew, UTC.</param>
public sealed record KeyClaim(string Scope, string Key, string BodyHash, DateTimeOffset Expires);

/// <summary>A claimed key.</summary>
/// <param name="BodyHash">Hash of what was asked under it.</param>
/// <param name="Reference">The call that was begun under it.</param>
/// <param name="Answer">What was answered; null while the dial is under way, or when the process died in between.</param>
public sealed record KeyRecord(string BodyHash, Guid Reference, KeyAnswer? Answer);

/// <summary>An answer to be repeated to the letter.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Headers">Header lines to repeat, <c>Name: value</c>, joined by line feeds.</param>
/// <param name="Body">The body as sent.</param>
public sealed record KeyAnswer(int Status, string Headers, string Body);

/// <summary>What became of an intent.</summary>
public abstract record BeginOutcome
{
    private BeginOutcome()
    {
    }

    /// <summary>It is on the disk and may be dialled.</summary>
    public sealed record Begun(CallRow Row) : BeginOutcome;

    /// <summary>The agent's earlier call may still be ringing. Nothing was kept.</summary>
    public sealed record AgentBusy(CallRow Running) : BeginOutcome;

    /// <summary>The idempotency key was claimed before. Nothing was kept.</summary>
    public sealed record KeyTaken(KeyRecord Key) : BeginOutcome;
}

/// <summary>A report to be kept.</summary>
/// <param name="Report">Normalised.</param>
/// <param name="Raw">The words as they came, without any token; null when there were none.</param>
/// <param name="AskBy">When the call is still looked after after this report: no later than this. Null leaves its time as it is.</param>
public sealed record KeptReport(Report Report, string? Raw, DateTimeOffset? AskBy = null);

/// <summary>What became of a report. In each case it is on the disk.</summary>
public abstract record KeepOutcome
{
    private KeepOutcome()
    {
    }

    /// <summary>It belongs to a call.</summary>
    /// <param name="Row">The call as it now stands.</param>
    /// <param name="Changed">Whether the report changed it.</param>
    public sealed record Kept(CallRow Row, bool Changed) : KeepOutcome;

    /// <summary>Its call is not known yet. It is folded in as soon as the call's intent is kept.</summary>
    public sealed record Orphaned : KeepOutcome;
}

/// <summary>A report as it lies in the store.</summary>
/// <param name="Number">Order of arrival in this store.</param>
/// <param name="Report">Normalised.</param>
/// <param name="Raw">The words as they came, without any token; null when there were none.</param>
public sealed record StoredReport(long Number, Report Report, string? Raw);

/// <summary>An open call to be looked after.</summary>
/// <param name="Row">The call.</param>
/// <param name="Due">When it is due again.</param>
public sealed record DueCall(CallRow Row, DateTimeOffset Due);

/// <summary>What a history page is narrowed to. Null means: all.</summary>
public sealed record CallFilter
{
    /// <summary>Exact customer number.</summary>
    public PhoneNumber? Customer { get; init; }

    /// <summary>Exact agent number.</summary>
    public PhoneNumber? Agent { get; init; }

    /// <summary>Status.</summary>
    public CallStatus? Status { get; init; }

    /// <summary>Asked for at or after this moment.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Asked for before this moment.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only calls that are not settled.</summary>
    public bool OpenOnly { get; init; }

    /// <summary>Only calls that this audience may see.</summary>
    public CallAudience Audience { get; init; } = CallAudience.Everyone.Instance;
}

/// <summary>A place in the history, newest first: behind the call with this time and key.</summary>
public sealed record CallCursor(DateTimeOffset ReceivedAt, Guid Reference);

/// <summary>A page of the history.</summary>
/// <param name="Next">Where the next page begins; null on the last page.</param>
public sealed record CallPage(IReadOnlyList<CallRow> Items, CallCursor? Next);

/// <summary>A secret and its name.</summary>
public sealed record NamedSecret(string Name, byte[] Value)
{
    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}

/// <summary>The store cannot be reached or cannot write. Nothing was kept, unless the message says that it is not known.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
