#!/usr/bin/env python3
"""A WebSocket that is cut and comes back, message by message.

usage: resumed.py PORT KEY PICTURE SOUND; prints `done`, or what is wrong."""
import asyncio, base64, json, sys, uuid
import websockets

PORT, KEY, PICTURE, SOUND = sys.argv[1:5]
URL = f"ws://127.0.0.1:{PORT}/v1?sdk=test"


async def ask(socket, *tasks):
    await socket.send(json.dumps(tasks))
    return json.loads(await asyncio.wait_for(socket.recv(), 60))


def task():
    inputs = {"image": base64.b64encode(open(PICTURE, "rb").read()).decode(), "audio": base64.b64encode(open(SOUND, "rb").read()).decode()}
    return {"taskType": "videoInference", "taskUUID": str(uuid.uuid4()), "model": "creatify:aurora@fast", "inputs": inputs}


def expect(what, found):
    if not what: sys.exit(f"not as it should be: {found}")


async def main():
    async with websockets.connect(URL, max_size=None) as socket:
        found = await ask(socket, {"taskType": "getResponse", "taskUUID": str(uuid.uuid4())})
        expect(found["errors"][0]["code"] == "missingApiKey" and found["error"], found)
        found = await ask(socket, {"taskType": "authentication", "apiKey": "a-wrong-key"})
        expect(found["errors"][0]["code"] == "invalidApiKey" and found["error"] and "data" not in found, found)
        found = await ask(socket, {"taskType": "authentication", "apiKey": KEY})
        expect(list(found) == ["data"] and "taskUUID" not in found["data"][0], found)
        session = found["data"][0]["connectionSessionUUID"]
        found = await ask(socket, {"taskType": "ping", "ping": True})
        expect(found == {"data": [{"taskType": "ping", "pong": True}]}, found)
        await asyncio.wait_for(await socket.ping(), 10)
        await socket.send("no JSON")
        expect("errors" in json.loads(await socket.recv()), "no answer to what is no JSON")
        # What is done while it is open comes by itself.
        first = task()
        expect("data" in await ask(socket, first), "not taken")
        found = json.loads(await asyncio.wait_for(socket.recv(), 60))
        expect(found["data"][0]["status"] == "success" and found["data"][0]["taskUUID"] == first["taskUUID"], found)
        second = task()
        expect("data" in await ask(socket, second), "not taken")
    # Cut, and back when it is done.
    async with websockets.connect(URL) as other:
        await ask(other, {"taskType": "authentication", "apiKey": KEY})
        while True:
            found = await ask(other, {"taskType": "getResponse", "taskUUID": second["taskUUID"]})
            if found["data"][0]["status"] == "success": break
            await asyncio.sleep(0.2)
    async with websockets.connect(URL) as socket:
        found = await ask(socket, {"taskType": "authentication", "apiKey": KEY, "connectionSessionUUID": session})
        expect(found["data"][0]["connectionSessionUUID"] == session, found)
        found = json.loads(await asyncio.wait_for(socket.recv(), 10))
        expect(found["data"][0]["taskUUID"] == second["taskUUID"], found)
    # Anybody else's is a new one.
    async with websockets.connect(URL) as socket:
        found = await ask(socket, {"taskType": "authentication", "apiKey": KEY, "connectionSessionUUID": str(uuid.uuid4())})
        expect(found["data"][0]["connectionSessionUUID"] != session, found)
    print("done")


asyncio.run(main())
