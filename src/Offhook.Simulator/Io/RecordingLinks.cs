using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Offhook.Simulator;

/// <summary>Answers <c>recordings</c>: for a recording's id a signed link that lives for minutes, and what the link leads to.</summary>
internal sealed class RecordingLinks(TimeProvider clock, Platform platform, Func<string> host)
{
    public const string Path = "/storage/recordings/{name}";

    // Assumed: seven days, as the storage services allow at most.
    private const int LongestMinutes = 7 * 24 * 60;

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);

    /// <summary>The link that the request asks for.</summary>
    public string Read(WireFields fields)
    {
        fields.Exactly("id", "validity", "download");
        var id = fields.Needed("id");
        var minutes = fields.Whole("validity", 5, 1, LongestMinutes);
        fields.Whole("download", 0, 0, 1);
        var call = platform.Select(call => call.RecordingId.Length > 0 && call.RecordingId == id) is [var one] ? one : throw RefusalException.NotFound("recording of this id");

        var name = $"{call.RowId:N}.wav";
        var expires = clock.GetUtcNow().AddMinutes(minutes).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"http://{host()}/storage/recordings/{name}?expires={expires}&signature={Signature(name, expires)}");
    }

    /// <summary>The tone, as long as the link lives. It knows no key.</summary>
    public Task ServeAsync(HttpContext context)
    {
        var name = (string)context.GetRouteValue("name")!;
        var signed = long.TryParse(context.Request.Query["expires"], NumberStyles.None, CultureInfo.InvariantCulture, out var expires)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Query["signature"].ToString()), Encoding.UTF8.GetBytes(Signature(name, expires)));
        if (!signed || clock.GetUtcNow().ToUnixTimeSeconds() >= expires)
        {
            return FaultyReply.WriteAsync(context, new Written(Written.PlainText, signed ? "The link has expired" : "The signature does not match", StatusCodes.Status403Forbidden));
        }

        // Who signed the name had looked the call up.
        return Recordings.PlayAsync(context, platform.FindByAnyId(Guid.ParseExact(name[..32], "N").ToString())!);
    }

    private string Signature(string name, long expires) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name}:{expires}"))));
}
