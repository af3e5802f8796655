using Offhook.Calls;

namespace Offhook.Storage.Tests;

public sealed class HostileTextTests
{
    public static readonly TheoryData<string> Texts =
    [
        "'; drop table ivr_calls; --",
        "\" or \"\"=\"",
        "@id :id $id ?1",
        "%_\\[a-z]*",
        "<script>alert(1)</script>",
        "{\"wish\":null} \\u0000",
        "👩🏽‍🚒 café ☎",
        "\u202eקריאה\u202c שלום",
        "line\r\nbreak\ttab\u001funit",
        "\ufeff\uffff",
        "",
        " ",
        new string('x', 100_000),
    ];

    private static CancellationToken Cancel => TempStore.Cancel;

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Hostile_text_in_every_field_stays_text(string text)
    {
        await using var temp = await TempStore.OpenAsync();
        var (intent, talked) = Reports(temp, text);

        await temp.Store.BegunAsync(intent);
        var row = (await temp.Store.KeptAsync(talked)).Row;
        await temp.ReopenAsync();

        Assert.Equal(CallFold.Fold([intent, talked]), row.Call);
        Assert.Equal(row, await temp.Store.FindAsync(intent.Reference.ToString("D"), Cancel));
        Assert.Equal([intent, talked], (await temp.Store.ReportsAsync(intent.Reference, Cancel)).Select(stored => stored.Report));
        Assert.Equal([row], await temp.Store.FindByProviderIdAsync(text, Cancel));
        Assert.Equal(row, await temp.Store.FindAsync(row.Call.CallId, Cancel));
        Assert.False((await temp.Store.KeptAsync(talked)).Changed);
    }

    [Fact]
    public async Task What_no_database_can_keep_is_taken_out_the_same_way_everywhere()
    {
        await using var temp = await TempStore.OpenAsync();
        var (intent, talked) = Reports(temp, "a\0b\ud800c");
        var (cleanIntent, cleanTalked) = Reports(temp, "ab\ufffdc");
        (cleanIntent, cleanTalked) = (cleanIntent with { Reference = intent.Reference }, cleanTalked with { Reference = intent.Reference });

        var begun = await temp.Store.BegunAsync(intent);
        var row = (await temp.Store.KeptAsync(talked)).Row;
        var again = await temp.Store.KeptAsync(cleanTalked);

        Assert.Equal(CallFold.Fold([cleanIntent]), begun.Call);
        Assert.Equal(CallFold.Fold([cleanIntent, cleanTalked]), row.Call);
        Assert.False(again.Changed);
        Assert.Equal([row], await temp.Store.FindByProviderIdAsync("a\0b\ud800c", Cancel));
        Assert.DoesNotContain(
            typeof(Report).GetProperties().Where(property => property.PropertyType == typeof(string)),
            property => property.GetValue(Storable.Of(talked)) is string kept && kept.AsSpan().IndexOfAny('\0', '\ud800') >= 0);
        Assert.DoesNotContain(
            typeof(Wish).GetProperties().Where(property => property.PropertyType == typeof(string)),
            property => property.GetValue(Storable.Of(intent).Wish) is string kept && kept.AsSpan().IndexOfAny('\0', '\ud800') >= 0);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Hostile_keys_and_names_stay_text(string text)
    {
        await using var temp = await TempStore.OpenAsync();
        var intent = Said.Intent(temp.Clock.Now);
        var answer = new KeyAnswer(409, text, text);

        await temp.Store.BeginAsync(new Intent(intent, intent.At, null, new KeyClaim(text, text, text, intent.At.AddHours(1))), Cancel);
        await temp.Store.CompleteKeyAsync(text, text, answer, Cancel);
        await temp.Store.SecretAsync(text, () => [7], Cancel);

        Assert.Equal(new KeyRecord(text, intent.Reference, answer), await temp.Store.FindKeyAsync(text, text, temp.Clock.Now, Cancel));
        Assert.Equal(text, Assert.Single(await temp.Store.SecretsAsync(text, Cancel)).Name);
    }

    private static (Report Intent, Report Talked) Reports(TempStore temp, string text)
    {
        var intent = Said.Intent(temp.Clock.Now) with
        {
            Wish = new Wish(text, CallKind.ClickToCall, Said.Customer, Said.Agent, text, text, text, text, text),
        };
        var talked = Said.Talked(intent.Reference, temp.Clock.Now, id: text) with
        {
            Detail = text,
            ProviderStatus = text,
            RecordingUrl = text,
            Operator = text,
            Circle = text,
            KeyPress = text,
            Flags = text,
        };
        return (intent, talked);
    }
}
