// Run pytest in Pyodide on Node: `node in_node.mjs PYODIDE PACKAGES ROOT ARGUMENT...`, all of them
// folders but the last. Python sees the project, and of the machine nothing else.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, packages, root, ...args] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")));
const { info } = JSON.parse(readFileSync(join(pyodide, "pyodide-lock.json")));
const python = await loadPyodide({ indexURL: pyodide, lockFileContents: { info, packages: {} } });
for (const [place, folder] of Object.entries({ "/packages": packages, "/project": root })) {
  python.FS.mkdirTree(place);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, place);
}
python.globals.set("arguments", args);
const status = python.runPython(`
import os, sys

sys.path[:0] = ["/packages", "/project/src"]
sys.dont_write_bytecode = True
os.chdir("/project")
os.environ |= {"CI": "true", "HYPOTHESIS_PROFILE": "browser", "PYTHONUTF8": "1"}

import subprocess, threading

import pytest


# A browser has no processes and no threads: what asks for one is skipped, and so counted.
def without(what):
    def skip(*_, **__):
        pytest.skip(f"needs a {what}")

    return skip


subprocess.Popen = without("process")
threading.Thread.start = without("thread")

int(pytest.main(list(arguments)))
`);
process.exit(status);
