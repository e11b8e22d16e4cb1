using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

/// <summary>
/// Lets SQLite's binding run where only an older 2.x of it can be restored than the one that Entity Framework Core was built
/// with: assemblies are then found by their file, whatever version was asked for. Where the newer one is there, this is never called.
/// </summary>
internal static class SqliteLoader
{
    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "It must be there before the first use of SQLite, in whatever program links this file.")]
    internal static void Register() => AssemblyLoadContext.Default.Resolving += static (context, name) =>
        name.Name?.StartsWith("SQLitePCLRaw.", StringComparison.Ordinal) == true ? Load(context, name) : null;

    private static Assembly? Load(AssemblyLoadContext context, AssemblyName name)
    {
        var file = Path.Combine(AppContext.BaseDirectory, name.Name + ".dll");
        return File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
    }
}
