using Offhook.Testing;

namespace Offhook.Server.Tests.Survival;

public sealed class KilledAmongCallsTests
{
    private const int Clicks = 30;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_that_is_killed_among_many_calls_loses_none_and_dials_none_twice()
    {
        await using var scene = await Scene.OpenAsync();
        Answer?[] answers;
        await using (var doomed = await scene.StartAsync())
        {
            using var client = doomed.CreateClient();
            var clicks = Enumerable.Range(0, Clicks).Select(index => AnswerOrNothingAsync(client, index)).ToList();
            await Waiting.UntilAsync(() => scene.Platform.Callbacks.Count(sent => sent.Event is null) >= 3, () => scene.Platform.Dials.Count, Cancel);
            await doomed.KillAsync();
            answers = await Task.WhenAll(clicks).SoonAsync();
        }

        var acknowledged = scene.Platform.Callbacks.Where(sent => sent is { Event: null, StatusCode: 200 }).Select(sent => sent.CallId).ToList();
        await using (var offhook = await scene.StartAsync())
        {
            using var client = offhook.CreateClient();
            var repeated = await Task.WhenAll(Enumerable.Range(0, Clicks).Select(index => ClickAsync(client, index)));

            Assert.All(answers.Zip(repeated).Where(pair => pair.First is not null), pair => Assert.Equal(pair.First!.Id, pair.Second.Id));
            foreach (var id in acknowledged)
            {
                var reports = await client.AskAsync($"/calls/{id}/reports", Cancel);
                Assert.Contains("callback", reports.Items().Select(report => report.Text("source")));
            }
        }

        await using var service = await scene.ContinueOnManualClockAsync();
        await Scene.PlayToTheEndAsync(service);
        using var reader = service.CreateClient();
        var calls = (await reader.AskAsync("/calls?limit=200", Cancel)).Items();
        var dialled = scene.Platform.Dials.Select(dial => dial.Caller[^10..]).ToList();

        Assert.NotEmpty(acknowledged);
        Assert.Equal(Clicks, calls.Select(call => call.Text("agent_number")).Distinct().Count());
        Assert.Equal(Clicks, calls.Count);
        Assert.Equal(dialled.Count, dialled.Distinct().Count());
        Assert.All(calls, call => Assert.Equal(
            dialled.Contains(call.Text("agent_number")![3..]) ? "busy" : "unconfirmed", call.Text("status")));
    }

    private static Task<Answer> ClickAsync(HttpClient client, int index) =>
        client.ClickToCallAsync("9800000031", $"98000010{index:00}", $"click-{index}", Cancel);

    private static async Task<Answer?> AnswerOrNothingAsync(HttpClient client, int index)
    {
        try
        {
            return await ClickAsync(client, index);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
