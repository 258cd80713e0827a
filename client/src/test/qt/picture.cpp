// SPDX-License-Identifier: Apache-2.0
//
// Shares a picture as Qt's example "Shared Memory" does. Arguments: write or read, the key, the file of the picture.
// "write" holds it until the end of its input, "read" saves what it finds.
#include <QBuffer>
#include <QDataStream>
#include <QGuiApplication>
#include <QPixmap>
#include <QSharedMemory>
#include <cstdio>
#include <cstring>

static int fail(const QString &what)
{
    std::fprintf(stderr, "%s\n", qPrintable(what));
    return 1;
}

static int write(QSharedMemory &memory, const QString &file)
{
    QPixmap pixmap(file);
    if (pixmap.isNull())
        return fail("no picture");
    QBuffer buffer;
    buffer.open(QBuffer::ReadWrite);
    QDataStream out(&buffer);
    out << pixmap;
    if (!memory.create(int(buffer.size())))
        return fail(memory.errorString());
    memory.lock();
    std::memcpy(memory.data(), buffer.data().constData(), size_t(qMin(qint64(memory.size()), buffer.size())));
    memory.unlock();
    std::puts("ready");
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
}

static int read(QSharedMemory &memory, const QString &file)
{
    if (!memory.attach())
        return fail(memory.errorString());
    QBuffer buffer;
    QDataStream in(&buffer);
    QPixmap pixmap;
    memory.lock();
    buffer.setData(static_cast<const char *>(memory.constData()), int(memory.size()));
    buffer.open(QBuffer::ReadOnly);
    in >> pixmap;
    memory.unlock();
    memory.detach();
    return pixmap.save(file, "PNG") ? 0 : fail("no picture");
}

int main(int argc, char **argv)
{
    QGuiApplication application(argc, argv);
    const QStringList words = application.arguments();
    if (words.size() != 4)
        return fail("write|read KEY FILE");
    QSharedMemory memory(words[2]);
    return words[1] == "write" ? write(memory, words[3]) : read(memory, words[3]);
}
