"""Makes the portraits out of the fetched files, by the steps that portraits.tsv names.

A step is a function of a picture and the step's words; the names of the functions in STEPS are those of the table.
"""
import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from face_video import LEFT_EYE, RIGHT_EYE, eye_centre, native_log_dropped


def crop(picture, x, y, side):
    """A square of the picture; beyond its edges it is transparent, or as its edge if it has no alpha."""
    x, y, side = int(x), int(y), int(side)
    box = (x, y, x + side, y + side)
    if picture.mode == "RGBA":
        return picture.crop(box)
    pixels = np.pad(np.asarray(picture), ((side, side), (side, side), (0, 0)), "edge")
    return Image.fromarray(pixels[y + side:y + 2 * side, x + side:x + 2 * side])


def plain(picture):
    """On a wall that is a little lighter above."""
    wall = backdrop(picture.size)
    wall.paste(picture, mask=picture.getchannel("A"))
    return wall


def backdrop(size, above=(172, 166, 158), below=(122, 118, 116)):
    width, height = size
    share = np.linspace(0, 1, height)[:, None, None]
    rows = (1 - share) * np.array(above) + share * np.array(below)
    return Image.fromarray(np.broadcast_to(rows, (height, width, 3)).round().astype(np.uint8).copy())


def scale(picture, short):
    factor = int(short) / min(picture.size)
    return picture.resize([round(length * factor) for length in picture.size], Image.Resampling.LANCZOS)


def grey(picture):
    return picture.convert("L").convert("RGB")


def sidelight(picture):
    """One side of the face lies in the shade: light falls to a quarter from left to right across it."""
    points = landmarks(picture)
    left, right = points[:, 0].min(), points[:, 0].max()
    place = np.clip((np.arange(picture.width) - left) / (right - left), 0, 1)
    light = 1.15 - .9 * (place * place * (3 - 2 * place))
    linear = (np.asarray(picture) / 255) ** 2.2 * light[None, :, None]
    return Image.fromarray((np.clip(linear, 0, 1) ** (1 / 2.2) * 255).round().astype(np.uint8))


def glasses(picture, kind):
    """Spectacles over the eyes: a thin frame with clear glasses, or a thick dark one."""
    points = landmarks(picture)
    eyes = [eye_centre(points, eye) for eye in (RIGHT_EYE, LEFT_EYE)]
    unit = np.linalg.norm(eyes[1] - eyes[0])
    along = (eyes[1] - eyes[0]) / unit
    fine = 4                      # drawn larger and reduced, so that edges are smooth
    layer = Image.new("RGBA", [length * fine for length in picture.size])
    draw = ImageDraw.Draw(layer)
    colour, width = ((70, 52, 40, 255), .035) if kind == "clear" else ((18, 18, 20, 255), .085)
    width = max(round(width * unit * fine), 1)

    def line(start, end):
        draw.line([tuple(start * fine), tuple(end * fine)], colour, width)

    for eye, side in zip(eyes, (-1, 1)):
        centre, half = (eye + (0, .03 * unit)) * fine, np.array([.36, .27]) * unit * fine
        box = [*(centre - half), *(centre + half)]
        draw.rounded_rectangle(box, radius=.18 * unit * fine, fill=(255, 255, 255, 26), outline=colour, width=width)
        hinge = eye + along * side * .36 * unit
        line(hinge, hinge + along * side * .28 * unit)
    line(eyes[0] + along * .36 * unit, eyes[1] - along * .36 * unit)
    layer = layer.resize(picture.size, Image.Resampling.LANCZOS)
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def within(picture, width, height, x, y, side):
    """Small in a large picture: `side` pixels of `width` by `height`, at `x`, `y`."""
    size = int(width), int(height)
    page = backdrop(size, (150, 160, 170), (96, 92, 88))
    side = int(side)
    small = picture.resize((side, side), Image.Resampling.LANCZOS)
    mask = Image.new("L", (side, side), 0)
    ImageDraw.Draw(mask).rounded_rectangle([6, 6, side - 7, side - 7], radius=side // 8, fill=255)
    page.paste(small, (int(x), int(y)), mask.filter(ImageFilter.GaussianBlur(3)))
    return page


def beside(picture, *others, portrait):
    """Others to the right of it, all of one height."""
    row = [scale(p, 400) for p in (picture, *(portrait(name) for name in others))]
    page = Image.new("RGB", (sum(p.width for p in row), 400))
    x = 0
    for each in row:
        page.paste(each, (x, 0))
        x += each.width
    return page


def shape(picture, across, down):
    """Of another aspect: what is missing is a blurred continuation."""
    across, down = int(across), int(down)
    side = picture.width
    size = (round(side * across / down), side) if across > down else (side, round(side * down / across))
    page = picture.resize(size).filter(ImageFilter.GaussianBlur(side / 12))
    page.paste(picture, ((size[0] - side) // 2, (size[1] - side) // 2))
    return page


STEPS = dict(crop=crop, plain=plain, scale=scale, grey=grey, sidelight=sidelight, glasses=glasses, within=within,
             beside=beside, shape=shape)


def landmarks(picture):
    """The face mesh of a picture, in pixels."""
    import mediapipe

    pixels = np.asarray(picture.convert("RGB"))
    with native_log_dropped(), mediapipe.solutions.face_mesh.FaceMesh(
            static_image_mode=True, refine_landmarks=True) as mesh:
        found = mesh.process(pixels).multi_face_landmarks
    if not found:
        raise SystemExit("error: a step needs a face where none is found")
    return np.array([(p.x * picture.width, p.y * picture.height) for p in found[0].landmark])


def save(picture, path):
    """Writes a picture; what the file's name has before its ending says which kind of file."""
    kind = path.name.split(".")[-2]
    if kind == "turned":
        tags = Image.Exif()
        tags[0x0112] = 6            # the camera was held a quarter turned
        picture.rotate(90, expand=True).convert("RGB").save(path, quality=95, exif=tags)
    elif kind == "cmyk":
        picture.convert("CMYK").save(path, quality=95)
    elif kind == "deep":
        pixels = np.asarray(picture.convert("RGB")).astype(np.uint16)
        cv2.imwrite(str(path), pixels[:, :, ::-1] * 257)
    else:
        picture.save(path)


class Portraits:
    """The portraits of the table, made when they are asked for."""

    def __init__(self, table, fetched, examples, folder):
        self.table = {row["name"]: row for row in table}
        self.fetched, self.examples, self.folder = fetched, examples, folder

    def source(self, row):
        package, _, name = row["source"].partition(":")
        if package.startswith("@"):
            return self.examples / package[1:] / "portrait.jpg"
        return self.fetched / package / name

    def file(self, name):
        """The portrait's file: made anew, or the source itself if there is nothing to do."""
        row = self.table[name]
        if not row.get("steps"):
            source = self.source(row)
            if source.suffix != ".ppm":
                return source
        picture, ending = self.picture(name)
        path = self.folder / f"{name}.{ending}"
        save(picture, path)
        return path

    def picture(self, name):
        """The picture after its steps, and how its file's name ends."""
        row = self.table[name]
        picture = Image.open(self.source(row))
        picture = picture.convert("RGBA" if picture.mode in ("RGBA", "P", "LA") else "RGB")
        ending = "plain.png"
        for words in filter(None, row.get("steps", "").split(" | ")):
            step, *arguments = words.split()
            if step == "as":
                ending = arguments[0]
            elif step == "beside":
                picture = beside(picture, *arguments, portrait=lambda other: self.picture(other)[0])
            else:
                picture = STEPS[step](picture, *arguments)
        return picture, ending
