#!/usr/bin/env python3
"""Listens to what the page is told.

usage: event.py PORT KEY WORDS; prints the first event that contains the words, or nothing if none does for a minute."""
import sys, time, urllib.request

PORT, KEY, WORDS = sys.argv[1:4]
end = time.time() + 60
request = urllib.request.Request(f"http://127.0.0.1:{PORT}/events", headers={"Authorization": f"Bearer {KEY}"})
for line in urllib.request.urlopen(request, timeout=60):
    if WORDS in line.decode():
        print(line.decode())
        break
    if time.time() > end: break
