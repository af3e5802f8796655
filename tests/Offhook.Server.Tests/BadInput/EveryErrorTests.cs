using Microsoft.Extensions.DependencyInjection;
using Offhook.Storage;
using Offhook.Testing;

namespace Offhook.Server.Tests.BadInput;

/// <summary>Every error has one form, whoever makes it and whatever the request accepts.</summary>
public sealed class EveryErrorTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("text/html")]
    [InlineData("image/png")]
    [InlineData("nonsense")]
    public async Task Errors_are_problems_whatever_is_accepted(string? accept)
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { IsPublic = true, Clock = new ManualClock() }, TestContext.Current.CancellationToken);
        using var client = service.CreateClient();
        using var stranger = service.CreateStranger();

        Assert.Equal("credential-needed", (await AskAsync(stranger, HttpMethod.Get, "/calls", accept)).Name);
        Assert.Equal("credential-needed", (await AskAsync(stranger, HttpMethod.Delete, "/calls", accept)).Name);
        Assert.Equal("credential-needed", (await AskAsync(stranger, HttpMethod.Post, "/desk/dial", accept)).Name);
        Assert.Equal("credential-needed", (await AskAsync(stranger, HttpMethod.Get, "/nowhere", accept)).Name);
        Assert.Equal("not-found", (await AskAsync(client, HttpMethod.Get, "/nowhere", accept)).Name);
        Assert.Equal("not-found", (await AskAsync(stranger, HttpMethod.Get, "/webhooks/kaleyra/callback?ref=1", accept)).Name);
        Assert.Equal("no-such-call", (await AskAsync(client, HttpMethod.Get, "/calls/1", accept)).Name);
        Assert.Equal("invalid-request", (await AskAsync(client, HttpMethod.Get, "/calls?limit=x", accept)).Name);
        Assert.Equal("method-not-allowed", (await AskAsync(client, HttpMethod.Delete, "/calls", accept)).Name);
        Assert.Equal("json-needed", (await AskAsync(client, HttpMethod.Post, "/calls/click-to-call", accept)).Name);
    }

    [Fact]
    public async Task What_breaks_inside_is_told_to_nobody_outside()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock() }, TestContext.Current.CancellationToken);
        using var client = service.CreateClient();
        var started = await client.ClickToCallAsync(cancellationToken: TestContext.Current.CancellationToken);
        await service.Services.GetRequiredService<ICallStore>().DisposeAsync();

        foreach (var path in (string[])["/calls", $"/calls/{started.Id}", $"/calls/{started.Id}/reports", $"/calls/{started.Id}/recording"])
        {
            var problem = await AskAsync(client, HttpMethod.Get, path, "text/html");

            Assert.True(problem.Name is "unexpected" or "store-unavailable", $"{path}: {problem}");
            Assert.Null(problem.Json.Text("detail")?.Split(' ').FirstOrDefault(word => word.Contains('/', StringComparison.Ordinal)));
        }
    }

    private static async Task<ProblemAnswer> AskAsync(HttpClient client, HttpMethod method, string path, string? accept)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await ProblemAnswer.OfAsync(response);
    }
}
