namespace Offhook.Simulator;

/// <summary>The steps on the way of a call, in the order in which they can happen.</summary>
internal enum CallStep
{
    AgentDialled,
    AgentAnswered,
    CustomerDialled,
    CustomerAnswered,
    Ended,
}
