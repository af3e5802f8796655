namespace Offhook.Server.Problems;

/// <summary>A problem by its published name. The names stand in <c>docs/problems.md</c> and do not change.</summary>
/// <param name="Name">The last part of <c>type</c>, <c>/problems/…</c>.</param>
/// <param name="Status">HTTP status code.</param>
/// <param name="Title">Always the same for this name.</param>
/// <param name="Detail">What happened here and what to do; null when the title says it all.</param>
internal sealed record Problem(string Name, int Status, string Title, string? Detail = null)
{
    public static readonly Problem InvalidRequest = new("invalid-request", 400, "The request cannot be understood");
    public static readonly Problem EmergencyNumber = new("emergency-number", 400, "Emergency and helpline numbers cannot be called");
    public static readonly Problem ShortNumber = new("short-number", 400, "Short numbers cannot be called");
    public static readonly Problem EqualNumbers = new("equal-numbers", 400, "Customer and agent have the same number");
    public static readonly Problem PremiumNumber = new("premium-number", 400, "Premium and service numbers cannot be called");
    public static readonly Problem CountryNotAllowed = new("country-not-allowed", 400, "This country may not be called");
    public static readonly Problem NumberNotListed = new("number-not-listed", 400, "This number may not be called");
    public static readonly Problem ExampleNumber = new("example-number", 400, "This is an example number of the documentation");
    public static readonly Problem CredentialNeeded = new("credential-needed", 401, "A key is needed",
        "Send the key as Authorization: Bearer. The administrator finds the first one in the file first-key of the data folder.");
    public static readonly Problem NotLocal = new("not-local", 401, "Only programs on this machine may ask",
        "Without a public callback address this service answers only requests made on its own machine, to localhost, and not through a proxy.");
    public static readonly Problem ForeignOrigin = new("foreign-origin", 401, "This page may not ask",
        "Pages of other origins may ask only when the setting OFFHOOK_ORIGINS lists them.");
    public static readonly Problem CredentialRefused = new("credential-refused", 401, "The credential is not accepted");
    public static readonly Problem NoRole = new("no-role", 403, "Nobody has given you a role here",
        "You are signed in, but nothing says what you may see or do here. Ask your administrator for a role.");
    public static readonly Problem NotAllowed = new("not-allowed", 403, "Your role may not do this");
    public static readonly Problem OtherAgentsPhone = new("other-agents-phone", 403, "An agent dials from its own phone only");
    public static readonly Problem NotFound = new("not-found", 404, "There is no such thing here");
    public static readonly Problem NoSuchCall = new("no-such-call", 404, "There is no such call");
    public static readonly Problem NoRecording = new("no-recording", 404, "There is no recording of this call");
    public static readonly Problem NoSuchKey = new("no-such-key", 404, "There is no key of this name");
    public static readonly Problem MethodNotAllowed = new("method-not-allowed", 405, "This address does not take this method", "The header Allow lists those that it takes.");
    public static readonly Problem AgentBusy = new("agent-busy", 409, "The agent's last call may still be ringing");
    public static readonly Problem KeyReused = new("idempotency-key-reused", 409, "This idempotency key was used for another request");
    public static readonly Problem KeyNameTaken = new("key-name-taken", 409, "There is a key of this name");
    public static readonly Problem TooLarge = new("too-large", 413, "The request is too large", "At most 64 kB are taken.");
    public static readonly Problem JsonNeeded = new("json-needed", 415, "The body must be JSON", "Send Content-Type: application/json.");
    public static readonly Problem TooFast = new("dialling-too-fast", 429, "Too many calls at once");
    public static readonly Problem Unexpected = new("unexpected", 500, "Something broke here", "The log of the service says more.");
    public static readonly Problem ProviderRefused = new("provider-refused", 502, "The provider refused the call");
    public static readonly Problem LogRefused = new("provider-log-refused", 502, "The provider refused to show its log");
    public static readonly Problem LogUnavailable = new("provider-log-unavailable", 502, "The provider's log cannot be read");
    public static readonly Problem RecordingUnavailable = new("recording-unavailable", 502, "The recording cannot be fetched");
    public static readonly Problem ProviderSlowsDown = new("provider-slows-down", 503, "The provider takes no more calls at the moment");
    public static readonly Problem ProviderRests = new("provider-rests", 503, "The provider failed the last calls and is left alone for a moment");
    public static readonly Problem StoreUnavailable = new("store-unavailable", 503, "Calls cannot be recorded at the moment");
    public static readonly Problem ProviderUnreachable = new("provider-unreachable", 504, "The provider was never reached");

    /// <summary>Every problem with a name of its own.</summary>
    public static IEnumerable<Problem> All =>
    [
        InvalidRequest, EmergencyNumber, ShortNumber, EqualNumbers, PremiumNumber, CountryNotAllowed, NumberNotListed, ExampleNumber, CredentialNeeded, NotLocal,
        ForeignOrigin, CredentialRefused, NoRole, NotAllowed, OtherAgentsPhone, NotFound, NoSuchCall, NoRecording, NoSuchKey, MethodNotAllowed,
        AgentBusy, KeyReused, KeyNameTaken, TooLarge, JsonNeeded, TooFast, Unexpected, ProviderRefused, LogRefused, LogUnavailable,
        RecordingUnavailable, ProviderSlowsDown, ProviderRests, StoreUnavailable, ProviderUnreachable,
    ];

    /// <summary>The address in <c>type</c>.</summary>
    public string Type => "/problems/" + Name;

    /// <summary>The problem of a policy's name.</summary>
    public static Problem Named(string name) => All.First(problem => problem.Name == name);
}
