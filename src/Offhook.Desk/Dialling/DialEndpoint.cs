using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Offhook.Calls;
using Offhook.Desk.Page;

namespace Offhook.Desk.Dialling;

/// <summary>Takes the forms. Without the page's module the answer is a redirect to the page; to the module it is the forms as they now stand.</summary>
internal sealed class DialEndpoint(IAntiforgery antiforgery, DeskDial dial, Forms forms, Notices notices, Rendering rendering)
{
    private const int LongestKey = 64;

    public async Task HandleAsync(HttpContext context)
    {
        if (await FormAsync(context) is not { } form)
        {
            await Results.Problem("A form is needed, as the page of the desk sends it.", null, StatusCodes.Status400BadRequest, "The request cannot be understood", "/problems/invalid-request")
                .ExecuteAsync(context);
            return;
        }

        var entry = new DialEntry(
            CallKindWords.Read(form["kind"]) ?? CallKind.ClickToCall,
            DialEntry.Cut(form["customer"]), DialEntry.Cut(form["agent"]), DialEntry.Cut(form["agent_name"]), DialEntry.CutPlay(form["play"]));
        var key = form["key"].ToString();
        var result = key.Length is 0 or > LongestKey || !await antiforgery.IsRequestValidAsync(context)
            ? new DialResult(entry, "This page was open for too long. Nothing was dialled; press Dial again.", true)
            : await dial.DialAsync(entry, key, context.RequestAborted);
        if (result is { IsBegun: true, Entry.Kind: CallKind.ClickToCall })
        {
            RememberedAgent.Write(context, result.Entry.Agent, result.Entry.AgentName);
        }

        await AnswerAsync(context, result);
    }

    // Null for what is no form: another content type, too many fields, or cut off.
    private static async Task<IFormCollection?> FormAsync(HttpContext context)
    {
        try
        {
            return context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return null;
        }
    }

    private async Task AnswerAsync(HttpContext context, DialResult result)
    {
        if (context.Request.Headers["X-Desk"] != "fragment")
        {
            notices.Leave(context, result);
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = "/";
            context.Response.Headers.CacheControl = "no-store";
            return;
        }

        var html = await rendering.HtmlAsync<DialPanel>((nameof(DialPanel.View), forms.After(context, result)));
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(html, context.RequestAborted);
    }
}
