"""The memory and the graphics processor that this machine has for running a model."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

QUERY_SECONDS = 5  # limit for nvidia-smi
UNIFIED_SHARE = 0.67  # about the share of a Mac's memory that macOS lets its GPU use
DRM_FOLDER = Path("/sys/class/drm")


@dataclass(frozen=True, slots=True)
class Gpu:
    """A graphics processor. `bytes` is its memory for models; `is_unified`: whether that is part of the RAM."""

    name: str
    bytes: int
    is_unified: bool = False


@dataclass(frozen=True, slots=True)
class Machine:
    """Memory in bytes; `gpu` is the one with the most memory, None where none was found."""

    ram: int
    free_ram: int
    cores: int
    gpu: Gpu | None = None


def read_machine() -> Machine:
    """Returns the memory, the cores and the largest graphics processor of this machine."""
    import psutil

    memory = psutil.virtual_memory()
    gpus = [*nvidia_gpus(), *amd_gpus(), *apple_gpus(memory.total)]
    largest = max(gpus, key=lambda gpu: gpu.bytes, default=None)
    return Machine(memory.total, memory.available, psutil.cpu_count(logical=False) or 1, largest)


def nvidia_gpus() -> list[Gpu]:
    """Returns the NVIDIA processors that nvidia-smi lists; none if that is missing or fails."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return []
    command = [program, "--query-gpu=name,memory.total", "--format=csv,noheader,nounits"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, timeout=QUERY_SECONDS, check=True).stdout
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return []
    return parse_nvidia(listed.splitlines())


def parse_nvidia(lines: Sequence[str]) -> list[Gpu]:
    """Returns the processors in lines such as "NVIDIA GeForce RTX 4070, 12282" (MiB); other lines are left out."""
    gpus = []
    for line in lines:
        name, _, mebibytes = line.rpartition(",")
        if name.strip() and mebibytes.strip().isascii() and mebibytes.strip().isdigit():
            gpus.append(Gpu(name.strip(), int(mebibytes) << 20))
    return gpus


def amd_gpus(folder: Path = DRM_FOLDER) -> list[Gpu]:
    """Returns the AMD processors whose memory the Linux driver states; none on other systems."""
    gpus = []
    for path in sorted(folder.glob("card*/device/mem_info_vram_total")):
        try:
            gpus.append(Gpu("AMD graphics", int(path.read_text("ascii"))))
        except (OSError, ValueError):
            continue
    return gpus


def apple_gpus(ram: int) -> list[Gpu]:
    """Returns the graphics processor of an Apple chip, which shares the machine's memory."""
    if platform.system() == "Darwin" and platform.machine() == "arm64":
        return [Gpu("Apple graphics", int(ram * UNIFIED_SHARE), is_unified=True)]
    return []
