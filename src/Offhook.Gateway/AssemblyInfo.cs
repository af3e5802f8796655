using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Offhook.Gateway.Tests")]
[assembly: InternalsVisibleTo("Offhook.Gateway.Postgres.Tests")]
