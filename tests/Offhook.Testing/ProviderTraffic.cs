using System.Diagnostics.Metrics;

namespace Offhook.Testing;

/// <summary>
/// Counts the requests of this process to some ports that are under way. A manual clock that ran on meanwhile would let their time-outs pass in a
/// few milliseconds of real time.
/// </summary>
internal sealed class ProviderTraffic : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly IReadOnlyCollection<int> _ports;
    private long _underWay;

    public ProviderTraffic(IReadOnlyCollection<int> ports)
    {
        _ports = ports;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "System.Net.Http", Name: "http.client.active_requests" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, change, tags, _) => Count(change, tags));
        _listener.Start();
    }

    public bool IsQuiet => Interlocked.Read(ref _underWay) == 0;

    public void Dispose() => _listener.Dispose();

    private void Count(long change, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            if (name == "server.port" && value is int port && _ports.Contains(port))
            {
                Interlocked.Add(ref _underWay, change);
            }
        }
    }
}
