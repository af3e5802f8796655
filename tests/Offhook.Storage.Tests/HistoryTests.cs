using Offhook.Calls;

namespace Offhook.Storage.Tests;

public sealed class HistoryTests
{
    public static readonly TheoryData<string> FilterKinds = ["none", "customer", "agent", "status", "from", "until", "from and until", "open only"];

    private static CancellationToken Cancel => TempStore.Cancel;

    [Theory]
    [MemberData(nameof(FilterKinds))]
    public async Task Each_filter_gives_what_it_names_newest_first(string kind)
    {
        await using var temp = await TempStore.OpenAsync();
        var rows = await FillAsync(temp, 60);
        var filter = FilterOf(kind, temp.Clock.Now);

        var read = await ReadAllAsync(temp, filter, limit: 7);

        var expected = rows.Where(row => Admits(filter, row.Call))
            .OrderByDescending(row => row.Call.ReceivedAt).ThenByDescending(row => row.Call.Reference.ToString("D"), StringComparer.Ordinal);
        Assert.Equal(expected, read);
        Assert.NotEmpty(read);
    }

    [Fact]
    public async Task Filters_are_combined()
    {
        await using var temp = await TempStore.OpenAsync();
        var rows = await FillAsync(temp, 60);
        var filter = new CallFilter { Agent = Said.Agent, Status = CallStatus.Ringing, From = temp.Clock.Now.AddSeconds(5), OpenOnly = true };

        var read = await ReadAllAsync(temp, filter, limit: 3);

        Assert.Equal(rows.Count(row => Admits(filter, row.Call)), read.Count);
        Assert.All(read, row => Assert.True(Admits(filter, row.Call)));
    }

    [Fact]
    public async Task Pages_stay_the_same_while_new_calls_arrive()
    {
        await using var temp = await TempStore.OpenAsync();
        var rows = await FillAsync(temp, 50);
        var seen = new List<Guid>();
        CallCursor? after = null;
        do
        {
            var page = await temp.Store.ListAsync(new CallFilter(), after, 10, Cancel);
            seen.AddRange(page.Items.Select(row => row.Call.Reference));
            after = page.Next;
            await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now.AddHours(1)));
        }
        while (after is not null);

        Assert.Equal(rows.Select(row => row.Call.Reference).ToHashSet(), seen.ToHashSet());
        Assert.Equal(50, seen.Count);
    }

    [Fact]
    public async Task The_last_page_says_so_even_when_it_is_full()
    {
        await using var temp = await TempStore.OpenAsync();
        await FillAsync(temp, 20);

        var first = await temp.Store.ListAsync(new CallFilter(), null, 10, Cancel);
        var last = await temp.Store.ListAsync(new CallFilter(), first.Next, 10, Cancel);

        Assert.Equal((10, 10), (first.Items.Count, last.Items.Count));
        Assert.NotNull(first.Next);
        Assert.Null(last.Next);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(201)]
    public async Task A_limit_outside_1_to_200_is_refused(int limit)
    {
        await using var temp = await TempStore.OpenAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => temp.Store.ListAsync(new CallFilter(), null, limit, Cancel));
    }

    // Several calls share each moment, so that the key decides between them.
    private static async Task<List<CallRow>> FillAsync(TempStore temp, int count)
    {
        var rows = new List<CallRow>();
        for (var i = 0; i < count; i++)
        {
            var customer = PhoneNumber.FromE164(i % 4 == 0 ? "+919876543210" : "+919800000099");
            var intent = Said.Intent(temp.Clock.Now.AddSeconds(i / 3), Said.OtherAgent(1 + (i % 2)), customer);
            var row = await temp.Store.BegunAsync(intent);
            rows.Add((i % 5) switch
            {
                0 => (await temp.Store.KeptAsync(Said.Busy(intent.Reference, intent.At))).Row,
                1 => (await temp.Store.KeptAsync(Said.Accepted(intent.Reference, intent.At))).Row,
                _ => row,
            });
        }

        return rows;
    }

    private static async Task<List<CallRow>> ReadAllAsync(TempStore temp, CallFilter filter, int limit)
    {
        var read = new List<CallRow>();
        CallCursor? after = null;
        do
        {
            var page = await temp.Store.ListAsync(filter, after, limit, Cancel);
            read.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        return read;
    }

    internal static CallFilter FilterOf(string kind, DateTimeOffset start) => kind switch
    {
        "none" => new CallFilter(),
        "customer" => new CallFilter { Customer = Said.Customer },
        "agent" => new CallFilter { Agent = Said.Agent },
        "status" => new CallFilter { Status = CallStatus.Busy },
        "from" => new CallFilter { From = start.AddSeconds(5) },
        "until" => new CallFilter { Until = start.AddSeconds(5) },
        "from and until" => new CallFilter { From = start.AddSeconds(3), Until = start.AddSeconds(9) },
        "open only" => new CallFilter { OpenOnly = true },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such filter"),
    };

    private static bool Admits(CallFilter filter, PhoneCall call) =>
        (filter.Customer is null || filter.Customer == call.Customer)
        && (filter.Agent is null || filter.Agent == call.Agent)
        && (filter.Status is null || filter.Status == call.Status)
        && (filter.From is null || call.ReceivedAt >= filter.From)
        && (filter.Until is null || call.ReceivedAt < filter.Until)
        && !(filter.OpenOnly && call.IsSettled);
}
