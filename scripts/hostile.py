#!/usr/bin/env python3
"""Opens workspaces that mean harm, traces every system call of the commands, and checks that nothing happened.

No program is started but aurora and aurora-render, no connection is opened, no key leaves the environment, nothing
outside is written, and nothing outside is read but libraries, the engine and the user's own configuration.
Needs strace and git. usage: scripts/hostile.py FOLDER-WITH-EXECUTABLES
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

PROGRAMS = os.path.realpath(sys.argv[1])
EXAMPLE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "examples/storytellers/scenes/baker")
CANARY = "rw_CANARY_7Qm2"
HOOKS = ("applypatch-msg commit-msg fsmonitor-watchman post-applypatch post-checkout post-commit post-index-change "
         "post-merge post-receive post-rewrite post-update pre-applypatch pre-auto-gc pre-commit pre-merge-commit "
         "pre-push pre-rebase pre-receive prepare-commit-msg push-to-checkout reference-transaction update").split()
# What the programs and their libraries read of the system.
SYSTEM = re.compile(r"^(/lib|/lib64|/usr/lib|/usr/share|/usr/local/lib|/opt/swift|/etc/(ld\.so|localtime|git|passwd|"
                    r"nsswitch|ssl|gnutls|host\.conf|resolv\.conf)|/proc|/sys|/dev/(null|urandom|shm|tty)|/$)")


class Sandbox:
    """A home, an outside and a workspace, below one folder."""

    def __init__(self):
        self.root = os.path.realpath(tempfile.mkdtemp(prefix="aurora-hostile-"))
        self.workspace = self.path("workspace")
        self.write("outside/secret.yaml", "prompt: the secret of somebody else\nimage: x\n")
        self.write("outside/gitconfig", f"[core]\n\tsshCommand = touch {self.path('canary/ssh')}\n[commit]\n\tgpgsign = true\n"
                   f"[gpg]\n\tprogram = touch {self.path('canary/gpg')}\n")
        os.makedirs(self.path("canary"))
        os.makedirs(self.path("home/.config"))

    def path(self, name):
        return os.path.join(self.root, name)

    def write(self, name, text, mode=0o644):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
        os.chmod(path, mode)

    def git(self, *arguments):
        environment = dict(os.environ, GIT_CONFIG_GLOBAL="/dev/null", HOME=self.path("home"))
        subprocess.run(["git", "-C", self.workspace, *arguments], check=True, env=environment, capture_output=True)

    def scene(self, name, text):
        self.write(f"workspace/scenes/{name}/scene.yaml", text)
        for file in ("portrait.jpg", "line.wav"):
            shutil.copy(os.path.join(EXAMPLE, file), self.path(f"workspace/scenes/{name}/{file}"))

    def repository(self):
        """A repository whose every programmable corner would leave a canary."""
        self.write("workspace/.gitattributes", "* filter=evil diff=evil merge=evil text eol=crlf ident\n")
        self.write("workspace/.gitmodules", "[submodule \"x\"]\n\tpath = sub\n\turl = ext::touch%20canary\n"
                   f"\tupdate = !touch {self.path('canary/submodule')}\n")
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("-c", "user.name=T", "-c", "user.email=t@example.com", "commit", "--quiet", "--allow-empty", "-m", "x")
        self.git("add", "--all", ":!.gitattributes")
        self.git("-c", "user.name=T", "-c", "user.email=t@example.com", "commit", "--quiet", "-m", "Add scenes")
        for hook in HOOKS:
            self.write(f"workspace/.git/hooks/{hook}", f"#!/bin/sh\ntouch {self.path('canary')}/hook-{hook}\n", 0o755)
            self.write(f"workspace/hooks/{hook}", f"#!/bin/sh\ntouch {self.path('canary')}/path-{hook}\n", 0o755)
        touch = f"touch {self.path('canary')}"
        for name, value in {
            "user.name": "T", "user.email": "t@example.com", "core.hooksPath": self.path("workspace/hooks"),
            "core.fsmonitor": f"{touch}/fsmonitor", "core.editor": f"{touch}/editor", "core.pager": f"{touch}/pager",
            "core.askPass": f"{touch}/askpass", "core.gitProxy": f"{touch}/proxy", "credential.helper": f"!{touch}/credential",
            "filter.evil.clean": f"{touch}/clean", "filter.evil.smudge": f"{touch}/smudge",
            "filter.evil.process": f"{touch}/process", "filter.evil.required": "true", "diff.evil.command": f"{touch}/diff",
            "diff.evil.textconv": f"{touch}/textconv", "diff.external": f"{touch}/external",
            "merge.evil.driver": f"{touch}/merge", "alias.status": f"!{touch}/alias", "gc.auto": "1",
            "remote.origin.url": f"ext::{touch}/remote", "url.ext::evil.insteadOf": "https://",
        }.items():
            self.git("config", name, value)


def trace(sandbox, *arguments):
    """Runs aurora under strace. Returns its status, what it said, and the trace's lines."""
    log = sandbox.path("trace")
    environment = {
        "PATH": os.environ["PATH"], "HOME": sandbox.path("home"), "LC_ALL": "C", "RUNWARE_API_KEY": CANARY, "NO_COLOR": "1",
        "AURORA_ENGINE_DIR": os.environ.get("AURORA_ENGINE_DIR", os.path.expanduser("~/.local/share/aurora/engine")),
    }
    calls = ("execve,execveat,open,openat,openat2,creat,connect,sendto,sendmsg,bind,rename,renameat,renameat2,unlink,"
             "unlinkat,mkdir,mkdirat,link,linkat,symlink,symlinkat,chmod,fchmodat,truncate")
    result = subprocess.run(
        ["strace", "-f", "-y", "-v", "-s", "4096", "-o", log, "-e", f"trace={calls}", f"{PROGRAMS}/aurora", *arguments],
        cwd=sandbox.workspace, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    with open(log, errors="replace") as file:
        return result.returncode, result.stdout + result.stderr, file.read().splitlines()


def resolve(sandbox, line, path):
    """The absolute path that a call was given, by the folder in front of it."""
    base = re.search(r"\((?:AT_FDCWD|\d+)<([^>]*)>, \"", line)
    return os.path.normpath(os.path.join(base.group(1) if base else sandbox.workspace, path))


def violations(sandbox, lines, reads, writes=("workspace", "home/.local/state")):
    engine = os.environ.get("AURORA_ENGINE_DIR", os.path.expanduser("~/.local/share/aurora/engine"))
    mine = tuple(sandbox.path(name) for name in writes)
    readable = mine + reads + (sandbox.path("home"), PROGRAMS, os.path.realpath(engine), engine)
    found = []
    for line in lines:
        call = re.match(r"\d+\s+(\w+)\(", line)
        if not call or " = -1 " in line:
            # What failed did nothing; a program that is not there was looked for all the same.
            if not (call and call.group(1).startswith("exec")):
                continue
        name = call.group(1)
        paths = re.findall(r"\"((?:[^\"\\]|\\.)*)\"", line)
        if name.startswith("exec"):
            program = os.path.realpath(paths[0])
            if os.path.dirname(program) != PROGRAMS:
                found.append(f"started a program: {line[:200]}")
            elif os.path.basename(program) != "aurora" and CANARY in line:
                found.append(f"handed a key on: {line[:200]}")
        elif name == "connect" or (name in ("sendto", "sendmsg", "bind") and ("sin_addr" in line or "sin6_addr" in line)):
            found.append(f"went to the network: {line[:200]}")
        elif name.startswith("send"):
            if CANARY in line:
                found.append(f"sent a key: {line[:200]}")
        elif name in ("open", "openat", "openat2", "creat") and paths:
            path = resolve(sandbox, line, paths[0])
            is_write = re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC", line) is not None
            opened = re.search(r"= \d+<([^>]*)>", line)
            real = opened.group(1) if opened else path
            if is_write and not real.startswith(mine) and not real.startswith("/dev/"):
                found.append(f"wrote outside: {line[:200]}")
            elif not is_write and not real.startswith(readable) and not SYSTEM.match(real):
                if not sandbox.root.startswith(real):
                    found.append(f"read outside: {line[:200]}")
        elif not name.startswith(("send", "connect", "bind")):
            for path in paths[-1:]:
                if not resolve(sandbox, line, path).startswith(mine):
                    found.append(f"changed something outside: {line[:200]}")
    found += [f"a canary: {name}" for name in os.listdir(sandbox.path("canary"))]
    secret = subprocess.run(["grep", "-rl", CANARY, sandbox.workspace, sandbox.path("home")], capture_output=True, text=True)
    found += [f"a key in a file: {name}" for name in secret.stdout.split()]
    return found


CONFIGURATION = """name: evil
profile: draft
profiles: {draft: {provider: embedded}, own: {provider: own}}
providers: {own: {kind: command, version: "1", run: [./evil.sh, "{output}"]}}
defaults: {settings: {size: 480p, quality: 20, webhookURL: {env: RUNWARE_API_KEY}, uploadEndpoint: {env: RUNWARE_API_KEY}}}
budget: {scene: 999999, build: 999999, month: 999999}
git: {commit: all}
"""


def main_workspace(configuration=CONFIGURATION):
    sandbox = Sandbox()
    sandbox.write("workspace/aurora.yaml", configuration)
    sandbox.write("workspace/.gitignore", "/out/\n/.aurora/\n")
    sandbox.write("workspace/evil.sh", f"#!/bin/sh\ntouch {sandbox.path('canary/command')}\n", 0o755)
    sandbox.scene("hello", "image: portrait.jpg\naudio: line.wav\nprompt: Hello there\n")
    return sandbox


def expect(name, sandbox, arguments, status, words="", reads=()):
    """Runs a command, and tells what it did that it must not."""
    code, said, lines = trace(sandbox, *arguments)
    found = violations(sandbox, lines, reads)
    if code != status:
        found.append(f"exit status {code} instead of {status}: {said.strip()[-600:]}")
    if words not in said:
        found.append(f"does not say `{words}`: {said.strip()[-600:]}")
    if CANARY in said:
        found.append("printed a key")
    print(f"{'ok    ' if not found else 'FAILED'} {name}: aurora {' '.join(arguments)}", flush=True)
    for problem in found:
        print(f"         {problem}")
    return not found


def cases():
    """Each is a workspace with what is tried on it."""
    sandbox = main_workspace()
    sandbox.repository()
    for arguments in (["status"], ["diff"], ["explain", "hello"], ["build"], ["build"], ["log"], ["commit", "-m", "x"]):
        yield "git's configuration", sandbox, arguments, 0, ""
    yield "a program that is not trusted", sandbox, ["diff", "--profile", "own"], 0, "is not trusted to run"
    yield "a program that is not trusted", sandbox, ["build", "--profile", "own"], 3, "is not trusted to run"
    yield "a program that is not trusted", sandbox, ["trust"], 3, "not trusted"

    sandbox = main_workspace()
    sandbox.repository()
    sandbox.git("config", "include.path", sandbox.path("outside/gitconfig"))
    yield "an include that leads out", sandbox, ["status"], 0, ""

    for line, words in {
        "providers: {runware: {baseURL: \"https://evil.example\"}}": "your own configuration",
        "fetch: {hosts: [localhost]}": "your own configuration", "apiKey: x": "remove it",
    }.items():
        sandbox = main_workspace("name: evil\n" + line + "\n")
        yield "what only the user may say", sandbox, ["build"], 2, words

    for path in ("/etc/passwd", "../../../outside/secret.yaml", "../../../../../../etc/passwd", "link.yaml"):
        sandbox = main_workspace()
        sandbox.scene("out", f"extends: {path}\nimage: portrait.jpg\naudio: line.wav\n")
        os.symlink(sandbox.path("outside/secret.yaml"), sandbox.path("workspace/scenes/out/link.yaml"))
        yield "a path that leads out", sandbox, ["build"], 2, "out"
    for name in ("portrait.jpg", "line.wav", "scene.yaml"):
        sandbox = main_workspace()
        os.remove(sandbox.path(f"workspace/scenes/hello/{name}"))
        os.symlink(sandbox.path("outside/secret.yaml"), sandbox.path(f"workspace/scenes/hello/{name}"))
        yield "a link that leads out", sandbox, ["build"], 2, "symbolic link"
    for name in ("out", "records", ".aurora"):
        sandbox = main_workspace()
        os.symlink(sandbox.path("outside"), sandbox.path(f"workspace/{name}"))
        yield "a folder that leads out", sandbox, ["build"], 2, "symbolic link"
    for url in ("https://169.254.169.254/latest/meta-data/", "https://127.0.0.1/", "https://[::1]/", "https://0x7f.1/"):
        sandbox = main_workspace()
        sandbox.scene("hello", f"image: {url}\naudio: line.wav\n")
        yield "a URL of this machine", sandbox, ["build"], 1, "is not on the open internet"

    sandbox = main_workspace()
    other = Sandbox()
    other.write("workspace/aurora.yaml", CONFIGURATION)
    other.git("init", "--quiet")
    sandbox.write("workspace/.git", f"gitdir: {other.path('workspace/.git')}\n")
    sandbox.write("workspace/scenes/hello/scene.yaml", "image: portrait.jpg\naudio: line.wav\n")
    # git looks into the repository that such a file names, and so does its library; nothing is written there.
    reads = (other.path("workspace/.git"),)
    yield "another's repository by a .git file", sandbox, ["diff"], 0, "", reads
    yield "another's repository by a .git file", sandbox, ["build"], 1, "does not know of this folder", reads


def main():
    if not shutil.which("strace"):
        sys.exit("hostile: strace is not installed")
    folders, results = set(), []
    try:
        for name, sandbox, *what in cases():
            folders.add(sandbox.root)
            results.append(expect(name, sandbox, *what))
    finally:
        if "KEEP" not in os.environ:
            for folder in folders:
                shutil.rmtree(folder, ignore_errors=True)
    print(f"{sum(results)} of {len(results)} as they should be")
    sys.exit(0 if all(results) else 1)


main()
