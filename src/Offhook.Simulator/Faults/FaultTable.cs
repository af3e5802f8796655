using System.Text.Json;

namespace Offhook.Simulator;

/// <summary>One kind of fault, for people and for the control interface.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Name">Its name on <c>POST /control/faults</c>.</param>
/// <param name="Says">What it does.</param>
/// <param name="Takes">The members of the control request that it takes, with their defaults.</param>
/// <param name="Only">The only wire on which it makes sense: requests and calls of the other one leave it waiting. Null: it happens on both.</param>
public sealed record FaultEntry(FaultKind Kind, string Name, FaultPoint Point, string Says, string Takes, Wire? Only);

/// <summary>Every fault, what it does and how it is made from a control request. <c>docs/simulator.md</c> shows the same.</summary>
public static class FaultTable
{
    private static readonly TimeSpan TwentySeconds = TimeSpan.FromSeconds(20);

    private static readonly List<(FaultEntry Entry, Func<FaultRequest, Fault> Make)> Rows =
    [
        Row("HTTP 200, an error status and a reason; nothing rings", "", _ => Fault.BusinessFailure()),
        Row("HTTP 200, `Insufficient credits`; nothing rings", "", _ => Fault.NoCredit()),
        Row("HTTP 200, `Source IP not allowed`, on kaleyra.io HTTP 403; nothing rings", "", _ => Fault.AddressRefused()),
        Row("HTTP 401 or 403; nothing rings", "count (status, 401)", it => Fault.WrongKey(it.Count ?? 401)),
        Row("HTTP 429, with `Retry-After` when `seconds` is given; nothing rings", "seconds", it => Fault.TooManyRequests(it.Span())),
        Row("HTTP 5xx with a short text; nothing rings unless `places`", "count (status, 500), places", it => Fault.ServerError(it.Count ?? 500)),
        Row("a proxy's HTML page; nothing rings unless `places`", "count (status, 502), places", it => Fault.HtmlPage(it.Count ?? 502)),
        Row("HTTP 200, JSON that stops in the middle; the call is placed", "", _ => Fault.InvalidJson()),
        Row("HTTP 200, no body; the call is placed", "", _ => Fault.EmptyBody()),
        Row("the call is placed, the reply comes late", "seconds (20)", it => Fault.HeldReply(it.Span() ?? TwentySeconds)),
        Row("nothing rings, the connection stays silent and is then cut", "seconds (20)", it => Fault.Silence(it.Span() ?? TwentySeconds)),
        Row("the call is placed, the connection cut without a reply", "", _ => Fault.CutAfterPlacing()),
        Row("the connection is cut without a reply, nothing rings", "", _ => Fault.CutBeforePlacing()),
        Row("a proper reply of many bytes; the call is placed", "count (bytes, 8388608)", it => Fault.LargeBody(it.Count ?? 8 * 1024 * 1024)),
        Row("a proper reply, byte by byte; the call is placed", "seconds (per byte, 1)", it => Fault.SlowBody(it.Span() ?? TimeSpan.FromSeconds(1))),
        Row("success without an id; the call is placed", "missing (null, on kaleyra.io empty_object)", it => Fault.WithoutId(it.Missing)),
        Row("the id at `data[0].id`", "", _ => Fault.IdInArray()),
        Row("`data` is the id itself", "", _ => Fault.IdAsText()),
        Row("the id at the top level", "", _ => Fault.IdAtTop()),
        Row("`\"status\":\"OK\"`, on kaleyra.io `\"code\":\"OK\"`", "", _ => Fault.StatusWord()),
        Row("`\"status\":200`, on kaleyra.io `\"code\":200`", "", _ => Fault.StatusNumber()),
        Row("text whatever format was asked for", "", _ => Fault.TextBody(), Wire.Legacy),
        Row("XML whatever format was asked for", "", _ => Fault.XmlBody(), Wire.Legacy),
        Row("the reply to the dial waits for the callback, and so long after it", "seconds (0)", it => Fault.CallbackFirst(it.Span() ?? TimeSpan.Zero)),
        Row("the reply to the dial waits for a live event, and so long after it", "event (call_end), seconds (0)", it => Fault.EventFirst(it.Event ?? CallEvents.End, it.Span() ?? TimeSpan.Zero), Wire.Io),
        Row("the account lives on another region's host: HTTP 401, no different from a wrong key; nothing rings", "", _ => Fault.WrongRegion(), Wire.Io),
        Row("no callback", "on", _ => Fault.NoCallback()),
        Row("the callback several times", "count (2), on", it => Fault.RepeatedCallback(it.Count ?? 2)),
        Row("the callback comes late", "seconds (20), on", it => Fault.LateCallback(it.Span() ?? TwentySeconds)),
        Row("after the callback one that knows less: the agent's leg only, no talk", "", _ => Fault.WeakerAfterwards()),
        Row("`{provider}` is not replaced", "", _ => Fault.LiteralProvider(), Wire.Legacy),
        Row("`{recordpath}` is empty although they talked", "", _ => Fault.EmptyRecording(), Wire.Legacy),
        Row("times are Indian time as text", "", _ => Fault.TextTimes(), Wire.Legacy),
        Row("times have 13 digits", "", _ => Fault.MillisecondTimes(), Wire.Legacy),
        Row("numbers are written otherwise than in the dial", "form (with_country), on", it => Fault.OtherNumberForm(it.Form ?? NumberForm.WithCountry)),
        Row("the callback is a POST with a form", "on", _ => Fault.FormPost()),
        Row("the callback is a POST with JSON", "on", _ => Fault.JsonPost()),
        Row("the recording's own query spills over into the callback's", "", _ => Fault.SpilledRecording(), Wire.Legacy),
        Row("`{id}` is empty", "on", _ => Fault.CallbackWithoutId()),
        Row("nothing in braces is replaced", "on", _ => Fault.LiteralVariables(), Wire.Io),
        Row("one live event is not sent", "event (to_call_answer)", it => Fault.DroppedEvent(it.Event ?? CallEvents.ToAnswer), Wire.Io),
        Row("the live events are held until the call is over and sent last first", "", _ => Fault.ReversedEvents(), Wire.Io),
        Row("the live events are held until the call is over and sent in an order that the seed decides, never the right one", "", _ => Fault.ShuffledEvents(), Wire.Io),
        Row("what a live event does not know yet is empty instead of left in braces", "", _ => Fault.EmptyVariables(), Wire.Io),
        Row("a call is in no report until so long after its end", "seconds (20)", it => Fault.LogEmptyFor(it.Span() ?? TwentySeconds)),
        Row("rows of incoming and forwarded calls before each own row of `dial` or `call-logs`", "count (2)", it => Fault.OtherServices(it.Count ?? 2)),
        Row("no page has more rows than this, whatever `limit` says", "count (2)", it => Fault.SmallPages(it.Count ?? 2)),
        Row("this page answers 503", "count (page, 2)", it => Fault.FailingPage(it.Count ?? 2)),
        Row("every row twice", "", _ => Fault.RepeatedRow()),
        Row("a report of one call has its row as `data` itself", "", _ => Fault.RowAsObject()),
        Row("the rows of the log are in `records`, and there is no `data`", "", _ => Fault.RecordsAtTop(), Wire.Io),
        Row("the rows of the log are in `data.records`", "", _ => Fault.RecordsInData(), Wire.Io),
        Row("asked for by GET, a log or a recording answers 405", "", _ => Fault.PostOnly(), Wire.Io),
        Row("a recording answers 301 to another host, whatever `download` says", "address (https://storage.example.test/…)", it => Fault.RecordingElsewhere(it.Address), Wire.Io),
    ];

    private static readonly Dictionary<FaultKind, Wire?> OnlyOn = Rows.ToDictionary(row => row.Entry.Kind, row => row.Entry.Only);

    /// <summary>Every kind once.</summary>
    public static IReadOnlyList<FaultEntry> All { get; } = [.. Rows.Select(row => row.Entry)];

    /// <summary>Whether a kind can happen at a point: at its own, the kinds that spoil any reply also to reports, most kinds that spoil callbacks also to live events.</summary>
    public static bool CanSpoil(FaultKind kind, FaultPoint point) => point switch
    {
        FaultPoint.Dial => kind < FaultKind.NoCallback,
        FaultPoint.Callback => kind is >= FaultKind.NoCallback and < FaultKind.DroppedEvent,
        FaultPoint.Event => kind is >= FaultKind.DroppedEvent and < FaultKind.LogEmptyFor
            or FaultKind.NoCallback or FaultKind.RepeatedCallback or FaultKind.LateCallback or FaultKind.OtherNumberForm
            or FaultKind.FormPost or FaultKind.JsonPost or FaultKind.CallbackWithoutId or FaultKind.LiteralVariables,
        _ => kind >= FaultKind.LogEmptyFor || kind is FaultKind.OtherNumberForm
            or (< FaultKind.WithoutId and not FaultKind.CutAfterPlacing)
            or FaultKind.StatusWord or FaultKind.StatusNumber or FaultKind.TextBody or FaultKind.XmlBody or FaultKind.WrongRegion,
    };

    /// <summary>Whether a kind makes sense on a wire.</summary>
    public static bool Suits(FaultKind kind, Wire wire) => OnlyOn[kind] is not { } only || only == wire;

    /// <summary>Makes the fault that a control request names; null when there is none of that name.</summary>
    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    /// <exception cref="InvalidOperationException">The fault cannot happen at the point asked for.</exception>
    internal static Fault? Make(FaultRequest request)
    {
        var row = Rows.Find(row => row.Entry.Name == request.Fault);
        if (row.Make is null)
        {
            return null;
        }

        var fault = row.Make(request);
        fault = request.Places is true ? fault.ThatPlaces() : fault;
        return request.On is not { } point || point == fault.Point ? fault
            : point is FaultPoint.Report ? fault.OnReports()
            : point is FaultPoint.Event ? fault.OnEvents()
            : throw new InvalidOperationException($"{request.Fault} cannot happen to a {point.ToString().ToLowerInvariant()}.");
    }

    private static (FaultEntry, Func<FaultRequest, Fault>) Row(string says, string takes, Func<FaultRequest, Fault> make, Wire? only = null)
    {
        var example = make(new FaultRequest());
        return (new FaultEntry(example.Kind, JsonNamingPolicy.KebabCaseLower.ConvertName(example.Kind.ToString()), example.Point, says, takes, only), make);
    }
}
