using System.Globalization;
using System.Text;

namespace Offhook.Simulator;

/// <summary>Writes replies, in order or spoilt. Each says whether the connection survives it.</summary>
internal sealed class FaultyReply(TimeProvider clock, CancellationToken stopping)
{
    /// <summary>Writes a reply that stands for one that never was made, or that came from somewhere before the platform. False: the fault wants the proper reply.</summary>
    /// <param name="refusal">How the wire words a refusal by this fault; null when it is none.</param>
    public async Task<bool> ReplaceAsync(HttpContext context, Fault fault, Written? refusal)
    {
        switch (fault.Kind)
        {
            case FaultKind.TooManyRequests when fault.Delay > TimeSpan.Zero:
                context.Response.Headers.RetryAfter = Math.Ceiling(fault.Delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                break;
            case FaultKind.HtmlPage:
                refusal = new Written("text/html", $"<html><head><title>{fault.Count} Bad Gateway</title></head><body><center><h1>{fault.Count} Bad Gateway</h1></center></body></html>", fault.Count);
                break;
            case FaultKind.EmptyBody:
                return true;
            case FaultKind.Silence:
                await WaitAsync(context, fault.Delay);
                context.Abort();
                return true;
            case FaultKind.CutAfterPlacing or FaultKind.CutBeforePlacing:
                context.Abort();
                return true;
        }

        if (refusal is null)
        {
            return false;
        }

        await WriteAsync(context, refusal);
        return true;
    }

    /// <summary>Writes the proper reply as the fault spoils its way; without a fault, as it is.</summary>
    public async Task SpoilAsync(HttpContext context, Fault? fault, Written reply)
    {
        var (type, text, status) = reply;
        context.Response.StatusCode = status;
        switch (fault?.Kind)
        {
            case FaultKind.InvalidJson:
                await SendAsync(context, type, text[..(text.Length / 2)]);
                break;
            case FaultKind.HeldReply or FaultKind.CallbackFirst or FaultKind.EventFirst:
                await WaitAsync(context, fault.Delay);
                await SendAsync(context, type, text);
                break;
            case FaultKind.LargeBody:
                await SendLargeAsync(context, type, text, fault.Count);
                break;
            case FaultKind.SlowBody:
                await SendSlowlyAsync(context, type, text, fault.Delay);
                break;
            default:
                await SendAsync(context, type, text);
                break;
        }
    }

    public static Task WriteAsync(HttpContext context, Written reply)
    {
        context.Response.StatusCode = reply.Status;
        return SendAsync(context, reply.Type, reply.Text);
    }

    private static async Task SendAsync(HttpContext context, string type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>Spaces before the text: still well-formed for a reader that takes it all in.</summary>
    private static async Task SendLargeAsync(HttpContext context, string type, string text, int bytes)
    {
        context.Response.ContentType = type;
        var blank = new byte[64 * 1024];
        Array.Fill(blank, (byte)' ');
        for (var left = bytes; left > 0; left -= blank.Length)
        {
            await context.Response.Body.WriteAsync(blank.AsMemory(0, Math.Min(left, blank.Length)), context.RequestAborted);
        }

        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    private async Task SendSlowlyAsync(HttpContext context, string type, string text, TimeSpan perByte)
    {
        context.Response.ContentType = type;
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            await context.Response.Body.WriteAsync(new[] { one }, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await WaitAsync(context, perByte);
        }
    }

    private async Task WaitAsync(HttpContext context, TimeSpan delay)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await Task.Delay(delay, clock, either.Token);
    }
}
