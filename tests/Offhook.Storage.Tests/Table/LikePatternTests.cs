using Offhook.Storage.Table;

namespace Offhook.Storage.Tests.Table;

/// <summary>Patterns, as PostgreSQL 15.18 answers them in a database whose letters are Unicode's.</summary>
public sealed class LikePatternTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "%", true)]
    [InlineData("", "_", false)]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "ABC", false)]
    [InlineData("abc", "a%", true)]
    [InlineData("abc", "%c", true)]
    [InlineData("abc", "%b%", true)]
    [InlineData("abc", "a_c", true)]
    [InlineData("abc", "a__c", false)]
    [InlineData("abc", "ab", false)]
    [InlineData("abc", "%%%abc%%%", true)]
    [InlineData("aXbXc", "a%X%c", true)]
    [InlineData("aaab", "%aab", true)]
    [InlineData("50%", "50\\%", true)]
    [InlineData("50x", "50\\%", false)]
    [InlineData("a_b", "a\\_b", true)]
    [InlineData("axb", "a\\_b", false)]
    [InlineData("a\\b", "a\\\\b", true)]
    [InlineData("abc", "\\abc", true)]
    [InlineData("*?[a]", "*?[a]", true)]
    [InlineData("a*b", "a%b", true)]
    [InlineData("अशा", "अ_ा", true)]
    [InlineData("x😀y", "x_y", true)]
    [InlineData("x😀y", "x__y", false)]
    [InlineData("😀😀b", "%b", true)]
    [InlineData("line\nbreak", "line%break", true)]
    public void A_text_is_of_a_pattern_or_not(string text, string pattern, bool matches) => Assert.Equal(matches, LikePattern.Matches(text, pattern, ignoreCase: false));

    [Theory]
    [InlineData("abc", "A%C", true)]
    [InlineData("Ärger", "äRG%", true)]
    [InlineData("abc", "B%", false)]
    public void Case_can_be_ignored(string text, string pattern, bool matches) => Assert.Equal(matches, LikePattern.Matches(text, pattern, ignoreCase: true));

    [Theory]
    [InlineData("", true)]
    [InlineData("a\\\\", true)]
    [InlineData("a\\", false)]
    [InlineData("\\\\\\", false)]
    public void A_pattern_must_not_end_in_its_escape_character(string pattern, bool isWhole) => Assert.Equal(isWhole, LikePattern.IsWhole(pattern));

    [Fact]
    public void A_pattern_made_to_be_slow_is_answered_all_the_same() =>
        Assert.False(LikePattern.Matches(new string('a', 5_000), string.Concat(Enumerable.Repeat("%a", 1_000)) + "b", ignoreCase: true));
}
