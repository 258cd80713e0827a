# SPDX-License-Identifier: Apache-2.0
"""Calls of PROTOCOL.md: methods, and the values of arguments and results."""
from shmooze import CALL, check


class Thrown(Exception):
    """What the method has thrown: type and text."""


def method_number(description):
    value = 0xcbf29ce484222325
    for byte in description.encode():
        value = (value ^ byte) * 0x100000001b3 % 2**64
    return value


def number(value):
    rest = ~value if value < 0 else value
    groups = [rest & 127]
    while rest > 127:
        rest >>= 7
        groups.append(rest & 127)
    if value < 0:
        groups.append(0)
    return bytes(group | 128 for group in groups[:-1]) + bytes(groups[-1:])


def string(text):
    return number(len(text.encode()) + 1) + text.encode()


def values(*encoded):
    return number(len(encoded) + 1) + b"".join(encoded)


def value(*encoded):
    """A record of components, or a box."""
    return b"\1" + b"".join(encoded)


class Reader:
    """Reads the values of an answer."""

    def __init__(self, content):
        self.rest = content

    def take(self, length):
        check(0 <= length <= len(self.rest), "an answer ends too early")
        taken, self.rest = self.rest[:length], self.rest[length:]
        return taken

    def number(self):
        result = shift = 0
        while True:
            byte = self.take(1)[0]
            result |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return ~result if byte == 0 and shift > 7 else result

    def string(self):
        length = self.number()
        return None if length == 0 else self.take(length - 1).decode()

    def values(self, read):
        count = self.number()
        return None if count == 0 else [read() for _ in range(count - 1)]

    def value(self, *reads):
        present = self.take(1)[0]
        check(present < 2, "neither a value nor null")
        return [read() for read in reads] if present else None


def call(session, method, arguments, read):
    """Calls the method with this number, of the object that is served under its interface's name."""
    answer = session.ask(method.to_bytes(8, "little") + number(0) + arguments, CALL)
    check(answer.kind == CALL, "not an answer to a call")
    reader = Reader(answer.payload)
    if reader.take(1) == b"\1":
        raise Thrown(reader.string(), reader.string())
    result = read(reader)
    check(not reader.rest, "bytes are left after the result")
    return result


def descriptions(session, interface):
    return call(session, 0, string(interface), lambda reader: reader.values(reader.string))
