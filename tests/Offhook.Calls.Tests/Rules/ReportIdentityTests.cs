using System.Reflection;
using Offhook.Calls.Tests.Laws;

namespace Offhook.Calls.Tests.Rules;

public sealed class ReportIdentityTests
{
    [Fact]
    public void The_identity_is_the_content_whatever_the_arrival() => Law.Holds(History.Any, history =>
    {
        foreach (var a in history.Reports)
        {
            foreach (var b in history.Reports)
            {
                Assert.Equal(ReportIdentity.Content(a) == ReportIdentity.Content(b), SameFacts(a, b));
            }

            Assert.Equal(ReportIdentity.Of(a), ReportIdentity.Of(a with { At = a.At.AddYears(1) }));
        }
    }, cases: 500);

    [Fact]
    public void The_identity_is_a_hash_in_lower_case() => Assert.Matches("^[0-9a-f]{64}$", ReportIdentity.Of(Given.Intent));

    // Stored identities must not change: a repeat would be taken for a new report.
    [Fact]
    public void The_content_of_a_report_stays_what_it_was()
    {
        var report = Given.Callback(Leg.Answered) with
        {
            ProviderCallId = "c2c_1",
            ProviderStatus = "ANSWER\u001f1\\",
            StartedAt = Given.Clicked.ToOffset(TimeSpan.FromMinutes(330)),
            Duration = TimeSpan.FromSeconds(62),
            Operator = "",
        };

        string[] told =
        [
            "=callback", "", "", "=c2c_1", "=ANSWER\\u1\\\\", "=answered", "=unknown", "=unknown", "=2026-02-24T05:00:00.0000000+00:00", "", "=620000000", "",
            "", "=", "", "", "",
        ];
        var silentWish = Enumerable.Repeat("", 9);
        Assert.Equal([.. told, .. silentWish, ""], ReportIdentity.Content(report).Split('\u001f'));
    }

    [Fact]
    public void Calls_do_not_share_identities() => Assert.NotEqual(
        ReportIdentity.Of(Given.Deadline), ReportIdentity.Of(Given.Deadline with { Reference = Guid.AllBitsSet }));

    [Fact]
    public void Every_field_but_the_arrival_counts()
    {
        var report = Given.Callback();
        var fields = typeof(Report).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && property.Name is not nameof(Report.At));

        foreach (var field in fields)
        {
            var changed = report with { };
            var type = Nullable.GetUnderlyingType(field.PropertyType) ?? field.PropertyType;
            field.SetValue(changed, type switch
            {
                _ when type == typeof(Guid) => Guid.AllBitsSet,
                _ when type == typeof(string) => "",
                _ when type == typeof(Wish) => Given.Intent.Wish,
                _ when type == typeof(DateTimeOffset) => Given.Clicked,
                _ when type == typeof(TimeSpan) => TimeSpan.Zero,
                _ when type == typeof(int) => 2,
                _ when type == typeof(bool) => true,
                _ => Enum.GetValues(type).GetValue(1),
            });

            Assert.True(ReportIdentity.Of(report) != ReportIdentity.Of(changed), $"{field.Name} does not count");
        }
    }

    private static bool SameFacts(Report a, Report b) => a with { At = b.At } == b;
}
