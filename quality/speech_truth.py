#!/usr/bin/env python3
"""Make clips whose phones are known to the millisecond, or nearly so, to score mouth shapes against.

speech_truth.py espeak FOLDER   sentences in six languages by eSpeak NG, which tells each phone's time as it speaks
speech_truth.py real FOLDER     recordings of Debian's pocketsphinx-testdata, aligned with their words by PocketSphinx

Each clip is NAME.wav, NAME.tsv (start, tab, end, tab, phone; seconds; IPA or ARPAbet; SIL is silence) and NAME.txt (the
words). The espeak clips are exact, but only formant synthesis. The recordings are people, but their truth is what a
recogniser made of them: its edges are good to some 20 ms, and it shares no part with the renderer.

Needs: libespeak-ng1 (espeak), pocketsphinx-testdata and the packages of requirements.txt (real).
"""
import argparse
import ctypes
import pathlib
import re
import sys
import wave

# voice, words a minute, sentence. None of them is a sentence of the clips in truth/.
SENTENCES = [
    ("en-us", 165, "Maybe a bumpy ride improves my memory, but probably not for very long."),
    ("en-us", 150, "Five brave foxes have found a warm place above the river."),
    ("en-us", 180, "We would rather move the whole room over, because the view is beautiful."),
    ("en-us", 140, "Thank you for coming. Please take a seat, and we will begin in a moment."),
    ("en-gb", 160, "Perhaps the ambassador will sample both puddings before breakfast."),
    ("en-gb", 175, "Oliver loves vanilla waffles, and often gives half of them away."),
    ("en-gb", 150, "Mum bought a purple umbrella; Bob put it up and away they went."),
    ("en-gb-scotland", 155, "The problem with simple maps is that people believe them too much."),
    ("de", 155, "Am Abend bringen wir beide ein paar Blumen und frisches Brot vorbei."),
    ("de", 165, "Vielleicht wollen viele Firmen bald bessere Bilder und mehr Filme."),
    ("es", 160, "Por favor, pon un poco de pan y mermelada para mi madre."),
    ("es", 150, "Mañana vamos a comprar un barco muy pequeño en el puerto."),
    ("it", 160, "La mamma porta sempre una bella mela e un po' di vino buono."),
    ("it", 150, "Vorrei provare questa nuova automobile prima di febbraio."),
    ("pt-br", 155, "A menina trouxe um bolo bonito para a família no sábado."),
    ("pt-br", 165, "Meu filho prefere fazer a prova de matemática amanhã bem cedo."),
    ("fr-fr", 155, "Mon père prépare beaucoup de bonnes pommes pour la fête."),
    ("fr-fr", 165, "Vous avez vraiment vu un beau film hier au bout de la rue?"),
    ("nl", 155, "Mijn broer pakt morgen een mooie bloem voor onze moeder."),
    ("pl", 150, "Bardzo proszę, mama kupiła piękne jabłka i białe wino."),
]

# eSpeak NG's own names of the voices that it does not find by their language.
NAMES = {
    "en-gb": "English (Great Britain)", "en-gb-scotland": "English (Scotland)", "fr-fr": "French (France)",
    "pt-br": "Portuguese (Brazil)",
}

TESTDATA = pathlib.Path("/usr/share/pocketsphinx/test/data")
RECORDINGS = [
    ("librivox-0870", "librivox/sense_and_sensibility_01_austen_64kb-0870.wav",
     "and mister john dashwood had then leisure to consider how much there might be prudently in his power to do for"
     " them"),
    ("librivox-0880", "librivox/sense_and_sensibility_01_austen_64kb-0880.wav",
     "he was not an ill disposed young man"),
    ("librivox-0890", "librivox/sense_and_sensibility_01_austen_64kb-0890.wav",
     "unless to be rather cold hearted and rather selfish is to be ill disposed"),
    ("librivox-0920", "librivox/sense_and_sensibility_01_austen_64kb-0920.wav",
     "had he married a more a amiable woman he might have been made still more respectable than he was"),
    ("librivox-0930", "librivox/sense_and_sensibility_01_austen_64kb-0930.wav",
     "he might even have been made amiable himself"),
    ("card-001", "cards/001.wav", "ten of clubs"),
    ("card-002", "cards/002.wav", "four queen of clubs"),
    ("card-003", "cards/003.wav", "seven of clubs"),
    ("card-004", "cards/004.wav", "five five"),
    ("card-005", "cards/005.wav", "eight of spades four of clubs seven of hearts"),
    ("goforward", "goforward.raw", "go forward ten meters"),
]


def write(folder, name, samples, rate, segments, words):
    """One clip: its sound, its phones and its words."""
    with wave.open(str(folder / f"{name}.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples)
    lines = [f"{start:.3f}\t{end:.3f}\t{phone}\n" for start, end, phone in segments if end > start]
    (folder / f"{name}.tsv").write_text("".join(lines), encoding="utf8")
    (folder / f"{name}.txt").write_text(words + "\n", encoding="utf8")
    print(f"{name}: {len(samples) / 2 / rate:.2f} s, {len(lines)} phones")


class Event(ctypes.Structure):
    """espeak_EVENT of speak_lib.h; `identity` is its union, of which only a phone's eight bytes are wanted."""
    _fields_ = [
        ("type", ctypes.c_int), ("unique_identifier", ctypes.c_uint), ("text_position", ctypes.c_int),
        ("length", ctypes.c_int), ("audio_position", ctypes.c_int), ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p), ("identity", ctypes.c_char * 8),
    ]


END_OF_LIST, PHONEME = 0, 7
SYNCHRONOUS, PHONEME_EVENTS_IN_IPA, UTF8, RATE = 2, 3, 1, 1
CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(Event))


def espeak(folder):
    """Every sentence, spoken by eSpeak NG."""
    library = ctypes.CDLL("libespeak-ng.so.1")
    rate = library.espeak_Initialize(SYNCHRONOUS, 0, None, PHONEME_EVENTS_IN_IPA)
    sound, phones = bytearray(), []

    def heard(samples, count, events):
        index = 0
        while events[index].type != END_OF_LIST:
            if events[index].type == PHONEME:
                text = bytes(events[index].identity).split(b"\0")[0].decode("utf8", "ignore")
                phones.append((events[index].audio_position / 1000, text.strip() or "SIL"))
            index += 1
        if samples and count > 0:
            sound.extend(ctypes.string_at(samples, count * 2))
        return 0

    callback = CALLBACK(heard)
    library.espeak_SetSynthCallback(callback)
    for number, (voice, words_a_minute, sentence) in enumerate(SENTENCES):
        sound.clear()
        phones.clear()
        if library.espeak_SetVoiceByName(NAMES.get(voice, voice).encode()) != 0:
            sys.exit(f"error: eSpeak NG has no voice {voice}")
        library.espeak_SetParameter(RATE, words_a_minute, 0)
        text = sentence.encode("utf8") + b"\0"
        library.espeak_Synth(text, len(text), 0, 1, 0, UTF8, None, None)
        library.espeak_Synchronize()
        ends = [start for start, _ in phones[1:]] + [len(sound) / 2 / rate]
        segments = [(start, end, phone) for (start, phone), end in zip(phones, ends)]
        write(folder, f"{voice}-{number:02d}", bytes(sound), rate, segments, sentence)


def samples_of(path):
    """The 16-bit samples at 16 kHz of a WAV or headerless file."""
    if path.suffix == ".raw":
        return path.read_bytes()
    with wave.open(str(path), "rb") as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (16000, 1, 2):
            sys.exit(f"error: {path} is not at 16 kHz with one channel")
        return file.readframes(file.getnframes())


def hear(decoder, samples):
    """One pass over a recording."""
    decoder.start_utt()
    decoder.process_raw(samples, full_utt=True)
    decoder.end_utt()


def aligned(samples, words):
    """The phones of a recording: an alignment of its words in two passes (words, then phones)."""
    import pocketsphinx

    model = pathlib.Path(pocketsphinx.get_model_path()) / "en-us"
    decoder = pocketsphinx.Decoder(
        hmm=str(model / "en-us"), dict=str(model / "cmudict-en-us.dict"),
        loglevel="FATAL")
    decoder.set_align_text(re.sub(r"[^a-z' ]", "", words.lower()))
    hear(decoder, samples)
    if decoder.hyp() is None:
        return None
    decoder.set_alignment()
    hear(decoder, samples)
    segments = []
    for word in decoder.get_alignment():
        for phone in word:
            name = phone.name if phone.name.isalpha() else "SIL"
            segments.append((phone.start / 100, (phone.start + phone.duration) / 100, name))
    return segments


def trimmed(segments, samples):
    """The aligner has no silence within a word and gives it to a consonant beside it: what is long and faint there is
    silence."""
    import numpy

    sound = numpy.frombuffer(samples, "<i2").astype(float)
    levels = [10 * numpy.log10((sound[step * 160:(step + 1) * 160] ** 2).mean() + 1) for step in range(len(sound) // 160)]
    result = []
    for start, end, phone in segments:
        first, last = round(start * 100), min(round(end * 100), len(levels))
        if phone == "SIL" or phone[0] in "AEIOU" or last - first < 15:
            result.append((start, end, phone))
            continue
        least = max(levels[first:last]) - 20
        loud = [step for step in range(first, last) if levels[step] >= least]
        result += [
            (start, loud[0] / 100, "SIL"), (loud[0] / 100, (loud[-1] + 1) / 100, phone),
            ((loud[-1] + 1) / 100, end, "SIL")]
    return result


def real(folder):
    """Every recording of the test data that aligns with its words."""
    if not TESTDATA.is_dir():
        sys.exit("error: the recordings are missing: apt-get install pocketsphinx-testdata")
    for name, place, words in RECORDINGS:
        samples = samples_of(TESTDATA / place)
        segments = aligned(samples, words)
        if segments is None:
            print(f"{name}: does not align, left out")
        else:
            write(folder, name, samples, 16000, trimmed(segments, samples), words)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["espeak", "real"])
    parser.add_argument("folder", type=pathlib.Path)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    {"espeak": espeak, "real": real}[arguments.kind](arguments.folder)


if __name__ == "__main__":
    main()
