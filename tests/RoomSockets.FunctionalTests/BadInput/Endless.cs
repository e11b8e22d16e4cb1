using System.Net.Sockets;
using System.Text;

namespace RoomSockets.FunctionalTests.BadInput;

/// <summary>A request that never ends by itself.</summary>
internal static class Endless
{
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>Sends the beginning, then the same for ever, until there is an answer; returns that.</summary>
    public static async Task<string> AskAsync(Uri host, string beginning, string more)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(host.Host, host.Port).WaitAsync(TestApp.Patience);
        var stream = tcp.GetStream();
        var answer = ReadAsync(stream);
        var piece = Encoding.ASCII.GetBytes(new StringBuilder().Insert(0, more, 1024 / more.Length).ToString());
        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning)).AsTask().WaitAsync(TestApp.Patience);
        try
        {
            for (var sent = 0; sent < MostBytes && !answer.IsCompleted; sent += piece.Length) await stream.WriteAsync(piece).AsTask().WaitAsync(TestApp.Patience);
        }
        catch (IOException)
        {
            // It hung up: what it said before is what counts.
        }

        return await answer.WaitAsync(TestApp.Patience);
    }

    /// <summary>The first line of the answer; empty where the server hung up without a word.</summary>
    public static async Task<string> ReadAsync(NetworkStream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        try
        {
            while (await stream.ReadAsync(one) == 1 && one[0] != '\r') line.Append((char)one[0]);
        }
        catch (IOException)
        {
            // A reset behind the answer.
        }

        return line.ToString();
    }
}
