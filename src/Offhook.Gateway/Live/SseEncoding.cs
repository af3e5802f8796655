using System.Buffers;
using System.Text;
using System.Text.Json;
using Offhook.Gateway.Providers;
using Offhook.Storage;

namespace Offhook.Gateway.Live;

/// <summary>Events as server-sent events: an id to resume from, a name, one line of JSON.</summary>
internal sealed class SseEncoding(ProviderDirectory providers)
{
    public ReadOnlyMemory<byte> Whole(Snapshot snapshot, FeedPosition position)
    {
        var view = new SnapshotView(snapshot.Number, [.. snapshot.Items.Select(View)]);
        return Encode("snapshot", position, writer => JsonSerializer.Serialize(writer, view, ViewJson.Readable.SnapshotView));
    }

    public ReadOnlyMemory<byte> Changed(CallChange change, FeedPosition position) =>
        change.Kind is CallChangeKind.Removed
            ? Encode("gone", position, writer => JsonSerializer.Serialize(writer, new GoneView(change.Row.Call.Reference, change.Row.Call.CallId), ViewJson.Readable.GoneView))
            : Encode("call", position, writer => JsonSerializer.Serialize(writer, View(change.Row), ViewJson.Readable.CallView));

    private CallView View(CallRow row) => CallView.Of(row, providers.DisplayName(row.Call.Provider));

    private static ReadOnlyMemory<byte> Encode(string name, FeedPosition position, Action<Utf8JsonWriter> data)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        buffer.Write(Encoding.ASCII.GetBytes($"id: {position}\nevent: {name}\ndata: "));
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ViewJson.Encoder }))
        {
            data(writer);
        }

        buffer.Write("\n\n"u8);
        return buffer.WrittenMemory;
    }
}
