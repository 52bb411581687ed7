"""Kernels that wait, with real ones."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from steadyline.learn.warm import READ_BY_VOILA, WarmKernel, WarmKernels

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::ResourceWarning")

Use = Callable[[WarmKernels], Awaitable[Any]]


@pytest.fixture
def use(tmp_path: Path) -> Iterator[Callable[[Use], Any]]:
    """A function that does something with kernels, and ends them all."""

    async def with_kernels(do: Use) -> Any:
        kernels = WarmKernels(
            root_dir=str(tmp_path), warm_count=1, warm_code="warmed = 'yes'", refill_delay=60.0, closed_page_grace=0.0,
            cull_idle_timeout=3600,
            kernel_log=str(tmp_path / "log"), kernel_manager_class=f"{WarmKernel.__module__}.{WarmKernel.__qualname__}",
        )  # fmt: skip
        try:
            return await do(kernels)
        finally:
            await kernels.shutdown_all(now=True)

    # In a thread of its own: a browser test before this one may have left a loop in the main thread.
    with ThreadPoolExecutor(max_workers=1) as thread:
        yield lambda do: thread.submit(lambda: asyncio.run(with_kernels(do))).result(timeout=120)


async def _filled(kernels: WarmKernels) -> None:
    kernels.fill()
    assert kernels._filling is not None
    await kernels._filling


async def _said(kernels: WarmKernels, kernel_id: str, expression: str) -> str:
    client = kernels.get_kernel(kernel_id).client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=30)
        answer = await client.execute("", user_expressions={"said": expression}, reply=True, timeout=30)
        return str(answer["content"]["user_expressions"]["said"].get("data", {}).get("text/plain", "nothing"))
    finally:
        client.stop_channels()


def test_who_asks_first_gets_the_kernel_that_waits_in_the_right_folder(use: Any, tmp_path: Path) -> None:
    unit = tmp_path / "Zoë's unit"
    unit.mkdir()

    async def do(kernels: WarmKernels) -> str:
        await _filled(kernels)
        kernel = await kernels.start_kernel(path=unit.name, env={"ASKED": "this"})
        return await _said(kernels, kernel, "(warmed, __import__('os').environ['ASKED'], __import__('os').getcwd())")

    assert ast.literal_eval(use(do)) == ("yes", "this", str(unit))


def test_a_kernel_is_handed_out_once(use: Any) -> None:
    async def do(kernels: WarmKernels) -> list[str]:
        await _filled(kernels)
        started = [await kernels.start_kernel() for _ in range(2)]
        return [await _said(kernels, kernel, "'warmed' in globals()") for kernel in started]

    assert use(do) == ["True", "False"]


def test_a_kernel_that_waits_is_not_listed(use: Any) -> None:
    async def do(kernels: WarmKernels) -> list[Any]:
        await _filled(kernels)
        return list(kernels.list_kernels())

    assert use(do) == []


def test_the_kernel_of_a_closed_voila_page_is_put_away_and_any_other_stays(use: Any) -> None:
    async def do(kernels: WarmKernels) -> bool:
        page = await kernels.start_kernel(env={READ_BY_VOILA: "http://127.0.0.1/voila/render/x"})
        notebook = await kernels.start_kernel(env={})
        for _ in range(2):
            await kernels.cull_kernels()
            await asyncio.sleep(0.01)
        return list(kernels.list_kernel_ids()) == [notebook] and page != notebook

    assert use(do)


def test_the_kernel_of_an_open_voila_page_stays(use: Any) -> None:
    async def do(kernels: WarmKernels) -> bool:
        page = await kernels.start_kernel(env={READ_BY_VOILA: "http://127.0.0.1/voila/render/x"})
        kernels.notify_connect(page)
        for _ in range(2):
            await kernels.cull_kernels()
            await asyncio.sleep(0.01)
        return page in kernels

    assert use(do)


def test_a_kernel_that_died_while_it_waited_costs_no_page(use: Any) -> None:
    async def do(kernels: WarmKernels) -> str:
        await _filled(kernels)
        await kernels._waiting[0].provisioner.kill()
        kernels._waiting[0].stop_restarter()
        return await _said(kernels, await kernels.start_kernel(), "1 + 1")

    assert use(do) == "2"
