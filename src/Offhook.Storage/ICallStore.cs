using Offhook.Calls;
using Offhook.Storage.Table;

namespace Offhook.Storage;

/// <summary>
/// Calls, their reports and the changes to them, kept durably. Every method that writes returns after its transaction is on the disk.
/// A row is always the fold of its reports: writers bring reports, never columns.
/// </summary>
public interface ICallStore : IAsyncDisposable
{
    /// <summary>Who is further behind than this many changes takes a snapshot, which is smaller than what it missed.</summary>
    const int MostChanges = 5000;

    /// <summary>Raised after each commit that changed rows, in commit order, one call at a time. Handlers must be quick and must not throw.</summary>
    event Action<IReadOnlyList<CallChange>>? Committed;

    /// <summary>Whether other processes may work with the same calls.</summary>
    bool IsShared { get; }

    /// <summary>Commits the intent of a call, unless the guard forbids it. Nothing may be dialled before this has returned <see cref="BeginOutcome.Begun"/>.</summary>
    /// <remarks>Guard, idempotency claim, report, row and change are one transaction.</remarks>
    Task<BeginOutcome> BeginAsync(Intent intent, CancellationToken cancellationToken);

    /// <summary>Keeps one report and refolds its call. A repeated report changes nothing.</summary>
    Task<KeepOutcome> KeepAsync(KeptReport report, CancellationToken cancellationToken);

    /// <summary>
    /// The call with this reference (as UUID text or in its compact form) or this <c>call_id</c>; the newest when several that the audience sees share an id. Null when
    /// there is none of these.
    /// </summary>
    Task<CallRow?> FindAsync(string id, CallAudience audience, CancellationToken cancellationToken);

    /// <summary>Every call that this id of the provider was ever reported for, newest first, at most 20. A log row's id counts.</summary>
    Task<IReadOnlyList<CallRow>> FindByProviderIdAsync(string providerCallId, CancellationToken cancellationToken);

    /// <summary>One page of the history, newest first.</summary>
    /// <param name="after">The <see cref="CallPage.Next"/> of the page before; null for the first page.</param>
    /// <param name="limit">1 to 200.</param>
    Task<CallPage> ListAsync(CallFilter filter, CallCursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>The rows that a reader of the table asks for, as of one moment.</summary>
    /// <exception cref="QueryTooLongException">It took longer than <see cref="QueryTooLongException.Longest"/>.</exception>
    Task<TableRows> QueryAsync(TableQuery query, CancellationToken cancellationToken);

    /// <summary>Everything that was reported of a call, in order of arrival. Empty for an unknown call.</summary>
    Task<IReadOnlyList<StoredReport>> ReportsAsync(Guid reference, CancellationToken cancellationToken);

    /// <summary>Open calls and the newest calls, with the number of the change that they include, read in one consistent view.</summary>
    /// <param name="newest">How many of the newest calls to add to the open ones.</param>
    /// <param name="audience">Whose calls to read; both the open ones and the newest are theirs alone.</param>
    Task<Snapshot> SnapshotAsync(int newest, CallAudience audience, CancellationToken cancellationToken);

    /// <summary>
    /// The calls that changed after a change number, each at its present state and once, ordered by the number of its last change; null when the
    /// number is unknown (from the future, or older than what is kept) or more than <see cref="MostChanges"/> ago, so that the reader must take a snapshot.
    /// </summary>
    Task<IReadOnlyList<CallChange>?> ChangesAfterAsync(long number, CancellationToken cancellationToken);

    /// <summary>
    /// Takes up open calls whose time to be looked after has come, the longest waiting first. They are due again after <paramref name="lease"/>, unless
    /// <see cref="PostponeAsync"/> says otherwise; until then nobody else gets them, and after it they are not lost with a process that died.
    /// </summary>
    /// <param name="now">The present. A store that several machines share goes by its own time instead, when this is the machine's.</param>
    /// <returns>The calls, <see cref="DueCall.Due"/> being the end of the lease.</returns>
    Task<IReadOnlyList<DueCall>> ClaimDueAsync(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken);

    /// <summary>When the next open call is due; null when none is.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);

    /// <summary>Sets when an open call is looked after again. A call that was settled meanwhile, or whose time was changed since it was read, is left alone.</summary>
    Task PostponeAsync(DueCall seen, DateTimeOffset due, CancellationToken cancellationToken);

    /// <summary>No longer looks after a settled call whose times nobody told (<see cref="PhoneCall.LacksTimes"/>). An open call, or one that was given another time since it was seen, is left alone.</summary>
    Task GiveUpAsync(DueCall seen, CancellationToken cancellationToken);

    /// <summary>What is known of an idempotency key; null when it was never claimed or has expired.</summary>
    Task<KeyRecord?> FindKeyAsync(string scope, string key, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Writes down the answer that a claimed key gives from now on.</summary>
    Task CompleteKeyAsync(string scope, string key, KeyAnswer answer, CancellationToken cancellationToken);

    /// <summary>A named secret of this installation; made by <paramref name="make"/> and kept when it does not exist yet. All callers get the same value.</summary>
    Task<byte[]> SecretAsync(string name, Func<byte[]> make, CancellationToken cancellationToken);

    /// <summary>All secrets whose name begins with a prefix, in order of their names.</summary>
    Task<IReadOnlyList<NamedSecret>> SecretsAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Whether any call of a provider other than the simulator was ever kept.</summary>
    Task<bool> HeldRealCallAsync(CancellationToken cancellationToken);

    /// <summary>Writes something that changes nothing, to prove that the store can be written.</summary>
    /// <exception cref="StoreUnavailableException">It cannot.</exception>
    Task ProveWritableAsync(CancellationToken cancellationToken);

    /// <summary>Deletes changes and idempotency keys older than this. Calls and reports stay.</summary>
    Task PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
