using System.Text.Json.Nodes;

namespace Offhook.Simulator;

/// <summary>kaleyra.io's wire: one path for each action, under the account's SID.</summary>
internal sealed class IoEndpoints(SimulatorOptions options, Platform platform, Func<string> host, CancellationToken stopping)
{
    private readonly IoDialReader _dials = new(options, platform.Profiles);
    private readonly ProfileReader _profiles = new(options);
    private readonly IoLog _log = new(options, platform);
    private readonly RecordingLinks _links = new(options.Clock, platform, host);
    private readonly FaultyReply _reply = new(options.Clock, stopping);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/{sid}/voice/click-to-call", (RequestDelegate)(context => AnswerAsync(context, "click-to-call", () => DialAsync(context, _dials.ClickToCall))));
        routes.MapPost("/v1/{sid}/voice/outbound", (RequestDelegate)(context => AnswerAsync(context, "outbound", () => DialAsync(context, _dials.Outbound))));

        // The vendor's pages contradict themselves about the verb of both.
        routes.MapMethods("/v1/{sid}/voice/call-logs", ["GET", "POST"], context => AnswerAsync(context, "call-logs", () => LogAsync(context)));
        routes.MapMethods("/v1/{sid}/voice/recordings", ["GET", "POST"], context => AnswerAsync(context, "recordings", () => RecordingAsync(context)));
        routes.MapPost("/v1/{sid}/callback/profiles", (RequestDelegate)(context => AnswerAsync(context, "callback-profiles", () => ProfileAsync(context))));
        routes.MapGet(RecordingLinks.Path, (RequestDelegate)_links.ServeAsync);
    }

    private async Task AnswerAsync(HttpContext context, string name, Func<Task> answer)
    {
        try
        {
            CheckKey(context);
            platform.CountRequest(name);
            await answer();
        }
        catch (RefusalException refusal)
        {
            await FaultyReply.WriteAsync(context, Frame.Of(refusal));
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or we stop, while a fault held the reply: there is nobody to answer.
            context.Abort();
        }
    }

    private async Task DialAsync(HttpContext context, Func<WireFields, Order> read)
    {
        var order = read(await FormAsync(context.Request));
        var fault = platform.TakeFaults(FaultPoint.Dial, kind => FaultTable.Suits(kind, Wire.Io)) is [var first, ..] ? first : null;
        var call = fault is { PlacesCall: false } ? null : platform.Place(order, fault?.Kind);
        if (fault is not null && await _reply.ReplaceAsync(context, fault, SpoiltFrame.Refusal(fault)))
        {
            return;
        }

        await BeforeReplyAsync(context, call, fault);

        // Only faults that place nothing leave no call, and all of those have replied by now.
        var frame = Frame.Ok("Call request accepted", new JsonObject { ["id"] = call!.Id, ["status"] = "initiated" });
        await _reply.SpoilAsync(context, fault, Frame.Write(SpoiltFrame.Shaped(frame, fault), StatusCodes.Status202Accepted));
    }

    /// <summary>Lets happen what a fault wants to have happened before the reply.</summary>
    private async Task BeforeReplyAsync(HttpContext context, SimulatedCall? call, Fault? fault)
    {
        if (call is null || fault is not { Kind: FaultKind.CallbackFirst or FaultKind.EventFirst })
        {
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var over = platform.ReportedAsync(call.Id);
        var enough = fault.Event is { } name
            ? Task.WhenAny(over, platform.WaitForCallbackAsync(sent => sent.CallId == call.Id && sent.Event == name, either.Token))
            : over;
        await enough.WaitAsync(either.Token);
        await either.CancelAsync();
    }

    private async Task LogAsync(HttpContext context)
    {
        var fields = await WireFields.ReadAsync(context.Request);
        var faults = platform.TakeFaults(FaultPoint.Report, kind => FaultTable.Suits(kind, Wire.Io) && kind is not FaultKind.RecordingElsewhere);
        if (faults.Any(fault => fault.Kind is FaultKind.FailingPage && fault.Count == fields.Whole("page", 1, 1, int.MaxValue)))
        {
            await FaultyReply.WriteAsync(context, Frame.Error(503, "Service unavailable", "Try again later"));
            return;
        }

        if (!await NeedsPostAsync(context, faults))
        {
            await ReportAsync(context, Spoils(faults), () => _log.Read(fields, context.Request.Headers["limit"].ToString(), faults));
        }
    }

    private async Task RecordingAsync(HttpContext context)
    {
        var fields = await WireFields.ReadAsync(context.Request);
        var faults = platform.TakeFaults(FaultPoint.Report, kind => FaultTable.Suits(kind, Wire.Io) && kind is < FaultKind.NoCallback or FaultKind.RecordingElsewhere or FaultKind.PostOnly);
        var link = _links.Read(fields);
        if (await NeedsPostAsync(context, faults))
        {
            return;
        }

        if (faults.FirstOrDefault(fault => fault.Kind is FaultKind.RecordingElsewhere)?.Address is { } elsewhere)
        {
            context.Response.Redirect(elsewhere.AbsoluteUri, permanent: true);
        }
        else if (fields["download"] == "1" && Spoils(faults) is null)
        {
            context.Response.Redirect(link, permanent: true);
        }
        else
        {
            await ReportAsync(context, Spoils(faults), () => Frame.Ok("Success", new JsonObject { ["link"] = link }));
        }
    }

    private async Task ReportAsync(HttpContext context, Fault? spoils, Func<JsonObject> report)
    {
        if (spoils is null || !await _reply.ReplaceAsync(context, spoils, SpoiltFrame.Refusal(spoils)))
        {
            await _reply.SpoilAsync(context, spoils, Frame.Write(SpoiltFrame.Shaped(report(), spoils)));
        }
    }

    private static Fault? Spoils(IReadOnlyList<Fault> faults) => faults.FirstOrDefault(fault => fault.Kind is < FaultKind.NoCallback);

    private static async Task<bool> NeedsPostAsync(HttpContext context, IReadOnlyList<Fault> faults)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || !faults.Any(fault => fault.Kind is FaultKind.PostOnly))
        {
            return false;
        }

        context.Response.Headers.Allow = "POST";
        await FaultyReply.WriteAsync(context, Frame.Error(405, "Method not allowed", "Use POST"));
        return true;
    }

    private async Task ProfileAsync(HttpContext context)
    {
        var profile = await _profiles.ReadAsync(context.Request);
        platform.Profiles.Add(profile);
        await FaultyReply.WriteAsync(context, Frame.Write(Frame.Ok("Success", new JsonObject { ["id"] = profile.Id })));
    }

    /// <summary>A dial's parameters stand in a form of the one kind that the vendor names, and nowhere else.</summary>
    private static Task<WireFields> FormAsync(HttpRequest request) =>
        request.QueryString.HasValue ? throw RefusalException.Body("parameters belong into the form, not into the address")
        : request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) is true ? WireFields.ReadAsync(request)
        : throw RefusalException.Body("application/x-www-form-urlencoded is needed");

    /// <summary>The pair must match, and the refusal does not tell which half was wrong.</summary>
    private void CheckKey(HttpContext context)
    {
        var key = context.Request.Headers["api-key"].ToString();
        if (string.IsNullOrWhiteSpace(key) || (options.ApiKey is { } only && key != only) || (string?)context.GetRouteValue("sid") != options.IoSid)
        {
            throw RefusalException.Key();
        }
    }
}
