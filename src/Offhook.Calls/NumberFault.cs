namespace Offhook.Calls;

/// <summary>What is wrong with a text that should be a phone number.</summary>
public enum NumberFault
{
    /// <summary>There is none.</summary>
    Missing,

    /// <summary>It holds something else than ASCII digits, spaces and a leading plus.</summary>
    NotDigits,

    /// <summary>It has too few digits.</summary>
    TooShort,

    /// <summary>It has too many digits.</summary>
    TooLong,

    /// <summary>It is an emergency or public helpline number.</summary>
    Emergency,

    /// <summary>It is a short code of a network or a service.</summary>
    ShortCode,

    /// <summary>No number begins so.</summary>
    NotAssigned,
}

/// <summary>The kinds of numbers that rules tell apart.</summary>
public enum NumberClass
{
    /// <summary>An ordinary subscriber.</summary>
    Subscriber,

    /// <summary>A premium-rate, toll-free or shared-cost service, or an international service such as a satellite phone.</summary>
    Service,
}

/// <summary>The sentences for <see cref="NumberFault"/>.</summary>
public static class NumberFaultSentences
{
    /// <summary>One sentence that says what is wrong and what is allowed.</summary>
    public static string Sentence(this NumberFault fault) => fault switch
    {
        NumberFault.Missing => "A phone number is needed, for example 9876543210 or +919876543210.",
        NumberFault.NotDigits => "Only the digits 0 to 9, spaces and a leading + are allowed, and one number at a time.",
        NumberFault.TooShort => "Too few digits: an Indian number has 10, others have 8 to 15 after the +.",
        NumberFault.TooLong => "Too many digits: an Indian number has 10, others have 8 to 15 after the +.",
        NumberFault.Emergency => "Emergency and helpline numbers cannot be called from here.",
        NumberFault.ShortCode => "Short codes cannot be called from here; give the full number.",
        NumberFault.NotAssigned => "No phone number begins like this.",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };
}
