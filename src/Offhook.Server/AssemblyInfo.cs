using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Offhook.Server.Tests")]
[assembly: InternalsVisibleTo("Offhook.Server.Postgres.Tests")]
[assembly: InternalsVisibleTo("Offhook.Server.Io.Tests")]
[assembly: InternalsVisibleTo("Offhook.Testing")]
