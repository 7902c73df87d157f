"""What the browser benchmarks share: notebooks from cells, processor seconds, a slow link, a table."""

import asyncio
import contextlib
import signal
import sys
import threading
from pathlib import Path

import nbformat
import numpy as np
import psutil
from nbformat.v4 import new_code_cell, new_notebook

RIVALS = Path(__file__).parent / "rivals"


def cells(name):
    """The cells of rivals/`name`.ipy, parted by `# %%`."""
    return [cell.strip() for cell in (RIVALS / f"{name}.ipy").read_text("utf-8").split("# %%\n")[1:]]


def write_notebook(path, sources):
    """A notebook of code cells whose code is folded away, so that each picture is in view."""
    made = [new_code_cell(source, metadata={"jupyter": {"source_hidden": True}}) for source in sources]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=made, metadata={"kernelspec": kernel}), path)


def kernels():
    """The kernels that run under this process: {kernel's id: process}."""
    found = {}
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            named = [word for word in process.cmdline() if "kernel-" in word and word.endswith(".json")]
            found |= {Path(word).stem.removeprefix("kernel-"): process for word in named}
    return found


def server_process():
    """The JupyterLab server that this process started."""
    return next(p for p in psutil.Process().children() if "jupyterlab" in p.cmdline())


def processor_seconds(process):
    """Seconds of processor time, in user and system, that a process and its threads have had so far."""
    spent = process.cpu_times()
    return spent.user + spent.system


@contextlib.contextmanager
def slow_link(port, delay=0.075):
    """A TCP port on this machine that passes everything on to `port`, and back, `delay` seconds later each way."""

    async def pass_on(reader, writer):
        clock, waiting = asyncio.get_running_loop().time, asyncio.Queue()

        async def deliver():
            while True:
                due, chunk = await waiting.get()
                await asyncio.sleep(due - clock())
                if not chunk:
                    break
                writer.write(chunk)
                await writer.drain()

        delivery = asyncio.create_task(deliver())
        with contextlib.suppress(OSError):
            while chunk := await reader.read(65536):
                waiting.put_nowait((clock() + delay, chunk))
        waiting.put_nowait((clock() + delay, b""))
        with contextlib.suppress(OSError):
            await delivery
        writer.close()

    async def accept(reader, writer):
        with contextlib.suppress(OSError, asyncio.CancelledError):
            there, back = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.gather(pass_on(reader, back), pass_on(there, writer))

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    start = asyncio.run_coroutine_threadsafe(asyncio.start_server(accept, "127.0.0.1", 0), loop)
    listening = start.result()
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:

        async def stop():
            listening.close()
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def percentiles(times):
    """The median and the 95th percentile."""
    return [float(x) for x in np.percentile(times, [50, 95])]


def written(value):
    """A figure to three digits."""
    return "never" if np.isnan(value) else f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def print_table(head, rows):
    """Rows of cells as text, the first column to the left, the others to the right."""
    table = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(len(row[i]) for row in table) for i in range(len(head))]
    for row in table:
        print(
            "  ".join([row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))])
        )


def stop_cleanly():
    """Let a terminated benchmark still stop its server and its browser."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
