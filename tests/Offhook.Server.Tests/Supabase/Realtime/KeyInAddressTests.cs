using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offhook.Server.Tests.Access.Keys;
using Offhook.Server.Tests.Access.People;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>An address ends up in the logs of whatever it passes, so nothing secret is taken from it.</summary>
public sealed class KeyInAddressTests : IAsyncLifetime
{
    private readonly Overheard _log = new();
    private PeopleService _people = null!; // Set before each test.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ServiceHost Service => _people.Service;

    public async ValueTask InitializeAsync()
    {
        _people = await PeopleService.StartAsync();
        Service.Services.GetRequiredService<ILoggerFactory>().AddProvider(_log);
    }

    public ValueTask DisposeAsync() => _people.DisposeAsync();

    [Theory]
    [InlineData("first key", "admin-key")]
    [InlineData("server", "key:crm")]
    [InlineData("team's server", "key:crm")]
    [InlineData("supervisor", "supabase:somebody")]
    [InlineData("nobody", "supabase:somebody")]
    public async Task A_key_or_token_that_is_not_for_pages_is_refused_there_and_the_log_says_whose_it_is(string kind, string name)
    {
        var credential = await CredentialAsync(kind);

        foreach (var bearer in (string?[])[null, credential, Service.Key])
        {
            var fault = await Assert.ThrowsAsync<WebSocketException>(() => Subscriber.OpenAsync(Service, $"apikey={credential}&vsn=2.0.0", bearer: bearer));
            Assert.Contains("401", fault.Message, StringComparison.Ordinal);
        }

        var said = _log.Lines.Where(line => line.Contains("came in an address", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, said.Count);
        Assert.All(said, line => Assert.EndsWith($"It is that of {name}", line, StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => line.Contains(credential, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("first key")]
    [InlineData("server")]
    [InlineData("supervisor")]
    public async Task A_program_sends_it_in_the_header(string kind)
    {
        var credential = await CredentialAsync(kind);
        foreach (var query in (string[])["vsn=2.0.0", "apikey=any&vsn=2.0.0"])
        {
            await using var client = await Subscriber.OpenAsync(Service, query, bearer: credential);
            await client.JoinedAsync(bindings: Watched.All);
            var row = await Service.BeginAsync(team: "red");

            Assert.Equal(row.Call.Reference.ToString(), (await client.ChangeAsync()).Id);
        }

        Assert.DoesNotContain(_log.Lines, line => line.Contains("came in an address", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("offhook_unknown")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("sb_secret_fake")]
    public async Task What_nobody_knows_is_refused_without_a_line_in_the_log(string credential)
    {
        await Assert.ThrowsAsync<WebSocketException>(() => Subscriber.OpenAsync(Service, $"apikey={credential}&vsn=2.0.0"));

        Assert.DoesNotContain(_log.Lines, line => line.Contains("came in an address", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_sort_of_authorization_makes_no_difference()
    {
        using var admin = Service.CreateClient();
        var key = (await admin.AddKeyAsync(new { name = "page", kind = "publishable", team = "red", origins = (string[])["https://crm.example.com"] }))["key"]!;
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://crm.example.com");
        socket.Options.SetRequestHeader("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("a:b")));

        await socket.ConnectAsync(new UriBuilder(Service.Address) { Scheme = "ws", Path = "/realtime/v1/websocket", Query = $"apikey={key}" }.Uri, Cancel);

        Assert.Equal(WebSocketState.Open, socket.State);
    }

    private async Task<string> CredentialAsync(string kind)
    {
        using var admin = Service.CreateClient();
        return kind switch
        {
            "first key" => Service.Key,
            "server" => (await admin.AddKeyAsync(new { name = "crm", kind = "server" }))["key"]!,
            "team's server" => (await admin.AddKeyAsync(new { name = "crm", kind = "server", team = "red" }))["key"]!,
            "supervisor" => _people.Project.Supervisor(_people.Clock, "somebody", "red"),
            _ => _people.Project.Key.Token(_people.Project.Claims(_people.Clock, "somebody")),
        };
    }
}
