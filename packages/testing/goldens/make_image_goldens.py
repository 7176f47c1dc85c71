"""Makes images.json with Pillow: small pictures in files of all kinds, and their pixels; and resized ones by TensorFlow's rule.

    python3 -m venv V && V/bin/pip install pillow numpy
    V/bin/python packages/testing/goldens/make_image_goldens.py

Users never need this program: the file is committed.
"""

import base64
import io
import json
import os

import numpy as np
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
H, W = 6, 10
rows, columns = np.mgrid[0:H, 0:W]
RGBA = np.stack([25 * columns, 40 * rows, 255 - 20 * columns, 255 - 15 * rows], axis=-1).astype("uint8")


def file(image, kind, **options):
    made = io.BytesIO()
    image.save(made, kind, **options)
    return base64.b64encode(made.getvalue()).decode()


def case(name, image, kind, tolerance=0, pixels=None, **options):
    encoded = file(image, kind, **options)
    opened = Image.open(io.BytesIO(base64.b64decode(encoded)))
    rgb = np.asarray(opened.convert("RGB")) if pixels is None else pixels
    return {"name": name, "file": encoded, "rgb": rgb.ravel().tolist(), "tolerance": tolerance}


def files():
    colors = Image.fromarray(np.ascontiguousarray(RGBA[..., :3]))
    grey = Image.fromarray(np.ascontiguousarray(RGBA[..., 0]))
    deep = (RGBA[..., 0].astype("uint16") * 257)
    yield case("PNG of RGB", colors, "PNG")
    yield case("PNG of RGBA", Image.fromarray(RGBA), "PNG", pixels=RGBA[..., :3])
    yield case("PNG of grey", grey, "PNG")
    yield case("PNG of grey and alpha", Image.fromarray(np.ascontiguousarray(RGBA[..., [0, 3]])), "PNG", pixels=RGBA[..., [0, 0, 0]])
    yield case("PNG of a palette", colors.convert("P", palette=Image.ADAPTIVE, colors=16), "PNG")
    yield case("PNG of two colours", grey.point(lambda v: 255 * (v > 100)).convert("1"), "PNG")
    yield case("PNG of 16 bits", Image.fromarray(np.ascontiguousarray(deep, "<u2")), "PNG", pixels=RGBA[..., [0, 0, 0]])
    # Decoders may round the transform as they like.
    yield case("JPEG", colors, "JPEG", tolerance=1, quality=95, subsampling=0)
    yield case("JPEG of grey", grey, "JPEG", tolerance=1, quality=95)
    yield case("progressive JPEG", colors, "JPEG", tolerance=1, quality=95, subsampling=0, progressive=True)


def bilinear(image, height, width):
    """Half-pixel centres, no smoothing: tf.image.resize, written out."""
    def weights(size, wanted):
        at = np.clip((np.arange(wanted) + 0.5) * size / wanted - 0.5, 0, size - 1)
        low = np.floor(at).astype(int)
        return low, np.minimum(low + 1, size - 1), at - low
    y0, y1, fy = weights(image.shape[0], height)
    x0, x1, fx = weights(image.shape[1], width)
    top = image[y0][:, x0] * (1 - fx)[None, :, None] + image[y0][:, x1] * fx[None, :, None]
    low = image[y1][:, x0] * (1 - fx)[None, :, None] + image[y1][:, x1] * fx[None, :, None]
    return top * (1 - fy)[:, None, None] + low * fy[:, None, None]


resized = [{"size": [h, w], "values": bilinear(RGBA[..., :3].astype("float64"), h, w).ravel().tolist()} for h, w in [(3, 5), (12, 20), (4, 7)]]
grey = (RGBA[..., :3] @ np.array([0.299, 0.587, 0.114])).ravel().tolist()
with open(os.path.join(HERE, "images.json"), "w") as out:
    json.dump({"height": H, "width": W, "rgba": RGBA.ravel().tolist(), "files": list(files()), "resized": resized, "grey": grey}, out, separators=(",", ":"))
    out.write("\n")
