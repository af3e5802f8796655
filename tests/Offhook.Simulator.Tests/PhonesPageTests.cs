using System.Net;

namespace Offhook.Simulator.Tests;

public sealed class PhonesPageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_no_call_it_says_how_to_place_one()
    {
        await using var line = await Line.OpenAsync();

        var page = await line.Http.GetStringAsync(line.Host.PhonesPage, Cancel);

        Assert.Contains("No phone is ringing. Place a call on the desk, or dial a number ending in 99", page, StringComparison.Ordinal);
        Assert.Equal(2, Count(page, "data-state=\"idle\""));
        Assert.Equal(6, Count(page, " disabled>"));
    }

    [Fact]
    public async Task It_shows_the_newest_live_call_and_its_buttons_that_make_sense()
    {
        await using var line = await Line.OpenAsync();
        var old = await line.DialAsync("9800000099");
        var newest = await line.DialAsync("9800000098", "9800000003");
        line.Platform.Answer(newest.Id, Side.Agent);
        line.Pass(12);

        var page = await line.Http.GetStringAsync(line.Host.PhonesPage, Cancel);
        var other = await line.Http.GetStringAsync(new Uri(line.Host.Address, "phones?call=" + old.Id), Cancel);

        Assert.Contains("data-side=\"agent\" data-state=\"in-call\"", page, StringComparison.Ordinal);
        Assert.Contains("data-side=\"customer\" data-state=\"ringing\"", page, StringComparison.Ordinal);
        Assert.Contains("0:12", page, StringComparison.Ordinal);
        Assert.Equal(3, Count(page, " disabled>"));
        Assert.Contains($"action=\"/phones/{old.Id}/agent\"", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forms_work_without_a_script_and_say_when_they_came_too_late()
    {
        await using var line = await Line.OpenAsync();
        var id = (await line.DialAsync("9800000099")).Id;
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = line.Host.Address };
        using var form = new FormUrlEncodedContent([new("do", "answer")]);
        using var nonsense = new FormUrlEncodedContent([new("do", "dance")]);

        using var first = await http.PostAsync(new Uri($"phones/{id}/agent", UriKind.Relative), form, Cancel);
        using var again = await http.PostAsync(new Uri($"phones/{id}/agent", UriKind.Relative), form, Cancel);
        using var wrong = await http.PostAsync(new Uri($"phones/{id}/agent", UriKind.Relative), nonsense, Cancel);

        Assert.Equal((HttpStatusCode.SeeOther, $"/phones?call={id}"), (first.StatusCode, first.Headers.Location?.OriginalString));
        Assert.Equal(LegState.InCall, line.Call(id).Agent!.State);
        Assert.Contains("no longer rings", await http.GetStringAsync(again.Headers.Location, Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task The_stream_tells_the_state_at_once_every_change_and_that_it_lives()
    {
        await using var line = await Line.OpenAsync();
        using var answer = await line.Http.GetAsync(new Uri(line.Host.Address, "phones/events"), HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("\"calls\":[]", await NextAsync(reader), StringComparison.Ordinal);
        await Line.Within(line.Clock.PlannedAsync(TimeSpan.FromSeconds(15)), "the stream to wait for a change");
        await line.DialAsync("9800000099");
        Assert.Contains("\"state\":\"ringing\"", await NextAsync(reader), StringComparison.Ordinal);

        await Line.Within(line.Clock.PlannedAsync(TimeSpan.FromSeconds(15), times: 2), "the wait for the first heartbeat");
        line.Pass(15);
        Assert.Equal(":", await NextAsync(reader));
    }

    [Theory]
    [InlineData("phones/phones.css", "text/css")]
    [InlineData("phones/phones.js", "text/javascript")]
    public async Task Its_files_come_out_of_the_assembly(string path, string type)
    {
        await using var line = await Line.OpenAsync();

        using var answer = await line.Http.GetAsync(new Uri(line.Host.Address, path), Cancel);

        Assert.Equal((type, "nosniff"), (answer.Content.Headers.ContentType?.MediaType, answer.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task Nothing_a_dialler_sends_becomes_markup_and_no_script_stands_in_the_page()
    {
        await using var line = await Line.OpenAsync();
        await line.AskAsync(("method", "voice.call"), ("numbers", "9800000099"), ("message", "<img src=x onerror=1>"));

        using var answer = await line.Http.GetAsync(line.Host.PhonesPage, Cancel);
        var page = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Contains("&lt;img src=x", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.Equal(1, Count(page, "<script"));
        Assert.StartsWith("default-src 'none'; script-src 'self';", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    private static async Task<string> NextAsync(StreamReader reader)
    {
        while (true)
        {
            if (await reader.ReadLineAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancel) is { Length: > 0 } text)
            {
                return text;
            }
        }
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
