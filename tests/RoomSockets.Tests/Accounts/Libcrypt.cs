using System.Runtime.InteropServices;

namespace RoomSockets.Tests;

/// <summary>The system's own bcrypt, to compare with.</summary>
internal static class Libcrypt
{
    private const string Library = "libcrypt.so.1";

    private static readonly Lock Gate = new();
    private static readonly CryptFunction? Function = Load();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint CryptFunction(byte[] phrase, byte[] setting);

    public static bool IsThere => Function is not null;

    /// <summary>The hash of a phrase; both end with a NUL for it.</summary>
    public static string Hash(byte[] phrase, string setting)
    {
        // crypt() has one buffer for all.
        lock (Gate) return Marshal.PtrToStringAnsi(Function!([.. phrase, 0], [.. System.Text.Encoding.ASCII.GetBytes(setting), 0]))!;
    }

    private static CryptFunction? Load() =>
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad(Library, out var library) && NativeLibrary.TryGetExport(library, "crypt", out var export)
            ? Marshal.GetDelegateForFunctionPointer<CryptFunction>(export)
            : null;
}

/// <summary>A test that compares with libcrypt. It is skipped, loudly, where there is none; with <c>ROOMSOCKETS_REQUIRE_ALL=1</c> it fails there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LibcryptFactAttribute : FactAttribute
{
    public LibcryptFactAttribute()
    {
        if (!Libcrypt.IsThere && Environment.GetEnvironmentVariable("ROOMSOCKETS_REQUIRE_ALL") != "1") Skip = "libcrypt.so.1 is not installed (apt-get install libcrypt1).";
    }
}
