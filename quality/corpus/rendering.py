"""Makes the videos: a workspace with one campaign, built by `aurora build`, and the controls by `aurora-render`."""
import json
import shutil
import subprocess
from pathlib import Path

SECONDS_ALLOWED = 3600


def workspace(folder, portraits, voices, table):
    """A fresh workspace: every portrait with every voice, at 480p."""
    if folder.exists():
        shutil.rmtree(folder)
    media = folder / "media"
    media.mkdir(parents=True)
    write(folder / "aurora.yaml", "name: corpus\nprofiles: {draft: {provider: embedded, settings: {size: 480p}}}\n"
                                  "git: {commit: off}\n")
    write(folder / "scenes/speaker.yaml", "image: ../media/${face}\naudio: ../media/${voice}.flac\n"
                                          "settings: {seed: \"${seed}\"}\n")
    rows = ["id,face,seed"]
    for seed, (name, path) in enumerate(sorted(portraits.items()), 1):
        face = f"{name}.{'.'.join(path.name.split('.')[1:])}"
        shutil.copyfile(path, media / face)
        rows.append(f"{name},{face},{seed}")
    write(folder / "campaigns/faces.csv", "\n".join(rows) + "\n")
    for voice in voices:
        shutil.copyfile(voice.sound, media / voice.sound.name)
        shutil.copyfile(voice.words, media / voice.words.name)
    write(folder / "campaigns/corpus.yaml", campaign(portraits, voices, table))
    run(["git", "init", "--quiet"], folder)
    return folder


def campaign(portraits, voices, table):
    """The campaign file. Some voices have their words stated, some portraits the face that speaks."""
    lines = ["scene: ../scenes/speaker", "data: faces.csv", "matrix:",
             f"  voice: [{', '.join(voice.name for voice in voices)}]"]
    overrides = [(f"{{voice: {v.name}}}", f"transcript: {{file: ../media/{v.name}.txt}}") for v in voices if v.is_read]
    for row in table:
        if row.get("at") and row["name"] in portraits:
            overrides.append((f"{{id: {row['name']}}}", f"face: {{at: [{', '.join(row['at'].split())}]}}"))
    if overrides:
        lines.append("override:")
    for match, fields in overrides:
        lines += [f"  - match: {match}", f"    {fields}"]
    return "\n".join(lines) + "\n"


def build(aurora, folder, jobs):
    """Builds all cells. What could not be made is told on standard error, and has no video."""
    done = subprocess.run([aurora, "build", "--keep-going", "--no-commit", "--jobs", str(jobs)], cwd=folder,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=SECONDS_ALLOWED)
    write(folder / "build.log", done.stdout + done.stderr)
    if done.returncode:
        print(done.stderr)
    return folder / "out/draft/corpus"


def control(renderer, picture, voice, seed, output, at=None):
    """The same video with a mouth that follows loudness alone. Returns why it could not be made, or None."""
    head = dict(image=str(picture), audio=str(voice.sound), output=str(output), prompt="", cfgScaleHundredths=100,
                seed=seed, shortSide=480, framesPerSecond=25, quality=95, format="mp4")
    if at:
        head["face"] = dict(at=dict(x=at[0], y=at[1]))
    version = run([renderer, "--version"], Path.cwd()).split()[1]
    request, result = output.with_suffix(".request.json"), output.with_suffix(".result.json")
    write(request, json.dumps(dict(engine=version, task=dict(talkingHead=dict(_0=head)))))
    done = subprocess.run([renderer, "--request", request, "--result", result, "--mouth", "loudness"],
                          capture_output=True, text=True, timeout=SECONDS_ALLOWED)
    if done.returncode:
        return done.stderr.strip()
    answer = json.loads(result.read_text())
    return answer["failed"]["_0"]["problem"] if "failed" in answer else None


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf8")


def run(command, folder):
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
