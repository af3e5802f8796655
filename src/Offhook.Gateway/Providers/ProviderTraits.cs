using Offhook.Calls;

namespace Offhook.Gateway.Providers;

/// <summary>What a provider is called and what it can do. Screens, the poller and the endpoints ask this and never the provider's name.</summary>
/// <param name="Name">In the column <c>provider</c>.</param>
/// <param name="DisplayName">For people.</param>
/// <param name="ReportsLive">Whether it reports ringing and answering while they happen. When not, screens must not claim them.</param>
public sealed record ProviderTraits(string Name, string DisplayName, bool ReportsLive)
{
    /// <summary>Whether the answer to a dial is sure to bring the provider's id. When not, a report with our reference brings it, or the log.</summary>
    public bool GivesIdInReply { get; init; }

    /// <summary>How a recording is named.</summary>
    public RecordingAccess Recordings { get; init; }

    /// <summary>Whether one side of a call may be several numbers that ring together.</summary>
    public bool TakesSeveralNumbers { get; init; }

    /// <summary>Whether a placed call can be ended from here.</summary>
    public bool CanHangUp { get; init; }

    /// <summary>What its reports of the end of a call bring. Where they bring no times, the log is asked for them.</summary>
    public CallbackContents Callbacks { get; init; }

    /// <summary>How far back its log can be read; null when no limit is known.</summary>
    public TimeSpan? LogReach { get; init; }

    /// <summary>What it can play on an outbound call.</summary>
    public IReadOnlyList<PlayForm> Plays { get; init; } = [];

    /// <summary>Whether it can play this.</summary>
    public bool CanPlay(string? play) => Plays.Any(form => form.Fits(play));

    /// <summary>Whether it can place this call: an outbound call must play something that it can play.</summary>
    public bool CanPlace(PhoneCall intent)
    {
        ArgumentNullException.ThrowIfNull(intent);
        return intent.Agent is not null || CanPlay(intent.Play);
    }
}

/// <summary>How a recording is named.</summary>
public enum RecordingAccess
{
    /// <summary>There are none.</summary>
    None,

    /// <summary>By a link that lasts.</summary>
    ByLink,

    /// <summary>By an id, for which a link that lives for minutes is asked when somebody listens.</summary>
    ById,
}

/// <summary>What the reports of the end of a call bring.</summary>
[Flags]
public enum CallbackContents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A word for the outcome.</summary>
    Outcome = 1,

    /// <summary>How each side went.</summary>
    Legs = 2,

    /// <summary>How long they talked.</summary>
    TalkTime = 4,

    /// <summary>When the call began and ended.</summary>
    Times = 8,

    /// <summary>The recording.</summary>
    Recording = 16,

    /// <summary>The customer's phone network.</summary>
    Operator = 32,

    /// <summary>The digit that the customer pressed.</summary>
    KeyPress = 64,
}
