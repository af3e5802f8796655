namespace Offhook.Server;

/// <summary>What every response tells the browser: run only our own scripts, keep nothing, guess nothing, tell no other site where you came from.</summary>
/// <remarks>Told to tell nobody, browsers give even our own forms the origin <c>null</c>, which is foreign.</remarks>
internal sealed class ResponseHeaders(RequestDelegate next)
{
    private const string ContentSecurity =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; media-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurity;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            if (headers.CacheControl.Count == 0)
            {
                headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        }, http);
        return next(http);
    }
}
