using Offhook.Calls;
using Offhook.Gateway.Dialling;
using Offhook.Gateway.Providers;
using Offhook.Server.Access;

namespace Offhook.Server.Calls;

/// <summary>Body of <c>POST /calls/click-to-call</c>.</summary>
/// <param name="CustomerNumber">The customer, in any usual spelling of an Indian number, or E.164.</param>
/// <param name="AgentNumber">The agent's own phone, rung first. A signed-in agent may leave it out.</param>
/// <param name="AgentName">Who asks, at most 100 characters.</param>
internal sealed record ClickToCallRequest(string CustomerNumber, string AgentNumber, string? AgentName)
{
    private static readonly Dictionary<string, int> Members = new() { ["customer_number"] = 40, ["agent_number"] = 40, ["agent_name"] = 100 };

    /// <summary>Reads the body.</summary>
    /// <returns>The wish, or null and what is wrong.</returns>
    public static async Task<(CallWish? Wish, StartFaults Faults)> ReadAsync(HttpRequest request)
    {
        var fields = await JsonFields.ReadAsync(request.Body, Members, request.HttpContext.RequestAborted);
        var faults = new StartFaults(fields);
        var customer = faults.Number("customer_number");
        var caller = request.HttpContext.Caller();
        var agent = caller.Agent is { } own && fields.MayJudge("agent_number") && fields.Text("agent_number") is null ? own : faults.Number("agent_number");
        return (faults.Any ? null : new CallWish(CallKind.ClickToCall, customer, agent, fields.Text("agent_name"), null, null, caller.Team), faults);
    }
}

/// <summary>Body of <c>POST /calls/outbound</c>.</summary>
/// <param name="CustomerNumber">The phone that is called.</param>
/// <param name="Play">A sound, <c>123.sound</c>, or an IVR, <c>ivr:1234</c>; where a provider can, a text, <c>say:…</c>, or a flow, <c>flow:1234</c>.</param>
/// <param name="Campaign">At most 60 characters.</param>
internal sealed record OutboundRequest(string CustomerNumber, string Play, string? Campaign)
{
    private static readonly Dictionary<string, int> Members = new() { ["customer_number"] = 40, ["play"] = PlayForm.SpeechPrefix.Length + PlayForm.LongestSpeech, ["campaign"] = 60 };

    /// <summary>Reads the body.</summary>
    /// <returns>The wish, or null and what is wrong.</returns>
    public static async Task<(CallWish? Wish, StartFaults Faults)> ReadAsync(HttpRequest request)
    {
        var fields = await JsonFields.ReadAsync(request.Body, Members, request.HttpContext.RequestAborted);
        var faults = new StartFaults(fields);
        var customer = faults.Number("customer_number");
        var play = fields.Text("play");
        var forms = request.HttpContext.RequestServices.GetRequiredService<ProviderDirectory>().Plays.ToList();
        if (fields.MayJudge("play") && !forms.Exists(form => form.Fits(play)))
        {
            fields.Refuse("play", PlayForm.Needed(forms));
        }

        return (faults.Any ? null : new CallWish(CallKind.Outbound, customer, null, null, play, fields.Text("campaign"), request.HttpContext.Caller().Team), faults);
    }
}
