using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Offhook.Storage.Tests")]
[assembly: InternalsVisibleTo("Offhook.Storage.Postgres.Tests")]
