using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Offhook.Kaleyra.Wire;

/// <summary>A form body that remembers whether anyone began to send it and, when asked, lets itself be sent once only.</summary>
/// <remarks>
/// A request whose body was never begun cannot have been understood, so no phone can ring: that is how "not sent" is told from "nobody knows".
/// The second promise holds against every handler below the client: a retry or a redirect that would post a dial again fails instead.
/// </remarks>
internal sealed class OutgoingForm : HttpContent
{
    private readonly byte[] _bytes;
    private readonly bool _once;
    private int _begun;

    /// <param name="once">Whether a second sending throws.</param>
    public OutgoingForm(IEnumerable<KeyValuePair<string, string>> fields, bool once)
    {
        _bytes = Encoding.ASCII.GetBytes(string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}")));
        _once = once;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
    }

    /// <summary>Whether sending began: part of the body may have left.</summary>
    public bool IsBegun => Volatile.Read(ref _begun) > 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _begun) > 1 && _once)
        {
            throw new HttpRequestException("A dial is never sent twice.");
        }

        return stream.WriteAsync(_bytes, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
