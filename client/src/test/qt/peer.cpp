// SPDX-License-Identifier: Apache-2.0
//
// A Qt program for the tests. "peer" obeys commands on standard input, one a line, with one line for each. "peer chat"
// is the classic mailbox program: it does what such programs do, with all their defects.
#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QSharedMemory>
#include <QtCore/QSystemSemaphore>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

std::mutex printing;

void say(const std::string &line) {
    std::lock_guard<std::mutex> guard(printing);
    std::cout << line << std::endl;
}

std::string result(bool good, int error, const QString &text) {
    return good ? "ok" : "error " + std::to_string(error) + " " + text.toStdString();
}

QSystemSemaphore::AccessMode mode(bool create) {
    return create ? QSystemSemaphore::Create : QSystemSemaphore::Open;
}

// Words: a command, then the name of an object, then its arguments. A key is the rest of its line.
class Commands {
    std::map<std::string, std::unique_ptr<QSharedMemory>> segments;
    std::map<std::string, std::unique_ptr<QSystemSemaphore>> semaphores;

    static QString rest(std::istringstream &words) {
        std::string text;
        std::getline(words >> std::ws, text);
        return QString::fromStdString(text);
    }

    std::string segment(const std::string &word, QSharedMemory &memory, std::istringstream &words) {
        bool good = false;
        if (word == "create" || word == "attach") {
            std::string argument;
            words >> argument;
            good = word == "create" ? memory.create(std::stoi(argument))
                                    : memory.attach(argument == "ro" ? QSharedMemory::ReadOnly : QSharedMemory::ReadWrite);
        } else if (word == "detach") {
            good = memory.detach();
        } else if (word == "lock") {
            good = memory.lock();
        } else if (word == "unlock") {
            good = memory.unlock();
        } else if (word == "size") {
            return std::to_string(memory.size());
        } else if (word == "read") {
            return std::string(static_cast<const char *>(memory.constData()), strnlen(static_cast<const char *>(memory.constData()), memory.size()));
        } else if (word == "write") {
            const std::string text = rest(words).toStdString();
            std::memcpy(memory.data(), text.data(), std::min<size_t>(text.size(), memory.size()));
            return "ok";
        }
        return result(good, memory.error(), memory.errorString());
    }

    std::string semaphore(const std::string &word, QSystemSemaphore &semaphore, std::istringstream &words) {
        int count = 1;
        words >> count;
        const bool good = word == "acquire" ? semaphore.acquire() : semaphore.release(count);
        return result(good, semaphore.error(), semaphore.errorString());
    }

public:
    std::string obey(const std::string &line) {
        std::istringstream words(line);
        std::string word, name;
        words >> word >> name;
        if (word == "segment") {
            segments[name].reset(new QSharedMemory(rest(words)));
            return segments[name]->nativeKey().toStdString();
        }
        if (word == "semaphore") {
            std::string access;
            int initial;
            words >> access >> initial;
            semaphores[name].reset(new QSystemSemaphore(rest(words), initial, mode(access == "create")));
            return result(semaphores[name]->error() == QSystemSemaphore::NoError, semaphores[name]->error(), semaphores[name]->errorString());
        }
        if (word == "drop") {
            segments.erase(name);
            semaphores.erase(name);
            return "ok";
        }
        if (segments.count(name)) {
            return segment(word, *segments[name], words);
        }
        return semaphores.count(name) ? semaphore(word, *semaphores[name], words) : "what is " + name + "?";
    }
};

// One end of the classic pair: 1,024 bytes, or as many as PEER_SIZE says, two semaphores, a listener thread.
class Chat {
    const bool server;
    const std::string how;
    QSharedMemory memory;
    QSystemSemaphore incoming;
    QSystemSemaphore outgoing;
    std::atomic<long> received{0};
    std::atomic<long> blanks{0};
    std::atomic<long> wrong{0};
    std::atomic<long> failures{0};
    std::atomic<bool> leaving{false};
    std::thread listener;

    void take() {
        if (!incoming.acquire()) {
            failures++;
            return;
        }
        memory.lock();
        const std::string text(static_cast<const char *>(memory.constData()), strnlen(static_cast<const char *>(memory.constData()), memory.size()));
        if (how == "callback" && !text.empty()) {
            send(text);
        }
        handle(text);
        std::memset(memory.data(), 0, memory.size());
        memory.unlock();
        // Not before: a test that has seen the line may let the other thread of this program lock the same object.
        if (how == "lines" && !text.empty()) {
            say("got " + text);
        }
        if (how == "echo" && !text.empty()) {
            send(text);
        }
    }

    void handle(const std::string &text) {
        if (text.empty()) {
            blanks++;
            return;
        }
        const long number = received.load();
        if (how == "count" && std::atol(text.c_str()) != number) {
            wrong++;
        }
        received++;
    }

    bool send(const std::string &text) {
        memory.lock();
        std::memcpy(memory.data(), text.data(), std::min<size_t>(text.size(), memory.size()));
        memory.unlock();
        return outgoing.release();
    }

    bool isClear() {
        memory.lock();
        const char first = *static_cast<const char *>(memory.constData());
        memory.unlock();
        return first == 0;
    }

    static std::string numbered(long number, size_t length) {
        std::string text = std::to_string(number);
        return text.size() < length ? text + std::string(length - text.size(), '.') : text;
    }

    // Waits for each answer.
    void ping(long count, size_t length) {
        std::vector<double> times;
        QElapsedTimer timer;
        for (long i = 0; i < count; i++) {
            timer.start();
            send(numbered(i, length));
            incoming.acquire();
            memory.lock();
            if (std::atol(static_cast<const char *>(memory.constData())) != i) {
                wrong++;
            }
            std::memset(memory.data(), 0, memory.size());
            memory.unlock();
            times.push_back(timer.nsecsElapsed() / 1000.0);
        }
        std::sort(times.begin(), times.end());
        char line[100];
        std::snprintf(line, sizeof line, "pinged %ld wrong %ld p50 %.2f p99 %.2f", count, wrong.load(), times[times.size() / 2], times[times.size() * 99 / 100]);
        say(line);
    }

    void obey(const std::string &line) {
        std::istringstream words(line);
        std::string word;
        long count = 0;
        size_t length = 0;
        words >> word >> count >> length;
        if (word == "report") {
            say("received " + std::to_string(received) + " wrong " + std::to_string(wrong) + " blanks " + std::to_string(blanks) + " failures " + std::to_string(failures));
        } else if (word == "polite") { // as no classic program is
            for (long i = 0; i < count; i++) {
                while (!isClear()) {
                    std::this_thread::yield();
                }
                failures += send(numbered(i, length)) ? 0 : 1;
            }
            say("sent " + std::to_string(count) + " failures " + std::to_string(failures));
        } else if (word == "flood") {
            for (long i = 0; i < count; i++) {
                send(numbered(i, length));
            }
            say("sent " + std::to_string(count));
        } else if (word == "ping") {
            ping(count, length);
        } else {
            send(line);
        }
    }

public:
    Chat(bool server, const QString &key, const QString &clients, const QString &servers, const std::string &how)
        : server(server), how(how), memory(key), incoming(server ? clients : servers, 0, mode(server)), outgoing(server ? servers : clients, 0, mode(server)) {
    }

    int run() {
        const char *size = std::getenv("PEER_SIZE");
        if (!(server ? memory.create(size ? std::atoi(size) : 1024) : memory.attach())) {
            say(result(false, memory.error(), memory.errorString()));
            return 1;
        }
        if (how != "ask") {
            listener = std::thread([this] { while (!leaving) { take(); } });
        }
        say("ready");
        std::string line;
        while (std::getline(std::cin, line)) {
            obey(line);
        }
        return 0;
    }

    // As a program that is written with care leaves.
    void leave() {
        if (listener.joinable()) {
            leaving = true;
            incoming.release();
            listener.join();
        }
    }
};

}

int main(int count, char **words) {
    QCoreApplication application(count, words);
    if (count == 7 && std::string(words[1]) == "chat") {
        Chat *chat = new Chat(std::string(words[2]) == "server", QString::fromUtf8(words[3]), QString::fromUtf8(words[4]), QString::fromUtf8(words[5]), words[6]);
        const int code = chat->run();
        if (code == 0 && std::getenv("PEER_CLEAN")) {
            chat->leave();
            delete chat;
        }
        fflush(stdout);
        _exit(code);
    }
    Commands commands;
    std::string line;
    while (std::getline(std::cin, line)) {
        say(commands.obey(line));
    }
    return 0;
}
