#!/usr/bin/env python3
"""Holds `aurora serve` to its own OpenAPI document: Schemathesis makes requests out of it, right and wrong ones, and looks at what
is answered.

usage: serve_schema.py FOLDER-WITH-EXECUTABLES [CASES]

Schemathesis is installed into .build/schemathesis, with each package pinned by its SHA-256 (schemathesis.lock). Runs with one seed
after another until there were so many cases (2,000), and prints how many there were and by which statuses the server answered.
Fails for a status of 5xx, for an answer that takes ten seconds, and for one that the document does not tell of."""
import collections, os, pathlib, re, signal, subprocess, sys, tempfile, urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOCK = ROOT / "scripts/schemathesis.lock"
KEY = "key-of-alice"
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def installed():
    """The program. Its environment is made anew if the list of packages is another one."""
    place = ROOT / ".build/schemathesis"
    if not (place / "list").exists() or (place / "list").read_text() != LOCK.read_text():
        subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True)
        subprocess.run([place / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes",
            "--only-binary", ":all:", "-r", LOCK], check=True)
        (place / "list").write_text(LOCK.read_text())
    return place / "bin/schemathesis"


def answers(url):
    """Answers that the server has given, by status, as it counts them itself."""
    request = urllib.request.Request(url + "/metrics", headers={"Authorization": f"Bearer {KEY}"})
    text = urllib.request.urlopen(request, timeout=10).read().decode()
    return collections.Counter({status: int(count) for status, count in re.findall(r'answers_total\{status="(\d+)"\} (\d+)', text)})


def main():
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    program = installed()
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "keys").write_text(KEY + "\n")
        server = subprocess.Popen(
            [str(pathlib.Path(sys.argv[1], "aurora-serve").resolve()), "--port", "0", "--data", folder + "/data", "--keys", folder + "/keys"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        url = f"http://127.0.0.1:{re.search(r':([0-9]+)/v1', server.stdout.readline()).group(1)}"
        cases, seed, failed = 0, 0, False
        while cases < wanted and not failed:
            seed += 1
            run = subprocess.run(
                [program, "run", url + "/openapi.json", "--seed", str(seed), "--max-examples", str(max(100, wanted // 2)),
                 "--header", f"Authorization: Bearer {KEY}", "--checks", CHECKS, "--request-timeout", "10", "--no-color",
                 "--warnings", "off", "--generation-database", "none"],
                cwd=folder, capture_output=True, text=True, env={**os.environ, "HOME": folder})
            count = re.search(r"(\d+) generated", run.stdout)
            cases += int(count.group(1)) if count else 0
            failed = run.returncode != 0
            print(f"seed {seed}: {count.group(1) if count else 'no'} cases{', FAILED' if failed else ''}", flush=True)
            if failed: print(run.stdout[-6000:] + run.stderr[-2000:])
        statuses = answers(url)
        server.send_signal(signal.SIGTERM)
        ended = server.wait(20)
    print(f"{cases} cases, answers by status {dict(sorted(statuses.items()))}, the server ended with status {ended}")
    sys.exit(1 if failed or ended or any(status >= "500" for status in statuses) else 0)


main()
