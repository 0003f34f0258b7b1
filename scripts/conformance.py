"""``make conformance``: veraPDF and the EU's DSS judge 200 sealed PDFs. Where Java or Maven is missing, a line says so."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()


def main() -> int:
    """Fetch the judges, once, and let them judge."""
    missing = [name for name in ("java", "javac", "mvn") if shutil.which(name) is None]
    if missing:
        print(f"Skipped: {', '.join(missing)} not found. Conformance needs a Java development kit and Maven.")
        return 0
    pom, lib = ROOT / "tests" / "conformance" / "pom.xml", VAR_DIR / "conformance" / "lib"
    done = lib / "pom.xml"
    if not done.exists() or done.read_bytes() != pom.read_bytes():
        shutil.rmtree(lib, ignore_errors=True)
        fetch = ["mvn", "-q", "-B", "-f", str(pom), "dependency:copy-dependencies", f"-DoutputDirectory={lib}"]
        subprocess.run(fetch, check=True)
        shutil.copyfile(pom, done)
    judge = [sys.executable, "-m", "pytest", "tests/conformance", "-n", "0", "-p", "no:randomly", *sys.argv[1:]]
    return subprocess.run(judge, cwd=ROOT, env=os.environ | {"CONFORMANCE_LIB": str(lib)}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
