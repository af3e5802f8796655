using System.Globalization;
using Npgsql;
using Offhook.Calls;

namespace Offhook.Storage.Postgres.Tests.Schema;

public sealed class NumberTests
{
    private static readonly string[] Hostile =
    [
        "", " ", "+", "00", "0", "91", "+91", "+ 91 98000 00001", " 9800000001 ", "9800000001\n", "98000-00001", "98000^00001", "+9198000000", "9198000000", "919800000001",
        "0919800000001", "00919800000001", "+919800000001", "++919800000001", "00+919800000001", "9198000000011", "18001234567", "018001234567", "9118001234567", "1860123456",
        "+12025550123", "0012025550123", "+0123456789", "+1234567", "+1234567890123456", "+123456789012345", "100", "112", "+112", "00112", "०९८००००००१", "９８０００００００1", "980 000 0001x",
        "9 8 0 0 0 0 0 0 0 1 9 8 0 0 0 0 0 0 0 1 9 8", "+9 8 0 0 0 0 0 0 0 0 0 0 0 1 2", "\t9800000001", "0000919800000001", "910000000001", "00910000000001",
    ];

    [Fact]
    public async Task The_database_reads_numbers_as_the_program_does()
    {
        await using var database = await Prepared.EmptyAsync();
        await database.PrepareAsync();
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        string[] texts = [.. Hostile, .. Enumerable.Range(0, 20_000).Select(_ => Spelling(random))];

        await using var connection = await database.ConnectAsync();
        await using var command = new NpgsqlCommand("select offhook.e164(text) from unnest($1) with ordinality as given (text, place) order by place", connection)
        {
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = texts } },
        };
        await using var reader = await command.ExecuteReaderAsync(Prepared.Cancel);
        foreach (var text in texts)
        {
            Assert.True(await reader.ReadAsync(Prepared.Cancel));
            var expected = PhoneNumber.TryRead(text, out var number) ? number.E164 : null;
            var actual = reader.IsDBNull(0) ? null : reader.GetString(0);
            Assert.True(expected == actual, $"\"{text}\": the program reads {expected ?? "nothing"}, the database {actual ?? "nothing"} (seed {seed})");
        }
    }

    private static string Spelling(Random random)
    {
        string[] beginnings = ["", "", "0", "91", "+91", "0091", "+", "00", "+1", "1800", "1860", "01800", "x", "+44"];
        var length = random.Next(5, 16);
        var digits = string.Concat(Enumerable.Range(0, length).Select(_ => random.Next(10).ToString(CultureInfo.InvariantCulture)));
        var text = beginnings[random.Next(beginnings.Length)] + digits;
        return random.Next(3) == 0 ? text.Insert(random.Next(text.Length + 1), " ") : text;
    }
}
