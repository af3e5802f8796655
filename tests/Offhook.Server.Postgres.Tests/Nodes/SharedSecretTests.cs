using System.Net;
using System.Net.Http.Headers;
using Offhook.Server.Tests.Access.Keys;
using Offhook.Testing;

namespace Offhook.Server.Postgres.Tests.Nodes;

/// <summary>What one node made and another must believe: proofs of callbacks, sessions of browsers, keys. So a load balancer may send each request to any node.</summary>
public sealed class SharedSecretTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_key_lies_in_one_folder_and_is_good_at_both()
    {
        Assert.Single(nodes.Group.Nodes, node => File.Exists(Path.Combine(node.Folder, "first-key")));
        foreach (var node in nodes.Group.Nodes)
        {
            using var stranger = node.Process.CreateClient();
            Assert.Equal(HttpStatusCode.OK, (await node.Client.AskAsync("/calls", Cancel)).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.AskAsync("/calls", Cancel)).Status);
        }
    }

    [Fact]
    public async Task A_callback_is_believed_by_the_node_that_did_not_dial()
    {
        foreach (var (dials, takes, agent) in new[] { (nodes.One, nodes.Other, "9800021001"), (nodes.Other, nodes.One, "9800021002") })
        {
            var started = await dials.ClickAsync(agent);
            var call = await nodes.Group.EndedCallOfAsync(agent);
            await using var screen = await FeedListener.ConnectAsync(dials.Client, cancellationToken: Cancel);

            var taken = await takes.BringAsync(nodes.Group.Platform, call);
            var forged = await takes.Client.BringAsync(new Uri(takes.Process.Address, nodes.Group.Platform.CallbackAddressOf(call).With("t", new string('0', 32)).PathAndQuery), Cancel);

            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (taken.Status, forged.Status));
            Assert.Equal("answered", (await screen.SettledAsync(started.Id, Cancel)).Text("status"));
            Assert.Equal("answered", (await dials.Client.AskAsync($"/calls/{started.Id}", Cancel))["status"]);
        }
    }

    [Fact]
    public async Task A_session_that_was_opened_at_one_is_good_at_the_other()
    {
        foreach (var (opens, takes) in new[] { (nodes.One, nodes.Other), (nodes.Other, nodes.One) })
        {
            var key = opens.Client.DefaultRequestHeaders.Authorization!.Parameter!; // Every node of the group has one.
            using var form = new FormUrlEncodedContent([new("key", key)]);
            using var signedIn = await opens.Client.PostAsync(new Uri("/session", UriKind.Relative), form, Cancel);
            var session = Assert.Single(signedIn.Headers.GetValues("Set-Cookie")).Split(';')[0];
            using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = takes.Process.Address };
            Assert.Equal(HttpStatusCode.Unauthorized, (await browser.AskAsync("/calls", Cancel)).Status);

            browser.DefaultRequestHeaders.Add("Cookie", session);

            Assert.Equal(HttpStatusCode.OK, (await browser.AskAsync("/calls", Cancel)).Status);
        }
    }

    [Fact]
    public async Task A_named_key_that_is_made_or_ended_at_one_is_soon_known_at_the_other()
    {
        using var program = nodes.Other.Process.CreateClient();
        var made = await nodes.One.Client.AddKeyAsync(new { name = "crm", kind = "server" });
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made["key"]);

        await UntilAnsweredAsync(program, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.NoContent, await nodes.One.Client.RemoveKeyAsync("crm"));
        await UntilAnsweredAsync(program, HttpStatusCode.Unauthorized);
    }

    private static async Task UntilAnsweredAsync(HttpClient program, HttpStatusCode status)
    {
        var saw = HttpStatusCode.Unused;
        await Waiting.UntilAsync(() => (saw = Ask()) == status, () => saw, Cancel, $"the key to be answered {status}");

        HttpStatusCode Ask()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/calls", UriKind.Relative));
            using var answer = program.Send(request, Cancel);
            return answer.StatusCode;
        }
    }
}
