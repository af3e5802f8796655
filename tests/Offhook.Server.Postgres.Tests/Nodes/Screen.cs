using System.Text.Json;
using Offhook.Testing;

namespace Offhook.Server.Postgres.Tests.Nodes;

/// <summary>A screen that shows calls, as a browser does: when its stream ends it comes back, to a node that lives, with the id of the last event.</summary>
internal sealed class Screen : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Dictionary<string, JsonElement> _picture = [];
    private readonly List<(string? Id, long Number)> _heard = [];
    private readonly List<string> _faults = [];
    private readonly Node _refuge;
    private readonly TaskCompletionSource _shows = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _work;
    private long _last = -1;

    private Screen(Node node, Node refuge)
    {
        _refuge = refuge;
        _work = FollowAsync(node);
    }

    /// <summary>The number of the last change that it was told of.</summary>
    public long Last
    {
        get
        {
            lock (_gate)
            {
                return _last;
            }
        }
    }

    /// <summary>What was told in a wrong order.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>What it shows of each call, by our id.</summary>
    public IReadOnlyDictionary<string, JsonElement> Picture => _picture;

    /// <summary>How often its stream began.</summary>
    public int Streams { get; private set; }

    /// <summary>How often it was given everything anew.</summary>
    public int Snapshots { get; private set; }

    /// <summary>Opens one, and waits until it shows something.</summary>
    /// <param name="refuge">Where it comes back to.</param>
    public static async Task<Screen> OpenAsync(Node node, Node refuge)
    {
        var screen = new Screen(node, refuge);
        await screen._shows.Task.SoonAsync("the first event of a feed");
        return screen;
    }

    /// <summary>Whether it was told of a change, or of a later one of the same call, or of everything at a later time.</summary>
    public bool Knows(string reference, long number) => _heard.Exists(told => told.Number >= number && (told.Id is null || told.Id == reference));

    /// <summary>Waits until it stands at a change.</summary>
    public async Task UntilAsync(long number)
    {
        await Waiting.UntilAsync(() => Last >= number || _work.IsCompleted, () => $"{Last} of {number}", TestContext.Current.CancellationToken, "a screen to be told of all");
        Assert.True(Last >= number, $"the screen ended at {Last} of {number}: {_work.Exception?.Message}");
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _work.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _end.Dispose();
    }

    private async Task FollowAsync(Node first)
    {
        string? place = null;
        for (var node = first; !_end.IsCancellationRequested; node = _refuge)
        {
            await using var feed = await FeedListener.ConnectAsync(node.Client, place, _end.Token);
            Streams++;
            await foreach (var item in feed.ToTheEndAsync(_end.Token))
            {
                if (item.Name.Length > 0)
                {
                    Show(item);
                    place = item.Id;
                }
            }
        }
    }

    private void Show(LiveEvent item)
    {
        lock (_gate)
        {
            var number = long.Parse(item.Id[(item.Id.LastIndexOf('-') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
            var isWhole = item.Name == "snapshot";
            if (isWhole ? number < _last : number <= _last)
            {
                _faults.Add($"{item.Name} {number} after {_last}");
            }

            if (isWhole)
            {
                Snapshots++;
                _picture.Clear();
            }

            foreach (var call in isWhole ? item.Data.GetProperty("items").EnumerateArray().ToArray() : [item.Data])
            {
                _picture[call.Text("id")!] = call; // Every call has one.
            }

            _heard.Add((isWhole ? null : item.Data.Text("id"), number));
            _last = number;
            _shows.TrySetResult();
        }
    }
}
