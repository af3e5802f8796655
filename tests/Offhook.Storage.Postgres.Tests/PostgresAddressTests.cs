using Npgsql;

namespace Offhook.Storage.Postgres.Tests;

public sealed class PostgresAddressTests
{
    private const string Secret = "not-a-secret";

    [Theory]
    [InlineData("postgres://agent:not-a-secret@db.example.test:5433/calls")]
    [InlineData("postgresql://agent:not-a-secret@db.example.test:5433/calls")]
    [InlineData(" Postgres://agent:not-a-secret@db.example.test:5433/calls ")]
    [InlineData("postgres://agent:not-a-secret@db.example.test:5433/calls?sslmode=require&application_name=offhook")]
    [InlineData("Host=db.example.test;Port=5433;Username=agent;Password=not-a-secret;Database=calls")]
    [InlineData(" server = db.example.test ; port = 5433 ; User Id = agent ; pwd = not-a-secret ; db = calls ; ")]
    public void A_URL_and_pairs_say_the_same(string text)
    {
        var address = Read(text);

        Assert.Equal(("db.example.test", 5433, "agent", Secret, "calls"), (address.Host, address.Port, address.Username, address.Password, address.Database));
        Assert.Equal("offhook", address.ApplicationName);
    }

    [Theory]
    [InlineData("p%40ss", "p@ss")]
    [InlineData("p%3Ass%2Fw%23r%3Fd%25", "p:ss/w#r?d%")]
    [InlineData("p%20ss+plus", "p ss+plus")]
    [InlineData("a:b:c", "a:b:c")]
    [InlineData("p;'\"=ss", "p;'\"=ss")]
    [InlineData("%E2%98%8E", "☎")]
    [InlineData("", null)]
    public void A_password_in_a_URL_is_unescaped_once_and_to_the_letter(string written, string? meant) =>
        Assert.Equal(meant, Read($"postgres://agent:{written}@db.example.test/calls").Password);

    [Theory]
    [InlineData("Password=p@ss:/#?%40", "p@ss:/#?%40")]
    [InlineData("Password='p;ss=word'", "p;ss=word")]
    [InlineData("Password=\"it's\"", "it's")]
    public void A_password_in_pairs_is_taken_as_it_stands(string pair, string meant) => Assert.Equal(meant, Read($"Host=db.example.test;{pair}").Password);

    [Fact]
    public void A_user_name_of_Supabases_pooler_keeps_its_project()
    {
        var address = Read("postgresql://postgres.examplexampleexample:not-a-secret@aws-0-ap-south-1.pooler.example.test:5432/postgres");

        Assert.Equal("postgres.examplexampleexample", address.Username);
    }

    [Fact]
    public void What_a_URL_leaves_out_is_left_to_the_driver()
    {
        var address = Read("postgres://db.example.test");

        Assert.Equal((5432, null, null, null), (address.Port, address.Username, address.Password, address.Database));
    }

    [Theory]
    [InlineData("postgres://agent@/calls?host=/run/postgresql")]
    [InlineData("postgres:///calls?host=/run/postgresql")]
    [InlineData("postgres:///calls?host=%2Frun%2Fpostgresql")]
    [InlineData("postgres://agent@%2Frun%2Fpostgresql/calls")]
    [InlineData("Host=/run/postgresql;Database=calls")]
    public void A_socket_is_a_host_that_begins_with_a_slash(string text)
    {
        var address = Read(text);

        Assert.Equal(("/run/postgresql", "calls", SslMode.Prefer), (address.Host, address.Database, address.SslMode));
    }

    [Fact]
    public void An_address_of_six_is_written_in_brackets() => Assert.Equal("2001:db8::1", Read("postgres://agent@[2001:db8::1]:5432/calls").Host);

    [Theory]
    [InlineData("postgres://agent@db.example.test:6543/postgres", true)]
    [InlineData("postgres://agent@db.example.test:5432/postgres", false)]
    [InlineData("postgres://agent@db.example.test/postgres?pgbouncer=true", true)]
    [InlineData("postgres://agent@db.example.test/postgres?pgbouncer=true&connection_limit=1", true)]
    [InlineData("postgres://agent@db.example.test:6543/postgres?pgbouncer=false", false)]
    [InlineData("postgres://agent@db.example.test/postgres?pool_mode=transaction", true)]
    [InlineData("postgres://agent@db.example.test:6543/postgres?pool_mode=session", false)]
    [InlineData("Host=db.example.test;Port=6543", true)]
    [InlineData("Host=db.example.test;PoolMode=Transaction", true)]
    [InlineData("Host=db.example.test;Pool Mode=transaction", true)]
    [InlineData("Host=db.example.test;Port=6543;PoolMode=Session", false)]
    [InlineData("Host=db.example.test;PgBouncer=true", true)]
    [InlineData("Host=db.example.test", false)]
    public void A_pooler_in_transaction_mode_is_known_by_its_port_or_by_word_and_the_word_wins(string text, bool isPooled)
    {
        Assert.Null(PostgresAddress.Read(text, out var address));

        Assert.Equal(isPooled, address!.IsTransactionPooled);
    }

    [Fact]
    public void Through_a_transaction_pooler_nothing_is_prepared_and_nothing_else_expects_a_session_to_last()
    {
        var pooled = Read("postgres://agent@db.example.test:6543/postgres");
        var forced = Read("Host=db.example.test;PoolMode=Transaction;Max Auto Prepare=50");
        var direct = Read("postgres://agent@db.example.test:5432/postgres");

        Assert.Equal((0, 0), (pooled.MaxAutoPrepare, forced.MaxAutoPrepare));
        Assert.True(pooled.NoResetOnClose && direct.NoResetOnClose);
        Assert.True(direct.MaxAutoPrepare > 0);
    }

    [Theory]
    [InlineData("postgres://agent@db.example.test/calls", SslMode.Require)]
    [InlineData("Host=db.example.test", SslMode.Require)]
    [InlineData("Host=192.0.2.7", SslMode.Require)]
    [InlineData("Host=localhost.example.test", SslMode.Require)]
    [InlineData("Host=localhost,db.example.test", SslMode.Require)]
    [InlineData("postgres://agent@localhost/calls", SslMode.Prefer)]
    [InlineData("postgres://agent@127.0.0.1/calls", SslMode.Prefer)]
    [InlineData("postgres://agent@[::1]/calls", SslMode.Prefer)]
    [InlineData("postgres://agent@db.example.test/calls?sslmode=disable", SslMode.Disable)]
    [InlineData("postgres://agent@db.example.test/calls?sslmode=verify-full", SslMode.VerifyFull)]
    [InlineData("postgres://agent@localhost/calls?sslmode=verify-ca", SslMode.VerifyCA)]
    [InlineData("Host=db.example.test;SSL Mode=Disable", SslMode.Disable)]
    [InlineData("Host=db.example.test;SslMode=VerifyFull", SslMode.VerifyFull)]
    public void The_network_is_trusted_only_by_who_says_so_and_this_machine_is(string text, SslMode mode) => Assert.Equal(mode, Read(text).SslMode);

    [Fact]
    public void Who_gives_a_time_or_a_size_gets_it_and_who_gives_none_gets_ours()
    {
        var ours = Read("postgres://db.example.test/calls");
        var theirs = Read("Host=db.example.test;Timeout=3;Command Timeout=7;Maximum Pool Size=9;Application Name=node-2;Keepalive=11");

        Assert.Equal((5, 10, 20, "offhook", 30), (ours.Timeout, ours.CommandTimeout, ours.MaxPoolSize, ours.ApplicationName, ours.KeepAlive));
        Assert.Equal((3, 7, 9, "node-2", 11), (theirs.Timeout, theirs.CommandTimeout, theirs.MaxPoolSize, theirs.ApplicationName, theirs.KeepAlive));
        Assert.Equal(("node-3", 4), (Read("postgres://db.example.test/c?application_name=node-3&connect_timeout=4").ApplicationName, Read("postgres://db.example.test/c?connect_timeout=4").Timeout));
    }

    [Theory]
    [InlineData("", "host")]
    [InlineData("Username=agent;Password=not-a-secret", "host")]
    [InlineData("postgres:///calls", "host")]
    [InlineData("not-a-secret", "postgres://")]
    [InlineData("mysql://agent:not-a-secret@db.example.test/calls", "postgres://")]
    [InlineData("https://agent:not-a-secret@db.example.test/calls", "postgres://")]
    [InlineData("postgres://agent:not-a-secret#x@db.example.test/calls", "%23")]
    [InlineData("postgres://agent:not-a-secret/x@db.example.test/calls", "%2F")]
    [InlineData("postgres://agent:12/not-a-secret@db.example.test/calls", "%2F")]
    [InlineData("postgres://agent:12?not-a-secret@db.example.test/calls", "%3F")]
    [InlineData("postgres://agent:12?not-a-secret=1@db.example.test/calls", "%3F")]
    [InlineData("postgres://agent:not-a-secret@db.example.test:70000/calls", "port")]
    [InlineData("postgres://agent:not-a-secret@db.example.test:not-a-secret/calls", "port")]
    [InlineData("postgres://agent:not-a-secret@db.example.test/calls?sslmode=perhaps", "sslmode")]
    [InlineData("postgres://agent:not-a-secret@db.example.test/calls?sslmode=2", "sslmode")]
    [InlineData("postgres://agent:not-a-secret@db.example.test/calls?sslmode", "sslmode")]
    [InlineData("postgres://agent:not-a-secret@db.example.test/calls?connect_timeout=soon", "connect_timeout")]
    [InlineData("postgres://agent:not-a-secret@db.example.test/calls?colour=red", "colour")]
    [InlineData("postgres://agent:not-a-secret@db.example.test/calls?pgbouncer=perhaps", "pgbouncer")]
    [InlineData("postgres://agent:not-a-secret@db.example.test/calls?pool_mode=statement", "pool_mode")]
    [InlineData("Host=db.example.test;Password=not-a-secret;PoolMode=Statement", "PoolMode")]
    [InlineData("Host=db.example.test;Colour=red;Password=not-a-secret", "colour")]
    [InlineData("Host=db.example.test;Port=many;Password=not-a-secret", "port")]
    [InlineData("Host=db.example.test;Password=12;not-a-secret=1", "quotes")]
    [InlineData("Host=db.example.test;Password=12;not-a-secret", "name=value")]
    public void A_fault_names_what_is_wrong_and_never_shows_the_password(string text, string named)
    {
        var fault = PostgresAddress.Read(text, out var address);

        Assert.NotNull(fault);
        Assert.Contains(named, fault, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Secret, fault, StringComparison.OrdinalIgnoreCase);
        Assert.Null(address);
    }

    [Theory]
    [InlineData("postgres://agent:not-a-secret@db.example.test/calls")]
    [InlineData("Host=db.example.test;Username=agent;Password=not-a-secret;Database=calls")]
    public void Its_text_is_host_and_database_alone(string text)
    {
        Assert.Null(PostgresAddress.Read(text, out var address));

        Assert.Equal("db.example.test/calls", address!.ToString());
    }

    private static NpgsqlConnectionStringBuilder Read(string text)
    {
        Assert.Null(PostgresAddress.Read(text, out var address));
        return address!.Builder; // Read without a fault, so it is there.
    }
}
