using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access.People;

/// <summary>What of a Supabase project matters here: it publishes keys, and signs tokens with them.</summary>
internal sealed class SupabaseStandIn : IAsyncDisposable
{
    public const string Secret = "not-a-secret-not-a-secret-not-a-secret";

    private readonly WebApplication _app;
    private readonly TaskCompletionSource _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _fetches;

    private SupabaseStandIn(WebApplication app) => _app = app;

    /// <summary>The key that signs.</summary>
    public SigningKey Key { get; set; } = SigningKey.Elliptic("key-1");

    /// <summary>The answer to who asks for the keys; null for 503.</summary>
    public Func<string>? Answer { get; set; }

    /// <summary>While this is not null, who asks for the keys waits for it.</summary>
    public Task? Hold { get; set; }

    /// <summary>Completes when somebody waits no more for <see cref="Hold"/>.</summary>
    public Task GivenUp => _givenUp.Task;

    /// <summary>How often the keys were asked for.</summary>
    public int Fetches => Volatile.Read(ref _fetches);

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    public string Issuer => $"{Address.AbsoluteUri.TrimEnd('/')}/auth/v1";

    public Dictionary<string, string> Settings => new() { ["SUPABASE_URL"] = Address.AbsoluteUri, ["SUPABASE_JWT_SECRET"] = Secret };

    public static async Task<SupabaseStandIn> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var project = new SupabaseStandIn(app);
        project.Publish(project.Key);
        app.Run(project.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        project.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return project;
    }

    /// <summary>Replaces the published keys.</summary>
    public void Publish(params SigningKey[] keys)
    {
        var text = new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => key.Public?.DeepClone())]) }.ToJsonString();
        Answer = () => text;
    }

    /// <summary>The claims of somebody who signed in just now, for an hour.</summary>
    public JsonObject Claims(ManualClock clock, string subject, JsonObject? appMetadata = null)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = Issuer,
            ["sub"] = subject,
            ["aud"] = "authenticated",
            ["exp"] = now + 3600,
            ["iat"] = now,
            ["role"] = "authenticated",
            ["email"] = "agent@example.com",
            ["phone"] = "",
            ["aal"] = "aal1",
            ["session_id"] = "33333333-3333-4333-8333-333333333333",
            ["is_anonymous"] = false,
            ["app_metadata"] = appMetadata ?? new JsonObject { ["provider"] = "email" },
            ["user_metadata"] = new JsonObject { ["name"] = "Sample Agent" },
        };
    }

    /// <summary>The token of an agent.</summary>
    public string Agent(ManualClock clock, string subject, string number, string? team) =>
        Key.Token(Claims(clock, subject, new JsonObject { ["role"] = "agent", ["agent_number"] = number, ["team"] = team }));

    /// <summary>The token of a supervisor.</summary>
    public string Supervisor(ManualClock clock, string subject, string team) =>
        Key.Token(Claims(clock, subject, new JsonObject { ["role"] = "supervisor", ["team"] = team }));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref _fetches);
        if (Hold is { } hold)
        {
            await using var leaving = http.RequestAborted.Register(_givenUp.SetResult);
            await hold;
        }

        if (Answer is not { } answer || http.Request.Path != "/auth/v1/.well-known/jwks.json")
        {
            http.Response.StatusCode = Answer is null ? 503 : 404;
            return;
        }

        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer());
    }
}
