using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Offhook.Calls;
using Offhook.Gateway.Providers;

namespace Offhook.Desk.Dialling;

/// <summary>Makes the forms that a page shows.</summary>
internal sealed class Forms(IAntiforgery antiforgery, Notices notices, ProviderDirectory providers, TimeProvider clock)
{
    /// <summary>The forms of a fresh page, with the outcome that a redirect left behind.</summary>
    public DialView AfterRedirect(HttpContext context)
    {
        var agent = Remembered(context.Request);
        return With(context, notices.Take(context) ?? new DialResult(agent, null, false), agent);
    }

    /// <summary>The forms after an answer.</summary>
    public DialView After(HttpContext context, DialResult result)
    {
        // The cookie that was just written is not yet in the request.
        var agent = result is { IsBegun: true, Entry.Kind: CallKind.ClickToCall } ? result.Entry : Remembered(context.Request);
        return With(context, result, agent);
    }

    private static DialEntry Remembered(HttpRequest request) => RememberedAgent.Read(request) is var (phone, name)
        ? new DialEntry(CallKind.ClickToCall, Agent: phone.Formatted, AgentName: name)
        : new DialEntry(CallKind.ClickToCall);

    private DialView With(HttpContext context, DialResult result, DialEntry agent)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        return new DialView(
            result,
            PhoneNumber.TryRead(agent.Agent, out var own) ? own.E164 : null,
            agent,
            NewKey(),
            NewKey(),
            tokens.FormFieldName,
            tokens.RequestToken ?? "",
            [.. providers.Plays]);
    }

    private string NewKey() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
}
