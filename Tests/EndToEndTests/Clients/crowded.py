#!/usr/bin/env python3
"""WebSockets that each begin a message of forty megabytes and do not end it: the server puts up with so many and no more, has no
memory of those whose connection ended, and goes on with everybody else.

usage: crowded.py PORT KEY PICTURE SOUND; prints `done`, or what is wrong."""
import asyncio, json, re, sys, urllib.request
import websockets
from websockets.exceptions import ConnectionClosed

PORT, KEY = sys.argv[1:3]
URL = f"ws://127.0.0.1:{PORT}/v1"
MEBIBYTE = 1 << 20


async def login(socket):
    await socket.send(json.dumps([{"taskType": "authentication", "apiKey": KEY}]))
    await asyncio.wait_for(socket.recv(), 30)


def held():
    text = urllib.request.urlopen(f"http://127.0.0.1:{PORT}/metrics", timeout=30).read().decode()
    return int(re.search(r"^aurora_serve_body_bytes (\d+)$", text, re.M).group(1))


async def begin(socket, end):
    """Sends forty fragments of a message, and its end when it is told to."""
    async def pieces():
        for _ in range(40): yield "a" * MEBIBYTE
        await end.wait()
    try: await socket.send(pieces())
    except ConnectionClosed: pass


async def main():
    sockets = [await websockets.connect(URL, max_size=None) for _ in range(4)]
    for socket in sockets: await login(socket)
    if held() > 1 * MEBIBYTE: sys.exit(f"{held()} bytes are held of nothing")
    end = asyncio.Event()
    tasks = [asyncio.ensure_future(begin(socket, end)) for socket in sockets]
    # Each counts twice, so that three fit into 256 MiB.
    ended = 0
    for _ in range(600):
        ended = sum(socket.close_code is not None for socket in sockets)
        if ended: break
        await asyncio.sleep(0.1)
    if not 1 <= ended <= 2: sys.exit(f"{ended} of 4 were ended, with {held()} bytes held")
    if held() > 256 * MEBIBYTE: sys.exit(f"{held()} bytes are held")
    for task in tasks: task.cancel()
    for socket in sockets: socket.transport.abort()
    for _ in range(600):
        if held() < 1 * MEBIBYTE: break
        await asyncio.sleep(0.1)
    if held() >= 1 * MEBIBYTE: sys.exit(f"{held()} bytes are held of nobody")
    async with websockets.connect(URL) as socket:
        await login(socket)
        for _ in range(2000):
            await socket.send('[{"taskType":"ping"}]')
            await socket.recv()
        if held() > 1 * MEBIBYTE: sys.exit(f"{held()} bytes are held after messages that were answered")
    print("done")


asyncio.run(main())
