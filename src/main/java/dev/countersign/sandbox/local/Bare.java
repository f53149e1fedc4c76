package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Level L0: nothing is contained.
final class Bare implements Jail {
    private final ProcessGroups groups = new ProcessGroups();
    private final boolean proc = Files.isReadable(Path.of("/proc/self/environ"));

    @Override
    public Cell prepare(Command command, Path program, Profile profile, Limits limits, String mark, Path run) {
        // A session of its own: no terminal to write to or read from, and one number to find its processes by.
        Optional<String> setsid = List.of("/usr/bin/setsid", "/bin/setsid").stream()
                .filter(each -> Files.isExecutable(Path.of(each))).findFirst();
        List<String> argv = new ArrayList<>();
        setsid.ifPresent(argv::add);
        argv.add(program.toString());
        argv.addAll(command.argv().subList(1, command.argv().size()));
        var environment = new TreeMap<>(command.environment());
        environment.put(LocalSandbox.MARK, mark);
        return new Cell(argv, command.folder(), environment, process -> proc
                ? new ProcTree(process.pid(), setsid.isPresent(), LocalSandbox.MARK + "=" + mark,
                        Files.isDirectory(run) ? Optional.of(run) : Optional.empty(), groups)
                : new HandleTree(process.toHandle()), _ -> Optional.empty(), profile.writable());
    }
}
