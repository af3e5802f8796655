using System.Net;
using System.Text;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access;

public sealed class KeyTests(PublicService open) : IClassFixture<PublicService>
{
    public static TheoryData<string, Func<string, string>> Wrong { get; } = new()
    {
        { "another key", key => "Bearer offhook_" + new string('A', key.Length - 8) },
        { "a key cut off", key => "Bearer " + key[..^1] },
        { "a key with more behind", key => "Bearer " + key + "A" },
        { "the key in another case", key => "Bearer " + Swapped(key) },
        { "the key without its beginning", key => "Bearer " + key["offhook_".Length..] },
        { "nothing", _ => "" },
        { "only the scheme", _ => "Bearer" },
        { "the scheme and a blank", _ => "Bearer " },
        { "the bare key", key => key },
        { "the key twice", key => $"Bearer {key}, Bearer {key}" },
        { "basic", key => "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("admin:" + key)) },
        { "basic with the key", key => "Basic " + key },
        { "another scheme", key => "Token " + key },
        { "a token that signs itself", _ => "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9." },
        { "a very long one", key => "Bearer " + key + new string('x', 5000) },
        { "a star", _ => "Bearer *" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task A_wrong_credential_opens_nothing(string what, Func<string, string> header)
    {
        using var client = open.Service.CreateStranger();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header(open.Service.Key));

        using var response = await client.GetAsync(new Uri("/calls", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal("credential-needed", (await ProblemAnswer.OfAsync(response)).Name);
        Assert.True(response.Headers.WwwAuthenticate.ToString() == "Bearer", what);
    }

    [Fact]
    public async Task The_key_is_not_taken_from_an_address_a_cookie_or_another_header()
    {
        var key = open.Service.Key;
        foreach (var (path, name, value) in ((string, string, string)[])
            [($"/calls?apikey={key}", "X-None", "1"), ($"/calls?access_token={key}", "X-None", "1"), ("/calls", "x-api-key", key), ("/calls", "Cookie", $"offhook-session={key}"), ("/calls", "Proxy-Authorization", $"Bearer {key}")])
        {
            using var client = open.Service.CreateStranger();
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);

            Assert.Equal(HttpStatusCode.Unauthorized, (await client.AskAsync(path, TestContext.Current.CancellationToken)).Status);
        }
    }

    [Theory]
    [InlineData("Bearer {0}")]
    [InlineData("bearer {0}")]
    [InlineData("BEARER   {0} ")]
    public async Task The_key_opens_everything(string form)
    {
        using var client = open.Service.CreateStranger();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", string.Format(System.Globalization.CultureInfo.InvariantCulture, form, open.Service.Key));

        foreach (var path in (string[])["/", "/calls", $"/calls/{open.Id}", $"/calls/{open.Id}/reports", "/openapi/v1.json"])
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

            Assert.True(response.StatusCode is HttpStatusCode.OK, $"{path} {response.StatusCode}");
        }
    }

    [Fact]
    public async Task The_key_dials_and_hears_the_live_feed()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { IsPublic = true, Clock = new ManualClock() }, TestContext.Current.CancellationToken);
        using var client = service.CreateClient();
        await using var feed = await FeedListener.ConnectAsync(client, cancellationToken: TestContext.Current.CancellationToken);

        var started = await client.ClickToCallAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Created, started.Status);
        await feed.UntilAsync(call => call.Text("id") == started.Id, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_key_stays_the_same_over_a_restart_and_is_not_written_again()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { IsPublic = true, Clock = new ManualClock() }, TestContext.Current.CancellationToken);
        using var client = service.CreateClient();
        File.Delete(Path.Combine(service.DataFolder, "first-key"));

        await service.RestartAsync(TestContext.Current.CancellationToken);

        Assert.False(File.Exists(Path.Combine(service.DataFolder, "first-key")));
        Assert.Equal(HttpStatusCode.OK, (await client.AskAsync("/calls", TestContext.Current.CancellationToken)).Status);
    }

    private static string Swapped(string key) => string.Concat(key.Select(c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c)));
}
