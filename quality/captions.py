#!/usr/bin/env python3
"""Measure how well the renderer knows when each word is spoken.

captions.py RENDERER            sentences by eSpeak NG, which tells when each word begins and ends as it speaks

RENDERER is an aurora-render. Sentences are those of speech_truth.py and more; the renderer is given the sound, the text
and, with --language, what language it is in. Prints each voice's errors and those of all words: of where a word begins,
and of where it ends.

Needs: libespeak-ng1.
"""
import argparse
import ctypes
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import wave

import speech_truth

# Besides those of speech_truth.py, which the times of phones were chosen on.
MORE = [
    ("en-us", 170, "The last train leaves at midnight, so we should hurry. Nobody wants to sleep in the station again."),
    ("en-us", 145, "Water the plants twice a week, and give them light. They will thank you with flowers all summer."),
    ("en-gb", 165, "A cup of tea solves most problems; two cups solve the rest. Shall I put the kettle on?"),
    ("en-gb", 180, "Our new app shows you every bus, every stop and every delay, as it happens."),
    ("de", 160, "Der Bus kommt heute leider zu spät. Bitte nehmen Sie die Straßenbahn am Rathaus."),
    ("de", 150, "Unser Team hilft Ihnen gern, wenn etwas nicht funktioniert."),
    ("es", 155, "La reunión empieza a las nueve. Trae los documentos y una buena idea."),
    ("fr-fr", 155, "Le magasin ouvre à neuf heures. Nous vous attendons avec plaisir."),
    ("it", 155, "Il treno per Roma parte tra dieci minuti dal binario quattro."),
    ("pt-br", 160, "A loja abre cedo e fecha tarde. Venha tomar um café conosco."),
    ("nl", 155, "De winkel is vandaag open tot zes uur. Tot ziens en een fijne dag."),
    ("pl", 150, "Sklep jest dzisiaj otwarty do wieczora. Zapraszamy wszystkich."),
]
WORD, SENTENCE, END = 1, 2, 5


class Speaker:
    """eSpeak NG, with the times of its words."""

    def __init__(self):
        self.library = ctypes.CDLL("libespeak-ng.so.1")
        self.rate = self.library.espeak_Initialize(speech_truth.SYNCHRONOUS, 0, None, 0)
        self.callback = speech_truth.CALLBACK(self.heard)
        self.library.espeak_SetSynthCallback(self.callback)

    def heard(self, samples, count, events):
        index = 0
        while events[index].type != speech_truth.END_OF_LIST:
            event = events[index]
            self.events.append((event.type, event.audio_position / 1000, event.text_position, event.length))
            index += 1
        if samples and count > 0:
            self.sound.extend(ctypes.string_at(samples, count * 2))
        return 0

    def say(self, voice, speed, text, path):
        """Writes the sound; returns (word, start, end) as the text has them."""
        self.sound, self.events = bytearray(), []
        if self.library.espeak_SetVoiceByName(speech_truth.NAMES.get(voice, voice).encode()) != 0:
            sys.exit(f"error: eSpeak NG has no voice {voice}")
        self.library.espeak_SetParameter(speech_truth.RATE, speed, 0)
        data = text.encode("utf8") + b"\0"
        self.library.espeak_Synth(data, len(data), 0, 1, 0, speech_truth.UTF8, None, None)
        self.library.espeak_Synchronize()
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self.rate)
            file.writeframes(bytes(self.sound))
        # A word ends with the next. How long the last one of a clause is, is not told: a pause counts to it.
        words = []
        for kind, time, place, length in self.events:
            if kind == WORD:
                if words and words[-1][2] is None:
                    words[-1][2] = time
                words.append([place - 1, time, None])
            elif kind in (END, SENTENCE) and words and words[-1][2] is None:
                words[-1][2] = float("nan")
        return [(place, start, float("nan") if end is None else end) for place, start, end in words]


def places(text, words):
    """Where in the text each of the renderer's words begins."""
    found, start = [], 0
    for word in words:
        start = text.index(word["text"], start)
        found.append(start)
        start += len(word["text"])
    return found


def align(renderer, folder, text, language):
    """The renderer's words."""
    request = {
        "engine": subprocess.run([renderer, "--version"], capture_output=True, text=True, check=True).stdout.split()[1],
        "task": {"align": {"_0": {"sound": "sound.wav", "transcript": text, "output": "words.json"}}},
    }
    if language:
        request["task"]["align"]["_0"]["language"] = language
    (folder / "request.json").write_text(json.dumps(request), encoding="utf8")
    subprocess.run(
        [renderer, "--request", "request.json", "--result", "result.json"], cwd=folder, check=True,
        stdout=subprocess.DEVNULL)
    answer = json.loads((folder / "result.json").read_text(encoding="utf8"))
    if "aligned" not in answer:
        print(f"  not aligned: {answer['failed']['_0']['problem']}: {text}")
        return None
    return json.loads((folder / "words.json").read_text(encoding="utf8"))["words"]


def summary(name, errors):
    """One line of figures."""
    if not errors:
        return
    sizes = sorted(abs(error) for error in errors)
    share = sizes[min(len(sizes) - 1, int(len(sizes) * 0.95))]
    within = sum(size <= 0.15 for size in sizes) / len(sizes)
    print(
        f"{name:24} {len(sizes):5} words  median {statistics.median(sizes) * 1000:4.0f} ms  95 % {share * 1000:4.0f} ms"
        f"  within 150 ms {within:6.1%}  middle {statistics.median(errors) * 1000:+4.0f} ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("renderer")
    parser.add_argument("--language", action="store_true", help="tell the renderer the language")
    parser.add_argument("--new", action="store_true", help="only sentences that nothing was chosen on")
    parser.add_argument("--each", action="store_true", help="print each word that is more than 150 ms off")
    arguments = parser.parse_args()
    renderer = str(pathlib.Path(arguments.renderer).resolve())
    speaker = Speaker()
    starts, ends, voices = [], [], {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for voice, speed, text in ([] if arguments.new else speech_truth.SENTENCES) + MORE:
            truth = {place: (start, end) for place, start, end in speaker.say(voice, speed, text, folder / "sound.wav")}
            words = align(renderer, folder, text, voice if arguments.language else None)
            if words is None:
                voices.setdefault(voice, [])
                continue
            for place, word in zip(places(text, words), words):
                if place not in truth:
                    continue
                error = word["startMilliseconds"] / 1000 - truth[place][0]
                starts.append(error)
                voices.setdefault(voice, []).append(error)
                if truth[place][1] == truth[place][1]:
                    ends.append(word["endMilliseconds"] / 1000 - truth[place][1])
                if arguments.each and abs(error) > 0.15:
                    print(f"  {voice}: {word['text']} {error * 1000:+.0f} ms in: {text}")
    for voice, errors in sorted(voices.items()):
        summary(f"begins, {voice}", errors)
    summary("begins, all", starts)
    summary("ends, all", ends)


if __name__ == "__main__":
    main()
