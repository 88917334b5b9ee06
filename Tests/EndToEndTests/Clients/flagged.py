#!/usr/bin/env python3
"""A picture that the safety check flags, over a WebSocket.

usage: flagged.py PORT KEY PICTURE SOUND; prints `done`, or what is wrong."""
import asyncio, base64, json, sys, uuid
import websockets

PORT, KEY, PICTURE, SOUND = sys.argv[1:5]


async def ask(socket, *tasks):
    await socket.send(json.dumps(tasks))
    return json.loads(await asyncio.wait_for(socket.recv(), 60))


def text(path): return base64.b64encode(open(path, "rb").read()).decode()


async def main():
    async with websockets.connect(f"ws://127.0.0.1:{PORT}/v1", max_size=None) as socket:
        await ask(socket, {"taskType": "authentication", "apiKey": KEY})
        name = str(uuid.uuid4())
        found = await ask(socket, {
            "taskType": "videoInference", "taskUUID": name, "model": "creatify:aurora@fast", "safety": {"mode": "fast"},
            "inputs": {"image": text(PICTURE), "audio": text(SOUND)}})
        if list(found) != ["data"]: sys.exit(f"not taken: {found}")
        while True:
            found = await ask(socket, {"taskType": "getResponse", "taskUUID": name})
            if "errors" in found: break
            if found["data"][0]["status"] != "processing": sys.exit(f"not flagged: {found}")
            await asyncio.sleep(0.2)
        error = found["errors"][0]
        right = {"code": "nsfwContentDetected", "NSFWContent": True, "status": "error", "taskUUID": name, "taskType": "videoInference"}
        if "data" in found or any(error.get(key) != value for key, value in right.items()): sys.exit(f"not as it should be: {found}")
    print("done")


asyncio.run(main())
