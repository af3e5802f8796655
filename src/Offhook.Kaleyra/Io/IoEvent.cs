namespace Offhook.Kaleyra.Io;

/// <summary>A step of a call.</summary>
public enum IoEvent
{
    /// <summary><c>from_call_start</c>: the agent's phone is dialled.</summary>
    FromCallStart,

    /// <summary><c>from_call_answer</c>: the agent answered.</summary>
    FromCallAnswer,

    /// <summary><c>to_call_start</c>: the customer's phone is dialled.</summary>
    ToCallStart,

    /// <summary><c>to_call_answer</c>: the customer answered.</summary>
    ToCallAnswer,

    /// <summary><c>call_start</c>: an outbound call's phone is dialled.</summary>
    CallStart,

    /// <summary><c>call_answer</c>: an outbound call's phone was answered.</summary>
    CallAnswer,

    /// <summary><c>call_end</c>: the call is over. It does not mean that anybody answered.</summary>
    CallEnd,
}
