"""Record the README's moving picture from lesson 00, in a real JupyterLab: `python tests/picture.py`."""

import io

import lab
import numpy as np
from PIL import Image

FRAMES = np.unique(np.rint(np.geomspace(1, 751, 42)).astype(int)) - 1


def main():
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
    out = lab.ROOT / ".github" / "watch.gif"
    frames[0].save(out, save_all=True, append_images=frames[1:], duration=times, loop=0, optimize=True)
    print(f"{out.name}: {out.stat().st_size / 1024:.0f} kB, {len(frames)} frames, {frames[0].size}")


if __name__ == "__main__":
    main()
