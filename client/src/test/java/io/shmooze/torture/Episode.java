// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.torture.Tally.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A server and its clients in a directory of their own, some acts of violence, a clean end and a judgement. */
final class Episode {
    private static final int SETTLE_EVERY = 6;

    private final Scene scene;
    private final Tally tally;
    private final Random random;
    private final Actor[] cast;
    private final List<Actor> all = new ArrayList<>();
    private final Map<Actor, ProcessStatus> first = new HashMap<>();

    /** The first of the cast is the server. */
    Episode(Scene scene, int clients, Random random) {
        this.scene = scene;
        this.tally = scene.tally();
        this.random = random;
        this.cast = new Actor[1 + clients];
    }

    void play(int acts) throws IOException, InterruptedException {
        try {
            for (int i = 0; i < cast.length; i++) {
                enter(i);
            }
            for (int act = 1; act <= acts && !hasFailed(); act++) {
                act();
                if (act % SETTLE_EVERY == 0 && !hasFailed()) {
                    settle();
                }
            }
            if (!hasFailed()) {
                settle();
            }
            leave();
            judge();
        } finally {
            all.forEach(Actor::kill);
        }
    }

    private void enter(int role) throws IOException {
        int incarnation = all.size() + 1;
        cast[role] = new Actor(scene, role == 0, incarnation, scene.scratch().resolve(incarnation + ".journal"),
                random.nextLong());
        all.add(cast[role]);
    }

    private boolean hasFailed() {
        return tally.faults.containsKey(Fault.STUCK) || all.stream().anyMatch(Actor::hasFailed);
    }

    private void act() throws IOException, InterruptedException {
        pause();
        int dice = random.nextInt(100);
        int role = random.nextInt(2) == 0 ? 0 : 1 + random.nextInt(cast.length - 1);
        if (dice < 75) {
            kill(role);
        } else if (dice < 82) {
            tally.doubleKills++;
            kill(random.nextBoolean() ? reversed() : everybody());
        } else if (dice < 92) {
            tally.stops++;
            cast[role].stop(1 + random.nextInt(random.nextInt(4) == 0 ? 1500 : 200));
        } else {
            tally.bounces++;
            cast[role].tell("bounce");
        }
    }

    /** Long enough for traffic in most cases; in the others the next act comes during start and handshake. */
    private void pause() throws IOException, InterruptedException {
        if (random.nextInt(4) > 0) {
            for (Actor actor : cast) {
                if (!actor.awaitReady()) {
                    return;
                }
            }
            cast[0].awaitAttached(cast.length - 1);
        }
        TimeUnit.MICROSECONDS.sleep((long) (Math.pow(random.nextDouble(), 2) * 300_000));
    }

    private int[] everybody() {
        int[] roles = new int[cast.length];
        for (int i = 0; i < roles.length; i++) {
            roles[i] = i;
        }
        return roles;
    }

    private int[] reversed() {
        int[] roles = everybody();
        for (int i = 0; i < roles.length; i++) {
            roles[i] = roles.length - 1 - i;
        }
        return roles;
    }

    private void kill(int... roles) throws IOException, InterruptedException {
        for (int role : roles) {
            cast[role].kill();
        }
        for (int role : roles) {
            if (role == 0) {
                tally.serverKills++;
            } else {
                tally.clientKills++;
            }
        }
        if (random.nextInt(3) == 0) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
        }
        for (int role : roles) {
            // A new server before that would be refused, and rightly so.
            cast[role].awaitEnd();
            enter(role);
        }
    }

    /** Everybody holds still, everything is acknowledged; then nobody has more than what the living sessions need. */
    private void settle() throws IOException, InterruptedException {
        for (Actor actor : cast) {
            actor.tell("settle");
        }
        boolean settled = true;
        for (Actor actor : cast) {
            settled &= actor.await("settled") != null;
        }
        if (settled) {
            checkResources();
            scene.expectFiles("t.lock", "t.sock");
            for (Actor actor : cast) {
                actor.tell("resume");
            }
        }
    }

    private void checkResources() throws IOException, InterruptedException {
        for (Actor actor : cast) {
            if (actor.hasFailed()) {
                actor.awaitEnd();
                return;
            }
            int sessions = actor.server ? cast.length - 1 : 1;
            int listeners = actor.server ? 1 : 0;
            ProcessStatus status = ProcessStatus.atRest(actor.pid(), sessions, listeners);
            ProcessStatus before = first.putIfAbsent(actor, status);
            if (!actor.hasFailed()
                    && (!status.isClean(sessions, listeners) || before != null && status.isMoreThan(before))) {
                tally.found(Fault.LEAKED, actor + " has " + status + ", and had " + before);
            }
        }
    }

    private void leave() throws IOException, InterruptedException {
        for (int i = cast.length - 1; i >= 0; i--) {
            if (!cast[i].hasFailed()) {
                cast[i].tell("quit");
            }
            cast[i].awaitEnd();
        }
        scene.expectFiles("t.lock");
    }

    private void judge() throws IOException {
        Map<Integer, Fate> fates = new HashMap<>();
        all.forEach(actor -> fates.put(actor.incarnation, actor.fate));
        Oracle oracle = new Oracle(fates, tally);
        for (Actor actor : all) {
            if (Files.exists(actor.journal)) {
                oracle.read(actor.journal, actor.incarnation, actor.server);
            }
        }
        oracle.judge();
    }
}
