using Offhook.Calls;
using Offhook.Storage;

namespace Offhook.Server.Tests.Supabase;

/// <summary>Rows with a value in every column, and with none where there may be none.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Start = new DateTimeOffset(2026, 3, 1, 6, 0, 0, TimeSpan.Zero).AddMicroseconds(123456);

    public static CallRow Full { get; } = new(
        new PhoneCall
        {
            Reference = Guid.Parse("7A000000-0000-4000-8000-000000000007"),
            CallId = "1a2b-3c",
            Provider = "kaleyra-legacy",
            Kind = CallKind.ClickToCall,
            Department = "Loans",
            Team = "north",
            Customer = PhoneNumber.FromE164("+919800000010"),
            Agent = PhoneNumber.FromE164("+919800000001"),
            AgentName = "Asha \"A\" O'Neil, अशा",
            Campaign = "spring",
            Play = "123.sound",
            Status = CallStatus.Answered,
            Reason = Reason.TalkUnproven,
            ReasonDetail = "50% \\ off_now",
            AgentLeg = Leg.Answered,
            CustomerLeg = Leg.NoAnswer,
            ProviderStatus = "ANSWER/ANSWER/ANSWER",
            ReceivedAt = Start,
            AnsweredAt = Start.AddMicroseconds(-123456).AddSeconds(10.5),
            EndedAt = Start.AddMicroseconds(-123456).AddSeconds(52),
            Duration = TimeSpan.FromSeconds(52),
            Talk = TimeSpan.FromSeconds(41),
            RecordingUrl = "https://provider.example/secret.mp3",
            Operator = "JIO",
            Circle = "BIHAR",
            KeyPress = "1",
            SettledBy = ReportSource.Callback,
            Derived = ["answered_at", "ended_at"],
        },
        Version: 7,
        UpdatedAt: Start.AddTicks(9));

    public static CallRow Sparse { get; } = new(
        new PhoneCall
        {
            Reference = Guid.Parse("7a000000-0000-4000-8000-000000000008"),
            CallId = "7a000000-0000-4000-8000-000000000008",
            Provider = "kaleyra-legacy",
            Kind = CallKind.Outbound,
            Customer = PhoneNumber.FromE164("+919800000011"),
            Status = CallStatus.Requested,
            ReceivedAt = Start.AddSeconds(1),
        },
        Version: 1,
        UpdatedAt: Start.AddSeconds(1));

    public static CallRow Foreign { get; } = Sparse with
    {
        Call = Sparse.Call with
        {
            Provider = "",
            Kind = null,
            Customer = default,
            Status = CallStatus.Unconfirmed,
            Foreign = new ForeignWords("completed", "inbound", "98-000"),
        },
    };
}
