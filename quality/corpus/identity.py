"""How far the person of a video's frames is from the one of the portrait, by dlib's face descriptor.

Distances of under 0.6 are taken for the same person by the authors of the net; what is wanted here is far less. Only the
two nets that are in the public domain are used: the descriptor, and the five points that a face is cut out by. dlib's own
detector does not see paintings, so the box comes from the face mesh; it is found in the same way in the portrait.
"""
from pathlib import Path

import cv2
import mediapipe
import numpy as np

BROW, CHIN = 9, 152                 # vertices of the face mesh
OVAL_LEFT, OVAL_RIGHT = 234, 454


class Identity:
    """Describes faces. `nets` is the folder of both nets."""

    def __init__(self, nets):
        import dlib

        self.dlib = dlib
        self.points = dlib.shape_predictor(str(Path(nets) / "shape_predictor_5_face_landmarks.dat"))
        self.net = dlib.face_recognition_model_v1(str(Path(nets) / "dlib_face_recognition_resnet_model_v1.dat"))
        self.mesh = mediapipe.solutions.face_mesh.FaceMesh(
            static_image_mode=True, refine_landmarks=False, max_num_faces=4, min_detection_confidence=.3)

    def described(self, picture, at=None):
        """The descriptor of the face in a picture (RGB), or None if there is none."""
        height, width = picture.shape[:2]
        found = self.mesh.process(picture).multi_face_landmarks
        if not found:
            return None
        faces = [np.array([(p.x * width, p.y * height) for p in face.landmark]) for face in found]
        place = np.multiply(at or (.5, .4), (width, height))
        points = min(faces, key=lambda face: np.linalg.norm(face[BROW] - place))
        # The square that dlib's own detector would give: from the brows to the chin.
        centre = (points[BROW] + points[CHIN]) / 2
        half = max(np.linalg.norm(points[CHIN] - points[BROW]), np.linalg.norm(points[OVAL_RIGHT] - points[OVAL_LEFT])) / 2
        low, high = (centre - half).round().astype(int), (centre + half).round().astype(int)
        shape = self.points(picture, self.dlib.rectangle(int(low[0]), int(low[1]), int(high[0]), int(high[1])))
        return np.array(self.net.compute_face_descriptor(picture, shape))

    def distance(self, portrait, frames, at=None):
        """The median distance of some frames (BGR) from the portrait (RGB); None where a face is missing."""
        wanted = self.described(portrait, at)
        if wanted is None:
            return None
        shown = [self.described(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB), at) for frame in frames]
        distances = [np.linalg.norm(one - wanted) for one in shown if one is not None]
        return round(float(np.median(distances)), 3) if distances else None
