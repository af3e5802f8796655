using System.Globalization;
using System.Text.Json;
using Offhook.Server.Tests.Access.Keys;
using Offhook.Server.Tests.Access.People;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access;

/// <summary>Two teams, and people of none, at random work: nobody is ever shown what is another's, on any way there is.</summary>
public sealed class TwoTeamsTests
{
    private const string Page = "https://crm.example.com";

    private static readonly string[] Numbers = ["9800000021", "9800000022", "9800000023", "9800000024"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds => [1, Random.Shared.Next(), Random.Shared.Next()];

    [Theory]
    [MemberData(nameof(Seeds), DisableDiscoveryEnumeration = true)]
    public async Task Nobody_is_shown_what_is_anothers(int seed)
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var people = await PeopleService.StartAsync();
        var parties = await PartiesAsync(people);
        try
        {
            for (var step = 0; step < 60; step++)
            {
                await StepAsync(people, parties, random);
            }

            // All hear of something at the end, so that what they were told before is complete.
            foreach (var party in parties.Where(party => !party.IsEveryone && !party.IsPage))
            {
                Assert.Equal(201, (int)(await party.Client.ClickToCallAsync(agent: party.Agent ?? Numbers[0], cancellationToken: Cancel)).Status);
            }

            var all = (await parties[0].Client.AskAsync("/calls?limit=200", Cancel)).Items();
            Assert.InRange(all.Count, 10, 150);
            foreach (var party in parties)
            {
                await party.AssertFeedAsync(all);
                await party.AssertListsAsync(all, random);
                await party.AssertTableAsync(all, random);
                await party.AssertSinglesAsync(all, isStaff: !party.IsPage);
                await AssertResumedAsync(party, all, random);
            }
        }
        finally
        {
            foreach (var party in parties)
            {
                await party.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task A_page_of_anothers_history_leads_to_ones_own()
    {
        await using var people = await PeopleService.StartAsync();
        var parties = await PartiesAsync(people);
        foreach (var name in (string[])["server red", "server blue", "server red", "server blue"])
        {
            people.Clock.Advance(TimeSpan.FromSeconds(1));
            await Named(name).Client.ClickToCallAsync(cancellationToken: Cancel);
        }

        var next = (await Named("server red").Client.AskAsync("/calls?limit=1", Cancel))["next"];
        var page = await Named("server blue").Client.AskAsync($"/calls?after={next}", Cancel);

        Assert.Equal(["blue"], page.Items().Select(call => call.Text("team")).Distinct());
        foreach (var party in parties)
        {
            await party.DisposeAsync();
        }

        Party Named(string name) => parties.Single(party => party.Name == name);
    }

    [Fact]
    public async Task A_busy_agent_of_another_team_is_busy_without_a_word_about_the_call()
    {
        await using var project = await SupabaseStandIn.StartAsync();
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { IsPublic = true, Clock = new ManualClock(), Settings = project.Settings }, Cancel);
        using var admin = service.CreateClient();
        using var red = service.CreateStranger();
        using var blue = service.CreateStranger();
        red.DefaultRequestHeaders.Authorization = new("Bearer", project.Supervisor(service.Clock, "red", "red"));
        blue.DefaultRequestHeaders.Authorization = new("Bearer", project.Supervisor(service.Clock, "blue", "blue"));
        var first = await red.ClickToCallAsync(cancellationToken: Cancel);

        var own = await red.ClickToCallAsync(cancellationToken: Cancel);
        var others = await blue.ClickToCallAsync(cancellationToken: Cancel);

        Assert.Equal(("/problems/agent-busy", first.Id), (own["type"], own["id"]));
        Assert.Equal("/problems/agent-busy", others["type"]);
        Assert.Equal((null, null, null), (others["id"], others["call_id"], others["call_status"]));
        Assert.DoesNotContain(first["call_id"]!, others.Text, StringComparison.Ordinal);
    }

    private static async Task<List<Party>> PartiesAsync(PeopleService people)
    {
        var (clock, project) = (people.Clock, people.Project);
        var admin = people.Service.CreateClient();
        List<Party> parties =
        [
            new("administrator", null, null, true, admin),
            new("agent red 21", Numbers[0], "red", false, people.With(project.Agent(clock, "agent-red-21", Numbers[0], "red"))),
            new("agent red 22", Numbers[1], "red", false, people.With(project.Agent(clock, "agent-red-22", "+91" + Numbers[1], "red"))),
            new("agent blue 23", Numbers[2], "blue", false, people.With(project.Agent(clock, "agent-blue-23", "0" + Numbers[2], "blue"))),

            // The same phone as one of the other team, and one of no team.
            new("agent blue 21", Numbers[0], "blue", false, people.With(project.Agent(clock, "agent-blue-21", Numbers[0], "blue"))),
            new("agent 24", Numbers[3], null, false, people.With(project.Agent(clock, "agent-24", Numbers[3], null))),
            new("supervisor red", null, "red", false, people.With(project.Supervisor(clock, "supervisor-red", "red"))),
            new("supervisor blue", null, "blue", false, people.With(project.Supervisor(clock, "supervisor-blue", "blue"))),
            new("supervisor Red", null, "Red", false, people.With(project.Supervisor(clock, "supervisor-other", "Red"))),
        ];
        foreach (var team in (string[])["red", "blue"])
        {
            parties.Add(new($"server {team}", null, team, false, people.With((await admin.AddKeyAsync(new { name = $"server-{team}", kind = "server", team }))["key"]!)));
            parties.Add(new($"page {team}", null, team, false, people.With((await admin.AddKeyAsync(new { name = $"page-{team}", kind = "publishable", team, origins = new[] { Page } }))["key"]!, Page)));
        }

        foreach (var party in parties)
        {
            await party.ConnectAsync();
        }

        return parties;
    }

    // Somebody dials, with or without a key that others use too, or a call is reported on, or time goes by.
    private static async Task StepAsync(PeopleService people, List<Party> parties, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                people.Clock.Advance(TimeSpan.FromSeconds(random.Next(1, 20)));
                break;
            case 1 when people.Service.Platform.Calls.Count > 0:
                using (var provider = people.Service.CreateStranger())
                {
                    var calls = people.Service.Platform.Calls;
                    await provider.BringAsync(people.Service.CallbackOf(calls[random.Next(calls.Count)]), Cancel);
                }

                break;
            default:
                var party = parties[random.Next(parties.Count)];
                var customer = (9_800_000_010 + random.Next(5)).ToString(CultureInfo.InvariantCulture);
                var key = random.Next(2) == 0 ? null : $"key-{random.Next(3)}";
                var answer = random.Next(4) == 0
                    ? await party.Client.OutboundAsync(customer, key: key, cancellationToken: Cancel)
                    : await party.Client.ClickToCallAsync(customer, random.Next(3) == 0 || party.Agent is null ? Numbers[random.Next(Numbers.Length)] : party.Agent, key, Cancel);
                if (answer["id"] is not null)
                {
                    Assert.True(party.Sees(answer.Json), $"{party.Name} was answered {answer}");
                }

                break;
        }
    }

    // From any place, also one that somebody else was told.
    private static async Task AssertResumedAsync(Party party, IReadOnlyList<JsonElement> all, Random random)
    {
        var told = party.Feed.Heard.Where(item => item.Name == "call").ToList();
        var store = told[0].Id[..told[0].Id.LastIndexOf('-')];
        var last = told.Max(Number);
        foreach (var number in (long[])[0, random.NextInt64(last + 1), Number(told[random.Next(told.Count)]), last])
        {
            var missed = told.Where(item => Number(item) > number).Select(item => item.Data.Text("id")).ToHashSet();
            await using var feed = await FeedListener.ConnectAsync(party.Client, $"{store}-{number}", Cancel);
            if (missed.Count == 0)
            {
                await feed.CommentAsync(Cancel);
            }

            await party.AssertFeedAsync(feed, [.. all.Where(call => missed.Contains(call.Text("id")))]);
            Assert.DoesNotContain(feed.Heard, item => item.Name == "snapshot");
        }

        await using var anew = await FeedListener.ConnectAsync(party.Client, "nonsense", Cancel);
        await party.AssertFeedAsync(anew, all);
    }

    private static long Number(LiveEvent item) => long.Parse(item.Id.AsSpan(item.Id.LastIndexOf('-') + 1), CultureInfo.InvariantCulture);
}
