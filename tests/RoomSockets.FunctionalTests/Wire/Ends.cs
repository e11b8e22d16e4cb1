namespace RoomSockets.FunctionalTests.Wire;

/// <summary>Reads to the end of the stream, whichever way it comes.</summary>
internal static class Ends
{
    public static Task<List<(int Opcode, byte[] Payload)>> ReadUntilEndAsync(this RawClient client) => Lifecycle.Waiting.ReadUntilGoneAsync(client);
}
