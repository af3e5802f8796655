using System.Text;
using Offhook.Kaleyra.Legacy;

namespace Offhook.Kaleyra.Tests.Callbacks;

/// <summary>No text, however broken, makes the reader throw, keep a token, or give text that a database would refuse. A failure prints the seed to run again.</summary>
public sealed class CallbackFuzzTests
{
    private const int Rounds = 20_000;

    private const string Query = $"ref={Given.Reference}&t={Given.Token}&id=c2c_1&status=ANSWER&duration=62&billsec=41&starttime=1771909200&location=UP%20EAST"
        + "&recordpath=//play.example.test/?id=AAAA&x=1";

    private const string Json = $$"""{"ref":"{{Given.Reference}}","t":"{{Given.Token}}","status":"ANSWER","billsec":41.0,"data":[{"a":null}],"recordpath":"//play.example.test/"}""";

    private static readonly string[] Morsels =
    [
        "&", "=", "%", "%7B", "%257B", "{", "}", "[", "]", "\"", "\\u0000", "\\ud800", "\0", "\ud800", "\udc00", "+", "//", ":", "?", ",", "t=", "recordpath=", "duration=", "-1", "1e999",
        "0000-00-00", "9999-12-31 23:59:59", "https://[::1", "//@", "\uFEFF", "\u202E", "٤", "&amp;", "null", "\r\n",
    ];

    [Fact]
    public void Nothing_makes_the_reader_throw()
    {
        var seed = Environment.GetEnvironmentVariable("OFFHOOK_SEED") is { Length: > 0 } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next();
        var random = new Random(seed);
        var clock = new ManualClock();
        for (var round = 0; round < Rounds; round++)
        {
            var text = Mutated(random, random.Next(3) switch { 0 => Query, 1 => Json, _ => "" });
            try
            {
                Check(KaleyraCallback.Read(text, clock));
                Check(KaleyraCallback.ReadForm(text, clock));
                Check(KaleyraCallback.ReadJson(text, clock));
                Check(KaleyraCallback.ReadPost(text, Mutated(random, Json), clock));
                KaleyraStatus.Read(text);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"OFFHOOK_SEED={seed}, round {round}: {Uri.EscapeDataString(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)))}", failure);
            }
        }
    }

    private static void Check(KaleyraCallback callback)
    {
        var utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
        foreach (var text in callback.Fields.Values.Concat(callback.Fields.Keys).Concat(callback.Flags).Append(callback.RawWithoutToken).Append(callback.ToString()))
        {
            utf8.GetByteCount(text);
            Assert.DoesNotContain('\0', text);
        }

        if (callback.Token is { Length: >= 8 } token)
        {
            Assert.DoesNotContain(token, callback.RawWithoutToken, StringComparison.Ordinal);
            Assert.DoesNotContain("t", callback.Fields.Keys);
        }

        Assert.True(callback.Recording is null || (callback.Recording.Scheme == "https" && callback.Recording.UserInfo.Length == 0));
        Assert.True(callback.Talk is null || (callback.Talk >= TimeSpan.Zero && callback.Talk <= TimeSpan.FromDays(1)));
    }

    private static string Mutated(Random random, string text)
    {
        var mutated = new StringBuilder(text);
        for (var i = random.Next(1, 12); i > 0; i--)
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
