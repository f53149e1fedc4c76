package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Protection;
import dev.countersign.sandbox.Protection.Enforcement;
import dev.countersign.sandbox.Protection.Layer;
import dev.countersign.sandbox.Protection.Strength;
import dev.countersign.sandbox.SelfTest;
import java.util.LinkedHashMap;

/// What each level may claim, in words.
final class Protections {
    private static final Enforcement TIME = new Enforcement(Strength.BEST_EFFORT, "Countersign kills the process tree when the time is up");
    private static final Enforcement OUTPUT = new Enforcement(Strength.BEST_EFFORT,
            "Countersign stops reading and kills the process tree at the limit");

    private Protections() {}

    /// @param proc whether processes can be found in `/proc`
    static Protection bare(boolean proc) {
        var layers = new LinkedHashMap<Layer, Enforcement>();
        none(layers, Layer.FS_WRITE, "a command can write every file that you can");
        none(layers, Layer.FS_READ, "a command can read every file that you can");
        none(layers, Layer.NET, "a command can use the network");
        none(layers, Layer.SIGNALS, "a command can signal all of your processes");
        watched(layers, proc);
        layers.put(Layer.KILL_TREE, new Enforcement(Strength.BEST_EFFORT, proc
                ? "processes are found by their session, parents, pipes and a random variable, and killed, by another process if"
                        + " Countersign itself is killed; one that drops all of these before it is seen lives on"
                : "processes are found by their parents and killed; one whose parent ended before it was seen lives on"));
        layers.put(Layer.TIME, TIME);
        layers.put(Layer.OUTPUT, OUTPUT);
        layers.put(Layer.ENVIRONMENT, new Enforcement(Strength.BEST_EFFORT, "a command starts with the variables shown and "
                + LocalSandbox.MARK + " only; it can still read what your other programs hold"));
        return new Protection(Level.L0, "sandbox: none", layers);
    }

    private static void watched(LinkedHashMap<Layer, Enforcement> layers, boolean proc) {
        if (proc) {
            layers.put(Layer.PIDS, new Enforcement(Strength.BEST_EFFORT, "Countersign counts what it finds of the process tree, about once a second"));
            layers.put(Layer.MEMORY, new Enforcement(Strength.BEST_EFFORT, "Countersign adds up what it finds of the process tree, about once a second"));
        } else {
            none(layers, Layer.PIDS, "the number of processes is not limited");
            none(layers, Layer.MEMORY, "memory is not limited");
        }
        layers.put(Layer.DISK, new Enforcement(Strength.BEST_EFFORT,
                "Countersign measures the folders that it was given, every second or less often; it can write elsewhere"));
    }

    /// @param root whether Countersign runs as uid 0
    static Protection bubblewrap(boolean root) {
        var layers = new LinkedHashMap<Layer, Enforcement>();
        kernel(layers, Layer.FS_WRITE, "only the private copy and the agent's private folder can be written; there is nothing else to write");
        kernel(layers, Layer.FS_READ, "the system's programs and libraries and your toolchains can be read; your home, keyrings and other"
                + " projects are not there");
        kernel(layers, Layer.NET, "checks have a network of their own with nothing in it; agents reach the hosts that their entries name, through"
                + " Countersign, or share your network where they name none, and can then open no local sockets");
        kernel(layers, Layer.SIGNALS, "processes outside are not there to be signalled, looked at or traced");
        limited(layers, root);
        kernel(layers, Layer.KILL_TREE, "all processes are in one PID namespace and die with its first one, which dies with Countersign");
        layers.put(Layer.TIME, TIME);
        layers.put(Layer.OUTPUT, OUTPUT);
        kernel(layers, Layer.ENVIRONMENT, "a command starts with the variables shown, " + LocalSandbox.MARK
                + " and PWD only; other programs' are not there to be read");
        return new Protection(Level.L3, "sandbox L3", layers);
    }

    /// Level L2.
    ///
    /// @param root whether Countersign runs as uid 0
    static Protection namespaces(boolean root) {
        var layers = new LinkedHashMap<Layer, Enforcement>();
        kernel(layers, Layer.FS_WRITE, "only the private copy and the agent's private folder can be written; everything else is mounted"
                + " read-only, and Landlock refuses it");
        kernel(layers, Layer.FS_READ, "the system's programs and libraries and your toolchains can be read; of all else a command sees that"
                + " it is there, how large and how old, not what is in it");
        kernel(layers, Layer.NET, "checks have a network of their own with nothing in it; agents reach the hosts that their entries name, through"
                + " Countersign, or share your network where they name none; local sockets can't be opened");
        kernel(layers, Layer.SIGNALS, "processes outside are not there to be signalled, looked at or traced");
        limited(layers, root);
        kernel(layers, Layer.KILL_TREE, "all processes are in one PID namespace and die with its first one; another process kills that one if"
                + " Countersign itself is killed");
        layers.put(Layer.TIME, TIME);
        layers.put(Layer.OUTPUT, OUTPUT);
        kernel(layers, Layer.ENVIRONMENT, "a command starts with the variables shown, " + LocalSandbox.MARK
                + " and PWD only; other programs' are not there to be read");
        return new Protection(Level.L2, "sandbox L2", layers);
    }

    /// Level L1.
    ///
    /// @param tried what was tried at this level
    static Protection landlock(SelfTest.Attempt tried) {
        var layers = new LinkedHashMap<Layer, Enforcement>();
        kernel(layers, Layer.FS_WRITE, "only the private copy, the agent's private folder and one for temporary files can be written; of your other"
                + " files a command can change modes, times and attributes, not content, names or place");
        kernel(layers, Layer.FS_READ, "the system's programs and libraries and your toolchains can be read; of all else a command sees that"
                + " it is there, how large and how old, not what is in it");
        kernel(layers, Layer.NET, "checks can open no sockets, not even to themselves; agents share your network, whatever hosts their entries"
                + " name; local sockets can't be opened");
        if (tried.trials().stream().anyMatch(trial -> trial.layer() == Layer.SIGNALS && trial.result() != SelfTest.Result.HELD)) {
            none(layers, Layer.SIGNALS, "this kernel lets a command signal all of your processes; it can't look into them or trace them");
        } else {
            kernel(layers, Layer.SIGNALS, "processes outside can't be signalled, looked into or traced; a command sees that they are there and by"
                    + " which arguments");
        }
        watched(layers, true);
        layers.put(Layer.MEMORY, new Enforcement(Strength.BEST_EFFORT,
                "the kernel limits each process, Countersign adds up the tree, about once a second"));
        layers.put(Layer.DISK, new Enforcement(Strength.BEST_EFFORT, "the kernel limits each file, Countersign measures the"
                + " folders that can be written, every second or less often"));
        layers.put(Layer.KILL_TREE, new Enforcement(Strength.BEST_EFFORT, "processes are found by their session, parents, pipes and a random"
                + " variable, and killed, by another process if Countersign itself is killed; one that drops all of these before it is seen lives on"));
        layers.put(Layer.TIME, TIME);
        layers.put(Layer.OUTPUT, OUTPUT);
        kernel(layers, Layer.ENVIRONMENT, "a command starts with the variables shown, " + LocalSandbox.MARK
                + ", PWD and those that name its folder for temporary files; other programs' can't be read");
        return new Protection(Level.L1, "sandbox L1", layers);
    }

    /// Level L1 on macOS.
    static Protection seatbelt() {
        var layers = new LinkedHashMap<Layer, Enforcement>();
        kernel(layers, Layer.FS_WRITE, "only the private copy, the agent's private folder and one for temporary files can be written");
        kernel(layers, Layer.FS_READ, "the system's programs and libraries and your toolchains can be read; of all else a command sees that"
                + " it is there, how large and how old, not what is in it");
        kernel(layers, Layer.NET, "checks can open no sockets, not even to themselves; agents share your network, whatever hosts their entries name");
        kernel(layers, Layer.SIGNALS, "only processes of the same sandbox can be signalled and looked at");
        none(layers, Layer.PIDS, "the number of processes is not limited");
        none(layers, Layer.MEMORY, "memory is not limited");
        layers.put(Layer.DISK, new Enforcement(Strength.BEST_EFFORT, "the kernel limits each file, Countersign measures the"
                + " folders that can be written, every second or less often"));
        layers.put(Layer.KILL_TREE, new Enforcement(Strength.BEST_EFFORT,
                "processes are found by their parents and killed; one whose parent ended before it was seen lives on"));
        layers.put(Layer.TIME, TIME);
        layers.put(Layer.OUTPUT, OUTPUT);
        layers.put(Layer.ENVIRONMENT, new Enforcement(Strength.BEST_EFFORT, "a command starts with the variables shown, " + LocalSandbox.MARK
                + " and those that name its folder for temporary files"));
        return new Protection(Level.L1, "sandbox L1", layers);
    }

    /// Level L0 on Windows.
    static Protection job() {
        var layers = new LinkedHashMap<>(bare(false).layers());
        kernel(layers, Layer.PIDS, "a job object limits the number of processes, but for those started before a command was put into it");
        kernel(layers, Layer.MEMORY, "a job object limits the memory of all processes together, with the same exception");
        kernel(layers, Layer.KILL_TREE, "a job object ends all processes, with the same exception, and if Countersign itself is killed");
        return new Protection(Level.L0, "sandbox: none", layers);
    }

    private static void limited(LinkedHashMap<Layer, Enforcement> layers, boolean root) {
        layers.put(Layer.PIDS, root
                ? new Enforcement(Strength.BEST_EFFORT, "Countersign counts the process tree, about once a second; the kernel does not limit uid 0")
                : new Enforcement(Strength.KERNEL, "the kernel limits the number of processes and threads inside"));
        layers.put(Layer.MEMORY, new Enforcement(Strength.BEST_EFFORT,
                "the kernel limits each process, Countersign adds up the tree, about once a second"));
        layers.put(Layer.DISK, new Enforcement(Strength.BEST_EFFORT, "the kernel limits each file and /tmp, Countersign measures the"
                + " folders that can be written, every second or less often"));
    }

    private static void kernel(LinkedHashMap<Layer, Enforcement> layers, Layer layer, String reason) {
        layers.put(layer, new Enforcement(Strength.KERNEL, reason));
    }

    private static void none(LinkedHashMap<Layer, Enforcement> layers, Layer layer, String reason) {
        layers.put(layer, new Enforcement(Strength.NONE, reason));
    }
}
