using System.Globalization;
using Offhook.Testing;

namespace Offhook.Server.Io.Tests.Steps;

/// <summary>Steps of a call may be lost and may come in any order; what is known in the end depends on what came, and never on its order.</summary>
public sealed class EveryOrderTests
{
    private const int OrdersOfSix = 60;
    private const int OrdersOfFive = 20;
    private const int AtOnce = 8;

    public static readonly TheoryData<string> Stories = [.. Story.All.Keys];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stories))]
    public async Task The_row_is_the_same_in_every_order_of_every_part_of_a_story(string name)
    {
        var story = Story.All[name];
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var service = await SteppedCall.StartServiceAsync();
        using var client = service.CreateClient();
        var parts = Orders.Subsets(story.Told).Select(part => (Part: part, Orders: Orders.Some(part, part.Count == 6 ? OrdersOfSix : OrdersOfFive, random).ToList())).ToList();

        foreach (var (part, orders) in parts)
        {
            var rows = new string[orders.Count];
            var forms = orders.Select(order => order.Select(_ => random.Next(8) is var form && form < 4 ? form : 0).ToList()).ToList();
            await Parallel.ForAsync(0, orders.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancel }, async (place, _) =>
                rows[place] = await TellAsync(service, client, story, orders[place], forms[place]));

            for (var place = 1; place < rows.Length; place++)
            {
                Assert.True(rows[0] == rows[place], string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {string.Join(", ", orders[0])} gives\n{rows[0]}\nbut {string.Join(", ", orders[place])} gives\n{rows[place]}"));
            }

            AssertHonest(story, part, rows[0]);
        }
    }

    [Fact]
    public async Task Repetitions_change_nothing()
    {
        var story = Story.All["answered"];
        await using var service = await SteppedCall.StartServiceAsync();
        using var client = service.CreateClient();
        var once = await SteppedCall.BeginAsync(service, client);
        foreach (var told in story.Told)
        {
            await once.TellAsync(once.AddressOf(told, story.Words));
        }

        var before = await client.AskAsync($"/calls/{once.Asked.Id}", Cancel);
        foreach (var told in story.Told.Concat(story.Told.Reverse()))
        {
            await once.TellAsync(once.AddressOf(told, story.Words));
        }

        Assert.Equal(before.Text, (await client.AskAsync($"/calls/{once.Asked.Id}", Cancel)).Text);
        Assert.Equal(2 + story.Told.Count, (await client.AskAsync($"/calls/{once.Asked.Id}/reports", Cancel)).Items().Count);
    }

    private static async Task<string> TellAsync(ServiceHost service, HttpClient client, Story story, IReadOnlyList<string> order, List<int> forms)
    {
        var call = await SteppedCall.BeginAsync(service, client);
        foreach (var (told, form) in order.Zip(forms))
        {
            await call.TellAsync(call.AddressOf(told, story.Words), form);
        }

        return (await call.RowAsync()).ToJsonString();
    }

    private static void AssertHonest(Story story, IReadOnlyList<string> part, string text)
    {
        using var json = System.Text.Json.JsonDocument.Parse(text);
        var row = json.RootElement;
        var what = $"{string.Join(", ", part)} gives {text}";
        Assert.True(story.SaysAnswered(part) == (row.Text("status") == "answered"), what);

        // Only what tells of the end makes a call final; and an end that nobody explains does so where the customer was seen to pick up.
        var explained = part.Contains(Story.Report) || (part.Contains(Story.End) && (story.Status is not null || part.Contains(Story.CustomerAnswered)));
        Assert.True(explained == (row.Text("settled_by") is not null), what);
        if (part.SequenceEqual([Story.End]) && story.Status is null)
        {
            Assert.Equal(("unconfirmed", "end_unexplained"), (row.Text("status"), row.Text("reason")));
        }

        if (part.Count == story.Told.Count)
        {
            Assert.Equal(story.Row, (row.Text("status")!, row.Text("reason"), row.Text("agent_leg")!, row.Text("customer_leg")!));
        }
    }
}
