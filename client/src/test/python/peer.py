# SPDX-License-Identifier: Apache-2.0
"""Takes one step with a Java server: peer.py DIRECTORY CHANNEL STEP. Standard output has what came of it."""
import sys
import time

from calls import Reader, Thrown, call, descriptions, method_number, number, string, value, values
from shmooze import CALL, Failed, Gone, Session, content_of

ADD = "Till.add(long,long,String)long"
TOTAL = ("Till.total(record Order{symbol:String,amount:int,prices:List<Long>},List<Long>)"
         "record Total{symbol:String,sum:long,prices:List<Long>}")
NOTE = "Till.note(String)void"


def say(*words):
    print(*words, flush=True)


def attach(redelivered=()):
    deadline = time.monotonic() + 60
    while True:
        try:
            return Session(*sys.argv[1:3], redelivered=redelivered)
        except OSError:  # no server yet, a dead one's socket, a full queue, no answer in time
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def text():
    with attach() as session:
        for sent in ("Grüße", "", "x" * 20_000 + "ß"):  # the last one is longer than the lane
            session.send(sent.encode())
            say(len(sent), session.receive().payload.decode() == "echo " + sent)
        for i in range(1000):
            session.send(str(i).encode())
        say("in order", [session.receive().payload.decode() for _ in range(1000)] == [f"echo {i}" for i in range(1000)])


def sleep():
    with attach() as session:
        say("waiting")
        say("woken by", session.receive().payload.decode(), "after", session.sleeps, "sleep")


def ask():
    with attach() as session:
        say("answer:", session.ask(b"life").payload.decode())
        try:
            session.ask(b"fail")
        except Failed as failed:
            say("failed:", failed)


def answer():
    with attach() as session:
        question = session.receive()
        session.answer(question, b"Python to: " + content_of(question))
        session.fail(session.receive(), "I was asked already")
        say("thanks:", session.receive().payload.decode())


def calls():
    with attach() as session:
        missing = {ADD, TOTAL, NOTE} - set(descriptions(session, "Till"))
        say("missing:", *missing)
        say("add:", call(session, method_number(ADD), number(-300) + number(2**40) + string("für"), Reader.number))
        prices = values(value(number(1)), value(number(-2)))
        order = value(string("ABC"), number(3), prices)
        say("total:", call(session, method_number(TOTAL), order + values(value(number(2**40))),
                           lambda read: read.value(read.string, read.number,
                                                   lambda: read.values(lambda: read.value(read.number)))))
        session.send(method_number(NOTE).to_bytes(8, "little") + number(0) + string("no answer"), CALL)
        try:
            call(session, method_number(ADD), number(2**63 - 1) + number(1) + string(""), Reader.number)
        except Thrown as thrown:
            say("thrown:", *thrown.args)
        try:
            call(session, 1, b"", Reader.number)
        except Failed as failed:
            say("failed:", failed)


def loss():
    with attach() as session:
        say("attached")
        sys.stdin.readline()
        session.send(b"last words")
        say("sent")
        try:
            session.receive()
        except Gone as gone:
            say("first server:", gone)
        rest = session.unacknowledged()
    with attach(rest) as session:
        try:
            session.receive()
        except Gone as gone:
            say("second server:", gone)


STEPS = {step.__name__: step for step in (text, sleep, ask, answer, calls, loss)}
STEPS[sys.argv[3]]()
