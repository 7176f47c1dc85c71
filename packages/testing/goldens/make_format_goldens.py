"""Makes formats.json beside this program: what Python's own `format` writes, for names of files.

    python3 packages/testing/goldens/make_format_goldens.py

Values are given by the 64 bits of the double, in hexadecimal.
"""

import json
import os
import random
import struct

HERE = os.path.dirname(os.path.abspath(__file__))
random.seed(3)

FLOATS = [0.0, -0.0, 0.5, 1.5, 2.5, 0.125, 0.375, -0.125, 1.0, 10.0, 100.0, 1e16, 1e21, 1.5e22, 123456789.0, 1e-5,
          0.0001, 0.00012345, 9.9999999, 99.995, 0.045, 1e300, 5e-324, 2.0 ** -30, float("inf"), float("-inf"),
          float("nan"), 0.1, -3.25, 1234.5, 12345.678, 0.9995, 0.99949999]
FLOATS += [random.uniform(-2, 2) * 10.0 ** random.randint(-12, 12) for _ in range(20)]
FLOAT_SPECS = ["", ".2f", ".0f", ".1f", ".3f", ".4f", "08.3f", "+.2f", " .2f", "<9.2f", "^9.1f", "*>9.1f", "=+9.1f",
               "_<8", ".3e", ".0e", ".2E", "e", "f", "g", ".3g", ".1g", ".10g", "G", ".3", ".1", ".17", "05.1f", "%",
               ".1%", "12", "+", "F", "x^11.2e", ".25f", ".20e"]
COUNTS = [1, 2, 9, 10, 123, 100000]
COUNT_SPECS = ["", "d", "02d", "03d", "5d", "<5d", "^6d", "+d", "+03d", "*>4", ".1f", "e", "05", ".0f", "%", "g"]


def cases():
    for value in FLOATS:
        for spec in FLOAT_SPECS:
            yield {"bits": struct.pack(">d", value).hex(), "spec": spec, "shown": format(value, spec)}
    for value in COUNTS:
        for spec in COUNT_SPECS:
            yield {"count": value, "spec": spec, "shown": format(value, spec)}


with open(os.path.join(HERE, "formats.json"), "w") as file:
    json.dump(list(cases()), file, separators=(",", ":"))
    file.write("\n")
