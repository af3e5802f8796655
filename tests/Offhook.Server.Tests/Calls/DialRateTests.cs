using System.Net;
using Offhook.Testing;

namespace Offhook.Server.Tests.Calls;

public sealed class DialRateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_calls_go_at_once_then_two_a_second_and_who_would_wait_too_long_is_told_when_to_come_back()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 10).Select(index => ClickAsync(client, index)));
        Assert.All(atOnce, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));

        // Six turns come within 3 s; the others are refused while the clock stands.
        var later = Enumerable.Range(10, 9).Select(index => ClickAsync(client, index)).ToList();
        var refused = new List<Answer>();
        while (refused.Count < 3)
        {
            var done = await Task.WhenAny(later).SoonAsync();
            later.Remove(done);
            refused.Add(await done);
        }

        Assert.All(refused, answer => Assert.Equal((HttpStatusCode.TooManyRequests, "/problems/dialling-too-fast"), (answer.Status, answer["type"])));
        Assert.All(refused, answer => Assert.Equal(TimeSpan.FromSeconds(4), answer.RetryAfter));
        Assert.Equal(10, service.Platform.Dials.Count);

        var waited = await service.PlayAsync(Task.WhenAll(later), TimeSpan.FromMilliseconds(500));

        Assert.All(waited, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        Assert.Equal(16, service.Platform.Dials.Count);
        Assert.Equal(16, service.Platform.RequestsReceived[service.Provider.ClickToCallRequest]);
        Assert.Equal(16, (await client.AskAsync("/calls?limit=200", Cancel)).Items().Count);
    }

    [Fact]
    public async Task After_a_quiet_time_calls_go_at_once_again()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(index => ClickAsync(client, index)));
        service.Clock.Advance(TimeSpan.FromSeconds(5));

        var again = await Task.WhenAll(Enumerable.Range(10, 10).Select(index => ClickAsync(client, index))).SoonAsync();

        Assert.All(again, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
    }

    private static Task<Answer> ClickAsync(HttpClient client, int index) => client.ClickToCallAsync("9800000099", $"98000010{index:00}", cancellationToken: Cancel);
}
