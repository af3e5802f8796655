using System.Text.Json;
using System.Threading.Channels;

namespace Offhook.Testing;

/// <summary>An event of the live feed.</summary>
/// <param name="Id">To resume from.</param>
/// <param name="Name"><c>snapshot</c> or <c>call</c>; empty for a comment.</param>
/// <param name="Data">The JSON; undefined for a comment.</param>
public sealed record LiveEvent(string Id, string Name, JsonElement Data);

/// <summary>A subscriber of <c>/calls/live</c> that keeps everything it heard.</summary>
public sealed class FeedListener : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<LiveEvent> _events = Channel.CreateUnbounded<LiveEvent>();
    private readonly HttpResponseMessage _response;
    private readonly Task _reading;
    private readonly List<LiveEvent> _heard = [];

    private FeedListener(HttpResponseMessage response)
    {
        _response = response;
        _reading = ReadAsync();
    }

    /// <summary>Everything that was taken so far.</summary>
    public IReadOnlyList<LiveEvent> Heard => _heard;

    /// <summary>Completes when the service has closed the stream.</summary>
    public Task Ended => _reading;

    /// <summary>The id of the last event that had one.</summary>
    public string? LastId => _heard.LastOrDefault(item => item.Id.Length > 0)?.Id;

    /// <summary>Subscribes.</summary>
    public static async Task<FeedListener> ConnectAsync(HttpClient client, string? lastEventId = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/calls/live", UriKind.Relative));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        return new FeedListener(response);
    }

    /// <summary>The next event, comments left out.</summary>
    /// <exception cref="TimeoutException">None came within 20 s.</exception>
    /// <exception cref="ChannelClosedException">The stream ended.</exception>
    public Task<LiveEvent> NextAsync(CancellationToken cancellationToken = default) => NextAsync(item => item.Name.Length > 0, cancellationToken);

    /// <summary>The next comment; the events before it are taken too.</summary>
    /// <exception cref="TimeoutException">None came within 20 s.</exception>
    /// <exception cref="ChannelClosedException">The stream ended.</exception>
    public Task<LiveEvent> CommentAsync(CancellationToken cancellationToken = default) => NextAsync(item => item.Name.Length == 0, cancellationToken);

    /// <summary>All further events until the stream ends, comments too, however long it is silent.</summary>
    public IAsyncEnumerable<LiveEvent> ToTheEndAsync(CancellationToken cancellationToken = default) => _events.Reader.ReadAllAsync(cancellationToken);

    /// <summary>The next state of a call that fulfils a condition.</summary>
    public async Task<JsonElement> UntilAsync(Func<JsonElement, bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        while (true)
        {
            var item = await NextAsync(cancellationToken);
            var calls = item.Name == "snapshot" ? item.Data.GetProperty("items").EnumerateArray().ToArray() : [item.Data];
            foreach (var phoneCall in calls.Where(condition))
            {
                return phoneCall;
            }
        }
    }

    /// <summary>The settled state of a call, by our id.</summary>
    public Task<JsonElement> SettledAsync(string id, CancellationToken cancellationToken = default) => UntilAsync(
        phoneCall => phoneCall.GetProperty("id").GetString() == id && phoneCall.GetProperty("settled_by").ValueKind is JsonValueKind.String, cancellationToken);

    /// <summary>The next state of one call that has a status, by our id.</summary>
    public Task<JsonElement> StatusAsync(string id, string status, CancellationToken cancellationToken = default) =>
        UntilAsync(phoneCall => phoneCall.Text("id") == id && phoneCall.Text("status") == status, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _response.Dispose();
        await _reading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _end.Dispose();
    }

    private async Task<LiveEvent> NextAsync(Func<LiveEvent, bool> wanted, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Waiting.Patience);
        try
        {
            while (true)
            {
                var item = await _events.Reader.ReadAsync(patience.Token);
                _heard.Add(item);
                if (wanted(item))
                {
                    return item;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("no event came; heard so far: " + string.Join("; ", _heard.Select(item => $"{item.Name} {item.Data}")));
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            await ReadLinesAsync();
        }
        finally
        {
            _events.Writer.Complete();
        }
    }

    private async Task ReadLinesAsync()
    {
        using var reader = new StreamReader(await _response.Content.ReadAsStreamAsync(_end.Token));
        var (id, name, data) = ("", "", "");
        while (await reader.ReadLineAsync(_end.Token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = line[4..];
            }
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line[7..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                data = line[6..];
            }
            else if (line.Length == 0)
            {
                _events.Writer.TryWrite(new LiveEvent(id, name, data.Length == 0 ? default : JsonDocument.Parse(data).RootElement.Clone()));
                (id, name, data) = ("", "", "");
            }
        }
    }
}
