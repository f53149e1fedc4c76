package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Protection;
import dev.countersign.sandbox.SelfTest.Attempt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The ways to contain a command that may be there on a system; whether they hold is another question.
final class Jails {
    private final String system;
    private final String architecture;
    private final Path javaHome;
    private final LauncherCache launcher;

    /// @param system       `os.name`
    /// @param architecture `os.arch`
    /// @param javaHome     the JDK that runs Countersign
    /// @param scratch      a private folder, which no contained command can write
    Jails(String system, String architecture, Path javaHome, Path scratch) {
        this.system = system;
        this.architecture = architecture;
        this.javaHome = javaHome;
        this.launcher = new LauncherCache(scratch, javaHome);
    }

    Map<Level, Jail> found() {
        var jails = new EnumMap<Level, Jail>(Level.class);
        jails.put(Level.L0, isWindows() ? new JobObject() : new Bare());
        if (isMac() && Files.isExecutable(Seatbelt.PROGRAM)) {
            jails.put(Level.L1, new Seatbelt());
        }
        Optional<SystemCalls> calls = isLinux() ? SystemCalls.of(architecture) : Optional.empty();
        calls.ifPresent(numbers -> {
            if (Files.isExecutable(Bubblewrap.PROGRAM)) {
                jails.put(Level.L3, new Bubblewrap(numbers, Files.isReadable(Path.of("/proc/sys/user/max_user_namespaces")), new Forwarder(javaHome)));
            }
            if (Files.isExecutable(LandlockJail.UNSHARE)) {
                jails.put(Level.L2, new LandlockJail(numbers, javaHome, launcher, Level.L2));
            }
            jails.put(Level.L1, new LandlockJail(numbers, javaHome, launcher, Level.L1));
        });
        return jails;
    }

    /// Why a level is not among those found.
    String missing(Level level) {
        if (isMac() && level == Level.L1) {
            return Seatbelt.PROGRAM + " is not there.";
        }
        if (!isLinux()) {
            return "There is no such sandbox for " + system + ".";
        }
        if (SystemCalls.of(architecture).isEmpty()) {
            return "There is no filter of system calls for " + architecture + ".";
        }
        return level == Level.L3 ? "bubblewrap is not installed: " + Bubblewrap.PROGRAM + " is not there. Install the package bubblewrap."
                : LandlockJail.UNSHARE + " is not there. Install the package util-linux.";
    }

    /// What holds at a level that was tried.
    Protection protection(Level level, Attempt tried, boolean root) {
        return switch (level) {
            case L3 -> Protections.bubblewrap(root);
            case L2 -> Protections.namespaces(root);
            case L1 -> isMac() ? Protections.seatbelt() : Protections.landlock(tried);
            case L0 -> isWindows() ? Protections.job() : Protections.bare(Files.isReadable(Path.of("/proc/self/environ")));
        };
    }

    private boolean isLinux() {
        return system.toLowerCase(Locale.ROOT).contains("linux");
    }

    private boolean isMac() {
        return system.startsWith("Mac OS");
    }

    private boolean isWindows() {
        return system.startsWith("Windows");
    }
}
