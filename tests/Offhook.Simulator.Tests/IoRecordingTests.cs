using System.Net;

namespace Offhook.Simulator.Tests;

public sealed class IoRecordingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recordings_link_plays_without_a_key_the_tone_of_the_legacy_platform()
    {
        await using var line = await IoLine.OpenAsync();
        var call = await TalkedAsync(line);
        using var stranger = new HttpClient();

        var link = await LinkAsync(line, "id=" + Uri.EscapeDataString(call.RecordingId) + "&validity=5&download=0");
        var wav = await stranger.GetByteArrayAsync(link, Cancel);

        Assert.EndsWith("==", call.RecordingId, StringComparison.Ordinal);
        Assert.Equal(line.Line.Host.Address.Authority, link.Authority);
        Assert.Equal(44 + (8 * 8000), wav.Length);
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData("&validity=1", 1)]
    [InlineData("&validity=60&download=0", 60)]
    public async Task A_link_lives_as_long_as_was_asked_for_and_five_minutes_otherwise(string query, int minutes)
    {
        await using var line = await IoLine.OpenAsync();
        var link = await LinkAsync(line, "id=" + Uri.EscapeDataString((await TalkedAsync(line)).RecordingId) + query);

        line.Line.Pass((minutes * 60) - 1);
        using var early = await line.Http.GetAsync(link, Cancel);
        line.Line.Pass(1);
        using var late = await line.Http.GetAsync(link, Cancel);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden, "The link has expired"), (early.StatusCode, late.StatusCode, await late.Content.ReadAsStringAsync(Cancel)));
    }

    [Fact]
    public async Task A_link_cannot_be_lengthened_or_led_elsewhere()
    {
        await using var line = await IoLine.OpenAsync();
        var call = await TalkedAsync(line);
        var other = await TalkedAsync(line);
        var link = (await LinkAsync(line, "id=" + Uri.EscapeDataString(call.RecordingId))).AbsoluteUri;
        var expires = link.Split("expires=")[1].Split('&')[0];

        foreach (var forged in new[]
        {
            link.Replace(expires, expires + "0", StringComparison.Ordinal),
            link.Replace($"{call.RowId:N}", $"{other.RowId:N}", StringComparison.Ordinal),
            link.Split("&signature=")[0],
            link.Split('?')[0],
            new Uri(line.Line.Host.Address, $"recordings/?id={call.RowId:N}").AbsoluteUri,
        })
        {
            using var answer = await line.Http.GetAsync(new Uri(forged), Cancel);
            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Forbidden, HttpStatusCode.NotFound });
        }
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_download_is_redirected_to_the_link_by_either_verb(string verb)
    {
        await using var line = await IoLine.OpenAsync();
        var call = await TalkedAsync(line);
        using var request = new HttpRequestMessage(new HttpMethod(verb), IoLine.Path("recordings?download=1&id=" + Uri.EscapeDataString(call.RecordingId)));

        using var answer = await line.Http.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.MovedPermanently, answer.StatusCode);
        Assert.Equal(44 + (8 * 8000), (await line.Http.GetByteArrayAsync(answer.Headers.Location, Cancel)).Length);
    }

    [Theory]
    [InlineData("", 400, "Missing id")]
    [InlineData("id=QUFBQTAwMDA%3D", 404, "There is no recording")]
    [InlineData("id=x&validity=0", 400, "Invalid validity")]
    [InlineData("id=x&download=2", 400, "Invalid download")]
    [InlineData("id=x&format=mp3", 400, "Unknown parameter: format")]
    public async Task What_is_wrong_is_refused_by_name(string query, int status, string says)
    {
        await using var line = await IoLine.OpenAsync();

        using var answer = await line.GetAsync(IoLine.Path("recordings?" + query));

        Assert.Contains(says, (await IoLine.ReadAsync(answer, status)).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_did_not_talk_has_no_recording()
    {
        await using var line = await IoLine.OpenAsync();
        var missed = await line.PlayOutAsync(await line.DialAsync("919800000021"));
        var played = await line.PlayOutAsync(await line.DialOutboundAsync("919800000010"));

        Assert.Equal(("", ""), (missed.RecordingId, played.RecordingId));
    }

    [Fact]
    public async Task Recordings_can_be_spoilt_and_the_logs_faults_pass_them_by()
    {
        await using var line = await IoLine.OpenAsync();
        var path = IoLine.Path("recordings?id=" + Uri.EscapeDataString((await TalkedAsync(line)).RecordingId));
        foreach (var fault in new[] { Fault.RepeatedRow(), Fault.RecordingElsewhere(), Fault.RecordingElsewhere(new Uri(line.Line.Receiver.Address + "/other")), Fault.PostOnly(), Fault.ServerError(503).OnReports() })
        {
            line.Platform.Next(fault);
        }

        using var log = await line.GetAsync(IoLine.Path("call-logs"));
        using var elsewhere = await line.GetAsync(path);
        using var own = await line.GetAsync(path + "&download=1");
        using var byGet = await line.GetAsync(path + "&download=1");
        using var failing = await line.GetAsync(path + "&download=1");
        using var good = await line.GetAsync(path);

        Assert.Equal(2, (await IoLine.ReadAsync(log)).GetProperty("data").GetArrayLength());
        Assert.Equal([200, 301, 301, 405, 503, 200], new[] { log, elsewhere, own, byGet, failing, good }.Select(answer => (int)answer.StatusCode));
        Assert.Equal(("storage.example.test", line.Line.Receiver.Address + "/other"), (elsewhere.Headers.Location!.Host, own.Headers.Location!.AbsoluteUri));
        Assert.Throws<ArgumentException>(() => Fault.RecordingElsewhere(new Uri("ftp://storage.example.test/")));
        Assert.Throws<ArgumentException>(() => Fault.RecordingElsewhere(new Uri("/x", UriKind.Relative)));
    }

    private static async Task<SimulatedCall> TalkedAsync(IoLine line) => await line.PlayOutAsync(await line.DialAsync("919800000010"));

    private static async Task<Uri> LinkAsync(IoLine line, string query)
    {
        using var answer = await line.GetAsync(IoLine.Path("recordings?" + query));
        return new Uri((await IoLine.ReadAsync(answer)).GetProperty("data").GetProperty("link").GetString()!);
    }
}
