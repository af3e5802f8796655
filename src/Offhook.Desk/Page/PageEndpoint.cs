using Microsoft.AspNetCore.Http;
using Offhook.Desk.Assets;
using Offhook.Desk.Dialling;
using Offhook.Gateway.Live;
using Offhook.Gateway.Providers;

namespace Offhook.Desk.Page;

/// <summary>The desk's page as it stands at one moment. It is complete without any script.</summary>
internal sealed class PageEndpoint(Rendering rendering, Forms forms, ChangeFeed feed, ProviderDirectory providers, TimeProvider clock, Func<DeskOptions> options)
{
    // The name under which the host knows a browser that signed in. Who comes with a key, or needs none, has nothing to sign out of.
    private const string SessionName = "desk-session";

    public async Task HandleAsync(HttpContext context)
    {
        var whole = await WholeAsync(context.RequestAborted);
        var html = await rendering.HtmlAsync<DeskPage>(
            (nameof(DeskPage.Dial), forms.AfterRedirect(context)),
            (nameof(DeskPage.Snapshot), whole.Snapshot),
            (nameof(DeskPage.Position), whole.Position.ToString()),
            (nameof(DeskPage.Providers), providers),
            (nameof(DeskPage.Now), clock.GetUtcNow()),
            (nameof(DeskPage.PhonesPage), options().PhonesPage),
            (nameof(DeskPage.IsSignedIn), context.User.Identity?.Name == SessionName),
            (nameof(DeskPage.Style), EmbeddedAsset.Address("desk.css")),
            (nameof(DeskPage.Module), EmbeddedAsset.Address("desk.js")));
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(html, context.RequestAborted);
    }

    // The feed begins with how things stand, together with the place from which the page's module goes on.
    private async Task<FeedEvent.Whole> WholeAsync(CancellationToken cancellationToken)
    {
        await foreach (var item in feed.FollowAsync(null, cancellationToken))
        {
            if (item is FeedEvent.Whole whole)
            {
                return whole;
            }
        }

        throw new InvalidOperationException("the feed ended before it began");
    }
}
