"""What goes wrong, by a script: a list of objects, each of which is taken by the next requests that it is for.

    on      what it is for: submit, poll, details, upload, download, or connect (before anything is read)
    times   for so many requests (1)      skip   so many pass before it (0)
    prompt  only for tasks whose prompt has this in it
    when    before or after the request is carried out (before)
    do      status     answers `status` with body `errors` (`code`, `message`, `parameter`), `html`, `empty` or `legacy`, and
                       Retry-After if there is `retryAfter`
            reset, close, stall, garbage   in the place of the answer
            half       half of the answer             malformed   JSON that ends too early
            emptyData  {"data":[]}                    wrongTask   the answer with another task's UUID
            late       the connection is reset, and the request is carried out `requests` requests later
            forget     (poll, details) the task is as unknown
            fail       (submit) the generation fails: told as `errors`, `data` or `flat` (`as`), with `code` and `message`;
                       charged all the same if `charged`
            cost       (submit) is told times `factor`, or as `value`, or not at all (`missing`)
            seconds    (submit) the video has this length
            truncate   (download) ends after `bytes`  stallBody   (download) stalls after `bytes`
            html       (download) a page              json        (download) an error as JSON
            oversize   (download) goes on for `bytes` other       (download) a video of `seconds`
            noRange    (download) ranges are ignored
"""


class Faults:
    def __init__(self): self.list = []

    def add(self, faults):
        for fault in faults:
            self.list.append({"times": 1, "skip": 0, "when": "before", **fault})

    def clear(self): self.list = []

    def take(self, kind, prompts=()):
        """The first fault that is for such a request, once less."""
        for fault in self.list:
            if fault["on"] != kind or ("prompt" in fault and not any(fault["prompt"] in one for one in prompts)): continue
            if fault["skip"] > 0:
                fault["skip"] -= 1
                continue
            if fault["times"] <= 0: continue
            fault["times"] -= 1
            return fault
        return None
