using System.Text;
using System.Text.Encodings.Web;

namespace Offhook.Simulator;

/// <summary>The page with the two phones as it stands at one moment. It works by forms alone; its script only makes it live.</summary>
internal static class PhonesPage
{
    public const string EmptyHint = "No phone is ringing. Place a call on the desk, or dial a number ending in 99, and answer it here.";

    public static string Write(PhonesView view, string? chosen, string? notice)
    {
        var call = view.Calls.FirstOrDefault(call => call.Id == chosen) ?? (view.Calls is [var newest, ..] ? newest : null);
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>Two phones – Offhook simulator</title>
              <link rel="icon" href="data:,">
              <link rel="stylesheet" href="/phones/phones.css">
              <script type="module" src="/phones/phones.js"></script>
            </head>
            <body>
              <header>
                <div>
                  <h1>Two phones</h1>
                  <p>A stand-in for the provider. No real phone rings.</p>
                </div>
                <p class="connection"><a href="/phones">Refresh</a> <span id="connection" role="status" hidden></span></p>
              </header>
              <main>
                <p id="notice" class="notice" role="alert"{(notice is null ? " hidden" : "")}>{Safe(notice)}</p>
                <p id="call" class="call" data-call="{Safe(call?.Id)}"><span id="call-title">{Safe(call?.Title ?? "No call yet")}</span> <span id="call-says" class="badge"{(call is null ? " hidden" : "")}>{Safe(call?.Says)}</span></p>
                <div class="pair">
            {Phone("agent", "Agent’s phone", call?.Agent ?? PhoneView.Idle(), call?.Id, view)}
            {Phone("customer", "Customer’s phone", call?.Customer ?? PhoneView.Idle(), call?.Id, view)}
                </div>
                <p id="hint" class="hint"{(call is { Live: true } ? " hidden" : "")}>{Safe(EmptyHint)}</p>
                <nav id="others" aria-labelledby="others-title"{(view.Calls.Count < 2 ? " hidden" : "")}>
                  <h2 id="others-title">Calls</h2>
                  <ul id="calls">{Others(view, call)}</ul>
                </nav>
                <details>
                  <summary>Which numbers act by themselves?</summary>
                  <p>The customer’s last two digits decide; a person may still take over any phone that rings. Every other number, such as one ending in 99, waits for you.</p>
                  <div class="scroll" tabindex="0" role="region" aria-label="Numbers that act by themselves">
                  <table>
                    <thead><tr><th scope="col">Ends in</th><th scope="col">What happens</th></tr></thead>
                    <tbody>{Rows()}</tbody>
                  </table>
                  </div>
                </details>
              </main>
            </body>
            </html>
            """;
    }

    private static string Phone(string side, string title, PhoneView phone, string? call, PhonesView view) => $"""
                  <section class="phone" data-side="{side}" data-state="{phone.State}" aria-labelledby="{side}-title">
                    <h2 id="{side}-title">{title}</h2>
                    <div class="screen">
                      <svg class="handset" viewBox="0 0 24 24" width="40" height="40" aria-hidden="true" focusable="false"><path d="M6.6 10.8a15 15 0 0 0 6.6 6.6l2.2-2.2a1 1 0 0 1 1-.25 11.4 11.4 0 0 0 3.6.57 1 1 0 0 1 1 1V20a1 1 0 0 1-1 1A17 17 0 0 1 3 4a1 1 0 0 1 1-1h3.5a1 1 0 0 1 1 1c0 1.25.2 2.45.57 3.57a1 1 0 0 1-.25 1.02z" fill="currentColor"/></svg>
                      <p class="number" data-number>{(phone.Number.Length == 0 ? "–" : Safe(phone.Number))}</p>
                      <p class="says"><span role="status" aria-live="polite" data-says>{Safe(phone.Says)}</span> <span class="clock" data-clock>{(phone.Since is { } since ? view.Clock(since) : "")}</span></p>
                    </div>
                    <form method="post" action="/phones/{Safe(call)}/{side}">
                      <button name="do" value="answer" data-action="answer"{Disabled(phone.CanAnswer)}>Answer</button>
                      <button name="do" value="decline" data-action="decline"{Disabled(phone.CanDecline)}>Decline</button>
                      <button name="do" value="hang-up" data-action="hang-up"{Disabled(phone.CanHangUp)}>Hang up</button>
                    </form>
                  </section>
        """;

    private static string Others(PhonesView view, CallView? shown)
    {
        var list = new StringBuilder();
        foreach (var call in view.Calls)
        {
            list.Append($"""<li><a href="/phones?call={Uri.EscapeDataString(call.Id)}"{(call == shown ? " aria-current=\"true\"" : "")}><span>{Safe(call.Title)}</span> <span class="badge{(call.Live ? " live" : "")}">{Safe(call.Says)}</span></a></li>""");
        }

        return list.ToString();
    }

    private static string Rows() => string.Concat(Scenarios.All.Select(scenario => $"<tr><td>{scenario.Digits}</td><td>{Safe(scenario.Says)}</td></tr>"));

    private static string Disabled(bool enabled) => enabled ? "" : " disabled";

    private static string Safe(string? text) => HtmlEncoder.Default.Encode(text ?? "");
}
