using System.Text.Json.Nodes;

namespace Offhook.Simulator;

/// <summary>Problem Details (RFC 9457) of the control interface.</summary>
internal static class Problems
{
    public static Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        return context.Response.WriteAsync(new JsonObject { ["title"] = title, ["status"] = status, ["detail"] = detail }.ToJsonString(), context.RequestAborted);
    }
}
