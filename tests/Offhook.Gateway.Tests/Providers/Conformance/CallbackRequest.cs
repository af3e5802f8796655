using Offhook.Gateway.Providers;

namespace Offhook.Gateway.Tests.Providers.Conformance;

/// <summary>One request with which a provider calls back.</summary>
/// <param name="Path">One of the intake's.</param>
/// <param name="Query">As it came.</param>
/// <param name="Body">Null for a GET.</param>
/// <param name="TellsEnd">Whether it tells that the call is over.</param>
internal sealed record CallbackRequest(CallbackPath Path, string? Query, string? Body, bool TellsEnd)
{
    /// <summary>The same request with a text replaced, wherever it stands.</summary>
    public CallbackRequest With(string text, string other) =>
        this with { Query = Query?.Replace(text, other, StringComparison.Ordinal), Body = Body?.Replace(text, other, StringComparison.Ordinal) };

    public bool Holds(string text) => (Query + Body).Contains(text, StringComparison.Ordinal);
}

/// <summary>How a provider sends what it calls back with.</summary>
public enum CallbackForm
{
    /// <summary>A GET with a query.</summary>
    Query,

    /// <summary>A POST with a form.</summary>
    Form,

    /// <summary>A POST with JSON.</summary>
    Json,
}
