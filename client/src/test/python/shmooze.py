# SPDX-License-Identifier: Apache-2.0
"""A client of a channel, written from PROTOCOL.md: one thread, questions and calls, no other feature, x86-64 only."""
import collections
import mmap
import os
import socket
import stat
import struct
import threading

TEXT, BINARY, FILE, QUESTION, ANSWER, FAILURE, CALL = range(7)
PUBLISHED, BEGIN, END, PADDING, REDELIVERED = 1, 2, 4, 8, 16
MAX_LINE = 1024
MAX_MESSAGE = 16 << 20
HANDSHAKE_SECONDS = 5
HEADER_LENGTH = 384
SERVER_LINE, CLIENT_LINE = 128, 256
ACKNOWLEDGED, STATE, ARRIVALS, ROOM = 0, 64, 68, 72  # in the line of a side
OPEN, CLOSED = 1, 2

Message = collections.namedtuple("Message", "kind payload redelivered")


class ProtocolError(Exception):
    """The server does not speak the protocol."""


class Refused(Exception):
    """The server has refused this client: code and text."""


class Gone(Exception):
    """The session has ended: closed, or died."""


class Failed(Exception):
    """A question has no answer: the reason."""


def check(good, what):
    if not good:
        raise ProtocolError(what)


def full_fence(lock=threading.Lock()):
    with lock:  # taking it is a locked instruction
        pass


def read_line(connection, expected):
    line = b""
    while not line.endswith(b"\n"):
        check(len(line) < MAX_LINE, "a line is too long")
        byte = connection.recv(1)  # a bell may follow the line
        if not byte:
            raise ConnectionResetError("the server has hung up")
        line += byte
    word, *fields = line[:-1].decode().split(" ")
    if word == "REFUSED":
        raise Refused(*line[:-1].decode().split(" ", 2)[1:])
    pairs = [field.partition("=") for field in fields]
    values = {key: value for key, _, value in pairs}
    check(word == expected and len(values) == len(pairs) and all(key and equals for key, equals, _ in pairs),
          f"not a good {expected}: {line}")
    return values


class Session:
    """An attached session. What arrives is acknowledged as soon as it is in the inbox."""

    def __init__(self, directory, channel, name="python", redelivered=()):
        self.inbox = collections.deque()
        self.answers = {}  # by the numbers of questions in flight; None until there is one
        self.asked = 0
        self.sent = collections.deque()  # (position after the message, kind, payload)
        self.written = self.frames_written = self.read = self.frames_read = self.acknowledged = 0
        self.partial = None  # [kind, redelivered flag, payload] of a message without its END
        self.epochs = {ARRIVALS: 0, ROOM: 0}
        self.rung = {ARRIVALS: 0, ROOM: 0}
        self.sleeps = 0
        self.gone = False
        self.attach(directory, channel, name)
        for kind, payload in redelivered:
            self.send(payload, kind, REDELIVERED)

    def __enter__(self):
        return self

    def __exit__(self, error, *_):
        if not error:
            self.ints[(CLIENT_LINE + STATE) // 4] = CLOSED
        self.bells_in.close()
        self.bells_out.close()
        for view in (self.ints, self.longs, self.bytes):
            view.release()
        self.memory.close()

    # the handshake

    def attach(self, directory, channel, name):
        status = os.lstat(directory)
        check(stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o022,
              f"{directory} is not a safe directory of this user")
        path = os.path.join(directory, channel + ".sock")
        self.bells_in = self.connect(path)
        self.bells_in.sendall(f"HELLO version=1 pid={os.getpid()} name={name} max-message={MAX_MESSAGE}"
                              " features=questions\n".encode())
        welcome = read_line(self.bells_in, "WELCOME")
        check(welcome["version"] == "1", "another version")
        self.questions = "questions" in welcome.get("features", "").split(",")
        self.limit = min(MAX_MESSAGE, int(welcome["max-message"]))
        check(welcome["segment"] == f"{channel}.{welcome['session']}.{welcome['key']}.segment", "a strange segment")
        self.map(os.path.join(directory, welcome["segment"]), int(welcome["length"]), int(welcome["session"]))
        self.bells_out = self.connect(path)
        self.bells_out.sendall(f"BELL session={welcome['session']} key={welcome['key']}\n".encode())
        self.bells_in.sendall(b"ATTACHED\n")
        read_line(self.bells_in, "READY")
        self.bells_in.settimeout(None)
        self.bells_out.setblocking(False)
        self.ints[(CLIENT_LINE + STATE) // 4] = OPEN

    @staticmethod
    def connect(path):
        connection = socket.socket(socket.AF_UNIX)
        connection.setblocking(False)
        connection.connect(path)
        connection.settimeout(HANDSHAKE_SECONDS)
        _, user, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
        check(user == os.getuid(), f"the server belongs to the user {user}")
        return connection

    def map(self, path, length, session):
        descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            check(length >= 1024 and os.fstat(descriptor).st_size == length, "the segment has another length")
            self.memory = mmap.mmap(descriptor, length)
        finally:
            os.close(descriptor)
        self.bytes = memoryview(self.memory)[:length // 8 * 8]
        self.ints = self.bytes.cast("I")  # each access is one load or store
        self.longs = self.bytes.cast("Q")
        self.capacity = (length - HEADER_LENGTH) // 2 // 64 * 64
        check(self.ints[0] == 1, "the segment has another version")
        check(bytes(self.bytes[8:16]) == b"SHMOOZE\0" and self.ints[1] == length and self.longs[2] == session
              and self.ints[10] == self.capacity, "the segment is not the one of WELCOME")

    # waiting and bells

    def wait(self, look, *kinds):
        """Sleeps until look() is true; kinds are the epochs that it is about."""
        while not look():
            self.advance(kinds)
            full_fence()
            if not look():
                self.sleep()
            self.advance(kinds)

    def advance(self, kinds):
        for kind in kinds:
            self.epochs[kind] = self.epochs[kind] + 1 & 0xffffffff
            self.ints[(CLIENT_LINE + kind) // 4] = self.epochs[kind]

    def sleep(self):
        self.sleeps += 1
        try:
            self.gone = not self.bells_in.recv(4096)  # the bells, or the end-of-file
        except ConnectionResetError:
            self.gone = True

    def post(self, kind):
        full_fence()
        epoch = self.ints[(SERVER_LINE + kind) // 4]
        if epoch % 2 and epoch != self.rung[kind]:
            self.rung[kind] = epoch
            try:
                self.bells_out.send(b"\0")
            except (BlockingIOError, BrokenPipeError, ConnectionResetError):
                pass  # it has bells enough, or is gone: then the end-of-file says so

    # sending

    def send(self, payload, kind=TEXT, redelivered=0):
        if len(payload) > self.limit:
            raise ValueError(f"The message has {len(payload)} bytes, the limit is {self.limit}")
        longest = min(65536, (self.capacity - 8) // 2 // 8 * 8) - 8
        cuts = range(0, len(payload), longest) or [0]
        for begin in cuts:
            flags = redelivered | (BEGIN if begin == 0 else 0) | (END if begin == cuts[-1] else 0)
            part = payload[begin:begin + longest]
            left = self.capacity - self.written % self.capacity
            if left < 8 + len(part):
                self.write(PADDING, 0, left - 8, b"")
            self.write(flags, kind, len(part), part)
        self.sent.append((self.written, kind, payload))

    def write(self, flags, kind, length, payload):
        size = 8 + (length + 7) // 8 * 8
        while not self.has_room(size):
            self.read_more(lambda: self.has_room(size), ROOM, ARRIVALS)  # the server may wait for its room, too
        lane = HEADER_LENGTH + self.capacity
        at = lane + self.written % self.capacity
        self.longs[(lane + (self.written + size) % self.capacity) // 8] = 0
        self.bytes[at + 8:at + 8 + len(payload)] = payload
        self.longs[at // 8] = length | (PUBLISHED | flags) << 32 | kind << 40 | self.frames_written % 65536 << 48
        self.written += size
        self.frames_written += 1
        self.post(ARRIVALS)

    def has_room(self, size):
        position = self.longs[(SERVER_LINE + ACKNOWLEDGED) // 8]
        check(self.acknowledged <= position <= self.written and position % 8 == 0, "a bad acknowledged position")
        self.acknowledged = position
        while self.sent and self.sent[0][0] <= position:
            self.sent.popleft()
        return self.written + size + 8 - position <= self.capacity

    # receiving

    def receive(self):
        """The next message that is not an answer. Raises Gone at the end."""
        while not self.inbox:
            self.read_more(lambda: False, ARRIVALS)
        return self.inbox.popleft()

    def read_more(self, enough, *kinds):
        if self.gone:
            raise Gone("closed" if self.ints[(SERVER_LINE + STATE) // 4] == CLOSED else "died")
        self.wait(lambda: self.has_frame() or enough() or self.gone, *kinds)
        self.read_frames()

    def has_frame(self):
        return self.longs[(HEADER_LENGTH + self.read % self.capacity) // 8] != 0

    def read_frames(self):
        end = self.read + self.capacity  # no more than that was published before an end-of-file
        while self.read < end and self.read_frame():
            self.longs[(CLIENT_LINE + ACKNOWLEDGED) // 8] = self.read
            self.post(ROOM)

    def read_frame(self):
        at = HEADER_LENGTH + self.read % self.capacity
        header = self.longs[at // 8]
        if header == 0:
            return False
        length, flags, kind = header & 0xffffffff, header >> 32 & 0xff, header >> 40 & 0xff
        left = self.capacity - self.read % self.capacity - 8
        check(flags & PUBLISHED and flags < 32 and kind <= (CALL if self.questions else FILE), "an unknown frame")
        check(header >> 48 == self.frames_read % 65536, "a frame out of order")
        check(length <= left, "a frame crosses the end of the lane")
        if flags & PADDING:
            check(flags == PUBLISHED | PADDING and kind == 0 and length == left, "bad padding")
        else:
            self.read_part(flags, kind, bytes(self.bytes[at + 8:at + 8 + length]))
        self.read += 8 + (length + 7) // 8 * 8
        self.frames_read += 1
        return True

    def read_part(self, flags, kind, payload):
        if flags & BEGIN:
            self.partial = [kind, flags & REDELIVERED, b""]
        check(self.partial and self.partial[:2] == [kind, flags & REDELIVERED], "a part of no message")
        self.partial[2] += payload
        check(len(self.partial[2]) <= MAX_MESSAGE, "a message is too long")
        if flags & END:
            self.deliver(Message(kind, self.partial[2], self.partial[1] != 0))
            self.partial = None

    def deliver(self, message):
        if message.kind in (QUESTION, ANSWER, FAILURE):
            check(len(message.payload) >= 8 and message.payload[7] in (TEXT, BINARY, CALL), "a bad question or answer")
        if message.kind not in (ANSWER, FAILURE):
            self.inbox.append(message)
        elif question_number(message) in self.answers:  # else it was given up
            self.answers[question_number(message)] = message

    # questions

    def ask(self, content, kind=TEXT):
        self.asked += 1
        mine = self.asked
        self.answers[mine] = None
        try:
            self.send((mine | kind << 56).to_bytes(8, "little") + content, QUESTION)
            while not self.answers[mine]:
                self.read_more(lambda: False, ARRIVALS)
            answer = self.answers[mine]
        finally:
            del self.answers[mine]
        if answer.kind == FAILURE:
            raise Failed(content_of(answer).decode())
        return Message(answer.payload[7], content_of(answer), False)

    def answer(self, question, content, kind=TEXT):
        self.send((question_number(question) | kind << 56).to_bytes(8, "little") + content, ANSWER)

    def fail(self, question, why):
        self.send(question_number(question).to_bytes(8, "little") + why.encode(), FAILURE)

    def unacknowledged(self):
        """What goes to the next server: the messages that were not acknowledged."""
        self.has_room(0)
        return [(kind, payload) for _, kind, payload in self.sent if kind not in (QUESTION, ANSWER, FAILURE)]


def question_number(message):
    return int.from_bytes(message.payload[:7], "little")


def content_of(message):
    return message.payload[8:]
