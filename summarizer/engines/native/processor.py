"""Which processors the machine code is for, and how it is made for the one at hand, once."""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.models import errors, cache_folder

if TYPE_CHECKING:
    from summarizer.engines.native.matmul_tiles import Ways

LEVEL_3 = {"avx2", "fma", "bmi1", "bmi2", "f16c", "movbe", "abm"}  # of x86-64, which all code here is for
AVX512 = {"avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512cd"}
AMX = {"amx_tile", "amx_int8", "amx_bf16", "avx512_bf16"}  # with what all processors that have it have too
VNNI = {16: "avx512_vnni", 8: "avx_vnni"}  # by the lanes of its vectors
FEATURES = {  # what may be used beyond a level, and what LLVM calls it
    "avx512_vnni": "avx512vnni",
    "avx512_bf16": "avx512bf16",
    "avx_vnni": "avxvnni",
    "amx_tile": "amx-tile",
    "amx_int8": "amx-int8",
    "amx_bf16": "amx-bf16",
}
SWITCH = "COPYDESK_ENGINE"  # "onnx" in the environment has ONNX Runtime do everything
PERMIT, TILES = 0x1023, 18  # arch_prctl's ARCH_REQ_XCOMP_PERM, and what of: a process has to ask for AMX
ARCH_PRCTL = 158
DIGEST = hashlib.sha256().digest_size

Run = Callable[[int, int], None]  # the address of a job, and a rank


def fits() -> bool:
    """Whether there is machine code for this processor and system."""
    has = is_wide() or VNNI[8] in instructions()
    wanted = os.environ.get(SWITCH) != "onnx"
    return wanted and has and instructions() >= LEVEL_3 and find_spec("llvmlite") is not None


@cache
def instructions() -> frozenset[str]:
    """That the processor has and the system allows, as Linux calls them; none on other systems."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return frozenset()
    with suppress(OSError), open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("flags"):
                return frozenset(line.split(":", 1)[1].split())
    return frozenset()


@cache
def may_use_amx() -> bool:
    """Asks the system for it."""
    return instructions() >= AMX | AVX512 and ctypes.CDLL(None).syscall(ARCH_PRCTL, PERMIT, TILES) == 0


def is_wide() -> bool:
    """Whether it multiplies whole tiles or 64 bytes at a time."""
    return instructions() >= AVX512 | {VNNI[16]}


def ways() -> Ways:
    """The fastest that this processor has, of those for each kind of products."""
    from summarizer.engines.native import matmul_tiles

    found, amx = instructions(), may_use_amx()
    wide = is_wide()
    lanes, bfloats = 16 if wide else 8, wide and "avx512_bf16" in found
    of_bytes: matmul_tiles.Way
    of_halves: matmul_tiles.Way
    if amx:
        of_bytes, of_halves = matmul_tiles.Tiles("tdpbusd"), matmul_tiles.Tiles("tdpbf16ps")
    else:
        of_bytes = matmul_tiles.Vnni(lanes)
        of_halves = matmul_tiles.Bfloats(16) if bfloats else matmul_tiles.Floats(lanes)
    return matmul_tiles.Ways(of_bytes, of_halves, wide, bfloats)


@cache
def passing() -> int:
    """The address of what lets other programs have the core."""
    return ctypes.cast(ctypes.CDLL(None).sched_yield, ctypes.c_void_p).value or 0


def run(folder: Path) -> Run:
    """The function, made or as it was made before: the folder keeps it for the next process."""
    import llvmlite.binding as llvm

    found = instructions()
    level = "x86-64-v4" if found >= AVX512 else "x86-64-v3"
    features = ",".join(f"+{feature}" for name, feature in FEATURES.items() if name in found)
    made_of = f"{_sources()} {llvm.llvm_version_info} {level} {features} {may_use_amx()}"
    if made_of not in _made:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        llvm.initialize_native_asmparser()
        machine = llvm.Target.from_default_triple().create_target_machine(cpu=level, features=features, opt=3, jit=True)
        kept = folder / f"kernels.{hashlib.sha256(made_of.encode()).hexdigest()[:16]}.o"
        code = _read(kept)
        if code is None:
            code = _compiled(machine)
            with suppress(OSError, errors.ModelError):  # then it is made anew each time
                cache_folder.write_atomically(kept, partial(_write, code))
        engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
        engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
        _made[made_of] = ctypes.CFUNCTYPE(None, ctypes.c_int64, ctypes.c_int64)(engine.get_function_address("run"))
        _engines.append(engine)
    return _made[made_of]


_made: dict[str, Run] = {}  # in this process
_engines: list[Any] = []  # which hold their code


def _compiled(machine: Any) -> bytes:
    import llvmlite.binding as llvm

    from summarizer.engines.native import kernels

    module = llvm.parse_assembly(str(kernels.module(ways())))
    module.verify()
    tuning = llvm.create_pipeline_tuning_options(speed_level=2)
    # it is written as it should be
    tuning.loop_vectorization = tuning.slp_vectorization = tuning.loop_unrolling = False
    builder = llvm.create_pass_builder(machine, tuning)
    builder.getModulePassManager().run(module, builder)
    code: bytes = machine.emit_object(module)
    return code


def _sources() -> str:
    """Names what the code is made from."""
    here = Path(__file__).parent
    whole = b"".join(file.read_bytes() for file in sorted(here.glob("*.py")))
    return hashlib.sha256(whole).hexdigest()


def _read(path: Path) -> bytes | None:
    """What was written there, if it is whole: LLVM ends the process at what is not."""
    try:
        whole = path.read_bytes()
    except OSError:
        return None
    digest, code = whole[:DIGEST], whole[DIGEST:]
    return code if hashlib.sha256(code).digest() == digest else None


def _write(code: bytes, path: Path) -> None:
    path.write_bytes(hashlib.sha256(code).digest() + code)
