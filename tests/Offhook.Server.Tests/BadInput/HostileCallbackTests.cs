using System.Net;
using System.Text;
using Offhook.Testing;

namespace Offhook.Server.Tests.BadInput;

public sealed class HostileCallbackTests(CalledService called) : IClassFixture<CalledService>
{
    private const string Path = "/webhooks/kaleyra/callback";

    public static TheoryData<string> Queries { get; } =
    [
        "", "?", "??", "?&&&", "?=", "?ref", "?ref=&t=", "?t=00000000000000000000000000c0ffee", "?ref=01J0000000000000000000TEST&t=", "?%", "?%zz=%zz", "?a=%", "?a=%4", "?a=%u0041",
        "?a=%ff%fe%c3%28", "?a=%ed%a0%80", "?a=%00", "?%00=%00", "?ref=%00&t=%00", "?a=%0d%0aX-Injected:%201", "?ref[]=1&ref[]=2", "?status=ANSWER&status=BUSY",
        "?id=' or '1'='1", "?id=1;drop table ivr_calls", "?a=<script>alert(1)</script>", "?recordpath=http://127.0.0.1:1/x", "?ref=" + "%25".PadRight(300, '5'),
    ];

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_query_without_proof_finds_nothing_and_changes_nothing(string query)
    {
        using var response = await called.Client.GetAsync(new Uri(Path + query, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal("not-found", (await ProblemAnswer.OfAsync(response)).Name);
        await called.AssertUnchangedAsync();
    }

    [Theory]
    [InlineData(8 * 1024, 404)]
    [InlineData(15 * 1024, 404)]
    [InlineData(17 * 1024, 414)]
    [InlineData(64 * 1024, 414)]
    public async Task A_query_of_many_kilobytes_is_read_up_to_a_limit_and_then_refused(int length, int status)
    {
        var (answered, text) = await RawRequest.SendAsync(called.Service.Address, $"GET {Path}?a={new string('x', length)} HTTP/1.1\nHost: localhost");

        Assert.True(answered == status, $"{answered} {text}");
        await called.AssertUnchangedAsync();
    }

    [Fact]
    public async Task A_genuine_callback_of_8_kB_is_kept()
    {
        using var client = called.Service.CreateStranger();
        var answer = await client.BringAsync(new Uri(called.Spare().OriginalString + "&extra=" + new string('x', 8 * 1024)), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        await called.AssertUnchangedAsync();
    }

    [Fact]
    public async Task Thousands_of_parameters_are_read_and_change_nothing()
    {
        var pairs = string.Join('&', Enumerable.Range(0, 4000).Select(number => $"{number}={number % 10}"));

        using var asked = await called.Client.GetAsync(new Uri($"{Path}?{pairs[..(14 * 1024)]}", UriKind.Relative), TestContext.Current.CancellationToken);
        using var form = new StringContent(pairs, Encoding.ASCII, "application/x-www-form-urlencoded");
        using var posted = await called.Client.PostAsync(new Uri(Path, UriKind.Relative), form, TestContext.Current.CancellationToken);

        Assert.Equal((404, 404), ((await ProblemAnswer.OfAsync(asked)).Status, (await ProblemAnswer.OfAsync(posted)).Status));
        await called.AssertUnchangedAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_65_kB_is_refused_even_with_a_proof(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, called.Spare()) { Content = new StringContent("a=" + new string('x', 65 * 1024)) };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await called.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("too-large", (await ProblemAnswer.OfAsync(response)).Name);
        await called.AssertUnchangedAsync();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"ref\":1,\"t\":[]}")]
    [InlineData("{\"data\":{\"data\":{\"data\":{}}}}")]
    [InlineData("\0\0\0")]
    [InlineData("%00=%00&%zz")]
    [InlineData("<xml/>")]
    public async Task A_body_without_proof_finds_nothing_whatever_its_type(string body)
    {
        foreach (var type in (string?[])["application/json", "application/x-www-form-urlencoded", "text/xml", "multipart/form-data", "nonsense", null])
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (type is not null)
            {
                content.Headers.TryAddWithoutValidation("Content-Type", type);
            }

            using var response = await called.Client.PostAsync(new Uri(Path, UriKind.Relative), content, TestContext.Current.CancellationToken);
            Assert.Equal("not-found", (await ProblemAnswer.OfAsync(response)).Name);
        }

        await called.AssertUnchangedAsync();
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("CALL")]
    public async Task Another_method_is_refused_even_with_a_proof(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), called.Spare());
        using var response = await called.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(("method-not-allowed", 405), ((await ProblemAnswer.OfAsync(response)).Name, (int)response.StatusCode));
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow.Order(StringComparer.Ordinal));
        await called.AssertUnchangedAsync();
    }

    [Theory]
    [InlineData("/webhooks/kaleyra/../kaleyra/callback/x")]
    [InlineData("/webhooks%2fkaleyra%2fcallback")]
    [InlineData("//webhooks/kaleyra/callback")]
    [InlineData("/webhooks/kaleyra/callback%00")]
    [InlineData("/webhooks/kaleyra/callback;x")]
    [InlineData("/webhooks/kaleyra")]
    public async Task Another_path_leads_nowhere(string path)
    {
        var (status, text) = await RawRequest.SendAsync(called.Service.Address, $"GET {path}{called.Spare().Query} HTTP/1.1\nHost: localhost");

        Assert.True(status is 404 or 400, text);
        await called.AssertUnchangedAsync();
    }
}
