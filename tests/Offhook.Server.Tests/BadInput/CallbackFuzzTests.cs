using System.Globalization;
using System.Text;
using Offhook.Testing;

namespace Offhook.Server.Tests.BadInput;

/// <summary>Random callbacks. A failure names its seed; <c>OFFHOOK_SEED</c> repeats it.</summary>
public sealed class CallbackFuzzTests(CalledService called) : IClassFixture<CalledService>
{
    private const string Path = "/webhooks/kaleyra/callback";
    private const int Rounds = 300;

    private static readonly string[] Names =
        ["ref", "t", "id", "caller", "receiver", "status", "status1", "status2", "obdstatus", "duration", "billsec", "starttime", "endtime", "callerid", "recordpath", "custom"];

    private static readonly string[] Pieces =
        ["ANSWER", "BUSY", "{status}", "%7Bid%7D", "%", "%%", "%00", "%ff", "%ed%a0%80", "+", "&", "=", "//", "https://x.example.test/a?b=c", "-1", "99999999999999999999", "NaN", "1e308", "१२", "\\", "'", "\"", "<", "null", "2026-02-30 25:61:61", "0000-00-00", ";"];

    private readonly int _seed = int.TryParse(Environment.GetEnvironmentVariable("OFFHOOK_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : Random.Shared.Next();

    [Fact]
    public async Task Random_bytes_are_answered_without_a_5xx_and_change_nothing()
    {
        var random = new Random(_seed);
        for (var round = 0; round < Rounds; round++)
        {
            var line = $"{(random.Next(2) == 0 ? "GET" : "POST")} {Path}?{Noise(random, 400)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
            var body = Encoding.Latin1.GetBytes(Noise(random, 2000));
            var head = random.Next(8) == 0 ? $"{line}{Noise(random, 50)}\r\n\r\n" : $"{line}Content-Length: {body.Length}\r\n\r\n";

            var (status, text) = await RawRequest.SendAsync(called.Service.Address, (byte[])[.. Encoding.Latin1.GetBytes(head), .. body]);

            // Noise that looks like a version of HTTP is told that it is none we speak.
            Assert.True(status is < 500 or 505, $"seed {_seed}, round {round}: {text}");
        }

        await called.AssertUnchangedAsync();
    }

    [Fact]
    public async Task Mutated_callbacks_with_a_wrong_proof_change_nothing()
    {
        var random = new Random(_seed);
        for (var round = 0; round < Rounds; round++)
        {
            var genuine = called.Watched[random.Next(2)];
            var token = genuine.Value("t").ToCharArray();
            var place = random.Next(token.Length);
            token[place] = (char)(token[place] == 'f' ? 'e' : token[place] is >= '0' and < '9' ? token[place] + 1 : 'f');
            var forged = random.Next(4) switch
            {
                0 => genuine.With("t", new string(token)),
                1 => genuine.With("t", genuine.Value("t")[..random.Next(32)]),
                2 => genuine.With("t", called.Spare().Value("t")),
                _ => genuine.With("t", genuine.Value("t") + "0"),
            };

            var status = (await called.Client.BringAsync(new Uri(forged.OriginalString + "&" + Pairs(random)), TestContext.Current.CancellationToken)).Status;

            Assert.True((int)status == 404, $"seed {_seed}, round {round}: {status} {forged}");
        }

        await called.AssertUnchangedAsync();
    }

    [Fact]
    public async Task Genuine_callbacks_full_of_nonsense_are_kept_and_touch_no_other_call()
    {
        var random = new Random(_seed);
        for (var round = 0; round < Rounds; round++)
        {
            var address = $"{called.Service.Address}webhooks/kaleyra/callback?ref={called.Spare().Value("ref")}&t={called.Spare().Value("t")}&{Pairs(random)}";

            var answer = await called.Client.BringAsync(new Uri(address), TestContext.Current.CancellationToken);

            Assert.True((int)answer.Status == 200, $"seed {_seed}, round {round}: {answer} {address}");
        }

        await called.AssertUnchangedAsync();
    }

    private static string Noise(Random random, int most) =>
        string.Concat(Enumerable.Range(0, random.Next(most)).Select(_ => random.Next(6) == 0 ? Pieces[random.Next(Pieces.Length)] : ((char)random.Next(256)).ToString()));

    // Neither the reference nor the token is named again: the proof before them stays what it is.
    private static string Pairs(Random random) => string.Join('&', Enumerable.Range(0, random.Next(1, 20)).Select(_ => $"{Names[random.Next(2, Names.Length)]}={Value(random)}"));

    private static string Value(Random random) =>
        Uri.EscapeDataString(string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Pieces[random.Next(Pieces.Length)])));
}
