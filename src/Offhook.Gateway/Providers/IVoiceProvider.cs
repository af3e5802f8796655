using Offhook.Calls;
using Offhook.Gateway.Live;

namespace Offhook.Gateway.Providers;

/// <summary>Whoever places calls for us. A provider is one folder here; everything else asks its traits and never its name.</summary>
public interface IVoiceProvider : IProviderLog
{
    /// <summary>Asks for a call, once. Never repeated, whatever happens.</summary>
    /// <param name="intent">The call; its intent is on the disk.</param>
    /// <param name="token">The proof that goes into the callback address.</param>
    /// <remarks>Returns within the time-outs of the client, at most 20 s, and reports trouble instead of throwing. It is not cancelled when the browser leaves.</remarks>
    Task<DialAnswer> DialAsync(PhoneCall intent, string token, CancellationToken cancellationToken);

    /// <summary>Looks open calls up in the provider's own log.</summary>
    Task<LogSearch> SearchLogAsync(IReadOnlyList<PhoneCall> calls, CancellationToken cancellationToken);

    /// <summary>Asks for the link of a recording that is named by an id.</summary>
    /// <param name="recording">What the call's reports called it.</param>
    /// <exception cref="NotSupportedException">Its recordings are links already (<see cref="ProviderTraits.Recordings"/>).</exception>
    Task<RecordingLink> FindRecordingAsync(string recording, CancellationToken cancellationToken);

    /// <summary>Asks something that rings nobody, to see whether the provider answers and takes the account.</summary>
    /// <returns>What is wrong, in words; null when nothing is.</returns>
    Task<string?> ProbeAsync(CancellationToken cancellationToken);
}

/// <summary>The provider's answer to a dial.</summary>
/// <param name="Report">What it proves (source <see cref="ReportSource.Reply"/>).</param>
/// <param name="Raw">The answer as it came, at most 4 kB, without keys; null when there was none.</param>
/// <param name="RetryAfter">When the provider asks to slow down: for how long; null when it does not say.</param>
/// <param name="AccountTrouble">The account itself was refused (key, address, credit): every further call will fail the same way.</param>
public sealed record DialAnswer(Report Report, string? Raw, TimeSpan? RetryAfter = null, bool AccountTrouble = false)
{
    /// <summary>Whether it proves that no phone rings and that the wish itself was not at fault, so that another provider may be asked.</summary>
    public bool LeavesRoomForAnother => Report.Proof is DialProof.NotSent || (AccountTrouble && Report.Proof is DialProof.Refused);

    /// <summary>What it proves, without the answer itself, which may hold whole numbers.</summary>
    public override string ToString() => $"{Report.Proof}{(AccountTrouble ? ", account trouble" : "")}";
}

/// <summary>What the provider's log knows of open calls.</summary>
/// <param name="Findings">A report for each call that was found.</param>
/// <param name="NotRead">Calls for which the log could not be read. That they were not found means nothing.</param>
/// <param name="Ambiguous">Calls for which more than one row fits, or rows that more than one call fits. Nothing is guessed.</param>
/// <param name="Trouble">Why the log could not be read; null when it could.</param>
public sealed record LogSearch(IReadOnlyList<LogFinding> Findings, IReadOnlyCollection<Guid> NotRead, IReadOnlyList<Guid> Ambiguous, string? Trouble = null);

/// <summary>A row of the log that belongs to a call.</summary>
/// <param name="Report">What it says (source <see cref="ReportSource.Log"/>).</param>
/// <param name="Raw">The row as it came.</param>
public sealed record LogFinding(Report Report, string Raw)
{
    /// <summary>What the row says, without the row itself, which holds whole numbers.</summary>
    public override string ToString() => Report.ToString();
}

/// <summary>Which part of the provider's log is wanted.</summary>
/// <param name="From">First day, in Indian time.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Customer">Only calls to this number; null for all.</param>
/// <param name="Page">1 for the first.</param>
/// <param name="Limit">Rows per page, 1 to 200.</param>
public sealed record LogRequest(DateOnly From, DateOnly To, PhoneNumber? Customer, int Page, int Limit);

/// <summary>A page of the provider's log, or why there is none.</summary>
public abstract record LogPage
{
    private LogPage()
    {
    }

    /// <summary>The rows.</summary>
    public sealed record Read(IReadOnlyList<CallView> Items, bool HasMore) : LogPage;

    /// <summary>The provider said no.</summary>
    public sealed record Refused(string Reason) : LogPage;

    /// <summary>The provider did not answer, or not in a way that can be read.</summary>
    public sealed record Unavailable(string Why, TimeSpan? RetryAfter) : LogPage;
}

/// <summary>Where a recording can be fetched for the next minutes, or why it cannot.</summary>
public abstract record RecordingLink
{
    private RecordingLink()
    {
    }

    /// <summary>The link. A secret.</summary>
    public sealed record Found(Uri Address) : RecordingLink
    {
        /// <inheritdoc/>
        public override string ToString() => nameof(Found);
    }

    /// <summary>There is none at present.</summary>
    /// <param name="Why">A sentence for people, without keys.</param>
    public sealed record Unavailable(string Why) : RecordingLink;
}
