using System.Net.Sockets;
using System.Text;

namespace Offhook.Server.Tests;

/// <summary>A request down to its bytes, for what no client library would send.</summary>
internal static class RawRequest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Sends bytes and reads everything until the service closes.</summary>
    /// <returns>The status code, 0 when the connection was closed without an answer, and the whole answer.</returns>
    public static async Task<(int Status, string Text)> SendAsync(Uri service, ReadOnlyMemory<byte> request)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(service.Host, service.Port, patience.Token);
        var answer = new MemoryStream();
        try
        {
            await client.GetStream().WriteAsync(request, patience.Token);
            await client.GetStream().CopyToAsync(answer, patience.Token);
        }
        catch (IOException)
        {
            // The service closed while we still wrote; what it said before counts.
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"waited for the end of an answer, saw: {Encoding.UTF8.GetString(answer.ToArray())}");
        }

        var text = Encoding.UTF8.GetString(answer.ToArray());
        return (text.Length > 12 ? int.Parse(text.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture) : 0, text);
    }

    /// <summary>Sends lines and a body in UTF-8. <c>Host</c> is as given in the lines.</summary>
    public static Task<(int Status, string Text)> SendAsync(Uri service, string head, string body = "") =>
        SendAsync(service, Encoding.Latin1.GetBytes(head.ReplaceLineEndings("\r\n").TrimEnd() + "\r\nConnection: close\r\n\r\n" + body));
}
