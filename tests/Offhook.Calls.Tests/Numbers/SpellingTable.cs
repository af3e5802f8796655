namespace Offhook.Calls.Tests.Numbers;

/// <summary>Spellings of phone numbers as people, browsers, providers and enemies write them, with the number they mean or what is wrong with them.</summary>
internal static class SpellingTable
{
    private const string Indian = "+919876543210";

    public static readonly (string? Text, string E164)[] Good =
    [
        // One Indian mobile number.
        ("9876543210", Indian), ("09876543210", Indian), ("919876543210", Indian), ("+919876543210", Indian), ("00919876543210", Indian),
        ("98765 43210", Indian), ("+91 98765 43210", Indian), ("+91 9876543210", Indian), ("91 98765 43210", Indian), ("0 98765 43210", Indian),
        ("00 91 98765 43210", Indian), ("0091 98765 43210", Indian), (" 9876543210 ", Indian), ("9 8 7 6 5 4 3 2 1 0", Indian), ("+ 91 98765 43210", Indian),

        // Others of India: mobile numbers that begin like the country code, landlines, services.
        ("9800000001", "+919800000001"), ("9198000000", "+919198000000"), ("6000098000", "+916000098000"), ("7000098000", "+917000098000"),
        ("8000000000", "+918000000000"), ("01120000000", "+911120000000"), ("1120000000", "+911120000000"), ("2220000000", "+912220000000"),
        ("18001234567", "+9118001234567"), ("1800123456", "+911800123456"), ("018001234567", "+9118001234567"), ("18601234567", "+9118601234567"),
        ("1901234567", "+911901234567"), ("+9118001234567", "+9118001234567"),

        // Other countries.
        ("+12025550142", "+12025550142"), ("+1 202 555 0142", "+12025550142"), ("0012025550142", "+12025550142"), ("00 1 202 555 0142", "+12025550142"),
        ("+447700900123", "+447700900123"), ("+44 7700 900123", "+447700900123"), ("00447700900123", "+447700900123"), ("+33199000123", "+33199000123"),
        ("+97150000000", "+97150000000"), ("+6598000000", "+6598000000"), ("+123456789012345", "+123456789012345"), ("+12345678", "+12345678"),
        ("+8801700000000", "+8801700000000"), ("+886900000000", "+886900000000"), ("+881612345678", "+881612345678"), ("+19005550142", "+19005550142"),
    ];

    public static readonly (string? Text, NumberFault Fault)[] Bad =
    [
        (null, NumberFault.Missing), ("", NumberFault.Missing), (" ", NumberFault.Missing), ("          ", NumberFault.Missing),

        // No digits, or something between them.
        ("+", NumberFault.NotDigits), ("++919876543210", NumberFault.NotDigits), ("9876543210+", NumberFault.NotDigits),
        ("98765+43210", NumberFault.NotDigits),
        ("anonymous", NumberFault.NotDigits), ("{caller}", NumberFault.NotDigits), ("%7Bcaller%7D", NumberFault.NotDigits),
        ("98765abcde", NumberFault.NotDigits),
        ("9876543210x", NumberFault.NotDigits), ("O876543210", NumberFault.NotDigits), ("1e9", NumberFault.NotDigits),
        ("0x9876543210", NumberFault.NotDigits),
        ("9876543210.0", NumberFault.NotDigits), ("(98765) 43210", NumberFault.NotDigits), ("98765.43210", NumberFault.NotDigits),
        ("tel:+919876543210", NumberFault.NotDigits),
        ("ivr:12", NumberFault.NotDigits), ("123.sound", NumberFault.NotDigits), ("*123#", NumberFault.NotDigits), ("'; drop table", NumberFault.NotDigits),

        // What the provider reads as several numbers.
        ("98765-43210", NumberFault.NotDigits), ("9800000001-9800000002", NumberFault.NotDigits), ("9800000001^9800000002", NumberFault.NotDigits),
        ("9800000001,9800000002", NumberFault.NotDigits), ("9800000001;9800000002", NumberFault.NotDigits), ("9800000001/9800000002", NumberFault.NotDigits),
        ("9800000001\n9800000002", NumberFault.NotDigits), ("9800000001&caller=1", NumberFault.NotDigits),

        // Digits of other scripts, and characters that nobody sees.
        ("٩٨٧٦٥٤٣٢١٠", NumberFault.NotDigits), ("۹۸۷۶۵۴۳۲۱۰", NumberFault.NotDigits), ("९८७६५४३२१०", NumberFault.NotDigits),
        ("987654321٠", NumberFault.NotDigits), ("98765\u200b43210", NumberFault.NotDigits), ("\u200e9876543210", NumberFault.NotDigits),
        ("\u202e0123456789", NumberFault.NotDigits), ("9876543210\u202c", NumberFault.NotDigits), ("\ufeff9876543210", NumberFault.NotDigits),
        ("98765\u00a043210", NumberFault.NotDigits), ("9876543210\0", NumberFault.NotDigits), ("\09876543210", NumberFault.NotDigits),
        ("98765\t43210", NumberFault.NotDigits),
        ("9876543210\r\n", NumberFault.NotDigits), ("9\u03018765432100", NumberFault.NotDigits), ("987654321\ud800", NumberFault.NotDigits),
        ("①②③④⑤⑥⑦⑧⑨⑩", NumberFault.NotDigits),
        ("９８７６５４３２１０", NumberFault.NotDigits), ("＋919876543210", NumberFault.NotDigits),

        // Lengths.
        ("00", NumberFault.TooShort), ("0", NumberFault.TooShort), ("7", NumberFault.TooShort), ("98765", NumberFault.TooShort),
        ("987654321", NumberFault.TooShort),
        ("+91987654321", NumberFault.TooShort), ("+91", NumberFault.TooShort), ("0091", NumberFault.TooShort), ("+1202555", NumberFault.TooShort),
        ("+4477", NumberFault.TooShort),
        ("98765432101", NumberFault.TooLong), ("+9198765432101", NumberFault.TooLong), ("9198765432101", NumberFault.TooLong),
        ("0919876543210", NumberFault.TooLong),
        ("+1234567890123456", NumberFault.TooLong), ("0012345678901234567890", NumberFault.TooLong), (new string('9', 40), NumberFault.TooLong),
        (new string('9', 10_000), NumberFault.TooLong), (new string('x', 10_000), NumberFault.NotDigits), (new string('٩', 10_000), NumberFault.NotDigits),
        (new string(' ', 10_000), NumberFault.Missing), ("9876543210" + new string(' ', 5_000) + "x", NumberFault.NotDigits),

        // Numbers that must never be called from here, however they are spelt.
        ("100", NumberFault.Emergency), ("101", NumberFault.Emergency), ("108", NumberFault.Emergency), ("112", NumberFault.Emergency),
        ("0112", NumberFault.Emergency),
        ("+91112", NumberFault.Emergency), ("0091112", NumberFault.Emergency), ("1 1 2", NumberFault.Emergency), ("911", NumberFault.Emergency),
        ("999", NumberFault.Emergency),
        ("1091", NumberFault.Emergency), ("1098", NumberFault.Emergency), ("1930", NumberFault.Emergency), ("14416", NumberFault.Emergency),
        ("+112", NumberFault.Emergency),
        ("139", NumberFault.ShortCode), ("198", NumberFault.ShortCode), ("1947", NumberFault.ShortCode), ("121", NumberFault.ShortCode),
        ("56161", NumberFault.ShortCode),
        ("155260", NumberFault.ShortCode), ("51234", NumberFault.ShortCode), ("+911947", NumberFault.ShortCode),

        // Beginnings that no number has.
        ("0000000000", NumberFault.NotAssigned), ("+910000000000", NumberFault.NotAssigned), ("+00919876543210", NumberFault.NotAssigned),
        ("+0123456789", NumberFault.NotAssigned),
        ("00012025550142", NumberFault.NotAssigned),
    ];
}
