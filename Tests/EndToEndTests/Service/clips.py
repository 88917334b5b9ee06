"""Small real clips of any length, in MP4, QuickTime or WebM: one grey picture, and silence.

ISO base media files by ISO/IEC 14496-12 (and Apple's QuickTime File Format for what is in them: Motion JPEG and `sowt`
sound); WebM's container by RFC 8794 and RFC 9559, with Matroska's codecs. Any player reads them. usage: clips.py
mp4|mov|webm SECONDS > FILE"""
import base64, struct, sys

# 16 x 16, grey.
PICTURE = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxl"
    "Z2P/wAALCAAQABABAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJx"
    "FDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZ"
    "mqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/ACiiiv/Z")
RATE, FRAMES = 8000, 25


def box(kind, *parts):
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def full(kind, *parts, version=0, flags=0):
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


MATRIX = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def track(number, milliseconds, scale, duration, handler, header, entry, tables, size):
    volume = 0 if size else 0x100
    return box(b"trak",
        full(b"tkhd", struct.pack(">IIIII8xHHHH", 0, 0, number, 0, milliseconds, 0, 0, volume, 0), MATRIX,
             struct.pack(">II", size << 16, size << 16), flags=3),
        box(b"mdia", full(b"mdhd", struct.pack(">IIIIHH", 0, 0, scale, duration, 0x55C4, 0)),
            full(b"hdlr", struct.pack(">I4s12x", 0, handler), b"\0"),
            box(b"minf", header, box(b"dinf", full(b"dref", struct.pack(">I", 1), full(b"url ", flags=1))),
                box(b"stbl", full(b"stsd", struct.pack(">I", 1), entry), *tables))))


def iso(seconds, brand):
    frames, samples = max(1, round(seconds * FRAMES)), max(1, round(seconds * RATE))
    milliseconds = round(samples * 1000 / RATE)
    kind = box(b"ftyp", brand, struct.pack(">I", 512), brand, b"isom")

    def movie(start):
        picture = box(b"jpeg", struct.pack(">6xH", 1), bytes(16), struct.pack(">HHIIIH32sHh", 16, 16, 0x480000, 0x480000, 0, 1, b"", 24, -1))
        sound = box(b"sowt", struct.pack(">6xH", 1), struct.pack(">8xHHHHI", 1, 16, 0, 0, RATE << 16))
        video_tables = [full(b"stts", struct.pack(">III", 1, frames, 1)), full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
            full(b"stsz", struct.pack(">II", len(PICTURE), frames)),
            # Each frame is the same bytes.
            full(b"stco", struct.pack(">I", frames), struct.pack(">I", start) * frames)]
        audio_tables = [full(b"stts", struct.pack(">III", 1, samples, 1)), full(b"stsc", struct.pack(">IIII", 1, 1, samples, 1)),
            full(b"stsz", struct.pack(">II", 2, samples)), full(b"stco", struct.pack(">II", 1, start + len(PICTURE)))]
        return box(b"moov",
            full(b"mvhd", struct.pack(">IIIIIH10x", 0, 0, 1000, milliseconds, 0x10000, 0x100), MATRIX, bytes(24), struct.pack(">I", 3)),
            track(1, milliseconds, FRAMES, frames, b"vide", full(b"vmhd", bytes(8), flags=1), picture, video_tables, 16),
            track(2, milliseconds, RATE, samples, b"soun", full(b"smhd", bytes(4)), sound, audio_tables, 0))

    head = kind + movie(0)
    return kind + movie(len(head) + 8) + box(b"mdat", PICTURE, bytes(2 * samples))


def element(identity, *parts):
    body = b"".join(parts)
    return bytes.fromhex(identity) + struct.pack(">Q", 1 << 56 | len(body)) + body


def number(identity, value):
    return element(identity, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


def webm(seconds):
    samples = max(1, round(seconds * RATE))
    milliseconds = samples * 1000 / RATE
    head = element("1A45DFA3", number("4286", 1), number("42F7", 1), number("42F2", 4), number("42F3", 8),
        element("4282", b"webm"), number("4287", 4), number("4285", 2))
    facts = element("1549A966", number("2AD7B1", 1_000_000), element("4489", struct.pack(">d", milliseconds)),
        element("4D80", b"clips"), element("5741", b"clips"))
    tracks = element("1654AE6B",
        element("AE", number("D7", 1), number("73C5", 1), number("83", 1), element("86", b"V_MJPEG"),
            element("E0", number("B0", 16), number("BA", 16))),
        element("AE", number("D7", 2), number("73C5", 2), number("83", 2), element("86", b"A_PCM/INT/LIT"),
            element("E1", element("B5", struct.pack(">d", RATE)), number("9F", 1), number("6264", 16))))
    clusters = []
    for start in range(0, int(milliseconds) + 1, 1000):
        blocks = []
        for frame in range(FRAMES):
            time = start + frame * 40
            if time >= milliseconds and time: break
            blocks.append(element("A3", struct.pack(">BhB", 0x81, time - start, 0x80), PICTURE))
            first = time * RATE // 1000
            sound = bytes(2 * (min(first + RATE // FRAMES, samples) - first))
            blocks.append(element("A3", struct.pack(">BhB", 0x82, time - start, 0x80), sound))
        if blocks: clusters.append(element("1F43B675", number("E7", start), *blocks))
    return head + element("18538067", facts, tracks, *clusters)


def clip(kind, seconds):
    """The bytes of a clip of so many seconds, `kind` being `mp4`, `mov` or `webm`."""
    return webm(seconds) if kind == "webm" else iso(seconds, b"qt  " if kind == "mov" else b"isom")


if __name__ == "__main__":
    sys.stdout.buffer.write(clip(sys.argv[1], float(sys.argv[2])))
