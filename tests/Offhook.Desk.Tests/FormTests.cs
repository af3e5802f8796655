using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offhook.Simulator;
using Offhook.Testing;
using Xunit;

namespace Offhook.Desk.Tests;

/// <summary>What the desk makes of forms, good and bad, down to their bytes.</summary>
public sealed class FormTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> NoForms { get; } = new()
    {
        { "1100 fields", "application/x-www-form-urlencoded", string.Join('&', Enumerable.Range(0, 1100).Select(place => $"f{place}=1")) },
        { "a name of 3000 characters", "application/x-www-form-urlencoded", new string('x', 3000) + "=1" },
        { "multipart garbage", "multipart/form-data; boundary=x", "garbage" },
        { "multipart cut off", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"customer\"\r\n\r\n98000" },
        { "multipart without a boundary", "multipart/form-data", "garbage" },
        { "JSON", "application/json", """{"customer":"9800000010"}""" },
        { "text", "text/plain", "customer=9800000010" },
    };

    [Theory, MemberData(nameof(NoForms))]
    public async Task What_is_no_form_is_refused_in_words_and_breaks_nothing(string what, string type, string body)
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock() }, Cancel);
        using var faults = new Faults();
        service.Services.GetRequiredService<ILoggerFactory>().AddProvider(faults);
        using var client = service.CreateClient();
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await client.PostAsync(DeskForm.Dial, content, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.True(text.Contains("/problems/invalid-request", StringComparison.Ordinal) && text.Contains("A form is needed", StringComparison.Ordinal), $"{what}: {text}");
        Assert.Empty(faults.Seen);
        Assert.Empty(service.Platform.Dials);
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("slowed down")]
    [InlineData("never connected")]
    public async Task A_form_of_a_failed_call_that_is_sent_again_tells_the_same_failure(string how)
    {
        var nobody = new Uri($"http://127.0.0.1:{FreePort.Take()}/v1/");
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock(), Provider = how is "never connected" ? nobody : null }, Cancel);
        service.Platform.Next(how is "slowed down" ? Fault.TooManyRequests() : Fault.NoCredit());
        using var client = service.CreateClient();
        var form = await DeskForm.OpenAsync(client, Cancel, ("customer", "9800000010"), ("agent", "9800000001"));

        using var sent = await DeskForm.SendAsync(client, form, Cancel);
        var first = await DeskForm.OutcomeAsync(client, Cancel);
        using var resent = await DeskForm.SendAsync(client, form, Cancel);
        var again = await DeskForm.OutcomeAsync(client, Cancel);

        Assert.True(first.IsProblem, first.Sentence);
        Assert.Contains("No phone r", first.Sentence, StringComparison.Ordinal);
        Assert.Equal(first, again);
        Assert.Empty(service.Platform.Rings);
    }

    [Fact]
    public async Task A_name_of_100_characters_is_taken_and_remembered_and_one_of_101_is_refused()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock() }, Cancel);
        using var client = service.CreateClient();
        var form = await DeskForm.OpenAsync(client, Cancel, ("customer", "9800000010"), ("agent", "9800000001"), ("agent_name", new string('a', 101)));

        using var refused = await DeskForm.SendAsync(client, form, Cancel);
        var page = await client.GetStringAsync(DeskForm.Desk, Cancel);
        form["agent_name"] = new string('a', 100);
        using var taken = await DeskForm.SendAsync(client, form, Cancel);
        var after = await client.GetStringAsync(DeskForm.Desk, Cancel);

        Assert.Contains("At most 100 visible characters.", page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{new string('a', 100)}\"", after, StringComparison.Ordinal);
        Assert.Single(service.Platform.Dials);
    }

    [Theory]
    [InlineData("का", 100)]
    [InlineData("😀", 40)]
    [InlineData("\"", 100)]
    [InlineData("\u0001", 40)]
    [InlineData("\uE000", 40)]
    public async Task What_happened_is_told_after_the_redirect_whatever_was_typed(string text, int kept)
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock() }, Cancel);
        using var client = service.CreateClient();
        var typed = string.Concat(Enumerable.Repeat(text, 300 / text.Length));
        var form = await DeskForm.OpenAsync(client, Cancel, ("customer", typed), ("agent", typed), ("agent_name", typed), ("play", typed));

        using var sent = await DeskForm.SendAsync(client, form, Cancel);
        var cookie = Assert.Single(sent.Headers.GetValues("Set-Cookie"), line => line.StartsWith("offhook-notice=", StringComparison.Ordinal));
        var page = WebUtility.HtmlDecode(await client.GetStringAsync(DeskForm.Desk, Cancel));

        Assert.InRange(cookie.Length, 100, 3500);
        Assert.Contains("id=\"customer-fault\"", page, StringComparison.Ordinal);
        Assert.Contains("At most 100 visible characters.", page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{typed[..kept]}\"", page, StringComparison.Ordinal);
    }

    /// <summary>Every error that the service logs.</summary>
    private sealed class Faults : ILoggerProvider, ILogger
    {
        public List<string> Seen { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Seen.Add($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
