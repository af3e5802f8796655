using System.Net.Http.Json;

namespace Offhook.Testing;

/// <summary>The requests that screens make.</summary>
public static class CallRequests
{
    /// <summary>An agent of the examples.</summary>
    public const string Agent = "9800000001";

    /// <summary>A customer who answers and talks for 8 s.</summary>
    public const string Customer = "9800000010";

    /// <summary>Asks for a click-to-call.</summary>
    /// <param name="key">The idempotency key; null for none.</param>
    public static Task<Answer> ClickToCallAsync(
        this HttpClient client, string customer = Customer, string agent = Agent, string? key = null, CancellationToken cancellationToken = default) =>
        PostAsync(client, "/calls/click-to-call", new Dictionary<string, string> { ["customer_number"] = customer, ["agent_number"] = agent }, key, cancellationToken);

    /// <summary>Asks for an outbound call.</summary>
    /// <param name="play">Something that the provider of these tests can play when null.</param>
    /// <param name="key">The idempotency key; null for none.</param>
    public static Task<Answer> OutboundAsync(
        this HttpClient client, string customer = Customer, string? play = null, string? campaign = null, string? key = null, CancellationToken cancellationToken = default)
    {
        var body = new Dictionary<string, string> { ["customer_number"] = customer, ["play"] = play ?? TestProvider.OfTheseTests.Plays[0] };
        if (campaign is not null)
        {
            body["campaign"] = campaign;
        }

        return PostAsync(client, "/calls/outbound", body, key, cancellationToken);
    }

    /// <summary>Gets an address of the service, or any absolute one.</summary>
    public static async Task<Answer> AskAsync(this HttpClient client, string address, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.RelativeOrAbsolute));
        return await Answer.ToAsync(client, request, cancellationToken);
    }

    /// <summary>Brings a callback.</summary>
    public static async Task<Answer> BringAsync(this HttpClient client, Uri callback, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, callback);
        return await Answer.ToAsync(client, request, cancellationToken);
    }

    private static async Task<Answer> PostAsync(HttpClient client, string path, Dictionary<string, string> body, string? key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await Answer.ToAsync(client, request, cancellationToken);
    }
}
