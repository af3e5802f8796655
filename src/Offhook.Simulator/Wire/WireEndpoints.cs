using System.Text.Json.Nodes;

namespace Offhook.Simulator;

/// <summary>The legacy platform's wire: two base addresses, one switch on <c>method</c>.</summary>
internal sealed class WireEndpoints(SimulatorOptions options, Platform platform, CancellationToken stopping)
{
    private readonly DialReader _dials = new(options);
    private readonly ReportReader _reports = new(options, platform);
    private readonly FaultyReply _reply = new(options.Clock, stopping);

    public void Map(IEndpointRouteBuilder routes)
    {
        // Every method works on both hosts, as it does on the vendor's older ones (observed in production integrations). The router ignores a last slash.
        routes.MapMethods("/v1", ["GET", "POST"], AnswerAsync);
        routes.MapMethods("/api/v1", ["GET", "POST"], AnswerAsync);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var format = WireFormat.Text;
        try
        {
            var fields = await WireFields.ReadAsync(context.Request);
            format = Format(fields["format"]);
            CheckKey(context.Request, fields);
            var method = fields.Needed("method");
            platform.CountRequest(method);
            await (method switch
            {
                "dial.click2call" => DialAsync(context, fields, format, _dials.ClickToCall(fields)),
                "voice.call" => DialAsync(context, fields, format, _dials.VoiceCall(fields)),
                "dial.c2cstatus" => ReportAsync(context, fields, format, _reports.ClickToCallStatus),
                "dial" => ReportAsync(context, fields, format, _reports.AccountLog),
                "dial.callreports" => ReportAsync(context, fields, format, _reports.CallReport),
                "voice.status" => ReportAsync(context, fields, format, _reports.VoiceStatus),
                _ => throw RefusalException.Method(method),
            });
        }
        catch (RefusalException refusal)
        {
            await FaultyReply.WriteAsync(context, Envelope.Error(refusal.Code, refusal.Message).Write(format));
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or we stop, while a fault held the reply: there is nobody to answer.
            context.Abort();
        }
    }

    private async Task DialAsync(HttpContext context, WireFields fields, WireFormat format, IReadOnlyList<Order> orders)
    {
        var fault = platform.TakeFaults(FaultPoint.Dial, Suits) is [var first, ..] ? first : null;
        IReadOnlyList<SimulatedCall> calls = fault is { PlacesCall: false } ? [] : [.. orders.Select(order => platform.Place(order, fault?.Kind))];
        if (fault is not null && await _reply.ReplaceAsync(context, fault, SpoiltEnvelope.Refusal(fault, format)))
        {
            return;
        }

        if (fault is { Kind: FaultKind.CallbackFirst })
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            await Task.WhenAll(calls.Select(call => platform.ReportedAsync(call.Id))).WaitAsync(either.Token);
        }

        // Without return=1 no id is promised. Assumed: then there is no data at all.
        JsonNode? data = calls is [var one] ? new JsonObject { ["id"] = one.Id } : new JsonArray([.. calls.Select(call => new JsonObject { ["id"] = call.Id })]);
        await _reply.SpoilAsync(context, fault, SpoiltEnvelope.Write(fields["return"] == "1" ? Envelope.Ok(data) : Envelope.Ok(null, hasData: false), fault, format));
    }

    private async Task ReportAsync(HttpContext context, WireFields fields, WireFormat format, Func<WireFields, IReadOnlyList<Fault>, Envelope> report)
    {
        var faults = platform.TakeFaults(FaultPoint.Report, Suits);
        if (faults.Any(fault => fault.Kind is FaultKind.FailingPage && fault.Count == fields.Whole("page", 1, 1, int.MaxValue)))
        {
            context.Response.StatusCode = 503;
            return;
        }

        var spoils = faults.FirstOrDefault(fault => fault.Kind is < FaultKind.NoCallback);
        if (spoils is null || !await _reply.ReplaceAsync(context, spoils, SpoiltEnvelope.Refusal(spoils, format)))
        {
            await _reply.SpoilAsync(context, spoils, SpoiltEnvelope.Write(report(fields, faults), spoils, format));
        }
    }

    private static bool Suits(FaultKind kind) => FaultTable.Suits(kind, Wire.Legacy);

    private void CheckKey(HttpRequest request, WireFields fields)
    {
        var header = request.Headers["x-api-key"].ToString();
        var key = header.Length > 0 ? header : fields["api_key"];
        if (string.IsNullOrWhiteSpace(key) || (options.ApiKey is { } only && key != only))
        {
            throw RefusalException.Key();
        }
    }

    private static WireFormat Format(string? name) => name switch
    {
        null or "text" => WireFormat.Text,
        "json" => WireFormat.Json,
        "jsonp" => WireFormat.Jsonp,
        "xml" => WireFormat.Xml,
        _ => throw RefusalException.Invalid("format", "text, json, jsonp or xml is needed"),
    };
}
