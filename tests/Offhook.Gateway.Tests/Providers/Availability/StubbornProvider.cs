using System.Threading.Channels;
using Offhook.Calls;
using Offhook.Gateway.Providers;
using Offhook.Testing;

namespace Offhook.Gateway.Tests.Providers.Availability;

/// <summary>A provider that is never dialled here: it answers trials as it is told.</summary>
internal sealed class StubbornProvider(string name, params IReadOnlyList<PlayForm> plays) : IVoiceProvider
{
    private readonly Channel<bool> _asked = Channel.CreateUnbounded<bool>();
    private int _trials;

    public ProviderTraits Traits { get; } = new(name, name.ToUpperInvariant(), ReportsLive: false) { Plays = plays };

    /// <summary>What a trial finds.</summary>
    public Func<CancellationToken, Task<string?>> Trial { get; set; } = _ => Task.FromResult<string?>(null);

    public int Trials => Volatile.Read(ref _trials);

    /// <summary>Completes when one more trial has begun.</summary>
    public async Task AskedAsync() => await _asked.Reader.ReadAsync(Given.Cancel).AsTask().SoonAsync();

    public Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _trials);
        var trial = Trial(cancellationToken);
        _asked.Writer.TryWrite(true);
        return trial;
    }

    public Task<DialAnswer> DialAsync(PhoneCall intent, string token, CancellationToken cancellationToken) => throw new InvalidOperationException("a phone would have rung");

    public Task<LogSearch> SearchLogAsync(IReadOnlyList<PhoneCall> calls, CancellationToken cancellationToken) => throw new InvalidOperationException("nobody looks for calls here");

    public Task<LogPage> ReadLogAsync(LogRequest request, CancellationToken cancellationToken) => throw new InvalidOperationException("nobody reads logs here");

    public Task<RecordingLink> FindRecordingAsync(string recording, CancellationToken cancellationToken) => throw new NotSupportedException("there are no recordings");
}
