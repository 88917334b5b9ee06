#!/usr/bin/env python3
"""Sends more than the server takes, all of it before it reads, as many clients do: the answer comes all the same, and the connection ends.

usage: answered_early.py PORT; prints `done`, or what is wrong."""
import socket, sys

MEBIBYTE = 1 << 20


def answer(head, body):
    with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=30) as connection:
        connection.sendall(head.encode())
        for _ in range(body): connection.sendall(b"x" * MEBIBYTE)
        received = b""
        while piece := connection.recv(65536): received += piece
        return received.split(b"\r\n")[0].decode()


def main():
    head = "POST /v1 HTTP/1.1\r\nHost: 127.0.0.1\r\n%sContent-Length: %d\r\n\r\n"
    large = answer(head % ("", 200 * MEBIBYTE), 40)
    if "413" not in large: sys.exit(f"for what is announced as too large: {large}")
    stranger = answer(head % ("Authorization: Bearer nobody\r\n", 40 * MEBIBYTE), 40)
    if "401" not in stranger: sys.exit(f"for an unknown key: {stranger}")
    print("done")


main()
