using System.Runtime.CompilerServices;
using System.Text;
using Offhook.Desk.Calls;
using Offhook.Desk.Page;
using Offhook.Gateway.Live;
using Offhook.Gateway.Providers;
using Offhook.Storage;

namespace Offhook.Desk.Live;

/// <summary>Events of the feed as the page's components show them. Each is rendered once for all listeners and forgotten together with the event.</summary>
internal sealed class Fragments(Rendering rendering, ProviderDirectory providers, TimeProvider clock)
{
    private readonly ConditionalWeakTable<FeedEvent, Lazy<Task<ReadOnlyMemory<byte>>>> _made = [];

    /// <summary>The event as it goes over the wire. Only for events that have a position.</summary>
    public Task<ReadOnlyMemory<byte>> OfAsync(FeedEvent item) =>
        _made.GetValue(item, made => new Lazy<Task<ReadOnlyMemory<byte>>>(() => RenderAsync(made))).Value;

    private async Task<ReadOnlyMemory<byte>> RenderAsync(FeedEvent item) => item switch
    {
        FeedEvent.Changed { Change.Kind: CallChangeKind.Removed } gone => Encode("gone", gone.Position, $"call-{gone.Change.Row.Call.Reference}"),
        FeedEvent.Changed changed => Encode("call", changed.Position, await rendering.HtmlAsync<CallLine>(
            (nameof(CallLine.Row), changed.Change.Row),
            (nameof(CallLine.Provider), providers.Traits(changed.Change.Row.Call.Provider)))),
        FeedEvent.Whole whole => Encode("snapshot", whole.Position, await rendering.HtmlAsync<CallLists>(
            (nameof(CallLists.Snapshot), whole.Snapshot),
            (nameof(CallLists.Providers), providers),
            (nameof(CallLists.Now), clock.GetUtcNow()))),
        _ => throw new ArgumentOutOfRangeException(nameof(item), item, "an event without a position"),
    };

    private static ReadOnlyMemory<byte> Encode(string name, FeedPosition position, string html)
    {
        var text = new StringBuilder(html.Length + 128).Append("id: ").Append(position).Append("\nevent: ").Append(name);
        foreach (var line in html.AsSpan().EnumerateLines())
        {
            if (!line.IsWhiteSpace())
            {
                text.Append("\ndata: ").Append(line.Trim());
            }
        }

        return Encoding.UTF8.GetBytes(text.Append("\n\n").ToString());
    }
}
