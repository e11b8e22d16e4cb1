namespace RoomSockets.Client;

/// <summary>What a close code says about coming back. Pure.</summary>
internal static class CloseVerdict
{
    /// <summary>Asks for a fresh token first.</summary>
    public const int TokenExpired = 4202;

    private const int NormalClosure = 1000;
    private const int PolicyViolation = 1008;

    public static bool IsFinal(int code) => code is NormalClosure or PolicyViolation or (>= 4000 and < 4100);
}
