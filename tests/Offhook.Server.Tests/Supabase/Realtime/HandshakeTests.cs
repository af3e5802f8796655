using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Offhook.Server.Tests.Access;
using Offhook.Server.Tests.Access.Keys;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>Who may open a socket, and how others are told that they may not.</summary>
public sealed class HandshakeTests(PublicService open) : IClassFixture<PublicService>
{
    private const string Page = "https://crm.example.com";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ServiceHost Service => open.Service;

    [Theory]
    [InlineData("vsn=2.0.0")]
    [InlineData("apikey=&vsn=2.0.0")]
    [InlineData("apikey=offhook_wrong&vsn=2.0.0")]
    [InlineData("apikey=sb_publishable_wrong&vsn=2.0.0")]
    [InlineData("apikey=eyJhbGciOiJub25lIn0.e30.&vsn=2.0.0")]
    [InlineData("apikey=offhook_wrong&vsn=9")]
    public async Task Without_a_good_key_the_handshake_is_refused(string query) => Assert.Equal(401, await RefusedAsync(query));

    [Fact]
    public async Task Two_keys_are_no_key()
    {
        var key = await PageKeyAsync("two", Page);

        await using var client = await Subscriber.OpenAsync(Service, $"apikey={key}", Page);
        Assert.Equal(401, await RefusedAsync($"apikey={key}&apikey={key}", Page));
    }

    [Theory]
    [InlineData("3.0.0")]
    [InlineData("2")]
    [InlineData("2.0.0,1.0.0")]
    public async Task Another_version_is_refused(string version) => Assert.Equal(400, await RefusedAsync($"vsn={version}", bearer: Service.Key));

    [Theory]
    [InlineData("https://evil.example.test")]
    [InlineData("null")]
    [InlineData("https://crm.example.com.evil.test")]
    [InlineData("http://crm.example.com")]
    public async Task A_foreign_page_is_refused_even_with_the_key(string origin) => Assert.Equal(401, await RefusedAsync("vsn=2.0.0", origin, Service.Key));

    [Fact]
    public async Task Listed_and_own_pages_and_programs_may_open_one()
    {
        foreach (var origin in (string?[])[null, Page, "https://calls.example.test", Service.Address.GetLeftPart(UriPartial.Authority)])
        {
            await using var client = await Subscriber.OpenAsync(Service, "vsn=2.0.0", origin, bearer: Service.Key);
            await client.JoinedAsync(bindings: Watched.All);
        }
    }

    [Fact]
    public async Task A_publishable_key_is_good_for_its_own_pages_only()
    {
        var key = await PageKeyAsync("page", "https://shop.example.com");

        await using var client = await Subscriber.OpenAsync(Service, $"apikey={key}&vsn=2.0.0", "https://shop.example.com");
        await client.JoinedAsync(bindings: Watched.All);

        Assert.Equal(401, await RefusedAsync($"apikey={key}&vsn=2.0.0", Page));
        Assert.Equal(401, await RefusedAsync($"apikey={key}&vsn=2.0.0"));
    }

    [Fact]
    public async Task Whoever_opens_no_socket_is_told_that_one_is_needed()
    {
        using var client = Service.CreateStranger();
        using var program = Service.CreateClient();

        var plain = await program.AskAsync("/realtime/v1/websocket", Cancel);
        var stranger = await client.AskAsync("/realtime/v1/websocket", Cancel);

        Assert.Equal((HttpStatusCode.UpgradeRequired, HttpStatusCode.Unauthorized), (plain.Status, stranger.Status));
        Assert.All((Answer[])[plain, stranger], answer => Assert.NotEmpty(answer["error"]!));
    }

    [Fact]
    public async Task Broadcasts_over_http_are_not_offered_and_that_is_said()
    {
        using var client = Service.CreateClient();

        using var response = await client.PostAsJsonAsync("/realtime/v1/api/broadcast", new { messages = Array.Empty<string>() }, Cancel);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("Broadcasts are not offered", JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!["error"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apikey=anything")]
    [InlineData("apikey=eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2FtcGxl")]
    [InlineData("vsn=2.0.0")]
    public async Task Where_no_key_is_needed_any_will_do(string query)
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        await using var client = await Subscriber.OpenAsync(service, query + "&vsn=2.0.0".Replace(query, "", StringComparison.Ordinal));

        await client.JoinedAsync(bindings: Watched.All);
        await service.BeginAsync();

        Assert.Equal("requested", (await client.ChangeAsync()).Status);
        Assert.Equal(401, await RefusedAsync(service, query, "https://evil.example.test"));
    }

    private async Task<string> PageKeyAsync(string name, string origin)
    {
        using var admin = Service.CreateClient();
        return (await admin.AddKeyAsync(new { name, kind = "publishable", team = "red", origins = (string[])[origin] }))["key"]!;
    }

    private Task<int> RefusedAsync(string query, string? origin = null, string? bearer = null) => RefusedAsync(Service, query, origin, bearer);

    // The status, after making sure that a client of Supabase understands the answer.
    private static async Task<int> RefusedAsync(ServiceHost service, string query, string? origin = null, string? bearer = null)
    {
        var fault = await Assert.ThrowsAsync<WebSocketException>(() => Subscriber.OpenAsync(service, query, origin, bearer: bearer));
        using var client = service.CreateStranger();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/realtime/v1/websocket?" + query, UriKind.Relative));
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        request.Headers.Authorization = bearer is null ? null : new("Bearer", bearer);
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "bm90IGEgc2VjcmV0ISEhIQ==")])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.NotEmpty(JsonNode.Parse(text)!["error"]!.GetValue<string>());
        Assert.Contains(((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture), fault.Message, StringComparison.Ordinal);
        return (int)response.StatusCode;
    }
}
