"""Make the README's pictures: `python tests/picture.py` records lesson 00 in a real JupyterLab,
`python tests/picture.py thumbnails` cuts a small picture of each notebook out of what it has stored.
"""

import base64
import io
import sys

import lab
import nbformat
import numpy as np
from PIL import Image

HERE = lab.ROOT / ".github"
THUMBNAILS = {  # notebook: the cell; from where to where, and how far down, its picture is taken, in shares of its size
    "00_watch_it_learn": ("watch-film", 0.75, 1.0, 1.0),
    "01_turn_a_score_into_a_probability": ("steer-code", 0.0, 1.0, 0.825),
    "02_draw_the_boundary": ("turning-film", 0.0, 0.25, 1.0),
    "03_measure_the_error": ("board-code", 0.0, 1.0, 0.8),
    "04_find_the_slope": ("board", 0.0, 0.76, 0.83),
    "05_walk_downhill": ("rates-code", 0.25, 0.5, 1.0),
    "06_separate_or_overlap": ("widest-film", 0.75, 1.0, 1.0),
    "07_build_the_model": ("cost-board-code", 0.0, 1.0, 0.82),
    "08_see_one_neuron": ("weights-film", 0.75, 1.0, 1.0),
    "09_bend_the_boundary": ("degree-film", 0.667, 1.0, 1.0),
    "10_take_better_steps": ("race-film", 0.25, 0.5, 1.0),
    "11_how_sure_are_the_weights": ("back-film", 0.667, 1.0, 1.0),
    "12_more_than_two_classes": ("loop-film", 0.667, 1.0, 1.0),
    "13_a_real_case": ("six-film", 0.667, 1.0, 1.0),
    "classroom_demo": ("the-board", 0.0, 1.0, 0.67),
}
FRAMES = np.unique(np.rint(np.geomspace(1, 751, 42)).astype(int)) - 1


def thumbnails():
    for name, (cell_id, left, right, down) in THUMBNAILS.items():
        book = nbformat.read(lab.ROOT / "notebooks" / f"{name}.ipynb", nbformat.NO_CONVERT)
        (cell,) = (cell for cell in book.cells if cell.id == cell_id)
        (stored,) = (output.data["image/png"] for output in cell.outputs if "image/png" in output.get("data", {}))
        picture = Image.open(io.BytesIO(base64.b64decode(stored))).convert("RGB")
        width, height = picture.size
        picture = picture.crop((round(left * width), 0, round(right * width), round(down * height)))
        picture.thumbnail((360, 200), Image.Resampling.LANCZOS)
        picture.quantize(64, dither=Image.Dither.NONE).save(HERE / f"{name}.png", optimize=True)
        print(f"{name}.png: {(HERE / f'{name}.png').stat().st_size / 1024:.0f} kB, {picture.size}")


def record():
    pictures = []
    with lab.server(lab.ROOT) as (address, token, _), lab.browser() as chromium:
        page = chromium.new_page(viewport={"width": 1180, "height": 1000})
        lab.opened(page, address, token, "00_watch_it_learn.ipynb")
        page.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area').then(() => null)")
        film = page.locator(".lp").first
        film.scroll_into_view_if_needed()
        page.wait_for_timeout(1000)
        for frame in FRAMES.tolist():
            set_frame = "(e, k) => { e.value = k; e.dispatchEvent(new Event('input')); }"
            film.locator(".lp-controls input").evaluate(set_frame, frame)
            page.wait_for_timeout(80)
            pictures.append(Image.open(io.BytesIO(film.screenshot())).convert("RGB"))
    palette = pictures[-1].quantize(80, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    frames = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    times = [1200] + [130] * (len(frames) - 2) + [2500]
    out = HERE / "watch.gif"
    frames[0].save(out, save_all=True, append_images=frames[1:], duration=times, loop=0, optimize=True)
    print(f"{out.name}: {out.stat().st_size / 1024:.0f} kB, {len(frames)} frames, {frames[0].size}")


if __name__ == "__main__":
    thumbnails() if "thumbnails" in sys.argv else record()
