using Offhook.Storage;

namespace Offhook.Gateway.Live;

/// <summary>Something for a listener of the feed.</summary>
public abstract record FeedEvent
{
    private FeedEvent()
    {
    }

    /// <summary>Forget what you knew: this is how things stand.</summary>
    /// <param name="Sse">The whole event as it goes over the wire, encoded once for all listeners.</param>
    public sealed record Whole(Snapshot Snapshot, FeedPosition Position, ReadOnlyMemory<byte> Sse) : FeedEvent;

    /// <summary>One call changed.</summary>
    /// <param name="Sse">The whole event as it goes over the wire, encoded once for all listeners.</param>
    public sealed record Changed(CallChange Change, FeedPosition Position, ReadOnlyMemory<byte> Sse) : FeedEvent;

    /// <summary>Nothing happened for a while; the connection is alive.</summary>
    public sealed record Quiet : FeedEvent
    {
        /// <summary>The only one.</summary>
        public static readonly Quiet Instance = new();
    }
}
