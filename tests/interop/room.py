"""Takes part in a room with Debian's python3-websockets: says one thing, prints what it hears until it has heard the last word."""
import asyncio
import sys

import websockets


async def main(url: str, text: str, last: str) -> None:
    async with websockets.connect(url) as socket:
        await socket.send(text)
        async for message in socket:
            print(message, flush=True)
            if message == last:
                return


asyncio.run(asyncio.wait_for(main(*sys.argv[1:4]), 20))
