namespace Offhook.Calls;

/// <summary>What was asked for.</summary>
public enum CallKind
{
    /// <summary>The agent's phone is rung first, then the customer's, and the two are joined.</summary>
    ClickToCall,

    /// <summary>One phone, the customer's, is rung and a sound or an IVR is played.</summary>
    Outbound,
}

/// <summary>The words for <see cref="CallKind"/>.</summary>
public static class CallKindWords
{
    /// <summary><c>click_to_call</c> or <c>outbound</c>.</summary>
    public static string Word(this CallKind kind) => Words<CallKind>.Of(kind);

    /// <summary>The kind of a word, or null for an unknown word.</summary>
    public static CallKind? Read(string? word) => Words<CallKind>.Read(word);
}
