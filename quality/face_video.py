"""Reads faces off a video's frames with MediaPipe's face mesh: mouth, eyes and head, for lipsync_score.py and corpus/."""
import contextlib
import math
import os
import sys

import cv2
import numpy as np

GRID = 100                 # steps per second of all curves

# Vertices of the face mesh.
LIP_PAIRS = [(13, 14), (81, 178), (311, 402)]
RIGHT_EYE = dict(outer=33, inner=133, lids=[(159, 145), (158, 153)])
LEFT_EYE = dict(outer=263, inner=362, lids=[(386, 374), (385, 380)])
NOSE_TIP = 1

LARGE_ENOUGH = 100         # pixels: a face's width from which on it is read in the whole frame
WIDE_ENOUGH = .15          # of the frame's longer side: likewise
WINDOW_WIDTHS = 3.2        # a smaller one is cut out by a window of so many of its widths
WINDOW_SIZE = 512          # and enlarged to this, in pixels
BLINK_BELOW = 0.60         # of the eye's usual opening


class Unscorable(Exception):
    """The video has no face, no sound or cannot be read."""


class Face:
    """What is read off a video's frames, one value a frame; NaN where no face was found."""

    def __init__(self, path, at=None):
        """`at` is where the face is, in parts of the picture's width and height; without it the largest counts."""
        frames = decoded(path)
        self.fps = next(frames)
        tracking, single = mesh(static=False), mesh(static=True)
        gaps, again, eyes, noses, sizes, boxes, self.samples = [], [], [], [], [], [], []
        for index, frame in enumerate(frames):
            if index == 0:
                self.window = window(frame, at)
            if index % 10 == 0:
                self.samples.append(frame)
            points, second = (landmarks(reader, frame, self.window) for reader in (tracking, single))
            again.append(lip_gap(second))
            gaps.append(lip_gap(points))
            if points is None:
                eyes.append(math.nan), noses.append((math.nan, math.nan))
                continue
            sizes.append(eye_distance(points))
            eyes.append((eye_opening(points, RIGHT_EYE) + eye_opening(points, LEFT_EYE)) / 2)
            noses.append(points[NOSE_TIP])
            boxes.append((points.min(0), points.max(0)))
        tracking.close()
        single.close()
        self.frames = len(gaps)
        if not self.frames or not self.fps:
            raise Unscorable(f"{path}: not a video that can be read")
        self.found = float(np.isfinite(gaps).mean())
        if self.found < 0.5:
            raise Unscorable(f"{path}: a face in only {self.found:.0%} of the frames")
        self.size = float(np.median(sizes))
        self.gap = fill(np.array(gaps))
        self.legible = agreement(np.array(gaps), np.array(again))
        self.eye = fill(np.array(eyes))
        self.nose = np.array(noses) / self.size
        self.box = np.min([b[0] for b in boxes], 0), np.max([b[1] for b in boxes], 0)

    @property
    def seconds(self):
        return self.frames / self.fps

    def mouth(self):
        """The mouth's opening on the common time grid."""
        times = np.arange(0, self.seconds, 1 / GRID)
        return np.interp(times, np.arange(self.frames) / self.fps, self.gap)

    def blinks(self):
        shut = self.eye < BLINK_BELOW * np.percentile(self.eye, 80)
        count = int((np.diff(np.concatenate([[0], shut.astype(int)])) == 1).sum())
        return dict(count=count, per_minute=rounded(count / self.seconds * 60, 1))

    def largest_head_step(self):
        """The nose's largest way from one frame to the next, in distances between the eyes."""
        steps = np.abs(np.diff(self.nose, axis=0))
        return rounded(np.nanmax(steps)) if np.isfinite(steps).any() else None

    def background_change(self):
        """Mean absolute difference (0 to 255) of the upper corners, beside the face, from the first frame."""
        low, high = self.box
        width = self.samples[0].shape[1]
        strip = max(8, int(min(low[0], width - high[0]) * .35))
        rows = max(1, int(high[1]))
        corners = [np.concatenate([f[:rows, :strip].ravel(), f[:rows, -strip:].ravel()]).astype(float)
                   for f in self.samples]
        return rounded(np.mean([np.abs(c - corners[0]).mean() for c in corners[1:]]), 2) if len(corners) > 1 else None


@contextlib.contextmanager
def native_log_dropped():
    """MediaPipe's native parts log on standard error, for every video, what nobody here can act on."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def decoded(path):
    """The frames a second of a video, and then its frames."""
    capture = cv2.VideoCapture(str(path))
    yield capture.get(cv2.CAP_PROP_FPS)
    while True:
        more, frame = capture.read()
        if not more:
            break
        yield frame
    capture.release()


def mesh(static):
    """A reader of faces: one that follows a face from frame to frame, or that looks at each frame by itself."""
    import mediapipe

    return mediapipe.solutions.face_mesh.FaceMesh(static_image_mode=static, refine_landmarks=True, max_num_faces=1)


def window(frame, at=None):
    """Where to look in all frames, as x, y and side of a square: about a face that is small or one of several. None for
    the whole frame."""
    import mediapipe

    height, width = frame.shape[:2]
    x, y, side = 0, 0, min(width, height)
    looked_at = frame
    if at:
        x, y = (int(min(max(part * length - side / 2, 0), length - side)) for part, length in zip(at, (width, height)))
        looked_at = frame[y:y + side, x:x + side]
    with mediapipe.solutions.face_detection.FaceDetection(model_selection=1, min_detection_confidence=.3) as detector:
        found = detector.process(cv2.cvtColor(looked_at, cv2.COLOR_BGR2RGB)).detections or []
    boxes = [detection.location_data.relative_bounding_box for detection in found]
    high, wide = looked_at.shape[:2]
    faces = [(x + (b.xmin + b.width / 2) * wide, y + (b.ymin + b.height / 2) * high, b.width * wide) for b in boxes]
    if not faces:
        return (x, y, side) if at else None
    if at:
        place = np.multiply(at, (width, height))
        chosen = min(faces, key=lambda face: np.linalg.norm(place - face[:2]))
    else:
        chosen = max(faces, key=lambda face: face[2])
        if chosen[2] >= max(LARGE_ENOUGH, WIDE_ENOUGH * max(width, height)):
            return None
    side = min(int(chosen[2] * WINDOW_WIDTHS), width, height)
    return (*(int(min(max(part - side / 2, 0), length - side)) for part, length in zip(chosen, (width, height))), side)


def seen(frame, window):
    """What a window shows of a frame, at a size that readers take."""
    if window is None:
        return frame
    x, y, side = window
    return cv2.resize(frame[y:y + side, x:x + side], (WINDOW_SIZE, WINDOW_SIZE), interpolation=cv2.INTER_CUBIC)


def landmarks(reader, frame, window):
    """The face's points in pixels of the frame, or None."""
    picture = seen(frame, window)
    found = reader.process(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)).multi_face_landmarks
    if not found:
        return None
    x, y, width, height = (*window[:2], window[2], window[2]) if window else (0, 0, frame.shape[1], frame.shape[0])
    return np.array([(x + p.x * width, y + p.y * height) for p in found[0].landmark])


def lip_gap(points):
    """How far the lips are apart, in distances between the eyes; NaN without a face."""
    if points is None:
        return math.nan
    return np.mean([distance(points, *pair) for pair in LIP_PAIRS]) / eye_distance(points)


def eye_distance(points):
    return np.linalg.norm(eye_centre(points, RIGHT_EYE) - eye_centre(points, LEFT_EYE))


def agreement(one, other):
    """How far two readings of the mouth agree: their correlation. Where they do not, neither sees the lips."""
    both = np.isfinite(one) & np.isfinite(other)
    if both.sum() < 10 or one[both].std() == 0 or other[both].std() == 0:
        return 0.
    return float(np.corrcoef(one[both], other[both])[0, 1])


def distance(points, a, b):
    return np.linalg.norm(points[a] - points[b])


def eye_centre(points, eye):
    return (points[eye["outer"]] + points[eye["inner"]]) / 2


def eye_opening(points, eye):
    lids = np.mean([distance(points, *pair) for pair in eye["lids"]])
    return lids / distance(points, eye["outer"], eye["inner"])


def fill(values):
    """Bridge the frames without a face by straight lines."""
    known = np.isfinite(values)
    at = np.arange(len(values))
    return np.interp(at, at[known], values[known])


def rounded(value, digits=3):
    return round(float(value), digits)
