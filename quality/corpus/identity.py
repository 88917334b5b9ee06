"""How far the person of a video's frames is from the one of the portrait, by dlib's face descriptor.

Distances of under 0.6 are taken for the same person by the authors of the net; what is wanted here is far less. The net
is in the public domain. dlib's own detector and points do not see paintings, so the five points that a face is cut out by
come from the face mesh; they are found in the same way in the portrait.
"""
from pathlib import Path

import cv2
import numpy as np

import face_video

# Of the face mesh, in the order of dlib's five points: corners of the left and the right eye, and where the nose ends.
POINTS = [263, 362, 33, 133, 2]


class Identity:
    """Describes faces. `nets` is the net's folder."""

    def __init__(self, nets):
        import dlib

        self.dlib = dlib
        self.net = dlib.face_recognition_model_v1(str(Path(nets) / "dlib_face_recognition_resnet_model_v1.dat"))
        self.mesh = face_video.mesh(static=True)

    def described(self, picture, window):
        """The descriptor of the face in a picture (BGR), or None if there is none."""
        points = face_video.landmarks(self.mesh, picture, window)
        if points is None:
            return None
        low, high = points.min(0).round().astype(int), points.max(0).round().astype(int)
        five = [self.dlib.point(*(int(part) for part in points[i].round())) for i in POINTS]
        box = self.dlib.rectangle(int(low[0]), int(low[1]), int(high[0]), int(high[1]))
        shape = self.dlib.full_object_detection(box, five)
        picture = np.ascontiguousarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
        return np.array(self.net.compute_face_descriptor(picture, shape))

    def distance(self, portrait, frames, at, window):
        """The median distance of some frames from the portrait; None where a face is missing. `window` is the frames'."""
        wanted = self.described(portrait, face_video.window(portrait, at))
        if wanted is None:
            return None
        described = [self.described(frame, window) for frame in frames]
        distances = [np.linalg.norm(one - wanted) for one in described if one is not None]
        return round(float(np.median(distances)), 3) if distances else None
