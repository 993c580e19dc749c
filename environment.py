"""Makes .venv hold exactly what one lock file asks for, hashes checked; does nothing when it already does.

Called by Makefile and make.bat with the name of the lock file. Uses uv where it is installed, venv and pip elsewhere.
What installs does not stay: .venv holds the product alone, and no pip or setuptools whose holes nobody here closes.
Runs before anything is installed and perhaps under an old Python, so: standard library and plain syntax only.
"""

import hashlib
import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "Scripts", "python.exe") if os.name == "nt" else os.path.join(VENV, "bin", "python")


def main(lock_name):
    """Bring .venv up to date with `lock_name`. Ends the process with a message saying what to install if it cannot."""
    if sys.version_info < OLDEST:
        use_a_newer_python()
    lock = os.path.join(ROOT, lock_name)
    stamp = os.path.join(VENV, lock_name + ".installed")
    with open(lock, "rb") as file, open(__file__, "rb") as own:
        wanted = hashlib.sha256(file.read() + own.read()).hexdigest()
    if os.path.exists(stamp):
        with open(stamp, encoding="utf-8") as file:
            if file.read() == wanted and works(VENV_PYTHON, "-c", ""):
                return
    say("Preparing .venv from " + lock_name + "; the first time takes up to a minute …")
    install(lock)
    with open(stamp, "w", encoding="utf-8") as file:
        file.write(wanted)


def install(lock):
    """Create .venv where it is missing or broken, then install `lock` into it, compiled to bytecode."""
    usable = works(VENV_PYTHON, "-c", "import sys; sys.exit(sys.version_info < %r)" % (OLDEST,))
    if works("uv", "--version"):
        if not usable:
            run("uv", "venv", "--quiet", "--clear", "--python", sys.executable, VENV)
        exactly = ("--quiet", "--require-hashes", "--compile-bytecode", "-r", lock)
        run("uv", "pip", "install", "--python", VENV_PYTHON, *exactly)
    else:
        if not works(sys.executable, "-c", "import ensurepip, venv"):
            sys.exit("This Python cannot make virtual environments. Debian and Ubuntu: apt install python3-venv")
        if not usable:
            run(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV)
        if not works(VENV_PYTHON, "-m", "pip", "--version"):
            works(VENV_PYTHON, "-m", "ensurepip")
        # Twice quiet: warnings about indexes and settings of this machine by the hundred; errors are shown whole.
        run(VENV_PYTHON, "-m", "pip", "install", "-qq", "--require-hashes", "--compile", "-r", lock)
    if works(VENV_PYTHON, "-m", "pip", "--version"):
        run(VENV_PYTHON, "-m", "pip", "uninstall", "-qq", "--yes", "--root-user-action=ignore", "pip", "setuptools")


def use_a_newer_python():
    """Start again under the newest suitable Python on this machine, if there is one."""
    for minor in range(19, OLDEST[1] - 1, -1):
        newer = shutil.which("python3.%d" % minor)
        if newer and works(newer, "-c", ""):
            sys.exit(subprocess.call([newer] + sys.argv))
    sys.exit(
        "Python %d.%d or newer is needed; this is %s.\nDebian, Ubuntu: apt install python3 python3-venv\n"
        "Windows, macOS: https://www.python.org/downloads/" % (OLDEST + (sys.version.split()[0],))
    )


def works(*command):
    """Whether `command` can be run here and succeeds."""
    try:
        return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def run(*command):
    """Run `command`, its output shown; end with its exit status if it fails."""
    status = subprocess.call(command)
    if status:
        sys.exit(status)


def say(text):
    """Print at once, before the output of what is run next."""
    print(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
