using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Offhook.Simulator;

/// <summary>Writes replies, in order or spoilt. Each says whether the connection survives it.</summary>
internal sealed class FaultyReply(TimeProvider clock, CancellationToken stopping)
{
    /// <summary>Writes a reply that stands for one that never was made, or that came from somewhere before the platform. False: the fault wants the proper reply.</summary>
    public async Task<bool> ReplaceAsync(HttpContext context, Fault fault, WireFormat format)
    {
        switch (fault.Kind)
        {
            case FaultKind.BusinessFailure:
                await WriteAsync(context, Envelope.Error("E601", "Invalid receiver"), format);
                return true;
            case FaultKind.NoCredit:
                await WriteAsync(context, new Envelope("A410", "Insufficient credits", HasData: false), format);
                return true;
            case FaultKind.AddressRefused:
                await WriteAsync(context, new Envelope("401", "Source IP not allowed", new JsonArray()), format);
                return true;
            case FaultKind.WrongKey:
                context.Response.StatusCode = fault.Count;
                await WriteAsync(context, new Envelope("A401", "Invalid API key"), format);
                return true;
            case FaultKind.TooManyRequests:
                context.Response.StatusCode = fault.Count;
                if (fault.Delay > TimeSpan.Zero)
                {
                    context.Response.Headers.RetryAfter = Math.Ceiling(fault.Delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                }

                await SendAsync(context, "text/plain; charset=utf-8", "Too many requests");
                return true;
            case FaultKind.ServerError:
                context.Response.StatusCode = fault.Count;
                await SendAsync(context, "text/plain; charset=utf-8", "Internal error");
                return true;
            case FaultKind.HtmlPage:
                context.Response.StatusCode = fault.Count;
                await SendAsync(context, "text/html", $"<html><head><title>{fault.Count} Bad Gateway</title></head><body><center><h1>{fault.Count} Bad Gateway</h1></center></body></html>");
                return true;
            case FaultKind.EmptyBody:
                return true;
            case FaultKind.Silence:
                await WaitAsync(context, fault.Delay);
                context.Abort();
                return true;
            case FaultKind.CutAfterPlacing or FaultKind.CutBeforePlacing:
                context.Abort();
                return true;
            default:
                return false;
        }
    }

    /// <summary>Writes the proper reply as the fault spoils it; without a fault, as it is.</summary>
    public async Task SpoilAsync(HttpContext context, Fault? fault, Envelope envelope, WireFormat format)
    {
        var (type, text) = Shaped(envelope, fault).Write(fault?.Kind switch
        {
            FaultKind.TextBody => WireFormat.Text,
            FaultKind.XmlBody => WireFormat.Xml,
            _ => format,
        });
        switch (fault?.Kind)
        {
            case FaultKind.InvalidJson:
                await SendAsync(context, type, text[..(text.Length / 2)]);
                break;
            case FaultKind.HeldReply or FaultKind.CallbackFirst:
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

    public static Task WriteAsync(HttpContext context, Envelope envelope, WireFormat format)
    {
        var (type, text) = envelope.Write(format);
        return SendAsync(context, type, text);
    }

    private static Envelope Shaped(Envelope envelope, Fault? fault)
    {
        var id = (envelope.Data as JsonObject)?["id"]?.ToString();
        return fault?.Kind switch
        {
            FaultKind.WithoutId => fault.Missing switch
            {
                MissingId.Null => envelope with { Data = null },
                MissingId.Absent => envelope with { HasData = false },
                MissingId.EmptyArray => envelope with { Data = new JsonArray() },
                _ => envelope with { Data = "" },
            },
            FaultKind.IdInArray => envelope with { Data = new JsonArray(new JsonObject { ["id"] = id }) },
            FaultKind.IdAsText => envelope with { Data = id },
            FaultKind.IdAtTop => envelope with { HasData = false, TopId = id },
            FaultKind.StatusWord => envelope with { Status = "OK" },
            FaultKind.StatusNumber => envelope with { Status = 200 },
            _ => envelope,
        };
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
