using Offhook.Calls;
using Offhook.Gateway.Live;

namespace Offhook.Gateway.Tests.Live;

public sealed class FeedPositionTests
{
    [Theory]
    [InlineData("a1b2-0", "a1b2", 0L, "")]
    [InlineData("a1b2-17", "a1b2", 17L, "")]
    [InlineData("a1b2c3d4e5f60718-9223372036854775807", "a1b2c3d4e5f60718", long.MaxValue, "")]
    [InlineData("a1b2c3d4e5f60718.0a1b2c3d-9223372036854775807", "a1b2c3d4e5f60718", long.MaxValue, "0a1b2c3d")]
    [InlineData("a-b-3", "a-b", 3L, "")]
    public void An_id_of_an_event_is_read_as_it_was_written(string text, string store, long number, string audience)
    {
        Assert.Equal(new FeedPosition(store, number, audience), FeedPosition.Read(text));
        Assert.Equal(text, new FeedPosition(store, number, audience).ToString());
    }

    [Fact]
    public void Each_audience_has_places_of_its_own_and_they_are_the_same_tomorrow()
    {
        var everybodys = new FeedPosition("a1b2", 17);
        var (own, others) = (PhoneNumber.FromE164("+919800000001"), PhoneNumber.FromE164("+919800000002"));
        FeedPosition[] places =
        [
            everybodys.For(CallAudience.Everyone.Instance), everybodys.For(CallAudience.Nobody.Instance), everybodys.For(new CallAudience.OfTeam("red")), everybodys.For(new CallAudience.OfTeam("Red")),
            everybodys.For(new CallAudience.OfAgent(own, null)), everybodys.For(new CallAudience.OfAgent(own, "")), everybodys.For(new CallAudience.OfAgent(own, "red")), everybodys.For(new CallAudience.OfAgent(others, "red")),
        ];

        Assert.Distinct(places);
        Assert.Equal("a1b2-17", places[0].ToString());
        Assert.Equal("a1b2.e437d84e-17", places[2].ToString());
        Assert.Equal(places[6], places[2].For(new CallAudience.OfAgent(own, "red")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("17")]
    [InlineData("-17")]
    [InlineData("a1b2-")]
    [InlineData("a1b2-1.5")]
    [InlineData("a1b2- 1")]
    [InlineData("a1b2-+1")]
    [InlineData("a1b2-9223372036854775808")]
    [InlineData("a1b2-٣")]
    [InlineData("a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718a1b-1")]
    public void Anything_else_is_no_place(string? text) => Assert.Null(FeedPosition.Read(text));
}
