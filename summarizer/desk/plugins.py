"""Third-party rules: those of installed packages with entry points of the group `copydesk.rules`.

`checks` looks for no other packages itself: every program that runs checks calls `use_installed_rules` first.
"""

from __future__ import annotations

import os
import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from checks.model import Failure
from checks.registry import catalogue, use_external_rules
from checks.rule import Rule
from summarizer.desk.stopping import Stopped

if TYPE_CHECKING:
    from checks.external_rules import RulePackage

GROUP = "copydesk.rules"
_MAX_BYTES = 1_000_000  # read of a list of entry points
_METADATA = (".dist-info", ".egg-info")  # endings of the folders in which installed packages are described


def use_installed_rules() -> None:
    """Have every check of this process run the rules of installed packages too; the first check looks for them."""
    use_external_rules(installed_packages)


def prepare_worker() -> None:
    """Import every rule, as a worker process does before its first check."""
    use_installed_rules()
    catalogue()


def installed_packages() -> tuple[RulePackage, ...]:
    """The packages with rules, by the names of their entry points."""
    if not any(map(_may_have_rules, sys.path)):
        return ()
    from importlib.metadata import entry_points

    from checks.external_rules import SLUG, RulePackage

    packages = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        origin = f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value
        if SLUG.fullmatch(entry.name):
            packages.append(_load_package(entry.name, origin, entry.value))
        else:
            problem = "the name of its entry point is to be in small letters with hyphens"
            packages.append(RulePackage(entry.name, origin, (), (Failure(entry.name, f"{origin}: {problem}"),)))
    return tuple(packages)


def _may_have_rules(folder: str) -> bool:
    """Whether a package in a folder of `sys.path` may have rules. True for a path that is no folder, as of an archive.

    Each check starts with this, and `importlib.metadata` takes thirty times as long.
    """
    try:
        names = os.listdir(folder or ".")
    except FileNotFoundError:
        return False
    except OSError:
        return True
    for name in names:
        if name.endswith(_METADATA):
            try:
                file = os.open(f"{folder or '.'}/{name}/entry_points.txt", os.O_RDONLY)
            except OSError:
                continue
            try:
                if GROUP.encode() in os.read(file, _MAX_BYTES):
                    return True
            finally:
                os.close(file)
    return False


def _load_package(family: str, origin: str, module_name: str) -> RulePackage:
    """The rules of a module and, if it is a package, of its modules whose names do not begin with an underscore."""
    from checks.external_rules import RulePackage
    from summarizer.desk.rule_deadline import with_deadline

    failures: list[Failure] = []
    modules = [module for module in _import_modules(module_name, family, origin, failures) if hasattr(module, "RULE")]
    if not modules and not failures:
        failures.append(Failure(family, f"{module_name} of {origin}: no module in it has a RULE"))
    return RulePackage(family, origin, tuple(modules), tuple(failures), with_deadline)


def _import_modules(name: str, family: str, origin: str, failures: list[Failure]) -> Iterator[ModuleType]:
    try:
        module = import_module(name)
    except Stopped:
        raise
    except (Exception, SystemExit) as error:
        failures.append(Failure(family, f"{name} of {origin} could not be imported: {type(error).__name__}: {error}"))
        return
    yield module
    for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
        if not found.name.startswith("_"):
            yield from _import_modules(f"{name}.{found.name}", family, origin, failures)


def external_families() -> dict[str, list[str]]:
    """The packages with rules of each third-party family, and how loading any of them failed."""
    found = catalogue()
    families: dict[str, list[str]] = {}
    for slug, origin in sorted(found.origins.items()):
        known = families.setdefault(found.families[slug], [])
        known += [origin] * (origin not in known)
    for failure in found.broken:
        families.setdefault(failure.rule, []).append(f"failed: {failure.error}")
    for family, conflict in found.conflicts.items():
        families.setdefault(family, []).append(f"failed: {conflict}")
    return families


def external_code_version() -> str:
    """A hash of the files of all packages with third-party rules, so that a change makes earlier results invalid."""
    from hashlib import file_digest, sha256

    digest = sha256()
    found = catalogue()
    hashed: set[Path] = set()  # a package's rules have the same files
    for slug, origin in sorted(found.origins.items()):
        digest.update(f"{slug}\0{origin}\0".encode())
        for name, path in _package_files(found.modules[slug]):
            if path not in hashed and path.is_file():
                hashed.add(path)
                with path.open("rb") as file:
                    digest.update(f"{name}\0".encode("utf-8", "surrogateescape"))
                    digest.update(file_digest(file, "sha256").digest())
    digest.update(repr((found.broken, found.conflicts)).encode())
    return digest.hexdigest()


def _package_files(module: ModuleType) -> Iterator[tuple[str, Path]]:
    """The files that a module's code may depend on, in order, with their names relative to the folder they are in.

    Of a module in a package, all files of the outermost package, since a rule may read lists of words, for instance; of
    any other module, the modules beside it.
    """
    package = sys.modules.get(module.__name__.partition(".")[0])
    folders = [Path(folder) for folder in getattr(package, "__path__", ())]
    pattern = "**/*"
    if not folders and module.__file__:
        folders, pattern = [Path(module.__file__).parent], "*.py"
    for folder in folders:
        for path in sorted(folder.glob(pattern)):
            name = path.relative_to(folder)
            if "__pycache__" not in name.parts:
                yield name.as_posix(), path


def rule_in_file(path: Path) -> tuple[Rule, ModuleType]:
    """The rule of a Python file that need not be installed, and its module. Raises ValueError with the reason.

    A file in a package is imported as a module of that package, so that it can import its siblings.
    """
    from checks.external_rules import rule_problems
    from summarizer.desk.rule_deadline import with_deadline

    parts, folder = [path.stem], path.resolve().parent
    while (folder / "__init__.py").is_file():
        parts.insert(0, folder.name)
        folder = folder.parent
    sys.path.insert(0, str(folder))
    try:
        module = import_module(".".join(parts))
    except Stopped:
        raise
    except (Exception, SystemExit) as error:
        raise ValueError(f"{path} could not be imported: {type(error).__name__}: {error}") from None
    finally:
        sys.path.remove(str(folder))
    if Path(module.__file__ or "").resolve() != path.resolve():
        raise ValueError(f"{path}: another module is called {'.'.join(parts)}; rename the file")
    rule = getattr(module, "RULE", None)
    problem = next(rule_problems(rule), "")
    if problem or not isinstance(rule, Rule):
        raise ValueError(f"{path}: {problem}")
    return with_deadline(rule), module
