"""A contact sheet: a row for each clip, the portrait before frames of the video."""
import cv2
import numpy as np

import contact_sheet
from measuring import shown

FRAMES = 7
TILE = (320, 320)


def write(rows, clips, path):
    """`rows` are figures of clips, `clips` all clips by portrait and voice."""
    tiles = []
    for row in rows:
        clip = clips[row["portrait"], row["voice"]]
        tiles.append(labelled(shown(clip.picture), f"{row['portrait']}, {row['voice']}"))
        frames = list(contact_sheet.frames(str(clip.video), 0, 0, float("inf")))
        for index in np.linspace(0, len(frames) - 1, FRAMES + 2).round().astype(int)[1:-1]:
            time, frame = frames[index]
            tiles.append(labelled(frame, f"{time:.2f} s"))
    cv2.imwrite(str(path), contact_sheet.sheet(tiles, FRAMES + 1))


def labelled(picture, label):
    """Fitted into a tile, with a label below."""
    height, width = picture.shape[:2]
    factor = min(TILE[0] / width, TILE[1] / height)
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    tile = np.full((TILE[1], TILE[0], 3), 32, np.uint8)
    y, x = (TILE[1] - small.shape[0]) // 2, (TILE[0] - small.shape[1]) // 2
    tile[y:y + small.shape[0], x:x + small.shape[1]] = small
    for colour, thick in ((0, 0, 0), 3), ((255, 255, 255), 1):
        cv2.putText(tile, label, (8, TILE[1] - 10), cv2.FONT_HERSHEY_SIMPLEX, .45, colour, thick, cv2.LINE_AA)
    return tile
