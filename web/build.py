#!/usr/bin/env python3
"""Builds the page: web/build.py [OUT], by default yusuan.html in the target folder.

Needs Rust with the target wasm32-unknown-unknown (rustup target add wasm32-unknown-unknown). Where that cannot be had, the compiler
and the source of the standard library by Debian's packages rustc-web and rust-web-src do, and a linker: rust-lld of the installed
Rust, or the package lld-19.
"""

import base64
import hashlib
import lzma
import os
import pathlib
import re
import shutil
import subprocess
import sys

WEB = pathlib.Path(__file__).resolve().parent
ROOT = WEB.parent
PAGE = WEB / "page"
TARGET = "wasm32-unknown-unknown"
# Every module after those that it imports.
MODULES = ["words", "dom", "state", "pool", "sources", "task", "detail", "batch", "all", "forms", "own", "main"]


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def modules():
    """Compiles the library and what unpacks it; the path of the library's module, beside which the other lies."""
    env = dict(os.environ)
    command = ["cargo", "build", "--release", "--locked", "--target", TARGET, "--manifest-path", str(WEB / "Cargo.toml"), "--workspace"]
    sysroot = pathlib.Path(said("rustc", "--print", "sysroot"))
    if not (sysroot / "lib/rustlib" / TARGET).is_dir():
        rustc = "/usr/bin/rustc"
        source = pathlib.Path("/usr/lib/rustlib/src/rust/library")
        if not source.is_dir() or not os.path.exists(rustc):
            sys.exit(f"{TARGET} is not installed, nor are rustc-web and rust-web-src; see {__file__}")
        host = re.search(r"host: (.*)", said("rustc", "-vV")).group(1)
        linker = sysroot / "lib/rustlib" / host / "bin/rust-lld"
        if not linker.exists():
            linker = shutil.which("rust-lld") or shutil.which("wasm-ld-19") or sys.exit("there is no linker: apt install lld-19")
        env |= {
            "RUSTC": rustc,
            "RUSTDOC": "/usr/bin/rustdoc",
            "RUSTC_BOOTSTRAP": "1",
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER": str(linker),
        }
        command += ["-Z", "build-std=std,panic_abort"]
        # Nobody is told the words of a panic.
        command += ["--config", f'target.{TARGET}.rustflags=["-Z", "unstable-options", "-C", "panic=immediate-abort"]']
        # As it comes compiled, the standard library is compiled for speed. Cargo warns that it knows no such packages, and heeds it.
        for own in ["alloc", "compiler_builtins", "core", "dlmalloc"]:
            command += ["--config", f"profile.release.package.{own}.opt-level=3"]
    env.setdefault("CARGO_TARGET_DIR", str(ROOT / "target/web"))
    # The settings of this folder count only where cargo is started in it.
    subprocess.run(command, check=True, env=env, cwd=WEB)
    return pathlib.Path(env["CARGO_TARGET_DIR"]) / TARGET / "release/yusuan_web.wasm"


def script():
    """All modules as one: the imports fall away, as all names are known and none stands twice (the browser would say so)."""
    parts = []
    for name in MODULES:
        text = (PAGE / f"{name}.js").read_text()
        text = re.sub(r"^import [^;]*;\n", "", text, flags=re.M)
        text = re.sub(r"^export \{[^}]*\};\n", "", text, flags=re.M)
        parts.append(re.sub(r"^export (?:default )?", "", text, flags=re.M))
    return "\n".join(parts)


# Printable characters that mean nothing in HTML. Two of them hold 13 bits, which is an eighth denser than base64.
SIGNS = [chr(code) for code in range(33, 127) if chr(code) not in '"&<']


def dense(content):
    """Bytes as text, behind their number; worker.js reads it."""
    whole = content + bytes(-len(content) % 13)
    pairs = [one + other for one in SIGNS for other in SIGNS][: 1 << 13]
    parts = [f"{len(content)} "]
    for at in range(0, len(whole), 13):
        number = int.from_bytes(whole[at : at + 13])
        parts += [pairs[number >> shift & 0x1FFF] for shift in range(91, -1, -13)]
    return "".join(parts)


def packed(content):
    """Bytes in LZMA, behind their number, which the packer leaves open."""
    own = lzma.compress(content, lzma.FORMAT_ALONE, preset=9 | lzma.PRESET_EXTREME)
    return own[:5] + len(content).to_bytes(8, "little") + own[13:]


def hashed(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def page(wasm):
    look = [ROOT / "templates/report/page.css", ROOT / "templates/report/report.css", PAGE / "style.css"]
    style = "\n".join(path.read_text() for path in look)
    code = script()
    # Those of the overview of a review, which is shown within the page.
    inner = [("\n" + (ROOT / f"templates/desk/page.{ending}").read_text()) for ending in ["js", "css"]]
    policy = "; ".join([
        "default-src 'none'",
        f"script-src {hashed(code)} {hashed(inner[0])} 'wasm-unsafe-eval'",
        f"style-src {hashed(style)} {hashed(inner[1])}",
        "worker-src blob:",
        "base-uri 'none'",
        "form-action 'none'",
    ])
    library = dense(packed(wasm.read_bytes()))
    unpacker = dense(wasm.with_name("yusuan_web_unpack.wasm").read_bytes())
    text = (PAGE / "index.html").read_text()
    worker = (PAGE / "worker.js").read_text()
    places = {"CSP": policy, "STYLE": style, "WORKER": worker, "SCRIPT": code, "UNPACKER": unpacker, "LIBRARY": library}
    for place, own in places.items():
        if "</script" in own or "</style" in own:
            sys.exit(f"{place} would end its own element")
        text = text.replace(f"@{place}@", own)
    return text


if __name__ == "__main__":
    module = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else modules()
    out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "target/yusuan.html"
    out.parent.mkdir(parents=True, exist_ok=True)
    text = page(module)
    out.write_text(text)
    print(f"{out}: {len(text.encode()) / 1e6:.2f} MB")
