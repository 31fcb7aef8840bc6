"""Detects the CPU's instruction sets, selects kernels for them, and compiles these once: into an object file."""

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

from summarizer.models import cache_folder, errors

if TYPE_CHECKING:
    from summarizer.engines.native.abi import ModelSizes
    from summarizer.engines.native.matmul_tiles import KernelSet

# CPU flags, as /proc/cpuinfo names them.
X86_64_V3 = {"avx2", "fma", "bmi1", "bmi2", "f16c", "movbe", "abm"}  # required
AVX512 = {"avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512cd"}
VNNI = {16: "avx512_vnni", 8: "avx_vnni"}  # by the lanes of a vector of int32
LLVM_FEATURES = {  # LLVM's names of the flags that may be used in addition to an architecture level
    "avx512_vnni": "avx512vnni",
    "avx512_bf16": "avx512bf16",
    "avx_vnni": "avxvnni",
}
ENGINE_VARIABLE = "COPYDESK_ENGINE"  # environment variable; with "onnx" in it, ONNX Runtime computes everything
SHA256_BYTES = hashlib.sha256().digest_size

Kernels = Callable[[int, int], None]  # the compiled `forward`: takes the address of the CALL_FIELDS, and a rank


def is_supported() -> bool:
    """Whether there is machine code for this CPU and system, and ENGINE_VARIABLE does not switch it off."""
    has_vnni = has_avx512_vnni() or VNNI[8] in cpu_flags()
    is_enabled = os.environ.get(ENGINE_VARIABLE) != "onnx"
    return is_enabled and has_vnni and cpu_flags() >= X86_64_V3 and find_spec("llvmlite") is not None


@cache
def cpu_flags() -> frozenset[str]:
    """Returns the instruction sets that CPU and system support, as Linux names them; none on other systems."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return frozenset()
    with suppress(OSError), open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("flags"):
                return frozenset(line.split(":", 1)[1].split())
    return frozenset()


def has_avx512_vnni() -> bool:
    """Whether the CPU has AVX-512 with VNNI."""
    return cpu_flags() >= AVX512 | {VNNI[16]}


def select_kernels() -> KernelSet:
    """Returns the fastest tile kernels that this CPU can run."""
    from summarizer.engines.native import matmul_tiles

    avx512 = has_avx512_vnni()
    lanes, avx512_bf16 = 16 if avx512 else 8, avx512 and "avx512_bf16" in cpu_flags()
    bf16 = matmul_tiles.Bf16DotTiles(16) if avx512_bf16 else matmul_tiles.Float32Tiles(lanes)
    return matmul_tiles.KernelSet(matmul_tiles.VnniTiles(lanes), bf16, avx512, avx512_bf16)


@cache
def sched_yield_address() -> int:
    """Returns the address of C's `sched_yield`, which yields the core to other threads."""
    return ctypes.cast(ctypes.CDLL(None).sched_yield, ctypes.c_void_p).value or 0


def load_kernels(folder: Path, sizes: ModelSizes) -> Kernels:
    """Returns the compiled kernels. Compiles them unless `folder` has an object file for this CPU and these sources."""
    import llvmlite.binding as llvm

    flags = cpu_flags()
    level = "x86-64-v4" if flags >= AVX512 else "x86-64-v3"
    features = ",".join(f"+{feature}" for flag, feature in LLVM_FEATURES.items() if flag in flags)
    key = f"{_source_hash()} {sizes} {llvm.llvm_version_info} {level} {features}"
    if key not in _loaded:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        llvm.initialize_native_asmparser()
        machine = llvm.Target.from_default_triple().create_target_machine(cpu=level, features=features, opt=3, jit=True)
        path = folder / f"kernels.{hashlib.sha256(key.encode()).hexdigest()[:16]}.o"
        object_code = _read_object(path)
        if object_code is None:
            object_code = _compile(machine, sizes)
            with suppress(OSError, errors.ModelError):  # without a writable folder, they are compiled at each start
                cache_folder.write_atomically(path, partial(_write_object, object_code))
        jit = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
        jit.add_object_file(llvm.ObjectFileRef.from_data(object_code))
        jit.finalize_object()
        signature = ctypes.CFUNCTYPE(None, ctypes.c_int64, ctypes.c_int64)
        _loaded[key] = signature(jit.get_function_address("forward"))
        _jit_engines.append(jit)
    return _loaded[key]


_loaded: dict[str, Kernels] = {}
_jit_engines: list[Any] = []  # they own the memory of the code


def _compile(machine: Any, sizes: ModelSizes) -> bytes:
    import llvmlite.binding as llvm

    from summarizer.engines.native import kernels

    module = llvm.parse_assembly(str(kernels.build_module(select_kernels(), sizes)))
    module.verify()
    tuning = llvm.create_pipeline_tuning_options(speed_level=2)
    # the kernels are vectorised and unrolled by hand
    tuning.loop_vectorization = tuning.slp_vectorization = tuning.loop_unrolling = False
    pass_builder = llvm.create_pass_builder(machine, tuning)
    pass_builder.getModulePassManager().run(module, pass_builder)
    object_code: bytes = machine.emit_object(module)
    return object_code


def _source_hash() -> str:
    sources = b"".join(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))
    return hashlib.sha256(sources).hexdigest()


def _read_object(path: Path) -> bytes | None:
    """Returns the code of an object file; None if it is damaged, as LLVM aborts the process on a malformed one."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, object_code = content[:SHA256_BYTES], content[SHA256_BYTES:]
    return object_code if hashlib.sha256(object_code).digest() == digest else None


def _write_object(object_code: bytes, path: Path) -> None:
    path.write_bytes(hashlib.sha256(object_code).digest() + object_code)
