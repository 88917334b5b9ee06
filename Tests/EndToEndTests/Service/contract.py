"""What the hosted API takes and answers: the fields of a task with their ranges, and its errors."""
import base64, hashlib, re, struct

UUID4 = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", re.I)
# Where uploaded media are, for whoever prefers URLs.
MEDIA = "https://im.example.com/media/"
# Millionths of a dollar for each second.
PRICES = {"creatify:aurora@fast": 70_000, "creatify:aurora@0": 140_000}
TYPES = {"mp4": "video/mp4", "mov": "video/quicktime", "webm": "video/webm"}
FIELDS = {"taskType", "taskUUID", "model", "positivePrompt", "CFGScale", "numberResults", "outputType", "outputFormat",
    "outputQuality", "deliveryMethod", "webhookURL", "uploadEndpoint", "ttl", "includeCost", "safety", "inputs"}


class Refusal(Exception):
    def __init__(self, code, message, parameter=None, status=400, **facts):
        self.status = status
        self.error = {"code": code, "message": message, **({"parameter": parameter} if parameter else {}), **facts}

    def about(self, task):
        known = {name: task[name] for name in ("taskType", "taskUUID") if isinstance(task.get(name), str)}
        return {**self.error, **known}


def name_of(parameter):
    """`inputs.audio` is `InputsAudio` in the name of an error."""
    return "".join(part[:1].upper() + part[1:] for part in parameter.split("."))


def invalid(parameter, expected, **facts):
    return Refusal("invalid" + name_of(parameter), f"Invalid value for '{parameter}' parameter. Expected {expected}.", parameter, **facts)


def check_id(task):
    if "taskUUID" not in task: raise Refusal("missingTaskUUID", "Missing required parameter 'taskUUID'.", "taskUUID", type="string")
    if not isinstance(task["taskUUID"], str) or not UUID4.match(task["taskUUID"]):
        raise invalid("taskUUID", "a UUIDv4 string", type="string")


def is_number(value): return isinstance(value, (int, float)) and not isinstance(value, bool)


def check_range(task, name, low, high, whole):
    value = task.get(name)
    if value is None: return
    if not is_number(value) or (whole and value != int(value)) or value < low or (high is not None and value > high):
        bounds = {"min": low, **({"max": high} if high is not None else {})}
        raise invalid(name, f"a number from {low}" + (f" to {high}" if high is not None else " on"), type="integer" if whole else "float", **bounds)


def check_choice(task, name, values):
    value = task.get(name)
    if value is not None and (not isinstance(value, str) or value.upper() not in [one.upper() for one in values]):
        raise invalid(name, "one of " + ", ".join(values), type="string", allowedValues=values)


def check(task, media):
    """Throws `Refusal` for a video task that the API would not take."""
    check_id(task)
    for name in task:
        if name not in FIELDS: raise Refusal("unsupportedParameter", f"Unsupported use of '{name}' parameter.", name)
    if task.get("model") not in PRICES: raise Refusal("invalidModel", "Invalid value for 'model' parameter.", "model", type="string")
    prompt = task.get("positivePrompt")
    if prompt is not None and (not isinstance(prompt, str) or not 2 <= len(prompt) <= 3000):
        raise invalid("positivePrompt", "2 to 3000 characters", type="string", min=2, max=3000)
    check_range(task, "CFGScale", 0, 10, False)
    check_range(task, "numberResults", 1, 4, True)
    check_range(task, "outputQuality", 20, 99, True)
    check_range(task, "ttl", 60, None, True)
    check_choice(task, "outputType", ["URL"])
    check_choice(task, "outputFormat", ["MP4", "WEBM", "MOV"])
    check_choice(task, "deliveryMethod", ["async"])
    if not isinstance(task.get("includeCost", False), bool): raise invalid("includeCost", "a boolean", type="boolean")
    for name in ("webhookURL", "uploadEndpoint"):
        if name in task and not str(task[name]).startswith(("https://", "http://")): raise invalid(name, "a URI", type="string")
    check_safety(task.get("safety", {}))
    check_inputs(task.get("inputs"), media)


def check_safety(safety):
    if not isinstance(safety, dict) or not isinstance(safety.get("checkContent", False), bool) or set(safety) - {"checkContent", "mode"}:
        raise invalid("safety", "checkContent and mode", type="object")
    if safety.get("mode", "none") not in ("none", "fast", "full"):
        raise invalid("safety.mode", "one of none, fast, full", type="string", allowedValues=["none", "fast", "full"])


def check_inputs(inputs, media):
    if not isinstance(inputs, dict): raise Refusal("missingInputs", "Missing required parameter 'inputs'.", "inputs", type="object")
    for name in inputs:
        if name not in ("image", "audio"): raise Refusal("unsupportedParameter", f"Unsupported use of '{name}' parameter.", f"inputs.{name}")
    for name in ("image", "audio"):
        value, parameter = inputs.get(name), f"inputs.{name}"
        if value is None: raise Refusal("missing" + name_of(parameter), f"Missing required parameter '{parameter}'.", parameter, type="string")
        if not isinstance(value, str) or not value: raise invalid(parameter, "a URL, a UUID, a data URI or base64", type="string")
        if name := media_name(value):
            if name not in media: raise Refusal("failedToTransferImage", f"The media '{value}' could not be found.", parameter)
        elif not value.startswith(("https://", "http://")) and decoded(value) is None:
            raise invalid(parameter, "a URL, a UUID, a data URI or base64", type="string")


def media_name(value):
    """The name of uploaded media, by itself or in their URL; None for anything else."""
    name = value.removeprefix(MEDIA).lower()
    return name if UUID4.match(name) else None


def decoded(value):
    """The bytes of a data URI or of base64; None for anything else."""
    if value.startswith("data:"): value = value.partition(",")[2]
    try: return base64.b64decode(value, validate=True)
    except ValueError: return None


def wave_seconds(sound):
    """The length of a RIFF WAVE file of plain samples; None for anything else."""
    if sound[:4] != b"RIFF" or sound[8:12] != b"WAVE": return None
    place, rate = 12, 0
    while place + 8 <= len(sound):
        kind, size = struct.unpack("<4sI", sound[place:place + 8])
        if kind == b"fmt ": rate = struct.unpack("<I", sound[place + 16:place + 20])[0]
        if kind == b"data" and rate: return min(size, len(sound) - place - 8) / rate
        place += 8 + size + size % 2
    return None


def redacted(value):
    """For the log: no keys, and media by their digest."""
    if isinstance(value, list): return [redacted(one) for one in value]
    if not isinstance(value, dict): return value
    found = {}
    for name, one in value.items():
        if name == "apiKey": one = "<redacted>"
        elif isinstance(one, str) and (len(one) > 4096 or one.startswith("data:")):
            content = decoded(one)
            one = {"sha256": hashlib.sha256(one.encode() if content is None else content).hexdigest(), "type": one[5:].split(";")[0] if one.startswith("data:") else ""}
        found[name] = redacted(one)
    return found
