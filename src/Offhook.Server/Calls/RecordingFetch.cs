using System.Net;
using System.Net.Sockets;
using Offhook.Server.Problems;

namespace Offhook.Server.Calls;

/// <summary>Passes a sound on while it arrives. Until its first byte has come, whatever goes wrong is told as a problem.</summary>
internal static class RecordingFetch
{
    /// <summary>The largest recording that is passed on, in bytes. An hour of telephone speech, 8 kHz and 8 bit, takes 29 MB.</summary>
    public const long Largest = 200L * 1024 * 1024;

    /// <summary>How long the provider may send nothing, before its first byte and between any two.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const int BufferSize = 32 * 1024;

    public static async Task<IResult> AnswerAsync(HttpContext http, HttpClient client, Uri address, TimeProvider clock)
    {
        using var idle = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, idle.Token);
        try
        {
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.StatusCode is not HttpStatusCode.OK || response.Content.Headers.ContentType?.MediaType is not { } type || !type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase))
            {
                return NoSound();
            }

            if (response.Content.Headers.ContentLength > Largest)
            {
                return ProblemWriter.Result(Problem.RecordingUnavailable, "It is larger than 200 MB.");
            }

            await using var sound = await response.Content.ReadAsStreamAsync(either.Token);
            var buffer = new byte[BufferSize];
            var length = await sound.ReadAsync(buffer, either.Token);
            if (length == 0)
            {
                return NoSound();
            }

            http.Response.ContentType = type;
            http.Response.ContentLength = response.Content.Headers.ContentLength;
            for (var sent = 0L; length > 0; length = await sound.ReadAsync(buffer, either.Token))
            {
                // Only the provider is hurried; whoever listens may be slow.
                idle.CancelAfter(Timeout.InfiniteTimeSpan);
                sent += length;
                if (sent > Largest)
                {
                    http.Abort();
                    break;
                }

                await http.Response.Body.WriteAsync(buffer.AsMemory(0, length), http.RequestAborted);
                idle.CancelAfter(Patience);
            }

            return Results.Empty;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            if (!http.Response.HasStarted)
            {
                return ProblemWriter.Result(Problem.RecordingUnavailable, "The provider could not be reached, or stopped sending.");
            }

            // Cut off, so that nobody takes half a recording for the whole.
            http.Abort();
            return Results.Empty;
        }
    }

    private static IResult NoSound() => ProblemWriter.Result(Problem.RecordingUnavailable, "The provider gives no sound under its link.");
}
