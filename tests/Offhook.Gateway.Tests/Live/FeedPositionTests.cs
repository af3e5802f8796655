using Offhook.Gateway.Live;

namespace Offhook.Gateway.Tests.Live;

public sealed class FeedPositionTests
{
    [Theory]
    [InlineData("a1b2-0", "a1b2", 0L)]
    [InlineData("a1b2-17", "a1b2", 17L)]
    [InlineData("a1b2c3d4e5f60718-9223372036854775807", "a1b2c3d4e5f60718", long.MaxValue)]
    [InlineData("a-b-3", "a-b", 3L)]
    public void An_id_of_an_event_is_read_as_it_was_written(string text, string store, long number)
    {
        Assert.Equal(new FeedPosition(store, number), FeedPosition.Read(text));
        Assert.Equal(text, new FeedPosition(store, number).ToString());
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
    [InlineData("a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4-1")]
    public void Anything_else_is_no_place(string? text) => Assert.Null(FeedPosition.Read(text));
}
