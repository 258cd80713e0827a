// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import java.nio.charset.StandardCharsets;

/**
 * Map of a call, of its answer, and of the values in both.
 *
 * <pre>
 *          0                    8
 *  call    number of the method target, number  the arguments
 *          0: describe          0               name of the interface, String
 *
 *          0       1
 *  answer  0       the result; nothing for void; List&lt;String&gt;, the descriptions of the methods, for describe
 *          1       name of the exception's type, String; its text, String
 * </pre>
 *
 * <p>The target is 0 for an object that is served, n for the object n of the side that is called. Nothing stands
 * between values, and nothing is aligned.
 *
 * <pre>
 *  number             stop-bit: seven bits in each byte, the low ones first; the high bit of a byte
 *                     says that another byte follows. A negative number n is ~n with the high bit set in all
 *                     bytes, and then a byte 0. At most 9 bytes, or 10 for a negative one.
 *  boolean            1 byte, 0 or 1
 *  byte               1 byte
 *  short char         number
 *  int long           number
 *  float double       raw bits, 4 or 8 bytes, little-endian
 *  String             number: 0 for null, or length + 1; UTF-8 of that length, bytes
 *  byte[] ByteBuffer  number: 0 for null, or length + 1; bytes
 *  BigInteger         as byte[]: two's complement, the high byte first
 *  enum ZoneId        as String: the name of the constant, the id of the zone
 *  marshallable       as byte[]: what writeMarshallable has written
 *  List Set T[]       number: 0 for null, or count + 1; the elements
 *  Map                number: 0 for null, or count + 1; key, value, key, value ...
 *  Optional           1 byte: 0 if it is empty, or 1 and the value. Never null
 *  object             number: 0 for null; n for object n of the side that writes, -n for one of the side that reads
 *  all others         1 byte: 0 for null, or 1 and the value as follows
 *    a box            as its primitive
 *    record           its components, in order
 *    UUID             16 bytes, the high byte first
 *    BigDecimal       number: scale; the unscaled value as a BigInteger
 *    Instant Duration number: seconds; number: nanoseconds, 0 to 999,999,999
 *    LocalDate        number: days since 1970-01-01
 *    LocalTime        number: nanoseconds since midnight
 *    LocalDateTime    LocalDate, LocalTime
 *    ZoneOffset       number: seconds
 *    OffsetTime       LocalTime, ZoneOffset
 *    OffsetDateTime   LocalDate, LocalTime, ZoneOffset
 *    ZonedDateTime    LocalDate, LocalTime, ZoneOffset, id of the zone as String
 *    Period           number: years; number: months; number: days
 *    Year             number
 *    YearMonth        number: year; number: month
 *    MonthDay         number: month; number: day
 *    Void             never written
 * </pre>
 *
 * <p><b>A method</b> is known by the 64-bit FNV-1a hash of its description in UTF-8:
 *
 * <pre>
 *  method   = interface "." name "(" [ type { "," type } ] ")" type
 *  type     = primitive | "void" | simple
 *           | "List&lt;" type "&gt;" | "Set&lt;" type "&gt;" | "Map&lt;" type "," type "&gt;"
 *           | "Optional&lt;" type "&gt;" | type "[]"
 *           | "enum " name "{" constant { "," constant } "}"
 *           | "record " name "{" [ component ":" type { "," component ":" type } ] "}"
 *           | "marshallable " name | "object " name | name
 * </pre>
 *
 * <p>A primitive is as in Java. A simple type is one of the words above, or a box by its Java name. Names are without
 * package and outer class; a generic one has its arguments behind it, {@code Pair<Long,String>}. An enum, a record, a
 * marshallable or an object is spelt out where it comes first in a method, and is its name alone from there on, inside
 * itself too. A result that comes later ({@code CompletableFuture<T>}, {@code CompletionStage<T>}) is {@code T}.
 */
final class CallDescriptor {
    /** A limit of values inside values, for hostile input and for cycles. */
    static final int MAX_DEPTH = 64;

    /** In place of a method's number: asks for the descriptions of the methods of an interface. */
    static final long DESCRIBE = 0;
    /** An answer's first byte: the result follows. */
    static final int RESULT = 0;
    /** An answer's first byte: the type and the text of an exception follow. */
    static final int EXCEPTION = 1;

    private static final long FNV_OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private CallDescriptor() {
    }

    /** The number of a method with this description. */
    static long number(String description) {
        long hash = FNV_OFFSET_BASIS;
        for (byte b : description.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b & 0xFF) * FNV_PRIME;
        }
        return hash;
    }
}
