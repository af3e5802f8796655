using System.Net;
using System.Net.Http.Json;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access.Keys;

/// <summary>What an administrator asks.</summary>
internal static class KeyRequests
{
    /// <summary>Makes a key and expects that to succeed.</summary>
    public static async Task<Answer> AddKeyAsync(this HttpClient admin, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/access/keys", UriKind.Relative)) { Content = JsonContent.Create(body) };
        var answer = await Answer.ToAsync(admin, request, TestContext.Current.CancellationToken);
        Assert.True(answer.Status is HttpStatusCode.Created, answer.ToString());
        return answer;
    }

    /// <summary>Ends a key.</summary>
    public static async Task<HttpStatusCode> RemoveKeyAsync(this HttpClient admin, string name)
    {
        using var response = await admin.DeleteAsync(new Uri($"/access/keys/{name}", UriKind.Relative), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
