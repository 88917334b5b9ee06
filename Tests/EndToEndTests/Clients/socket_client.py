#!/usr/bin/env python3
"""The official client `runware` (WebSocket only), unmodified, against a server on this machine.

usage: socket_client.py PORT KEY PICTURE SOUND MEDIA-URL

Prints a line of JSON for each check: its name, and what came of it. PICTURE and SOUND are files; below MEDIA-URL are files of the
same names, for inputs by URL. AURORA_SAFETY is a picture that is flagged, where content can be checked."""
import asyncio, base64, json, os, sys, time
from runware import Runware, IVideoInference
from runware.types import IVideoInputs, ISafety

PORT, KEY, PICTURE, SOUND, MEDIA = sys.argv[1:6]
URL = f"ws://127.0.0.1:{PORT}/v1"
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def say(name, **facts): print(json.dumps({"check": name, **facts}), flush=True)


def data_uri(path, kind): return f"data:{kind};base64," + base64.b64encode(open(path, "rb").read()).decode()


async def generate(client, name, image, audio, results=1, **fields):
    start = time.time()
    request = IVideoInference(
        model="creatify:aurora@fast", positivePrompt="A natural speaking avatar", outputFormat="MP4", includeCost=True,
        numberResults=results, deliveryMethod="async", inputs=IVideoInputs(image=image, audio=audio), **fields)
    accepted = await client.videoInference(requestVideo=request)
    videos = await client.getResponse(taskUUID=accepted.taskUUID, numberResults=results)
    say(name, urls=[video.videoURL for video in videos], costs=[video.cost for video in videos],
        status=[video.status for video in videos], seconds=round(time.time() - start, 2))


async def fails(name, action):
    try: say(name, result=str(await action))
    except Exception as error: say(name, error=str(error)[:500], kind=type(error).__name__)


async def main():
    client = Runware(api_key=KEY, url=URL, timeout=60_000)
    await client.connect()
    picture, sound = data_uri(PICTURE, "image/jpeg"), data_uri(SOUND, "audio/wav")
    await generate(client, "data URI", picture, sound)
    await generate(client, "four results", picture, sound, results=4)
    if os.environ.get("AURORA_SAFETY"):
        await generate(client, "safety", picture, sound, safety=ISafety(checkContent=True, mode="fast"))

        async def flagged():
            accepted = await client.videoInference(requestVideo=IVideoInference(
                model="creatify:aurora@fast", deliveryMethod="async", safety=ISafety(checkContent=True, mode="fast"),
                inputs=IVideoInputs(image=data_uri(os.environ["AURORA_SAFETY"], "image/png"), audio=sound)))
            return await client.getResponse(taskUUID=accepted.taskUUID, numberResults=1)
        await fails("flagged", flagged())
    image = await client.uploadImage(PICTURE)
    audio = await client.uploadMedia(SOUND)
    await generate(client, "upload", image.imageUUID, audio.mediaUUID)
    await generate(client, "upload by URL", image.imageURL, audio.mediaUUID)
    await generate(client, "URL", MEDIA + os.path.basename(PICTURE), MEDIA + os.path.basename(SOUND))

    def request(**fields):
        inputs = fields.pop("inputs", None) or IVideoInputs(image=picture, audio=sound)
        return client.videoInference(requestVideo=IVideoInference(
            **{"model": "creatify:aurora@fast", "deliveryMethod": "async", "inputs": inputs, **fields}))
    await fails("missing audio", request(inputs=IVideoInputs(image=picture)))
    await fails("bad model", request(model="nope:1@1"))
    await fails("bad quality", request(outputQuality=100))
    await fails("unknown task", client.getResponse(taskUUID=UNKNOWN))
    await client.disconnect()
    stranger = Runware(api_key="a-wrong-key", url=URL, timeout=10_000)

    async def wrong():
        await stranger.connect()
        return await stranger.videoInference(requestVideo=IVideoInference(
            model="creatify:aurora@fast", deliveryMethod="async", inputs=IVideoInputs(image=picture, audio=sound)))
    await fails("bad key", wrong())


asyncio.run(asyncio.wait_for(main(), 240))
# Its own tasks may still try to connect again.
os._exit(0)
