using System.Buffers.Binary;

namespace Offhook.Simulator;

/// <summary>What a recording's link leads to: a tone as long as the talk, so that there is something to hear.</summary>
internal static class Recordings
{
    private const int Rate = 8000;
    private const int LongestSeconds = 60;

    public static void MapRecordings(this IEndpointRouteBuilder routes, Platform platform) => routes.MapGet("/recordings", (RequestDelegate)(context =>
    {
        if (!Guid.TryParseExact(context.Request.Query["id"], "N", out var row) || platform.FindByAnyId(row.ToString()) is not { RecordPath.Length: > 0 } call)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return PlayAsync(context, call);
    }));

    public static Task PlayAsync(HttpContext context, SimulatedCall call) =>
        Results.Bytes(Tone(Math.Min(call.BillSeconds, LongestSeconds)), "audio/wav", enableRangeProcessing: true).ExecuteAsync(context);

    /// <summary>A WAV file, mono, 8 bit, 8 kHz: half a second of 440 Hz, half a second of silence, and again.</summary>
    internal static byte[] Tone(int seconds)
    {
        var samples = seconds * Rate;
        var wav = new byte[44 + samples];
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), 36 + samples);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(24), Rate);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(28), Rate);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(32), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(34), 8);
        "data"u8.CopyTo(wav.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(40), samples);
        for (var at = 0; at < samples; at++)
        {
            var sounds = at % Rate < Rate / 2;
            wav[44 + at] = (byte)(128 + (sounds ? 40 * Math.Sin(2 * Math.PI * 440 * at / Rate) : 0));
        }

        return wav;
    }
}
