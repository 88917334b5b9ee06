#!/usr/bin/env python3
"""Make one PNG of a video's frames, each with its time, to look a video over at a glance.

With --mouth it shows close-ups of the mouth instead, which is where a talking head goes wrong first.
"""
import argparse
import math
import sys

import cv2
import numpy as np

TILE_WIDTH = 320
GAP = 4
LIPS = [0, 17, 61, 291]    # top, bottom and corners of the lips in MediaPipe's face mesh
MOUTH_WIDTHS = 2.2         # width of a close-up, in widths of the mouth
MOUTH_ASPECT = 0.75        # height of a close-up over its width


def frames(video, every, start, end):
    """(time, picture) every so many seconds; every frame when `every` is 0."""
    capture = cv2.VideoCapture(video)
    fps = capture.get(cv2.CAP_PROP_FPS)
    if not fps:
        sys.exit(f"error: {video}: not a video that can be read")
    index, due = 0, start
    while True:
        more, frame = capture.read()
        time = index / fps
        if not more or time > end:
            break
        if time + 0.5 / fps >= due:
            yield time, frame
            due = max(due + every, time)
        index += 1


def mouth_finder():
    """A function that cuts the mouth out of a picture, at one size for the whole video."""
    import mediapipe

    mesh = mediapipe.solutions.face_mesh.FaceMesh(static_image_mode=False, refine_landmarks=True, max_num_faces=1)
    size = None

    def cut(frame):
        nonlocal size
        height, width = frame.shape[:2]
        result = mesh.process(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))
        if not result.multi_face_landmarks:
            return np.zeros((int(TILE_WIDTH * MOUTH_ASPECT), TILE_WIDTH, 3), np.uint8)
        marks = result.multi_face_landmarks[0].landmark
        points = np.array([(marks[i].x * width, marks[i].y * height) for i in LIPS])
        size = size or np.linalg.norm(points[2] - points[3]) * MOUTH_WIDTHS
        return cv2.getRectSubPix(frame, (int(size), int(size * MOUTH_ASPECT)), tuple(points.mean(0)))

    return cut


def tile(picture, time):
    scale = TILE_WIDTH / picture.shape[1]
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=how)
    for colour, width in ((0, 0, 0), 3), ((255, 255, 255), 1):
        cv2.putText(picture, f"{time:.2f} s", (8, picture.shape[0] - 10), cv2.FONT_HERSHEY_SIMPLEX, .5, colour, width,
                    cv2.LINE_AA)
    return picture


def sheet(tiles, columns):
    height, width = tiles[0].shape[:2]
    rows = math.ceil(len(tiles) / columns)
    page = np.full((rows * (height + GAP) + GAP, columns * (width + GAP) + GAP, 3), 32, np.uint8)
    for i, picture in enumerate(tiles):
        y, x = GAP + i // columns * (height + GAP), GAP + i % columns * (width + GAP)
        page[y:y + height, x:x + width] = picture
    return page


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("video", metavar="VIDEO")
    parser.add_argument("out", metavar="OUT.png")
    parser.add_argument("--columns", type=int, default=6, metavar="N")
    parser.add_argument("--every", type=float, default=0.5, metavar="SECONDS", help="0: every frame")
    parser.add_argument("--from", dest="start", type=float, default=0, metavar="SECONDS")
    parser.add_argument("--to", dest="end", type=float, default=math.inf, metavar="SECONDS")
    parser.add_argument("--mouth", action="store_true", help="close-ups of the mouth")
    options = parser.parse_args()
    if options.columns < 1 or options.every < 0:
        parser.error("--columns starts at 1, --every at 0")

    cut = mouth_finder() if options.mouth else lambda frame: frame
    tiles = [tile(cut(frame), time) for time, frame in frames(options.video, options.every, options.start, options.end)]
    if not tiles:
        sys.exit(f"error: {options.video}: no frame between these times")
    if not cv2.imwrite(options.out, sheet(tiles, min(options.columns, len(tiles)))):
        sys.exit(f"error: {options.out}: cannot be written")


if __name__ == "__main__":
    main()
