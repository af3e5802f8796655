namespace Offhook.Gateway.Tests.Providers.Conformance;

/// <summary>What happens in a call, as the people at the phones see it.</summary>
public enum Story
{
    /// <summary>Both answer and talk for 8 s.</summary>
    Talked,

    /// <summary>The agent's phone rings and nobody answers.</summary>
    AgentNoAnswer,

    /// <summary>The agent declines.</summary>
    AgentDeclined,

    /// <summary>The agent answers, and hangs up while the customer's phone rings.</summary>
    AgentHungUp,

    /// <summary>The customer's phone is busy.</summary>
    CustomerBusy,

    /// <summary>The customer's phone rings and nobody answers.</summary>
    CustomerNoAnswer,

    /// <summary>The customer declines.</summary>
    CustomerDeclined,

    /// <summary>An outbound call is answered, and something is played for 8 s.</summary>
    Heard,

    /// <summary>An outbound call is not answered.</summary>
    NotHeard,
}

/// <summary>How far a call has come.</summary>
internal enum Moment
{
    /// <summary>The agent's phone rings; in an outbound call, the only phone.</summary>
    Ringing,

    /// <summary>The agent has answered, and the customer's phone rings.</summary>
    CustomerRinging,

    /// <summary>The customer has answered.</summary>
    Talking,

    /// <summary>It is over, and everything that is called back was sent.</summary>
    Over,
}
