using Offhook.Testing;

namespace Offhook.Gateway.Tests;

/// <summary>The clock of the client: it reads the manual time, but its time-outs are the machine's, because sockets do not wait for a manual clock.</summary>
internal sealed class WireClock(ManualClock clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();
}
