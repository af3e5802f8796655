using System.Net;

namespace Offhook.Simulator;

/// <summary>Guards the phones and the control interface, which know no key: only programs and pages of this machine may use them. A page of another site,
/// a form it posts here, and a name that was made to point at this machine are all turned away.</summary>
internal static class LocalOnly
{
    public static Task GuardAsync(HttpContext context, Func<Task> next)
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments("/phones") && !request.Path.StartsWithSegments("/control"))
        {
            return next();
        }

        if (!IsLoopback(request.Host.Host))
        {
            return Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "Not from here", "The Host must be localhost or a loopback address.");
        }

        var origin = request.Headers.Origin.ToString();
        var foreign = origin.Length > 0
            ? !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            : request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" && !HttpMethods.IsGet(request.Method);
        return foreign
            ? Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "Not from here", "The request comes from a page of another origin.")
            : next();
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
