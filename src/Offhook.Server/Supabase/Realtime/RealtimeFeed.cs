using Offhook.Gateway.Live;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>Follows the changes of all calls, once for all sockets, and wakes those.</summary>
internal sealed class RealtimeFeed(ChangeFeed feed, ChangeLine line, OpenSockets sockets, RealtimeLog log) : BackgroundService
{
    private FeedPosition _start;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first socket can be opened: what changes after its join must not be missed.
        _start = feed.Now;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var start = _start;
        while (true)
        {
            try
            {
                await FollowAsync(start, stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // Most likely the store is away; whatever it is, calls go on without subscribers. These come back and read for themselves what they missed, so the
                // newest change is a good place to go on from.
                start = feed.Now;
                log.FeedLost(fault);
                DropAll();
            }
        }
    }

    private async Task FollowAsync(FeedPosition start, CancellationToken cancellationToken)
    {
        await foreach (var item in feed.FollowAsync(start, cancellationToken))
        {
            switch (item)
            {
                case FeedEvent.Changed changed:
                    line.Append(new TableChange(changed.Change));
                    foreach (var socket in sockets.All)
                    {
                        socket.Wake();
                    }

                    break;
                case FeedEvent.Whole:
                    log.FeedBehind();
                    DropAll();
                    break;
                default:
                    break;
            }
        }
    }

    private void DropAll()
    {
        foreach (var socket in sockets.All)
        {
            socket.Drop();
        }
    }
}
