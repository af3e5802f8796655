namespace Offhook.Simulator;

/// <summary>What a fault spoils.</summary>
public enum FaultPoint
{
    /// <summary>A request that dials.</summary>
    Dial,

    /// <summary>The callback at the end of a call.</summary>
    Callback,

    /// <summary>A request for a report, a log or a recording.</summary>
    Report,

    /// <summary>All live events of one call; kaleyra.io only.</summary>
    Event,
}

/// <summary>Every way in which the two platforms can misbehave. The closed list; <see cref="FaultTable"/> says what each does.</summary>
public enum FaultKind
{
#pragma warning disable CS1591 // Each is described once, in FaultTable, which a test compares with docs/simulator.md.
    BusinessFailure,
    NoCredit,
    AddressRefused,
    WrongKey,
    TooManyRequests,
    ServerError,
    HtmlPage,
    InvalidJson,
    EmptyBody,
    HeldReply,
    Silence,
    CutAfterPlacing,
    CutBeforePlacing,
    LargeBody,
    SlowBody,
    WithoutId,
    IdInArray,
    IdAsText,
    IdAtTop,
    StatusWord,
    StatusNumber,
    TextBody,
    XmlBody,
    CallbackFirst,
    EventFirst,
    WrongRegion,
    NoCallback,
    RepeatedCallback,
    LateCallback,
    WeakerAfterwards,
    LiteralProvider,
    EmptyRecording,
    TextTimes,
    MillisecondTimes,
    OtherNumberForm,
    FormPost,
    JsonPost,
    SpilledRecording,
    CallbackWithoutId,
    LiteralVariables,
    DroppedEvent,
    ReversedEvents,
    ShuffledEvents,
    EmptyVariables,
    LogEmptyFor,
    OtherServices,
    SmallPages,
    FailingPage,
    RepeatedRow,
    RowAsObject,
    RecordsAtTop,
    RecordsInData,
    PostOnly,
    RecordingElsewhere,
#pragma warning restore CS1591
}

/// <summary>How a number is written.</summary>
public enum NumberForm
{
    /// <summary><c>9800000002</c>.</summary>
    National,

    /// <summary><c>919800000002</c>.</summary>
    WithCountry,

    /// <summary><c>+919800000002</c>.</summary>
    WithPlus,

    /// <summary><c>09800000002</c>.</summary>
    WithZero,
}

/// <summary>What stands where the id should be.</summary>
public enum MissingId
{
    /// <summary><c>"data":null</c>.</summary>
    Null,

    /// <summary>No <c>data</c> at all.</summary>
    Absent,

    /// <summary><c>"data":[]</c>.</summary>
    EmptyArray,

    /// <summary><c>"data":""</c>.</summary>
    EmptyText,

    /// <summary><c>"data":{}</c>.</summary>
    EmptyObject,
}
