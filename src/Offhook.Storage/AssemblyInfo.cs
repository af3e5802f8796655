using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Offhook.Storage.Tests")]
