using System.Text.Json;

namespace Offhook.Server.Tests.BadInput;

public sealed class BadNumberTests(UntouchedService untouched) : IClassFixture<UntouchedService>
{
    public static TheoryData<string> NoNumbers { get; } =
    [
        " ", "abc", "98000abc10", "٩٨٧٦٥٤٣٢١٠", "９８７６５４３２１０", "98000-00010", "9800000010-9800000020", "9800000010^9800000020", "9800000010,9800000020",
        "9800000010;9800000020", "9800000010/9800000020", "ivr:1234", "123.sound", "+", "++919800000010", "91+9800000010", "98000", "980000001", "98000000100", "+9198000000100",
        "00", "0000000000", "+0198000000", "9800000010\0", "98000\n00010", "98000\t00010", "\u202e9800000010", "98000\u200b00010", "98000\u00a000010", "tel:9800000010",
        "sip:9800000010@example.test", "{caller}", "%7Bcaller%7D", "anonymous", "null", "0x2481B2280A", "9.8e9", "9800000010.0", "(98000) 00010", "9800000010 ext 5", "9800000010x5",
        "9800000010' or '1'='1", "<script>9800000010</script>", "9800000010&retry=3", "98000\u0660\u0660010", "98000\u00b2\u00b200010",
    ];

    [Theory]
    [MemberData(nameof(NoNumbers))]
    public async Task What_is_no_number_is_refused_by_its_member(string text)
    {
        foreach (var (path, body, field) in Wishes(text))
        {
            var problem = await ProblemAnswer.ToAsync(untouched.Client, path, body);

            Assert.Equal(("invalid-request", 400), (problem.Name, problem.Status));
            Assert.Equal([field], problem.Fields);
        }

        await untouched.AssertUntouchedAsync();
    }

    [Theory]
    [InlineData("112", "emergency-number")]
    [InlineData("100", "emergency-number")]
    [InlineData("0112", "emergency-number")]
    [InlineData("+91112", "emergency-number")]
    [InlineData("+91 1098", "emergency-number")]
    [InlineData("1 1 2", "emergency-number")]
    [InlineData("14567", "emergency-number")]
    [InlineData("+999", "emergency-number")]
    [InlineData("12345", "short-number")]
    [InlineData("56767", "short-number")]
    [InlineData("+91121", "short-number")]
    [InlineData("1900123456", "premium-number")]
    [InlineData("18001234567", "premium-number")]
    [InlineData("+911860123456", "premium-number")]
    [InlineData("+88216123456", "premium-number")]
    [InlineData("00870123456789", "premium-number")]
    [InlineData("+97912345678", "premium-number")]
    [InlineData("+14155550100", "country-not-allowed")]
    [InlineData("0014155550100", "country-not-allowed")]
    [InlineData("+447700900123", "country-not-allowed")]
    [InlineData("+92980000000", "country-not-allowed")]
    public async Task A_number_that_may_not_ring_has_a_problem_of_its_own(string text, string name)
    {
        foreach (var (path, body, field) in Wishes(text))
        {
            var problem = await ProblemAnswer.ToAsync(untouched.Client, path, body);

            Assert.Equal((name, 400), (problem.Name, problem.Status));
            Assert.Equal([field], problem.Fields);
        }

        await untouched.AssertUntouchedAsync();
    }

    [Theory]
    [InlineData("9800000010", "9800000010")]
    [InlineData("9800000010", "09800000010")]
    [InlineData("+919800000010", "9800000010")]
    [InlineData("919800000010", "+91 98000 00010")]
    [InlineData("00919800000010", "0 98000 00010")]
    public async Task Equal_numbers_are_refused_in_whatever_spelling(string customer, string agent)
    {
        var problem = await ProblemAnswer.ToAsync(untouched.Client, "/calls/click-to-call", JsonSerializer.Serialize(new { customer_number = customer, agent_number = agent }));

        Assert.Equal(("equal-numbers", 400), (problem.Name, problem.Status));
        Assert.Equal(["customer_number"], problem.Fields);
        await untouched.AssertUntouchedAsync();
    }

    [Fact]
    public async Task The_answer_does_not_repeat_the_number()
    {
        foreach (var (path, body, _) in Wishes("+14155550100"))
        {
            var problem = await ProblemAnswer.ToAsync(untouched.Client, path, body);

            Assert.DoesNotContain("4155550100", problem.Json.ToString(), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<(string Path, string Body, string Field)> Wishes(string number) =>
    [
        ("/calls/click-to-call", JsonSerializer.Serialize(new { customer_number = number, agent_number = "9800000001" }), "customer_number"),
        ("/calls/click-to-call", JsonSerializer.Serialize(new { customer_number = "9800000010", agent_number = number }), "agent_number"),
        ("/calls/outbound", JsonSerializer.Serialize(new { customer_number = number, play = "ivr:1" }), "customer_number"),
    ];
}
