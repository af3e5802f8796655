using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Offhook.Desk.Tests")]
[assembly: InternalsVisibleTo("Offhook.Desk.Postgres.Tests")]
