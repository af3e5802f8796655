using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Offhook.Testing;

namespace Offhook.Server.Tests.Forwarding;

/// <summary>While both modules run, each gets the callbacks of its own calls.</summary>
public sealed partial class WhoseCallbackTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_the_service_takes_as_a_proof_is_sent_to_it()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var agent = 9_800_000_020;
        foreach (var escape in (Func<string, string>[])
        [
            query => query,
            query => query.Replace("&", "&amp;", StringComparison.Ordinal),
            query => query.Replace("&", "&amp%3B", StringComparison.Ordinal),
            query => query.Replace("&", "&amp%3b", StringComparison.Ordinal),
            query => Uri.EscapeDataString(query),
            query => Uri.EscapeDataString(query).Replace("%3D", "%3d", StringComparison.Ordinal),
            query => string.Join('&', query.Split('&').OrderBy(pair => !pair.StartsWith("t=", StringComparison.Ordinal))),
        ])
        {
            var (_, ended) = await service.EndedCallAsync(client, "9800000010", (++agent).ToString(System.Globalization.CultureInfo.InvariantCulture), Cancel);
            var query = escape(service.CallbackOf(ended).Query[1..]);

            Assert.Equal((query, true, true), (query, ByNginx(query), await ByForwarderAsync(query)));
            Assert.Equal((query, HttpStatusCode.OK), (query, (await client.BringAsync(new Uri($"/webhooks/kaleyra/callback?{query}", UriKind.Relative), Cancel)).Status));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("id=1&caller=919800000001&receiver=919800000010&status=ANSWER&duration=12&starttime=2026-02-24+10:30:00")]
    [InlineData("start=2026-02-24&rest=ab&list=0")]
    [InlineData("t=")]
    [InlineData("ref=1&t=&status=BUSY")]
    [InlineData("recordpath=https://recordings.example.com/?t=0a")]
    public async Task What_carries_no_proof_goes_where_it_always_went(string query) => Assert.Equal((false, false), (ByNginx(query), await ByForwarderAsync(query)));

    // The rules of nginx's map, which reads them as this framework does. http://nginx.org/en/docs/http/ngx_http_map_module.html: ~ is a regular expression, ~* one without regard to case.
    private static bool ByNginx(string query)
    {
        var rules = NginxRules().Matches(File.ReadAllText(Path.Combine(ForwardingServer.Folder, "nginx.conf")));
        return Assert.Single(rules) is { } rule && Regex.IsMatch(query, rule.Groups["pattern"].Value, rule.Groups["star"].Success ? RegexOptions.IgnoreCase : RegexOptions.None);
    }

    private static async Task<bool> ByForwarderAsync(string query) => JsonSerializer.Deserialize<bool>(await ForwardingServer.EvaluateAsync(
        "import { isOffhooks } from './forward.mjs'; console.log(isOffhooks({ url: process.argv[1] }))", $"/webhooks/kaleyra/callback?{query}"));

    [GeneratedRegex("""^\s+"~(?<star>\*)?(?<pattern>[^"]+)"\s+http://127.0.0.1:3002;$""", RegexOptions.Multiline)]
    private static partial Regex NginxRules();
}
