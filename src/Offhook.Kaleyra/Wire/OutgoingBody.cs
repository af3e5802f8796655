using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Offhook.Kaleyra.Wire;

/// <summary>A body that remembers whether anyone began to send it and, when asked, lets itself be sent once only.</summary>
/// <remarks>
/// A request whose body was never begun cannot have been understood, so no phone can ring: that is how "not sent" is told from "nobody knows".
/// The second promise holds against every handler below the client: a retry or a redirect that would post a dial again fails instead.
/// </remarks>
internal sealed class OutgoingBody : HttpContent
{
    private readonly byte[] _bytes;
    private readonly bool _once;
    private int _begun;

    private OutgoingBody(byte[] bytes, string contentType, bool once)
    {
        _bytes = bytes;
        _once = once;
        Headers.ContentType = new MediaTypeHeaderValue(contentType);
    }

    /// <param name="once">Whether a second sending throws.</param>
    public static OutgoingBody Form(IEnumerable<KeyValuePair<string, string>> fields, bool once) =>
        new(Encoding.ASCII.GetBytes(Pairs(fields)), "application/x-www-form-urlencoded", once);

    /// <param name="once">Whether a second sending throws.</param>
    public static OutgoingBody Json(string text, bool once) => new(Encoding.UTF8.GetBytes(text), "application/json", once);

    /// <summary>Names and values escaped and joined, as in a form and in a query.</summary>
    public static string Pairs(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"));

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
