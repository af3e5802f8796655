using System.Globalization;
using System.Text;
using Offhook.Kaleyra.Io;
using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Tests.Io;

/// <summary>No text, however broken, makes a reader throw, show a secret, or give text that a database would refuse. A failure prints the seed to run again.</summary>
public sealed class IoFuzzTests
{
    private const int Rounds = 20_000;

    private const string Query = $"ref={Given.Reference}&t={Given.Token}&event=call_end&id={IoGiven.CallId}&status=ANSWER&caller=919800000001&ringtime=9&billsec=41&keypress={{{{keypress}}}}";

    private const string Json = $$"""{"ref":"{{Given.Reference}}","t":"{{Given.Token}}","event":"from_call_answer","billsec":41.0,"data":[{"a":null}],"start_time":"2026-02-24 10:30:00","recording_id":"QUFB"}""";

    private static readonly string[] Answers =
    [
        """{"code":"RBC001","message":"Success","data":{"id":"00000000-0000-4000-8000-0000000000aa"},"error":{}}""",
        """{"code":"RBC001","data":[{"id":"a","from":"919800000001","start_time":"2026-02-24 10:30:00","billsec":"41","recording_id":"QUFB"}],"error":null}""",
        """{"code":"E401","message":"Invalid api-key A0000000000000000000000000000fake","error":{"error_code":"E401","error_message":"no"}}""",
        """{"code":"RBC001","data":{"link":"https://storage.example.test/1?a=A0000000000000000000000000000fake"}}""",
        "<html><body>A0000000000000000000000000000fake</body></html>",
    ];

    private static readonly string[] Morsels =
    [
        "&", "=", "%", "%7B", "{", "}", "{{", "}}", "[", "]", "\"", "\\u0000", "\\ud800", "\0", "\ud800", "\udc00", "+", "//", ":", ",", "(", ")", ";", "<", ">", "<html>", "t=", "event=",
        "-1", "1e999", "9999-12-31 23:59:59", "0001-01-01 00:00:00", "\uFEFF", "٤", "&amp;", "null", "error", "\"error\":", "data", "id", "\r\n",
    ];

    [Fact]
    public void Nothing_makes_the_reader_of_callbacks_throw() => Run((random, clock) =>
    {
        var text = Mutated(random, random.Next(3) switch { 0 => Query, 1 => Json, _ => "" });
        Check(IoCallback.Read(text, clock));
        Check(IoCallback.ReadPost(Mutated(random, Query), text, clock));
        Check(IoCallback.ReadPost(null, $"f({text})", clock));
        return text;
    });

    [Fact]
    public void Nothing_makes_a_reader_of_answers_throw()
    {
        var mask = new SecretMask(Given.Key);
        var refusals = new IoRefusals("api.in.kaleyra.io");
        var recordings = new RecordingReplyReader(mask, refusals, mayBeLocal: true);
        Run((random, clock) =>
        {
            var log = new IoLogReader(mask, refusals, random.Next(3) switch { 0 => null, 1 => TimeSpan.FromHours(-14), _ => TimeSpan.FromHours(14) });
            var body = Mutated(random, Answers[random.Next(Answers.Length)]);
            var answered = new Exchange.Answered(random.Next(6) switch { 0 => 400, 1 => 401, 2 => 503, 3 => 301, _ => 200 }, body, null, null, random.Next(2) == 0 ? body : null);

            var (dial, page, recording) = (IoDialReplyReader.Read(answered, mask, refusals), log.Read(answered, random.Next(2) == 0, clock.GetUtcNow()), recordings.Read(answered));

            var shown = string.Join('\n', [dial.ToString(), dial.Raw, page.ToString(), recording.ToString(), .. page is LogReply.Rows rows ? rows.Items.Select(row => row.Raw) : []]);
            Assert.DoesNotContain(Given.Key, shown, StringComparison.OrdinalIgnoreCase);
            Strict(shown);
            return $"{answered.Status} {body}";
        });
    }

    private static void Run(Func<Random, TimeProvider, string> round)
    {
        var seed = Environment.GetEnvironmentVariable("OFFHOOK_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        var random = new Random(seed);
        var clock = new ManualClock();
        var last = "";
        for (var i = 0; i < Rounds; i++)
        {
            try
            {
                last = round(random, clock);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"OFFHOOK_SEED={seed}, round {i}, after {Uri.EscapeDataString(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(last)))}", failure);
            }
        }
    }

    private static void Check(IoCallback callback)
    {
        foreach (var text in callback.Fields.Values.Concat(callback.Fields.Keys).Concat(callback.Flags).Append(callback.RawWithoutToken).Append(callback.ToString()))
        {
            Strict(text);
            Assert.DoesNotContain('\0', text);
        }

        if (callback.Token is { Length: >= 8 } token)
        {
            Assert.DoesNotContain(token, callback.RawWithoutToken, StringComparison.Ordinal);
            Assert.DoesNotContain("t", callback.Fields.Keys);
        }

        Assert.True(callback.Talk is null || (callback.Talk >= TimeSpan.Zero && callback.Talk <= TimeSpan.FromDays(1)));
        Assert.True(callback.Id is null or { Length: <= 128 });
    }

    private static void Strict(string text) => new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text);

    private static string Mutated(Random random, string text)
    {
        var mutated = new StringBuilder(text);
        for (var i = random.Next(12); i > 0; i--)
        {
            var at = random.Next(mutated.Length + 1);
            switch (random.Next(4))
            {
                case 0:
                    mutated.Insert(at, Morsels[random.Next(Morsels.Length)]);
                    break;
                case 1 when at < mutated.Length:
                    mutated.Remove(at, Math.Min(random.Next(1, 20), mutated.Length - at));
                    break;
                case 2 when at < mutated.Length:
                    mutated[at] = (char)random.Next(char.MaxValue + 1);
                    break;
                default:
                    mutated.Insert(at, (char)random.Next(128));
                    break;
            }
        }

        return mutated.ToString();
    }
}
