using System.Net;
using System.Net.Http.Headers;
using Offhook.Server.Settings;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access;

public sealed class NewKeyTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private PostgresDatabase? _database;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await PostgresDatabase.CreateIfUsedAsync();

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_new_key_ends_the_old_one_and_its_sessions()
    {
        var (oldKey, session) = ("", "");
        await WhileRunningAsync([], async client =>
        {
            oldKey = await KeyAsync();
            using var form = new FormUrlEncodedContent([new("key", oldKey)]);
            using var signedIn = await client.PostAsync(new Uri("/session", UriKind.Relative), form, Cancel);
            session = Assert.Single(signedIn.Headers.GetValues("Set-Cookie")).Split(';')[0];
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, oldKey, null));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, null, session));
        });

        await WhileRunningAsync(["--new-key"], async client =>
        {
            Assert.NotEqual(oldKey, await KeyAsync());
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, await KeyAsync(), null));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, oldKey, null));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, null, session));
        });

        await WhileRunningAsync([], async client => Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, await KeyAsync(), null)));
    }

    private async Task WhileRunningAsync(string[] args, Func<HttpClient, Task> test)
    {
        var settings = new Dictionary<string, string>
        {
            ["KALEYRA_API_KEY"] = "A0000000000000000000000000000fake",
            ["KALEYRA_CALLBACK_URL"] = "https://calls.example.test",
            ["KALEYRA_BASE_URL"] = "http://127.0.0.1:9/v1/",
            ["KALEYRA_OBD_BASE_URL"] = "http://127.0.0.1:9/api/v1/",
            ["OFFHOOK_DATA"] = _folder.Path,
        };
        if (_database is not null)
        {
            settings["DATABASE_URL"] = _database.Url;
        }

        await using var host = await OffhookHost.OpenAsync([.. args, "--urls=http://127.0.0.1:0"], new SettingsSource(settings), TimeProvider.System, Cancel);
        await host.Application.StartAsync(Cancel);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(host.Application.Urls.First()) };
        await test(client);
        await host.Application.StopAsync(Cancel);
    }

    private async Task<string> KeyAsync() => (await File.ReadAllTextAsync(Path.Combine(_folder.Path, "first-key"), Cancel)).Trim();

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string? key, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/calls", UriKind.Relative));
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var response = await client.SendAsync(request, Cancel);
        return response.StatusCode;
    }
}
