using System.Text;
using System.Text.Json.Nodes;

namespace Offhook.Simulator;

/// <summary>How somebody wants to be told of live events, kept on the account and named by dials.</summary>
internal sealed record CallbackProfile(string Id, HttpMethod Method, string Url, JsonObject? Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>One request. Assumed: a GET has no body, whatever the profile says.</summary>
    public HttpRequestMessage Request(IReadOnlyDictionary<string, string> values)
    {
        var request = new HttpRequestMessage(Method, IoTemplate.Fill(Url, values));
        if (Body is not null && Method != HttpMethod.Get)
        {
            request.Content = new StringContent(IoTemplate.Fill(Body, values)!.ToJsonString(Frame.Relaxed), Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}

/// <summary>The account's callback profiles. Thread-safe.</summary>
internal sealed class ProfileBook
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CallbackProfile> _profiles = new(StringComparer.OrdinalIgnoreCase);

    public void Add(CallbackProfile profile)
    {
        lock (_gate)
        {
            _profiles.Add(profile.Id, profile);
        }
    }

    public CallbackProfile? Find(string id)
    {
        lock (_gate)
        {
            return _profiles.GetValueOrDefault(id);
        }
    }
}
