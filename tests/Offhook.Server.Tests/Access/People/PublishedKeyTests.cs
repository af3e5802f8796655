using Offhook.Testing;

namespace Offhook.Server.Tests.Access.People;

/// <summary>The project's keys are read when they are needed, kept for a while, and never asked for more often than is polite.</summary>
public sealed class PublishedKeyTests
{
    [Fact]
    public async Task Keys_are_read_once_in_ten_minutes()
    {
        await using var people = await PeopleService.StartAsync();
        Assert.Equal("200", await AskAsync(people));
        people.Clock.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal("200", await AskAsync(people));
        Assert.Equal(1, people.Project.Fetches);

        people.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("200", await AskAsync(people));
        await FetchedAsync(people, 2);
    }

    [Fact]
    public async Task While_the_project_hangs_known_keys_are_good_at_once_and_one_reading_waits()
    {
        await using var people = await PeopleService.StartAsync();
        Assert.Equal("200", await AskAsync(people));
        var held = new TaskCompletionSource();
        people.Project.Hold = held.Task;
        people.Clock.Advance(TimeSpan.FromMinutes(11));

        var asked = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync(people)));

        Assert.Same(asked, await Task.WhenAny(asked, people.Project.GivenUp).SoonAsync("an answer, or a reading that is given up"));
        Assert.All(await asked, answer => Assert.Equal("200", answer));
        await FetchedAsync(people, 2);
        held.SetResult();
    }

    [Fact]
    public async Task After_a_long_silence_the_keys_are_read_before_anybody_is_let_in()
    {
        await using var people = await PeopleService.StartAsync();
        Assert.Equal("200", await AskAsync(people));
        var (old, next) = (people.Project.Key, SigningKey.Elliptic("key-2"));
        people.Project.Publish(next);
        people.Clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal("credential-refused", await AskAsync(people, old));
        Assert.Equal("200", await AskAsync(people, next));
        Assert.Equal(2, people.Project.Fetches);
    }

    [Fact]
    public async Task A_new_key_is_known_at_once_and_an_old_one_ends_with_the_list()
    {
        await using var people = await PeopleService.StartAsync();
        Assert.Equal("200", await AskAsync(people));
        var (old, next) = (people.Project.Key, SigningKey.Rsa("key-2"));
        people.Project.Publish(next);

        Assert.Equal("200", await AskAsync(people, old));
        Assert.Equal("200", await AskAsync(people, next));
        Assert.Equal("credential-refused", await AskAsync(people, old));
        Assert.Equal(2, people.Project.Fetches);
    }

    [Fact]
    public async Task Made_up_key_ids_do_not_make_us_ask_again_and_again()
    {
        await using var people = await PeopleService.StartAsync();
        Assert.Equal("200", await AskAsync(people));

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => AskAsync(people, SigningKey.Elliptic($"made-up-{i}"))));

        Assert.All(answers, answer => Assert.Equal("credential-refused", answer));
        Assert.Equal(2, people.Project.Fetches);
        people.Clock.Advance(TimeSpan.FromSeconds(29));
        await AskAsync(people, SigningKey.Elliptic("made-up"));
        Assert.Equal(2, people.Project.Fetches);
        people.Clock.Advance(TimeSpan.FromSeconds(1));
        await AskAsync(people, SigningKey.Elliptic("made-up"));
        Assert.Equal(3, people.Project.Fetches);
        Assert.Equal("200", await AskAsync(people));
    }

    [Fact]
    public async Task People_who_come_at_once_share_one_reading()
    {
        await using var people = await PeopleService.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => AskAsync(people)));

        Assert.All(answers, answer => Assert.Equal("200", answer));
        Assert.Equal(1, people.Project.Fetches);
    }

    [Fact]
    public async Task While_the_project_is_away_known_keys_stay_good_and_it_is_asked_every_half_minute()
    {
        await using var people = await PeopleService.StartAsync();
        Assert.Equal("200", await AskAsync(people));
        people.Project.Answer = null;
        people.Clock.Advance(TimeSpan.FromMinutes(11));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("200", await AskAsync(people));
        }

        await FetchedAsync(people, 2);
        Assert.Equal("credential-refused", await AskAsync(people, SigningKey.Elliptic("key-2")));
        Assert.Equal(2, people.Project.Fetches);
        people.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("200", await AskAsync(people));
        await FetchedAsync(people, 3);
    }

    [Fact]
    public async Task At_a_start_without_the_project_people_hear_why_and_come_in_when_it_is_back()
    {
        await using var people = await PeopleService.StartAsync();
        people.Project.Answer = null;
        Assert.Equal(("credential-refused", "The keys of the project cannot be read at the moment."), await people.KnownAsAsync(Token(people, people.Project.Key)));
        Assert.Equal("200", await AskAsync(people, SigningKey.Shared(SupabaseStandIn.Secret)));

        people.Project.Publish(people.Project.Key);
        people.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("200", await AskAsync(people));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{\"keys\":1}")]
    [InlineData("")]
    public async Task A_list_that_cannot_be_read_changes_nothing(string text)
    {
        await using var people = await PeopleService.StartAsync();
        Assert.Equal("200", await AskAsync(people));
        people.Project.Answer = () => text;
        people.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal("200", await AskAsync(people));
    }

    [Fact]
    public async Task An_endless_list_is_not_read()
    {
        await using var people = await PeopleService.StartAsync();
        Assert.Equal("200", await AskAsync(people));
        var list = people.Project.Answer!();
        people.Project.Answer = () => list.PadRight(70_000);
        people.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal("200", await AskAsync(people));
        Assert.Equal("credential-refused", await AskAsync(people, SigningKey.Elliptic("key-2")));
    }

    [Fact]
    public async Task Keys_that_are_no_keys_are_passed_over()
    {
        await using var people = await PeopleService.StartAsync();
        var (weak, encrypting, broken, shared) = (SigningKey.Rsa("weak", 1024), SigningKey.Elliptic("encrypting"), SigningKey.Elliptic("broken"), SigningKey.Elliptic("shared"));
        var (garbled, empty) = (SigningKey.Rsa("garbled"), SigningKey.Rsa("empty"));
        garbled.Public!["n"] = "no number, and no base64url";
        empty.Public!["n"] = "";
        encrypting.Public!["use"] = "enc";
        broken.Public!["x"] = "c2FtcGxlLXg";
        shared.Public!["kty"] = "oct";
        shared.Public["k"] = "bm90LWEtc2VjcmV0LW5vdC1hLXNlY3JldC1ub3QtYS1zZWNyZXQ";
        people.Project.Publish(weak, encrypting, broken, shared, garbled, empty, people.Project.Key);

        foreach (var key in (SigningKey[])[weak, encrypting, broken, shared, garbled, empty])
        {
            Assert.Equal("credential-refused", await AskAsync(people, key));
        }

        Assert.Equal("200", await AskAsync(people));
    }

    // Read while those who asked were answered already.
    private static Task FetchedAsync(PeopleService people, int times) =>
        Waiting.UntilAsync(() => people.Project.Fetches == times, () => people.Project.Fetches, TestContext.Current.CancellationToken);

    private static async Task<string> AskAsync(PeopleService people, SigningKey? key = null) => (await people.KnownAsAsync(Token(people, key ?? people.Project.Key))).Name;

    private static string Token(PeopleService people, SigningKey key) =>
        key.Token(people.Project.Claims(people.Clock, "person", new() { ["role"] = "supervisor", ["team"] = "red" }));
}
