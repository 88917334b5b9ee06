#!/usr/bin/env python3
"""A hosted video service for tests: the wire contract of the real one, a ledger of what it charged, and faults on request.

usage: hosted_service.py FOLDER [OPTIONS AS JSON]; prints its port, then answers each line of JSON on its input by one.
Also: POST /control takes the same lines.

FOLDER keeps `ledger.jsonl` (a line for each generation that was accepted, with its charge), `requests.jsonl` (what came,
with secrets replaced) and uploaded media; who starts it again there finds its tasks again. Options, which {"set": {…}} changes:

    keys           names of accounts by their keys ({"test-key": "test"})
    port           0 for a free one          tls        by https, with a certificate in FOLDER/server.pem
    polls          so many times a task is processing (1)
    unknown        a task that is not known is answered by `error` or by `empty` data (error)
    dedupes        whether a UUID is taken once only (true)
    seconds        the length of sounds that are not WAVE: by URL, SHA-256, or `default` ({"default": 10})
    videos         [{"seconds": 2, "format": "mp4", "file": PATH}…]; the nearest one is served, else a clip is made
    script         faults from the start on
    processingIDs  whether items that are processing have a videoUUID (false)

Webhooks and upload endpoints are not called.

Commands: {"script": [faults]} (see faults.py), {"set": {…}}, {"clear": true}, {"expire": 404} (URLs that were given until
now are answered so), {"release": true} (what stalls), {"state": true}; each is answered by the state.
"""
import hashlib, json, math, os, sys, threading, uuid

sys.dont_write_bytecode = True
import clips, contract, wire
from contract import Refusal
from faults import Faults


class Service:
    def __init__(self, folder, options):
        self.folder = folder
        self.options = {"keys": {"test-key": "test"}, "polls": 1, "unknown": "error", "dedupes": True, "seconds": {"default": 10},
            "videos": [], "processingIDs": False, **options}
        self.lock, self.released = threading.RLock(), threading.Event()
        self.faults, self.tasks, self.videos, self.media = Faults(), {}, {}, {}
        self.late, self.waiting, self.count, self.expired = [], 0, 0, (0, 404)
        os.makedirs(folder + "/media", exist_ok=True)
        for name in os.listdir(folder + "/media"): self.media[name] = open(f"{folder}/media/{name}", "rb").read()
        for line in self.lines("ledger.jsonl"): self.enter(json.loads(line))
        self.count = len(self.lines("requests.jsonl"))
        self.faults.add(self.options.get("script", []))

    def lines(self, name):
        try: return open(f"{self.folder}/{name}").read().splitlines()
        except FileNotFoundError: return []

    def note(self, name, value):
        # Whole lines by one write each: what was written survives the end of this process.
        descriptor = os.open(f"{self.folder}/{name}", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try: os.write(descriptor, (json.dumps(value) + "\n").encode())
        finally: os.close(descriptor)

    # Commands

    def command(self, command):
        with self.lock:
            self.faults.add(command.get("script", []))
            self.options.update(command.get("set", {}))
            if command.get("clear"): self.faults.clear()
            if "expire" in command: self.expired = (self.expired[0] + 1, command["expire"])
            if command.get("release"):
                self.released.set()
                self.released = threading.Event()
            return {"requests": self.count, "tasks": len(self.tasks), "waiting": self.waiting,
                "faults": [fault for fault in self.faults.list if fault["times"] > 0], "late": len(self.late)}

    # Tasks

    def submit(self, task, account, fault):
        contract.check(task, self.media)
        if task["taskUUID"].lower() in self.tasks and self.options["dedupes"]:
            raise Refusal("conflictTaskUUID", "The 'taskUUID' was used before.", "taskUUID")
        seconds = self.seconds(task["inputs"]["audio"])
        results = int(task.get("numberResults", 1))
        price = contract.PRICES[task["model"]] * math.ceil(seconds)
        fault = fault or {}
        row = {"taskUUID": task["taskUUID"].lower(), "account": account, "microDollars": price * results, "results": results,
            "videos": [str(uuid.UUID(bytes=hashlib.sha256(f"{task['taskUUID']}/{index}".encode()).digest()[:16], version=4))
                for index in range(results)], "seconds": fault.get("seconds", seconds), "each": price, "task": task,
            "twist": fault if fault.get("do") in ("fail", "cost") else None}
        if fault.get("do") == "fail" and not fault.get("charged"): row["microDollars"] = 0
        self.note("ledger.jsonl", row)
        self.enter(row)
        return {"taskType": "videoInference", "taskUUID": task["taskUUID"]}

    def enter(self, row):
        self.tasks[row["taskUUID"]] = {**row, "polls": 0}
        for index, name in enumerate(row["videos"]): self.videos[name] = (row["taskUUID"], index)

    def seconds(self, audio):
        table = self.options["seconds"]
        if audio in table: return table[audio]
        name = contract.media_name(audio)
        sound = self.media.get(name) if name else contract.decoded(audio)
        if sound is None: return table.get("default", 10)
        known = table.get(hashlib.sha256(sound).hexdigest()) or contract.wave_seconds(sound)
        return table.get("default", 10) if known is None else known

    def report(self, task, origin):
        """The items and errors by which a task is answered. Each time it is asked about, it is further."""
        row = self.tasks[task]
        twist = row["twist"] or {}
        base = {"taskType": "videoInference", "taskUUID": row["task"]["taskUUID"]}
        row["polls"] += 1
        if row["polls"] <= self.options["polls"]:
            more = [{"videoUUID": name} for name in row["videos"]] if self.options["processingIDs"] else [{} for _ in row["videos"]]
            return [{**base, "status": "processing", **one} for one in more], []
        if twist.get("do") == "fail":
            error = {"code": twist.get("code", "inferenceError"), "message": twist.get("message", "The generation failed.")}
            cost = {"cost": row["each"] / 1e6} if twist.get("charged") and row["task"].get("includeCost") else {}
            if twist.get("as") == "data": return [{**base, "status": "error", "error": error, **cost}], []
            if twist.get("as") == "flat": return [{**base, "status": "error", **error, **cost}], []
            return [], [{**error, "status": "error", **base, **cost}]
        return [self.item(base, row, twist, index, name, origin) for index, name in enumerate(row["videos"])], []

    def item(self, base, row, twist, index, name, origin):
        task = row["task"]
        extension = task.get("outputFormat", "MP4").lower()
        item = {**base, "status": "success", "videoUUID": name, "videoURL": f"{origin}/video/{self.expired[0]}/{name}.{extension}",
            "seed": int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)}
        if task.get("includeCost"):
            item["cost"] = twist["value"] if "value" in twist else row["each"] * twist.get("factor", 1) / 1e6
            if twist.get("missing"): del item["cost"]
        safety = task.get("safety", {})
        if safety.get("mode", "fast" if safety.get("checkContent") else "none") != "none":
            item["NSFWContent"] = "[nsfw]" in task.get("positivePrompt", "")
        return item

    def unknown(self, task):
        if self.options["unknown"] == "empty": return [], []
        return [], [{"code": "taskFailedOrNotFound", "message": "The task failed or could not be found.", "taskUUID": task, "taskType": "getResponse"}]

    def store(self, task):
        contract.check_id(task)
        if task.get("operation") == "delete":
            self.media.pop(str(task.get("media")).lower(), None)
            return {"taskType": "mediaStorage", "taskUUID": task["taskUUID"], "operation": "delete", "mediaUUID": task.get("media")}
        media = task.get("media")
        if task.get("operation") != "upload" or not isinstance(media, str): raise contract.invalid("media", "an upload", type="string")
        content = contract.decoded(media)
        if not content and not media.startswith(("https://", "http://")): raise contract.invalid("media", "a URL, a data URI or base64", type="string")
        name = str(uuid.UUID(bytes=hashlib.sha256((content or media.encode()) + task["taskUUID"].encode()).digest()[:16], version=4))
        with open(f"{self.folder}/media/{name}", "wb") as file: file.write(content or b"")
        self.media[name] = content or b""
        return {"taskType": "mediaStorage", "taskUUID": task["taskUUID"], "operation": "upload", "mediaUUID": name,
            "mediaURL": contract.MEDIA + name}

    # Answers

    def answer(self, tasks, account, origin, faults):
        """Carries tasks out: data and errors, and the status."""
        data, errors, statuses = [], [], []
        for task in tasks:
            kind = task.get("taskType")
            try:
                if kind == "videoInference": data.append(self.submit(task, account, faults))
                elif kind == "mediaStorage": data.append(self.store(task))
                elif kind == "getResponse":
                    items, failed = self.look(task, origin, faults)
                    data, errors = data + items, errors + failed
                    if not items and failed: statuses.append(404 if failed[0]["code"] == "taskFailedOrNotFound" else 200)
                elif kind == "getTaskDetails":
                    items, failed = self.details(task, origin, faults)
                    data, errors = data + items, errors + failed
                    if failed: statuses.append(404)
                elif kind == "authentication": continue
                elif kind == "ping": data.append({"taskType": "ping", "pong": True})
                elif kind == "accountManagement": data.append({"taskType": kind, "taskUUID": task.get("taskUUID"), "organizationName": account, "balance": 100})
                else: raise Refusal("unsupportedTaskType" if kind else "invalidTaskType", "The 'taskType' is none of videoInference, getResponse, getTaskDetails, mediaStorage.", "taskType")
            except Refusal as refusal:
                errors.append(refusal.about(task))
                statuses.append(refusal.status)
        body = {}
        if data or not errors: body["data"] = data
        if errors: body["errors"] = errors
        return (200 if data or not errors else statuses[0]), body

    def look(self, task, origin, fault):
        contract.check_id(task)
        name = task["taskUUID"].lower()
        if name not in self.tasks or (fault or {}).get("do") == "forget": return self.unknown(task["taskUUID"])
        return self.report(name, origin)

    def details(self, task, origin, fault):
        contract.check_id(task)
        name = task["taskUUID"].lower()
        if name not in self.tasks or (fault or {}).get("do") == "forget": return self.unknown(task["taskUUID"])
        items, errors = self.report(name, origin)
        told = {**({"data": items} if items or not errors else {}), **({"errors": errors} if errors else {})}
        return [{"taskType": "getTaskDetails", "taskUUID": task["taskUUID"], "request": [self.tasks[name]["task"]], "response": told}], []

    def video(self, row, seconds):
        kind = row["task"].get("outputFormat", "MP4").lower()
        fitting = [one for one in self.options["videos"] if one["format"] == kind]
        if not fitting: return clips.clip(kind, seconds)
        with open(min(fitting, key=lambda one: abs(one["seconds"] - seconds))["file"], "rb") as file: return file.read()


if __name__ == "__main__":
    service = Service(sys.argv[1], json.loads(sys.argv[2]) if len(sys.argv) > 2 else {})
    wire.serve(service)
