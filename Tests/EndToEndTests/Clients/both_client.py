#!/usr/bin/env python3
"""The official client `runware-sdk` (HTTP and WebSocket), unmodified, against a server on this machine.

usage: both_client.py PORT KEY PICTURE SOUND MEDIA-URL rest|websocket

Prints a line of JSON for each check: its name, and what came of it. PICTURE and SOUND are files; below MEDIA-URL are files of the
same names, for inputs by URL. AURORA_SAFETY is a picture that is flagged, where content can be checked."""
import asyncio, base64, json, os, sys, time
from runware import Runware, RunOptions, RunwareError

PORT, KEY, PICTURE, SOUND, MEDIA, TRANSPORT = sys.argv[1:7]
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def say(name, **facts): print(json.dumps({"check": name, **facts}), flush=True)


def data_uri(path, kind): return f"data:{kind};base64," + base64.b64encode(open(path, "rb").read()).decode()


def open_client(key):
    return Runware(api_key=key, transport=TRANSPORT, http_base_url=f"http://127.0.0.1:{PORT}/v1",
        ws_base_url=f"ws://127.0.0.1:{PORT}/v1", max_retries=0)


def plain(result): return result if isinstance(result, list) else [result]


async def generate(client, name, image, audio, results=1, **fields):
    start = time.time()
    found = plain(await client.run(
        {"taskType": "videoInference", "model": "creatify:aurora@fast", "positivePrompt": "A natural speaking avatar",
         "includeCost": True, "numberResults": results, "inputs": {"image": image, "audio": audio}, **fields},
        RunOptions(timeout=120_000)))
    say(name, urls=[one.get("videoURL") for one in found], costs=[one.get("cost") for one in found],
        flags=[one.get("NSFWContent") for one in found], seconds=round(time.time() - start, 2))


async def fails(name, action):
    try: say(name, result=str(await action))
    except RunwareError as error: say(name, error=str(error)[:500], code=getattr(error, "code", None), kind=type(error).__name__)


async def main():
    picture, sound = data_uri(PICTURE, "image/jpeg"), data_uri(SOUND, "audio/wav")
    base = {"taskType": "videoInference", "model": "creatify:aurora@fast", "inputs": {"image": picture, "audio": sound}}
    async with open_client(KEY) as client:
        await generate(client, "data URI", picture, sound)
        await generate(client, "four results", picture, sound, results=4)
        if os.environ.get("AURORA_SAFETY"):
            await generate(client, "safety", picture, sound, safety={"checkContent": True, "mode": "fast"})
            flagged = data_uri(os.environ["AURORA_SAFETY"], "image/png")
            await fails("flagged", client.run(
                {**base, "inputs": {"image": flagged, "audio": sound}, "safety": {"mode": "fast"}}, RunOptions(timeout=120_000)))
        image = plain(await client.media_storage({"operation": "upload", "media": picture}))[0]
        audio = plain(await client.media_storage({"operation": "upload", "media": sound}))[0]
        await generate(client, "upload", image["mediaUUID"], audio["mediaUUID"])
        await generate(client, "upload by URL", image["mediaURL"], audio["mediaURL"])
        await generate(client, "URL", MEDIA + os.path.basename(PICTURE), MEDIA + os.path.basename(SOUND))
        await fails("missing audio", client.run({**base, "inputs": {"image": picture}}))
        await fails("bad model", client.run({**base, "model": "nope:1@1"}))
        await fails("bad quality", client.run({**base, "outputQuality": 100}))
        await fails("unknown task", client.get_response({"taskUUID": UNKNOWN}))
        await fails("account", client.account_management({"operation": "getDetails"}))


    async def wrong():
        async with open_client("a-wrong-key") as client: return await client.run(base)
    await fails("bad key", wrong())


asyncio.run(asyncio.wait_for(main(), 240))
os._exit(0)
