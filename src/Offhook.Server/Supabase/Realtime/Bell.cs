using System.Threading.Channels;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>Wakes one who waits. Rung several times before anybody listens, it is heard once.</summary>
internal sealed class Bell
{
    private readonly Channel<bool> _rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Ring() => _rung.Writer.TryWrite(true);

    public async ValueTask WaitAsync(CancellationToken cancellationToken) => _ = await _rung.Reader.ReadAsync(cancellationToken);
}
