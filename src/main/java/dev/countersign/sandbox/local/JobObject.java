package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Level L0 on Windows: nothing is contained, but a job object limits memory and processes and ends all of them together.
final class JobObject implements Jail {
    @Override
    public Cell prepare(Command command, Path program, Profile profile, Limits limits, String mark, Path run) {
        List<String> argv = new ArrayList<>(List.of(program.toString()));
        argv.addAll(command.argv().subList(1, command.argv().size()));
        var environment = new TreeMap<>(command.environment());
        environment.put(LocalSandbox.MARK, mark);
        return new Cell(argv, command.folder(), environment, process -> new JobTree(process, limits), _ -> Optional.empty(), profile.writable());
    }
}
