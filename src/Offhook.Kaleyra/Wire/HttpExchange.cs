using System.Buffers;
using System.Net.Http.Headers;
using System.Text;

namespace Offhook.Kaleyra.Wire;

/// <summary>Sends one request once and tells what became of it, without exceptions for what networks do.</summary>
internal sealed class HttpExchange(HttpClient http, TimeProvider clock)
{
    /// <param name="body">The request's content; null for a request without one.</param>
    /// <param name="timeout">For the whole exchange, connecting and reading included.</param>
    /// <param name="mostBytes">Where reading the body stops.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled; nothing is known then.</exception>
    public async Task<Exchange> SendAsync(HttpRequestMessage request, OutgoingBody? body, TimeSpan timeout, int mostBytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var address = request.RequestUri;
        using var timer = new CancellationTokenSource(timeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            if (response.RequestMessage?.RequestUri is { } last && last != address)
            {
                return new Exchange.Silent("the request was redirected to another address");
            }

            var (text, fault) = await ReadAsync(response.Content, mostBytes, timeout, timer.Token, both.Token).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return new Exchange.Answered((int)response.StatusCode, text, fault, RetryAfter(response.Headers.RetryAfter), Location(response.Headers));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        catch (Exception failure) when (IsUnsent(failure, body))
        {
            return new Exchange.NotSent(WhyNotSent(failure, address, timeout, timer.IsCancellationRequested));
        }
        catch (Exception failure) when (body is { IsBegun: true } || failure is HttpRequestException or OperationCanceledException or IOException)
        {
            return new Exchange.Silent(WhySilent(failure, timeout, timer.IsCancellationRequested));
        }
    }

    // Without a body nothing tells how far the request came, so only what failed before there was a connection counts.
    private static bool IsUnsent(Exception failure, OutgoingBody? body) => body is null
        ? failure is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError,
        }
        : !body.IsBegun && failure is HttpRequestException or OperationCanceledException or IOException;

    private static string? Location(HttpResponseHeaders headers) =>
        headers.NonValidated.TryGetValues("Location", out var values) ? values.FirstOrDefault() : null;

    private static async Task<(string Body, string? Fault)> ReadAsync(
        HttpContent content, int mostBytes, TimeSpan timeout, CancellationToken timer, CancellationToken both)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(mostBytes + 1);
        var length = 0;
        string? fault = null;
        try
        {
            using var stream = await content.ReadAsStreamAsync(both).ConfigureAwait(false);
            int read;
            do
            {
                read = await stream.ReadAsync(buffer.AsMemory(length, mostBytes + 1 - length), both).ConfigureAwait(false);
                length += read;
            }
            while (read > 0 && length <= mostBytes);

            if (length > mostBytes)
            {
                length = mostBytes;
                fault = $"an answer of more than {mostBytes / 1024} kB";
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            fault = timer.IsCancellationRequested ? $"no whole answer within {Seconds(timeout)}" : "an answer that was cut off";
        }

        var body = Encoding.UTF8.GetString(buffer, 0, length);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return (body, fault);
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date - clock.GetUtcNow());
        return wait is { } known ? TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(known.TotalSeconds), 0, 86_400)) : null;
    }

    private static string WhyNotSent(Exception failure, Uri? address, TimeSpan timeout, bool ranOut) => failure switch
    {
        _ when ranOut => $"no connection within {Seconds(timeout)}",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => $"the name {address?.IdnHost} could not be resolved",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => $"no secure connection with {address?.IdnHost}",
        OperationCanceledException => "no connection within the time for connecting",
        _ => $"no connection with {address?.IdnHost}",
    };

    private static string WhySilent(Exception failure, TimeSpan timeout, bool ranOut) => failure switch
    {
        _ when ranOut => $"no answer within {Seconds(timeout)}",
        OperationCanceledException => "no answer in time",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => "an answer that is not HTTP",
        _ => "the connection broke before an answer",
    };

    private static string Seconds(TimeSpan span) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s");
}
