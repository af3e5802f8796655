using System.Globalization;
using System.Text;
using Offhook.Kaleyra.Legacy;
using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Tests.Replies;

/// <summary>No body, however broken, makes a reader throw or shows the key. A failure prints the seed to run again.</summary>
public sealed class ReplyFuzzTests
{
    private const int Rounds = 20_000;

    private static readonly string[] Bodies =
    [
        """{"status":"200","message":"OK","data":{"id":"c2c_000000000000001"}}""",
        """{"status":"200","message":"OK","data":[{"id":"1","callto":"9800000002","start_time":"2026-02-24 10:30:00","duration":62,"billsec":"41","recording":"//play.example.test/"}]}""",
        """{"status":"A401","message":"Invalid API key A0000000000000000000000000000fake","data":null}""",
        "<?xml version=\"1.0\"?><response><status>200</status><message>OK</message><data><id>c2c_1</id></data></response>",
        "GID=123456-1",
        "<html><body>A0000000000000000000000000000fake</body></html>",
    ];

    private static readonly string[] Morsels =
        ["{", "}", "[", "]", "\"", "\\ud800", "\\u0000", "\0", "\ud800", ",", ":", "<", ">", "</", "<!--", "<![CDATA[", "&amp;", "&x;", "null", "1e999", "\uFEFF", "(", ")", ";", "id", "status", "9999-12-31 23:59:59"];

    [Fact]
    public void Nothing_makes_a_reader_throw()
    {
        var seed = Environment.GetEnvironmentVariable("OFFHOOK_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        var random = new Random(seed);
        var mask = new SecretMask(Given.Key);
        for (var round = 0; round < Rounds; round++)
        {
            var body = new StringBuilder(Bodies[random.Next(Bodies.Length)]);
            for (var i = random.Next(10); i > 0; i--)
            {
                var at = random.Next(body.Length);
                _ = random.Next(3) switch
                {
                    0 => body.Insert(at, Morsels[random.Next(Morsels.Length)]),
                    1 => body.Remove(at, Math.Min(random.Next(1, 15), body.Length - at - 1)),
                    _ => body.Insert(at, (char)random.Next(char.MaxValue + 1)),
                };
            }

            var answered = new Exchange.Answered(random.Next(4) switch { 0 => 400, 1 => 401, 2 => 503, _ => 200 }, body.ToString(), null, null);
            try
            {
                var dial = DialReplyReader.Read(answered, mask);
                var log = LogReplyReader.Read(answered, mask, Given.Then);

                var shown = string.Join('\n', [dial.ToString(), dial.Raw, log.ToString(), .. log is LogReply.Rows rows ? rows.Items.Select(row => row.Raw) : []]);
                Assert.DoesNotContain(Given.Key, shown, StringComparison.OrdinalIgnoreCase);
                new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(shown);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"OFFHOOK_SEED={seed}, round {round}: {answered.Status} {body}", failure);
            }
        }
    }
}
