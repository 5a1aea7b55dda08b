"""Positions can be told apart by eyes that see few colours."""

from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image

pytestmark = pytest.mark.browser


def lab(colour: tuple[int, int, int]) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of an sRGB colour of 0 to 255."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in (c / 255 for c in colour)
    ]
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(a * b for a, b in zip(row, linear, strict=True)) for row in rows]
    x, y, z = (
        value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116
        for value in (c / white for c, white in zip(xyz, (0.95047, 1, 1.08883), strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_positions_stay_apart_for_colour_blind_eyes(reader, scheme):
    """Any two of the five positions differ by at least 12 in L*a*b* under the browser's simulation of each deficiency, and
    without any colour at all; so no two need a pattern to be told apart, whichever stand side by side. (Words and figures
    stand beside every bar, and each dot has a shape of its own, all the same.)"""
    page = reader(None)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto("/patterns/")
    cdp = page.context.new_cdp_session(page)
    for kind in ("none", "protanopia", "deuteranopia", "tritanopia", "achromatopsia"):
        cdp.send("Emulation.setEmulatedVisionDeficiency", {"type": kind})
        colours = []
        for swatch in page.locator(".pattern__swatches svg").all():
            picture = Image.open(BytesIO(swatch.screenshot())).convert("RGB")
            colours.append(lab(picture.getpixel((picture.width // 2, picture.height // 2))))
        assert len(colours) == 5
        for one, other in combinations(colours, 2):
            distance = sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
            assert distance >= 12, (kind, one, other)
    cdp.send("Emulation.setEmulatedVisionDeficiency", {"type": "none"})
