namespace Offhook.Simulator;

/// <summary>One misbehaviour, made by the factory of its kind. Delays are of the clock and are not divided by the speed.</summary>
/// <remarks>Of several reply faults at once the first wins; callback, event and report faults add up.</remarks>
public sealed record Fault
{
    private Fault(FaultKind kind) => Kind = kind;

    /// <summary>Which misbehaviour.</summary>
    public FaultKind Kind { get; }

    /// <summary>What it spoils: as its kind says, unless <see cref="OnReports"/> or <see cref="OnEvents"/> moved it.</summary>
    public FaultPoint Point { get; private init; }

    /// <summary>How long, for kinds that wait.</summary>
    public TimeSpan Delay { get; private init; }

    /// <summary>A number whose meaning its factory names: an HTTP status, bytes, times, rows, a page.</summary>
    public int Count { get; private init; }

    /// <summary>How numbers are written, for <see cref="FaultKind.OtherNumberForm"/>.</summary>
    public NumberForm Form { get; private init; }

    /// <summary>What stands instead of the id, for <see cref="FaultKind.WithoutId"/>; null: as the wire's own documents have it.</summary>
    public MissingId? Missing { get; private init; }

    /// <summary>The name of a live event, for kinds that are about one.</summary>
    public string? Event { get; private init; }

    /// <summary>Where a recording is said to be, for <see cref="FaultKind.RecordingElsewhere"/>.</summary>
    public Uri? Address { get; private init; }

    /// <summary>Whether a dial with this fault places its call although the reply is spoilt.</summary>
    public bool PlacesCall { get; private init; }

    /// <summary>HTTP 200, an error status and a reason; nothing is placed.</summary>
    public static Fault BusinessFailure() => new(FaultKind.BusinessFailure);

    /// <summary>HTTP 200, <c>Insufficient credits</c>; nothing is placed.</summary>
    public static Fault NoCredit() => new(FaultKind.NoCredit);

    /// <summary>HTTP 200, <c>Source IP not allowed</c>; on kaleyra.io HTTP 403. Nothing is placed.</summary>
    public static Fault AddressRefused() => new(FaultKind.AddressRefused);

    /// <summary>HTTP 401, or 403; nothing is placed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 401 to 403.</exception>
    public static Fault WrongKey(int status = 401) => new(FaultKind.WrongKey) { Count = Within(status, 401, 403) };

    /// <summary>HTTP 429, with <c>Retry-After</c> in whole seconds or, when null, without; nothing is placed.</summary>
    public static Fault TooManyRequests(TimeSpan? retryAfter = null) => new(FaultKind.TooManyRequests) { Count = 429, Delay = retryAfter ?? TimeSpan.Zero };

    /// <summary>A 5xx with a short text; <see cref="ThatPlaces"/> makes it place the call all the same.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 500 to 599.</exception>
    public static Fault ServerError(int status = 500) => new(FaultKind.ServerError) { Count = Within(status, 500, 599) };

    /// <summary>A proxy's HTML page with this HTTP status (200 to 599); <see cref="ThatPlaces"/> makes it place the call all the same.</summary>
    public static Fault HtmlPage(int status = 502) => new(FaultKind.HtmlPage) { Count = Within(status, 200, 599) };

    /// <summary>HTTP 200 with JSON that stops in the middle; the call is placed.</summary>
    public static Fault InvalidJson() => Placing(FaultKind.InvalidJson);

    /// <summary>HTTP 200 with no body; the call is placed.</summary>
    public static Fault EmptyBody() => Placing(FaultKind.EmptyBody);

    /// <summary>The call is placed at once, the reply comes after <paramref name="delay"/>.</summary>
    public static Fault HeldReply(TimeSpan delay) => Placing(FaultKind.HeldReply) with { Delay = NotNegative(delay) };

    /// <summary>Nothing is placed; the connection stays silent for <paramref name="delay"/> and is then cut.</summary>
    public static Fault Silence(TimeSpan delay) => new(FaultKind.Silence) { Delay = NotNegative(delay) };

    /// <summary>The call is placed and the connection cut without a reply.</summary>
    public static Fault CutAfterPlacing() => Placing(FaultKind.CutAfterPlacing);

    /// <summary>The connection is cut without a reply; nothing rings.</summary>
    public static Fault CutBeforePlacing() => new(FaultKind.CutBeforePlacing);

    /// <summary>A proper reply padded to at least this many bytes (1 to 1 GiB); the call is placed.</summary>
    public static Fault LargeBody(int bytes = 8 * 1024 * 1024) => Placing(FaultKind.LargeBody) with { Count = Within(bytes, 1, 1 << 30) };

    /// <summary>A proper reply, one byte per <paramref name="perByte"/>; the call is placed.</summary>
    public static Fault SlowBody(TimeSpan perByte) => Placing(FaultKind.SlowBody) with { Delay = NotNegative(perByte) };

    /// <summary>Success without an id; the call is placed. Null: <c>"data":null</c> on the legacy wire, <c>"data":{}</c> on kaleyra.io.</summary>
    public static Fault WithoutId(MissingId? missing = null) => Placing(FaultKind.WithoutId) with { Missing = missing };

    /// <summary>The id is at <c>data[0].id</c>; the call is placed.</summary>
    public static Fault IdInArray() => Placing(FaultKind.IdInArray);

    /// <summary><c>data</c> is the id itself; the call is placed.</summary>
    public static Fault IdAsText() => Placing(FaultKind.IdAsText);

    /// <summary>The id stands at the top level; the call is placed.</summary>
    public static Fault IdAtTop() => Placing(FaultKind.IdAtTop);

    /// <summary><c>"status":"OK"</c>, on kaleyra.io <c>"code":"OK"</c>; the call is placed.</summary>
    public static Fault StatusWord() => Placing(FaultKind.StatusWord);

    /// <summary><c>"status":200</c>, on kaleyra.io <c>"code":200</c>; the call is placed.</summary>
    public static Fault StatusNumber() => Placing(FaultKind.StatusNumber);

    /// <summary>Text whatever format was asked for; the call is placed.</summary>
    public static Fault TextBody() => Placing(FaultKind.TextBody);

    /// <summary>XML whatever format was asked for; the call is placed.</summary>
    public static Fault XmlBody() => Placing(FaultKind.XmlBody);

    /// <summary>The reply to the dial waits until the call's end has been reported and <paramref name="lead"/> has passed after it.</summary>
    public static Fault CallbackFirst(TimeSpan lead = default) => Placing(FaultKind.CallbackFirst) with { Delay = NotNegative(lead) };

    /// <summary>The reply to the dial waits until this live event has been sent (or the call is over) and <paramref name="lead"/> has passed after it.</summary>
    /// <exception cref="ArgumentException">There is no event of that name.</exception>
    public static Fault EventFirst(string name = CallEvents.End, TimeSpan lead = default) =>
        Placing(FaultKind.EventFirst) with { Event = CallEvents.Known(name), Delay = NotNegative(lead) };

    /// <summary>The account belongs to another region's host: HTTP 401, no different from a wrong key; nothing is placed.</summary>
    public static Fault WrongRegion() => new(FaultKind.WrongRegion) { Count = 401 };

    /// <summary>No callback: on kaleyra.io no end report, or <see cref="OnEvents"/> no live event.</summary>
    public static Fault NoCallback() => OnCallback(FaultKind.NoCallback);

    /// <summary>The same callback this many times (2 to 100), one after the other.</summary>
    public static Fault RepeatedCallback(int times = 2) => OnCallback(FaultKind.RepeatedCallback) with { Count = Within(times, 2, 100) };

    /// <summary>The callback comes this long after the end of the call.</summary>
    public static Fault LateCallback(TimeSpan delay) => OnCallback(FaultKind.LateCallback) with { Delay = NotNegative(delay) };

    /// <summary>After the true callback comes a second one that knows less: the agent's leg only, no talk, no recording.</summary>
    public static Fault WeakerAfterwards() => OnCallback(FaultKind.WeakerAfterwards);

    /// <summary><c>{provider}</c> is not replaced.</summary>
    public static Fault LiteralProvider() => OnCallback(FaultKind.LiteralProvider);

    /// <summary><c>{recordpath}</c> is empty although they talked.</summary>
    public static Fault EmptyRecording() => OnCallback(FaultKind.EmptyRecording);

    /// <summary>Times are Indian time as text.</summary>
    public static Fault TextTimes() => OnCallback(FaultKind.TextTimes);

    /// <summary>Times are epoch milliseconds, 13 digits.</summary>
    public static Fault MillisecondTimes() => OnCallback(FaultKind.MillisecondTimes);

    /// <summary>Numbers are written otherwise than the dial wrote them. In callbacks, or <see cref="OnReports"/>.</summary>
    public static Fault OtherNumberForm(NumberForm form = NumberForm.WithCountry) => OnCallback(FaultKind.OtherNumberForm) with { Form = form };

    /// <summary>The callback is a POST with a form, its query parameters moved into the body.</summary>
    public static Fault FormPost() => OnCallback(FaultKind.FormPost);

    /// <summary>The callback is a POST with JSON, its query parameters moved into the body.</summary>
    public static Fault JsonPost() => OnCallback(FaultKind.JsonPost);

    /// <summary>The recording's own query (<c>?id=…&amp;x=…</c>) spills over into the callback's.</summary>
    public static Fault SpilledRecording() => OnCallback(FaultKind.SpilledRecording);

    /// <summary><c>{id}</c> is empty.</summary>
    public static Fault CallbackWithoutId() => OnCallback(FaultKind.CallbackWithoutId);

    /// <summary>No variable is replaced: everything in braces stays. In end reports, or <see cref="OnEvents"/>.</summary>
    public static Fault LiteralVariables() => OnCallback(FaultKind.LiteralVariables);

    /// <summary>This live event is not sent.</summary>
    /// <exception cref="ArgumentException">There is no event of that name.</exception>
    public static Fault DroppedEvent(string name) => OnEvent(FaultKind.DroppedEvent) with { Event = CallEvents.Known(name) };

    /// <summary>The live events are held until the call is over and then sent last first.</summary>
    public static Fault ReversedEvents() => OnEvent(FaultKind.ReversedEvents);

    /// <summary>The live events are held until the call is over and then sent in an order that the seed decides, never the right one.</summary>
    public static Fault ShuffledEvents() => OnEvent(FaultKind.ShuffledEvents);

    /// <summary>What a live event does not know yet (<c>status</c>, <c>billsec</c>) is empty instead of left in braces.</summary>
    public static Fault EmptyVariables() => OnEvent(FaultKind.EmptyVariables);

    /// <summary>A call is in no report until this long after its end.</summary>
    public static Fault LogEmptyFor(TimeSpan delay) => OnReport(FaultKind.LogEmptyFor) with { Delay = NotNegative(delay) };

    /// <summary>Before each own row of <c>dial</c> stand this many (1 to 100) rows of incoming and forwarded calls.</summary>
    public static Fault OtherServices(int rows = 2) => OnReport(FaultKind.OtherServices) with { Count = Within(rows, 1, 100) };

    /// <summary>No page has more than this many rows (1 to 500), whatever <c>limit</c> asked for.</summary>
    public static Fault SmallPages(int rows = 2) => OnReport(FaultKind.SmallPages) with { Count = Within(rows, 1, 500) };

    /// <summary>This page of a log answers 503; the others work.</summary>
    public static Fault FailingPage(int page = 2) => OnReport(FaultKind.FailingPage) with { Count = Within(page, 1, 10_000) };

    /// <summary>Every row comes twice.</summary>
    public static Fault RepeatedRow() => OnReport(FaultKind.RepeatedRow);

    /// <summary>A report of one call has its row as <c>data</c> itself instead of a list of one.</summary>
    public static Fault RowAsObject() => OnReport(FaultKind.RowAsObject);

    /// <summary>The rows of the log stand in <c>records</c> at the top level, and there is no <c>data</c>.</summary>
    public static Fault RecordsAtTop() => OnReport(FaultKind.RecordsAtTop);

    /// <summary>The rows of the log stand at <c>data.records</c>.</summary>
    public static Fault RecordsInData() => OnReport(FaultKind.RecordsInData);

    /// <summary>A log or recording asked for by GET answers 405; by POST it works.</summary>
    public static Fault PostOnly() => OnReport(FaultKind.PostOnly);

    /// <summary>A recording answers 301 to another host, whatever <c>download</c> says. Null: <c>https://storage.example.test/…</c>, which exists nowhere.</summary>
    /// <exception cref="ArgumentException">Not an absolute http or https address.</exception>
    public static Fault RecordingElsewhere(Uri? address = null)
    {
        address ??= new Uri("https://storage.example.test/rec/0001.wav?X-Signature=fake");
        return address is { IsAbsoluteUri: true, Scheme: "http" or "https" }
            ? OnReport(FaultKind.RecordingElsewhere) with { Address = address }
            : throw new ArgumentException("The address of a recording must be absolute, http or https.");
    }

    /// <summary>The same misbehaviour of report requests.</summary>
    /// <exception cref="InvalidOperationException">It makes no sense there.</exception>
    public Fault OnReports() => FaultTable.CanSpoil(Kind, FaultPoint.Report)
        ? this with { Point = FaultPoint.Report, PlacesCall = false }
        : throw new InvalidOperationException($"{Kind} cannot happen to a report.");

    /// <summary>The same misbehaviour of all live events of one call. What a fault does to verb and body it does to plain addresses, not to profiles.</summary>
    /// <exception cref="InvalidOperationException">It makes no sense there.</exception>
    public Fault OnEvents() => FaultTable.CanSpoil(Kind, FaultPoint.Event)
        ? this with { Point = FaultPoint.Event }
        : throw new InvalidOperationException($"{Kind} cannot happen to live events.");

    /// <summary>The same dial fault, but the call is placed. For 5xx and HTML pages, which prove nothing.</summary>
    /// <exception cref="InvalidOperationException">Its kind says what is placed.</exception>
    public Fault ThatPlaces() => Kind is FaultKind.ServerError or FaultKind.HtmlPage && Point is FaultPoint.Dial
        ? this with { PlacesCall = true }
        : throw new InvalidOperationException($"{Kind} says by itself whether a call is placed.");

    private static Fault Placing(FaultKind kind) => new(kind) { PlacesCall = true };

    private static Fault OnCallback(FaultKind kind) => new(kind) { Point = FaultPoint.Callback };

    private static Fault OnReport(FaultKind kind) => new(kind) { Point = FaultPoint.Report };

    private static Fault OnEvent(FaultKind kind) => new(kind) { Point = FaultPoint.Event };

    private static int Within(int value, int least, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        return value;
    }

    private static TimeSpan NotNegative(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return delay;
    }
}
